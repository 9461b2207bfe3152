import { feedStates } from "../../domain/model/feed-guard.ts"
import type { Argument, EffectCommand, Input } from "../command-row.ts"
import { argument, text } from "../input.ts"

const feed: Argument = { name: "feed", help: "its id, as the list shows it", required: true }
const isId = (given: string): boolean => /^\d{1,15}$/.test(given)
const checkId = (input: Input): string | null =>
  isId(argument(input, "feed")) ? null : "A feed is named by its id: switchyard inventory feeds lists them."
const checkAfter = (input: Input): string | null =>
  isId(text(input, "after") ?? "0") ? null : "--after takes the id that the page before ended with."

/** Suppliers' inventory files, and the held ones that wait for a person. */
export const feedRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["inventory", "feeds"],
    summary: "Lists suppliers' inventory files and what became of them, newest first",
    notes: [
      "taken: used. ignored: older than one that was used. held: more than 30 % of SKUs or pieces are gone (or the share of the supplier's term feedDropPercent), or all pieces; a person decides. rejected: a person did not let it in.",
      "Unknown SKUs are those that the supplier does not offer us; they are listed, and count once they are offered."
    ],
    arguments: [],
    flags: [
      { name: "state", kind: "text", choices: feedStates, help: "only these" },
      { name: "limit", kind: "number", least: 1, most: 500, help: "how many (50)" },
      { name: "after", kind: "text", value: "id", help: "the next page: the id that this one ended with" }
    ],
    examples: [
      { line: "inventory feeds", says: "Which files came, and what became of them?" },
      { line: "inventory feeds --state held", says: "Which wait for me?" }
    ],
    check: checkAfter,
    runBy: "effect",
    load: () => import("../commands/feeds.ts").then((m) => m.feeds)
  },
  {
    path: ["inventory", "feeds", "fetch"],
    summary: "Reads suppliers' stock now; their schedule goes on as it was",
    notes: ["Whatever else the supplier says (shipments, acknowledgements) is read with it."],
    arguments: [{ name: "name", help: "one supplier's name (all that say what they have)", required: false }],
    flags: [
      {
        name: "wait",
        kind: "number",
        value: "seconds",
        least: 1,
        most: 86_400,
        help: "follow until it has ended, and show the result"
      }
    ],
    examples: [{ line: "inventory feeds fetch acme --wait 120", says: "They say the new file is there" }],
    runBy: "effect",
    load: () => import("../commands/sync.ts").then((m) => m.fetchFeeds)
  },
  {
    path: ["inventory", "feeds", "show"],
    summary: "Shows a feed, and while it is held what is gone, new or different beside what is known",
    arguments: [feed],
    flags: [
      { name: "limit", kind: "number", least: 1, most: 5000, help: "how many differences (50)" },
      {
        name: "skip",
        kind: "number",
        least: 0,
        most: 100_000_000,
        help: "the next page: how many come before it"
      }
    ],
    examples: [{ line: "inventory feeds show 12", says: "Is that an empty warehouse or a broken export?" }],
    check: checkId,
    runBy: "effect",
    load: () => import("../commands/feeds.ts").then((m) => m.showOne)
  },
  {
    path: ["inventory", "feeds", "accept"],
    summary: "Lets a held feed in: its numbers count from then on",
    notes: ["What the feed does not name any more counts as 0 then: the difference shows it as gone."],
    arguments: [feed],
    flags: [],
    examples: [{ line: "inventory feeds accept 12", says: "They really have no more" }],
    check: checkId,
    runBy: "effect",
    load: () => import("../commands/feeds.ts").then((m) => m.accept)
  },
  {
    path: ["inventory", "feeds", "reject"],
    summary: "Does not let a held feed in: what is known stays",
    arguments: [feed],
    flags: [{ name: "reason", kind: "text", value: "why", help: "why; it stays with the feed" }],
    examples: [{ line: 'inventory feeds reject 12 --reason "broke off"', says: "Their export broke off" }],
    check: checkId,
    runBy: "effect",
    load: () => import("../commands/feeds.ts").then((m) => m.reject)
  }
]
