import type { EffectCommand } from "../command-row.ts"
import { text } from "../input.ts"
import { momentOf } from "../moment.ts"

/** What the console's first screen shows, for where no console is. */
export const triageRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["triage"],
    summary: "What waits for a person, money at risk, what changed meanwhile, and how the machinery is",
    notes: [
      "The numbers of the console's Triage. Asking is no look: what is new stays new for whoever opens the console.",
      "With --faults it exits 1 when anything is wrong."
    ],
    arguments: [],
    flags: [
      { name: "faults", kind: "switch", help: "only what is wrong; exits 1 if anything is" },
      {
        name: "since",
        kind: "text",
        value: "moment",
        help: "what changed since then; else since you last looked, or for a day"
      }
    ],
    examples: [
      { line: "triage", says: "How is it?" },
      { line: "triage --faults", says: "Is anything wrong? For scripts" },
      { line: "triage --since 2026-11-22T18:00Z --json", says: "What happened over night, for a program" }
    ],
    check: (input) => {
      const since = text(input, "since")
      return since === undefined || momentOf(since) !== null
        ? null
        : "A moment is a date, or a time with its zone: 2026-11-22 or 2026-11-22T08:00Z."
    },
    runBy: "effect",
    load: () => import("../commands/triage.ts").then((m) => m.triage)
  }
]
