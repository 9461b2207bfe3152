import { calendarProblem } from "../../domain/model/send-calendar.ts"
import type { Argument, EffectCommand, Flag, Input } from "../command-row.ts"
import { calendarOf } from "../given-calendar.ts"
import { has, text } from "../input.ts"
import { momentOf } from "../moment.ts"

const order: Argument = { name: "order", help: "its number on the channel, or its id here", required: true }
const supplier: Argument = { name: "supplier", help: "the supplier's name", required: true }
const yes: Flag = { name: "yes", kind: "switch", help: "do it; without, it is only counted" }

const scopeFlags: ReadonlyArray<Flag> = [
  { name: "supplier", kind: "text", value: "name", help: "of this supplier only" },
  { name: "channel", kind: "text", value: "name", help: "of this channel only" }
]

const checkScope = (input: Input): string | null =>
  has(input, "supplier") && has(input, "channel")
    ? "Name a supplier or a channel, not both; each is stopped by itself."
    : null

const timeHelp = "--until takes a time like 2026-12-24, 2026-12-24T09:00Z or 2026-12-24T09:00-06:00."

const checkHold = (input: Input): string | null => {
  const until = text(input, "until")
  if (has(input, "release")) return until === undefined ? null : "--release goes with no --until."
  if (until === undefined) return "Until when? Give --until and --reason, or --release."
  if (momentOf(until) === null) return timeHelp
  return has(input, "reason") ? null : "Say why: --reason is shown with the hold."
}

const checkBreaker = (input: Input): string | null =>
  input.arguments.action === "close" ? null : "What is done with a breaker is: close."

const checkCalendar = (input: Input): string | null => {
  const flags = ["zone", "days", "opens", "cut-off", "holiday"]
  if (has(input, "none"))
    return flags.some((f) => has(input, f)) ? "--none takes the calendar away: nothing goes with it." : null
  if (!flags.some((f) => has(input, f))) return null
  const calendar = calendarOf(input)
  return calendar === null
    ? "--days takes weekdays like mon-fri or mon,tue,sat; --zone is needed too, as America/Chicago."
    : calendarProblem(calendar)
}

const checkPace = (input: Input): string | null =>
  has(input, "per-minute") === has(input, "none") ? "Say one: --per-minute 30, or --none." : null

const checkGoLive = (input: Input): string | null =>
  has(input, "from") || has(input, "every-order")
    ? has(input, "from") && has(input, "every-order")
      ? "Give --from or --every-order, not both."
      : null
    : "From which order on? --from 1043, or --every-order."

const stops: ReadonlyArray<EffectCommand> = [
  {
    path: ["sends", "stop"],
    summary: "Stops the sends of every worker, at once: of everything, one supplier or one channel",
    notes: [
      "Once it answers, no worker commits another mark. What is past its mark is finished: sends status --follow shows it end.",
      "What suppliers and carriers tell us goes on being recorded, and parcels that left are told to the shop."
    ],
    arguments: [],
    flags: scopeFlags,
    examples: [
      { line: "sends stop", says: "Something is wrong: nothing more leaves" },
      { line: 'sends stop --supplier "Acme Outdoor"', says: "Nothing more to this supplier" },
      { line: "sends stop --channel us-shop", says: "Nothing more of this shop's orders" }
    ],
    check: checkScope,
    runBy: "effect",
    load: () => import("../commands/stop-sends.ts").then((m) => m.stop)
  },
  {
    path: ["sends", "resume"],
    summary: "Allows sends again",
    arguments: [],
    flags: scopeFlags,
    examples: [
      { line: "sends resume", says: "It is right again" },
      { line: "sends resume --channel us-shop", says: "This shop's orders may leave again" }
    ],
    check: checkScope,
    runBy: "effect",
    load: () => import("../commands/stop-sends.ts").then((m) => m.resume)
  },
  {
    path: ["sends", "status"],
    summary: "Says whether sends go out, who stopped what, and how many are on their way",
    arguments: [],
    flags: [
      { name: "follow", kind: "switch", help: "look until none is on its way" },
      {
        name: "timeout",
        kind: "number",
        value: "seconds",
        least: 1,
        most: 86_400,
        help: "with --follow: how long (60)"
      }
    ],
    examples: [
      { line: "sends status", says: "Are they stopped, and by whom?" },
      { line: "sends status --follow", says: "After a stop: wait until nothing is on its way" }
    ],
    check: (input) =>
      has(input, "timeout") && !has(input, "follow") ? "--timeout goes with --follow." : null,
    runBy: "effect",
    load: () => import("../commands/stop-sends.ts").then((m) => m.status)
  }
]

const orders: ReadonlyArray<EffectCommand> = [
  {
    path: ["orders", "undo"],
    summary: "Takes PROCESS back while nothing has left",
    notes: [
      "Its purchase orders are canceled, their numbers are never used again, and the order stands as before. A release window makes room for it: channels set --release-seconds."
    ],
    arguments: [order],
    flags: [],
    examples: [{ line: "orders undo 1043", says: "That was the wrong one" }],
    runBy: "effect",
    load: () => import("../commands/hold-orders.ts").then((m) => m.undo)
  },
  {
    path: ["orders", "hold"],
    summary: "Holds orders until a time; they are released by themselves",
    arguments: [{ ...order, help: "numbers on the channel, or ids here", repeatable: true }],
    flags: [
      {
        name: "until",
        kind: "text",
        value: "time",
        help: "a date (from midnight UTC) or a time with its zone"
      },
      {
        name: "reason",
        kind: "text",
        help: "why; shown with the hold, or kept in the history of its release"
      },
      { name: "release", kind: "switch", help: "release it before its time" }
    ],
    examples: [
      {
        line: 'orders hold 1043 --until 2026-12-24T09:00-06:00 --reason "the buyer is away"',
        says: "Do not send it before"
      },
      {
        line: 'orders hold 1043 1044 1045 --until 2026-12-24 --reason "the supplier moves house"',
        says: "Several at once, all or none; what is held so already stays as it is"
      },
      { line: "orders hold 1043 --release", says: "It may go after all" }
    ],
    check: checkHold,
    runBy: "effect",
    load: () => import("../commands/hold-orders.ts").then((m) => m.hold)
  }
]

const channelFlag: Flag = { name: "channel", kind: "text", value: "name", help: "of this channel only" }

const shadow: ReadonlyArray<EffectCommand> = [
  {
    path: ["shadow", "on"],
    summary: "Shadow mode: orders come in and are judged, nothing is sent, authorized or pushed",
    notes: [
      "For a channel, or for the whole installation. It is impossible in the database, whatever a program believes. Orders of which something was sent stay what they are."
    ],
    arguments: [],
    flags: [channelFlag],
    examples: [
      { line: "shadow on --channel us-shop", says: "Run beside the tool that you use today" },
      { line: "shadow on", says: "Nothing of any channel is sent" }
    ],
    runBy: "effect",
    load: () => import("../commands/shadow.ts").then((m) => m.on)
  },
  {
    path: ["shadow", "off"],
    summary: "Ends shadow mode, with counts before the yes",
    arguments: [],
    flags: [channelFlag, yes],
    examples: [{ line: "shadow off --channel us-shop", says: "What would leave shadow mode?" }],
    runBy: "effect",
    load: () => import("../commands/shadow.ts").then((m) => m.off)
  },
  {
    path: ["shadow", "go-live"],
    summary: "Takes a channel live from one order number on, with counts before the yes",
    notes: [
      "Older orders stay in shadow for ever: your present tool has sent them. From a number on means: the same text before the digits at the end (a leading # does not count), and digits at least as great. What cannot be compared stays in shadow."
    ],
    arguments: [{ name: "channel", help: "the channel's name", required: true }],
    flags: [
      { name: "from", kind: "text", value: "number", help: "the first order that we send" },
      { name: "every-order", kind: "switch", help: "every order of which nothing was sent" },
      yes
    ],
    examples: [
      { line: "shadow go-live us-shop --from 1043", says: "What would be sent from then on?" },
      { line: "shadow go-live us-shop --from 1043 --yes", says: "Go live" }
    ],
    check: checkGoLive,
    runBy: "effect",
    load: () => import("../commands/shadow.ts").then((m) => m.goLive)
  },
  {
    path: ["shadow", "report"],
    summary: "What we would have done with orders in shadow, beside what the shop says happened",
    arguments: [],
    flags: [
      channelFlag,
      { name: "days", kind: "number", least: 1, most: 366, help: "placed in so many days (7)" }
    ],
    examples: [
      { line: "shadow report --channel us-shop", says: "Would we have done the same?" },
      { line: "shadow report --json", says: "For the daily mail" }
    ],
    runBy: "effect",
    load: () => import("../commands/shadow-report.ts").then((m) => m.report)
  }
]

const suppliers: ReadonlyArray<EffectCommand> = [
  {
    path: ["suppliers", "breakers"],
    summary: "Lists suppliers in trouble: since when, why, the next probe, and how many wait",
    notes: [
      "Five failures of a supplier in a row open its breaker: then one purchase order at a time probes it, at growing pauses. When one gets through, what waited leaves oldest first, at a limited rate."
    ],
    arguments: [],
    flags: [{ name: "all", kind: "switch", help: "also those that are closed" }],
    examples: [{ line: "suppliers breakers", says: "Who takes nothing?" }],
    runBy: "effect",
    load: () => import("../commands/breakers.ts").then((m) => m.list)
  },
  {
    path: ["suppliers", "breaker"],
    summary: "Closes a supplier's breaker: you know that it works again",
    arguments: [{ name: "action", help: "close", required: true }, supplier],
    flags: [],
    examples: [{ line: 'suppliers breaker close "Acme Outdoor"', says: "Their server is back" }],
    check: checkBreaker,
    runBy: "effect",
    load: () => import("../commands/breakers.ts").then((m) => m.close)
  },
  {
    path: ["suppliers", "calendar"],
    summary: "Says when a supplier takes orders: what is processed outside leaves at the next opening",
    notes: ["Without flags it shows the calendar. Times are the supplier's own, daylight saving included."],
    arguments: [supplier],
    flags: [
      { name: "zone", kind: "text", value: "zone", help: "its time zone, as America/Chicago" },
      { name: "days", kind: "text", value: "mon-fri", help: "weekdays on which it takes orders (mon-fri)" },
      { name: "opens", kind: "text", value: "HH:MM", help: "from this time on (midnight)" },
      {
        name: "cut-off",
        kind: "text",
        value: "HH:MM",
        help: "what comes later leaves at the next opening (midnight)"
      },
      {
        name: "holiday",
        kind: "text",
        value: "date",
        repeatable: true,
        help: "a day on which nothing is sent"
      },
      { name: "none", kind: "switch", help: "take the calendar away: at any time" }
    ],
    examples: [
      {
        line: 'suppliers calendar "Acme Outdoor" --zone America/Chicago --days mon-fri --cut-off 15:30 --holiday 2026-12-25',
        says: "Weekdays until half past three"
      },
      { line: 'suppliers calendar "Acme Outdoor"', says: "When does it take orders?" }
    ],
    check: checkCalendar,
    runBy: "effect",
    load: () => import("../commands/supplier-terms.ts").then((m) => m.calendar)
  },
  {
    path: ["suppliers", "pace"],
    summary: "Limits how many purchase orders a supplier is sent a minute",
    arguments: [supplier],
    flags: [
      { name: "per-minute", kind: "number", least: 1, most: 60_000, help: "at most so many" },
      { name: "none", kind: "switch", help: "no limit" }
    ],
    examples: [{ line: 'suppliers pace "Acme Outdoor" --per-minute 30', says: "They asked us to go slower" }],
    check: checkPace,
    runBy: "effect",
    load: () => import("../commands/supplier-terms.ts").then((m) => m.pace)
  }
]

/** What keeps sends here, and what lets them go. */
export const gateRows: ReadonlyArray<EffectCommand> = [...orders, ...stops, ...shadow, ...suppliers]
