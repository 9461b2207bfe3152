import type { EffectCommand, Input } from "../command-row.ts"
import { has } from "../input.ts"

const checkRelease = (input: Input): string | null =>
  has(input, "all-before") === input.rest.length > 0
    ? "Name orders, or give --all-before a time: one of the two."
    : null

/** What a restored database cannot know, and a person can. */
export const restoreRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["restore", "list"],
    summary: "Lists orders that may have been sent after the backup that was restored",
    arguments: [],
    flags: [{ name: "limit", kind: "number", least: 1, most: 500, help: "how many (50)" }],
    examples: [{ line: "restore list", says: "What do I ask the suppliers about?" }],
    runBy: "effect",
    load: () => import("../commands/restore.ts").then((m) => m.list)
  },
  {
    path: ["restore", "release"],
    summary: "Says that nothing was sent for these orders since the backup, so that they may be processed",
    notes: ["It counts first; --yes does it. Orders that were sent stay held: cancel them here."],
    arguments: [
      { name: "order", help: "order numbers, unless --all-before", required: false, repeatable: true }
    ],
    flags: [
      { name: "all-before", kind: "text", value: "time", help: "every one that was placed before" },
      { name: "yes", kind: "switch", help: "do it" }
    ],
    examples: [
      { line: "restore release 1043 1044 --yes", says: "The supplier has neither" },
      {
        line: "restore release --all-before 2026-11-22T03:00Z",
        says: "How many would that be?"
      }
    ],
    check: checkRelease,
    runBy: "effect",
    load: () => import("../commands/restore.ts").then((m) => m.release)
  }
]
