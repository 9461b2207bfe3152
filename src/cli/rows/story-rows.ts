import { mostPayloadDays } from "../../domain/model/order-payload.ts"
import { timelineFilters, timelineKeyOf } from "../../domain/model/timeline.ts"
import type { Argument, EffectCommand, Input } from "../command-row.ts"
import { text } from "../input.ts"
import { revealFlag } from "../revealing.ts"

const order: Argument = { name: "order", help: "its number on the channel, or its id here", required: true }

const checkTimeline = (input: Input): string | null => {
  const after = text(input, "after")
  return after === undefined || timelineKeyOf(after) !== null
    ? null
    : "--after takes what the page before ended with."
}

/** What became of one order, and why it stands where it stands. */
export const storyRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["orders", "why"],
    summary: "Says why an order is not moving: the one thing that keeps it, and what takes that away",
    arguments: [order],
    flags: [],
    examples: [{ line: "orders why 1043", says: "What does it wait for?" }],
    runBy: "effect",
    load: () => import("../commands/order-story.ts").then((m) => m.why)
  },
  {
    path: ["orders", "timeline"],
    summary: "Everything that happened to an order, newest first: people, machines, attempts that failed",
    notes: [
      "Each line says who it was, of which attempt, push or send, and which job did it: jobs show takes its id, as long as the job is there.",
      "What failed is kept and stays, also attempts of jobs that were repeated: a job is for up to 100 orders, so one that failed is told of each of them."
    ],
    arguments: [order],
    flags: [
      { name: "only", kind: "text", choices: [...timelineFilters], help: "only these (all)" },
      { name: "limit", kind: "number", least: 1, most: 500, help: "how many (100)" },
      { name: "after", kind: "text", value: "key", help: "the next page: what this one ended with" },
      revealFlag
    ],
    examples: [
      { line: "orders timeline 1043", says: "What happened?" },
      { line: "orders timeline 1043 --only failures", says: "What went wrong on the way?" },
      { line: "orders timeline 1043 --only people --json", says: "Who did what, for a machine" }
    ],
    check: checkTimeline,
    runBy: "effect",
    load: () => import("../commands/order-story.ts").then((m) => m.timeline)
  },
  {
    path: ["orders", "who"],
    summary: "Shows who looks at an order in the console just now, and who edits it since when",
    arguments: [order],
    flags: [],
    examples: [{ line: "orders who 1043", says: "Is somebody at it already?" }],
    runBy: "effect",
    load: () => import("../commands/order-story.ts").then((m) => m.who)
  },
  {
    path: ["orders", "payload"],
    summary: "Shows an order as its channel sent it, in the channel's own words",
    notes: ["It is what came with the last download that brought a change."],
    arguments: [order],
    flags: [revealFlag],
    examples: [{ line: "orders payload 1043", says: "Did the shop really say so?" }],
    runBy: "effect",
    load: () => import("../commands/order-story.ts").then((m) => m.payload)
  },
  {
    path: ["payloads", "keep"],
    summary: "Says, and sets, for how long what channels sent of an order is kept",
    notes: [
      "It holds personal data. So many days after an order was completed or canceled it is forgotten: once a day the workers look through all of it. Orders that are not over keep it.",
      "Without --days nothing is changed."
    ],
    arguments: [],
    flags: [
      {
        name: "days",
        kind: "number",
        least: 1,
        most: mostPayloadDays,
        help: "after the order is over (30)"
      }
    ],
    examples: [
      { line: "payloads keep", says: "For how long, and of how many orders?" },
      { line: "payloads keep --days 14", says: "Forget sooner" }
    ],
    runBy: "effect",
    load: () => import("../commands/keep-payloads.ts").then((m) => m.keep)
  },
  {
    path: ["support"],
    summary: "Puts all that is known of an order into one file for whoever helps you",
    notes: [
      "Order, payload, sends with their evidence, holds, timeline, settings, versions. No secret is in it; the buyer's data are masked.",
      "It is one JSON document that only you can read; nothing is overwritten and nothing is sent to anybody."
    ],
    arguments: [order],
    flags: [
      { name: "out", kind: "text", value: "file", help: "where to (a folder of the installation)" },
      {
        name: "with-personal-data",
        kind: "switch",
        help: "with the buyer's name, address, e-mail and phone; the history tells who asked for it"
      }
    ],
    examples: [
      { line: "support 1043", says: "For the maker of the program" },
      { line: "support 1043 --out ./1043.json", says: "Into a file of your choice" }
    ],
    runBy: "effect",
    load: () => import("../commands/support.ts").then((m) => m.support)
  }
]
