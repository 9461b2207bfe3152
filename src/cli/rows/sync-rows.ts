import type { EffectCommand, Flag, Input } from "../command-row.ts"

const wait: Flag = {
  name: "wait",
  kind: "number",
  value: "seconds",
  least: 1,
  most: 86_400,
  help: "follow until it has ended, and show the result"
}

const party = (help: string) => ({ name: "name", help, required: false })

const checkRun = (input: Input): string | null =>
  /^\d{1,15}$/.test(input.arguments.run ?? "1") ? null : "<run> is a run's number, as sync history shows it."

export const syncRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["sync", "orders"],
    summary: "Downloads new orders now; the schedule goes on as it was",
    arguments: [party("one channel's name (all of them)")],
    flags: [wait],
    examples: [
      { line: "sync orders", says: "Do not wait for the next hour" },
      { line: "sync orders us-shop --wait 60", says: "One channel, and see what came" }
    ],
    runBy: "effect",
    load: () => import("../commands/sync.ts").then((m) => m.startSync("orders"))
  },
  {
    path: ["sync", "tracking"],
    summary: "Reads tracking numbers from suppliers now",
    arguments: [party("one supplier's name (all of them)")],
    flags: [wait],
    examples: [{ line: "sync tracking", says: "Has anything shipped?" }],
    runBy: "effect",
    load: () => import("../commands/sync.ts").then((m) => m.startSync("tracking"))
  },
  {
    path: ["sync", "fulfillment"],
    summary: "Tells channels now about parcels that they do not know yet",
    arguments: [party("one channel's name (all of them)")],
    flags: [wait],
    examples: [{ line: "sync fulfillment us-shop --wait 60", says: "The shop was down for a while" }],
    runBy: "effect",
    load: () => import("../commands/sync.ts").then((m) => m.startSync("fulfillment"))
  },
  {
    path: ["sync", "inventory"],
    summary: "Tells channels now all stock that differs from what they show",
    arguments: [party("one channel's name (all of them)")],
    flags: [wait],
    examples: [
      { line: "sync inventory us-shop --wait 60", says: "Push now, and see what became of it" },
      { line: "sync inventory", says: "Also what a channel refused is told again" }
    ],
    runBy: "effect",
    load: () => import("../commands/sync.ts").then((m) => m.startSync("inventory"))
  },
  {
    path: ["sync", "cancel"],
    summary: "Ends a run that goes on; what it read stays, and the next run goes on there",
    arguments: [{ name: "run", help: "its number, as sync history shows it", required: true }],
    flags: [{ name: "yes", kind: "switch", help: "do it; without, it is only shown" }],
    examples: [
      { line: "sync cancel 4711", says: "How far is it, and what would that end?" },
      { line: "sync cancel 4711 --yes", says: "That back-fill takes the shop's whole allowance" }
    ],
    check: checkRun,
    runBy: "effect",
    load: () => import("../commands/sync.ts").then((m) => m.cancelRun)
  },
  {
    path: ["sync", "status"],
    summary: "Shows each service's last run, its next one, and what waits for it",
    arguments: [],
    flags: [],
    examples: [{ line: "sync status", says: "Does everything run?" }],
    runBy: "effect",
    load: () => import("../commands/sync.ts").then((m) => m.syncStatus)
  },
  {
    path: ["sync", "history"],
    summary: "Lists past runs, or the records of one run",
    arguments: [{ name: "run", help: "a run's number: show its records", required: false }],
    flags: [
      { name: "limit", kind: "number", least: 1, most: 500, help: "how many runs (20)" },
      { name: "before", kind: "number", value: "run", help: "older than this run" }
    ],
    examples: [
      { line: "sync history --limit 50", says: "What ran last night?" },
      { line: "sync history 4711", says: "What became of each record of a run" }
    ],
    check: checkRun,
    runBy: "effect",
    load: () => import("../commands/sync.ts").then((m) => m.syncHistory)
  }
]
