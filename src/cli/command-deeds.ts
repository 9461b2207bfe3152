/** Commands that look, and write nothing of ours whatever their flags. `preview` and `test` below them do more than that. */
const looking = [
  "sync status",
  "sync history",
  "orders list",
  "orders show",
  "orders handovers",
  "orders why",
  "orders timeline",
  "orders who",
  "orders payload",
  "orders causes",
  "mappings list",
  "mappings export",
  "mappings skus list",
  "mappings skus export",
  "requests list",
  "suppliers exceptions",
  "payments list",
  "sends status",
  "shadow report",
  "suppliers breakers",
  "prove",
  "channels list",
  "channels show",
  "channels kinds",
  "channels drafts",
  "suppliers list",
  "suppliers show",
  "suppliers kinds",
  "suppliers catalog",
  "suppliers catalog show",
  "suppliers catalog check",
  "inventory explain",
  "inventory list",
  "inventory export",
  "inventory at-risk",
  "inventory alias export",
  "inventory alias list",
  "inventory feeds",
  "inventory feeds show",
  "carriers list",
  "carriers kinds",
  "tracking exceptions",
  "tracking show",
  "tracking check",
  "map list",
  "doubts list",
  "doubts show",
  "test-order",
  "quarantine list",
  "workers list",
  "jobs queues",
  "jobs list",
  "jobs show",
  "jobs history",
  "shipments show",
  "reviews list",
  "reviews show",
  "triage",
  "alerts list",
  "alerts show",
  "activity",
  "restore list"
] as const

/** Commands that look or change, as their flags say: over a login that may only read PostgreSQL says which it was. */
const either = [
  "orders process",
  "orders resolve",
  "orders note",
  "mappings import",
  "mappings skus import",
  "payloads keep",
  "preview",
  "channels allocation",
  "suppliers promises",
  "suppliers requests",
  "suppliers calendar",
  "suppliers pace",
  "suppliers products",
  "inventory rules",
  "inventory alias",
  "inventory alias download",
  "inventory alias import",
  "inventory import",
  "alerts route",
  "alerts heartbeat"
] as const

export type CommandDeed = "looks" | "either" | "changes"

const deeds: ReadonlyMap<string, CommandDeed> = new Map([
  ...looking.map((path) => [path, "looks"] as const),
  ...either.map((path) => [path, "either"] as const)
])

/** A command that nobody judged changes something: it is not tried over a login that may only read. */
export const deedOf = (path: ReadonlyArray<string>): CommandDeed => deeds.get(path.join(" ")) ?? "changes"

export const judgedCommands: ReadonlyArray<string> = [...deeds.keys()]

/** Said before anything is tried: what is half done outside cannot be taken back by PostgreSQL. */
export const readOnlyLogin =
  "The login of DATABASE_URL may only read, so nothing was tried. Use the DATABASE_URL of a login that may change things."
