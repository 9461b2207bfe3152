import { activitySubjects } from "../../domain/model/activity.ts"
import type { EffectCommand, Input } from "../command-row.ts"
import { text } from "../input.ts"
import { momentOf } from "../moment.ts"

const sinceHelp = "A moment is a date, or a time with its zone: 2026-11-22 or 2026-11-22T08:00Z."

const check = (input: Input): string | null => {
  const since = text(input, "since")
  if (since !== undefined && momentOf(since) === null) return sinceHelp
  const kind = text(input, "subject")?.split(":", 1)[0]
  if (kind !== undefined && !activitySubjects.some((known) => known === kind))
    return `A subject is ${activitySubjects.join(", ")}, alone or with a name: channel:us-shop.`
  const after = text(input, "after")
  return after === undefined || /^\d{1,15}$/.test(after) ? null : "--after takes the id of a row."
}

/** Who changed which setting. */
export const activityRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["activity"],
    summary: "Lists what was changed in settings, newest first: who, when, what, from what to what",
    notes: [
      "Channels, services, suppliers, mappings, aliases, stops, alerts, feeds that were settled, paused queues.",
      "Of a secret it says that it changed. What happened to an order is in its own history: switchyard orders show."
    ],
    arguments: [],
    flags: [
      {
        name: "since",
        kind: "text",
        value: "moment",
        help: "nothing older: 2026-11-22 or 2026-11-22T08:00Z"
      },
      { name: "actor", kind: "text", help: "only what this one did" },
      { name: "search", kind: "text", help: "only rows with this text: who, what, from what to what" },
      {
        name: "csv",
        kind: "text",
        value: "file",
        help: "all of it into a new CSV file, a line for each field that was changed"
      },
      { name: "subject", kind: "text", value: "kind[:name]", help: "only this: channel, or channel:us-shop" },
      { name: "limit", kind: "number", least: 1, most: 500, help: "how many (50)" },
      { name: "after", kind: "text", value: "id", help: "the page after this row" }
    ],
    examples: [
      { line: "activity --since 2026-11-22", says: "What was changed today?" },
      { line: "activity --since 2026-11-01 --csv november.csv", says: "For the auditor" },
      { line: "activity --subject channel:us-shop --json", says: "All that was done to one channel" }
    ],
    check,
    runBy: "effect",
    load: () => import("../commands/activity.ts").then((m) => m.activity)
  }
]
