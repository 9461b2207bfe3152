import type { Between } from "../world/between.ts"
import type { ChangingWorld } from "../world/changing-world.ts"

export type Random = (below: number) => number

/** What a driver says of a server that goes. */
export const lostWords = "terminating connection due to administrator command"

/** One list of the fake world that others change while somebody looks at it. */
interface Feed {
  readonly name: string
  get(): ReadonlyArray<unknown>
  set(rows: ReadonlyArray<unknown>): void
}

const feed = <Holder, Name extends keyof Holder & string>(holder: Holder, name: Name): Feed => ({
  name,
  get: () => holder[name] as ReadonlyArray<unknown>,
  set: (rows) => {
    holder[name] = rows as Holder[Name]
  }
})

/** Whatever the screens of the console read as rows. */
const feedsOf = (world: ChangingWorld): ReadonlyArray<Feed> => [
  ...(["rows", "sync", "runs", "records", "workers", "evidence", "stops", "breakers"] as const).map((name) =>
    feed(world, name)
  ),
  ...(["overdue", "requests", "authorizations", "inFlight", "openHolds", "suppliers"] as const).map((name) =>
    feed(world, name)
  ),
  ...(["open", "past", "routes", "suppliers", "deadLetters", "activity"] as const).map((name) =>
    feed(world.sight, name)
  ),
  ...(["inDoubt", "failed", "sending", "unsent", "holds"] as const).map((name) =>
    feed(world.sight.standings as Record<typeof name, unknown>, name)
  ),
  feed(world.queue, "queues"),
  feed(world.queue, "jobs"),
  feed(world.beside, "others"),
  feed(world.beside, "timeline"),
  ...(["products", "feeds", "changes"] as const).map((name) => feed(world.stock, name)),
  ...(["letters", "inputs", "parcels"] as const).map((name) => feed(world.review, name)),
  feed(world.mapping, "products")
]

/** Numbers and words that a row may change in without becoming another row. */
const changedRow = (row: unknown, random: Random): unknown => {
  if (typeof row !== "object" || row === null) return row
  const loose = ["why", "count", "waiting", "dead", "attempts", "failures", "message", "reason", "said"]
  const found = Object.entries(row).filter(([name]) => loose.includes(name))
  const [name, value] = found[random(Math.max(1, found.length))] ?? []
  if (name === undefined) return row
  if (typeof value === "number") return { ...row, [name]: value + 1 + random(9) }
  return typeof value === "string" ? { ...row, [name]: `changed ${random(1000)}` } : row
}

/** Goes on changing a world: rows go and come back, others change, and the database goes away and comes back. */
export class LiveChanges {
  readonly #world: ChangingWorld
  readonly #between: Between
  readonly #first: ReadonlyMap<Feed, ReadonlyArray<unknown>>

  constructor(world: ChangingWorld, between: Between) {
    this.#world = world
    this.#between = between
    this.#first = new Map(feedsOf(world).map((one) => [one, one.get()]))
  }

  /** How many lists there are to change. */
  get size(): number {
    return this.#first.size
  }

  /** Rows go, and rows that went come back, in the order that they had: no row is another one than before. */
  comeAndGo(random: Random): string {
    for (const [one, rows] of this.#first) {
      const share = 2 + random(4)
      one.set(rows.filter(() => random(share) > 0))
    }
    return this.#told("rows came and went")
  }

  /** Rows stay and say something else. */
  change(random: Random): string {
    for (const one of this.#first.keys())
      one.set(one.get().map((row) => (random(3) === 0 ? changedRow(row, random) : row)))
    return this.#told("rows changed")
  }

  lose(): string {
    const { failure } = this.#between
    this.#between.failure = failure === null ? lostWords : null
    return this.#told(failure === null ? "the database is lost" : "the database is back")
  }

  get isLost(): boolean {
    return this.#between.failure !== null
  }

  #told(words: string): string {
    this.#world.publish({ about: "orders", ids: [] })
    for (const about of ["sync", "channels", "suppliers", "workers", "installation"] as const)
      this.#world.publish({ about })
    return words
  }
}
