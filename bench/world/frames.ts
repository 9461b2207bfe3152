// What a frame costs inside the program: the whole console over a world in memory, on a terminal that counts and nothing
// else. Prints one line of JSON. Bundled and started by contests/console-frames.ts, with React's production build.

import { EventEmitter } from "node:events"
import { asShown } from "../../src/domain/model/personal.ts"
import { asShown } from "../../src/domain/model/personal.ts"
import type {
  BoardPage,
  OrderCounts,
  OrderFilter,
  OrderRow,
  PageKey,
  Triage
} from "../../src/domain/ports/order-board.ts"
import { openConsole } from "../../src/tui/console.tsx"
import type { TerminalOutput } from "../../src/tui/presenter/terminal.ts"
import { FakeInput } from "../../test/tui/presenter/fake-terminal.ts"
import { fakeRuntime } from "../../test/tui/world/fake-runtime.ts"
import { FakeWorld } from "../../test/tui/world/fake-world.ts"
import { many, nowMs } from "../../test/tui/world/sample-orders.ts"

class CountingTerminal extends EventEmitter implements TerminalOutput {
  columns = 120
  rows = 44
  writableNeedDrain = false
  writes = 0
  bytes = 0
  /** Called at the next write. */
  written: () => void = () => undefined

  write(text: string): boolean {
    this.writes += 1
    this.written()
    this.bytes += Buffer.byteLength(text)
    return true
  }
}

const rounds = Number(process.argv[2] ?? 150)
const orders = 10_000
const frameLimitMs = 5_000
/** Longer than the console merges changes, so that each becomes a frame of its own. */
const changeEveryMs = 120

/** Answers at once what a database answers by its indexes: what counts here is the console. */
class IndexedWorld extends FakeWorld {
  readonly #list: Array<OrderRow>
  readonly #place: ReadonlyMap<number, number>
  readonly #counts: OrderCounts
  readonly #triage: Triage

  constructor(list: ReadonlyArray<OrderRow>) {
    super()
    this.#list = [...list]
    this.rows = this.#list
    this.#place = new Map(list.map(({ id }, n) => [id, n]))
    this.#counts = super.counts()
    this.#triage = super.triage()
  }

  override page(_: OrderFilter, after: PageKey | null, limit: number): BoardPage {
    const from = after === null ? 0 : (this.#place.get(after.id) ?? 0) + 1
    return { rows: this.#list.slice(from, from + limit), counts: this.#counts, at: new Date(0) }
  }

  override rowsOf(ids: ReadonlyArray<OrderRow["id"]>): ReadonlyArray<OrderRow> {
    return ids.flatMap((id) => this.#list[this.#place.get(id) ?? -1] ?? [])
  }

  override counts(): OrderCounts {
    return this.#counts
  }

  override triage(): Triage {
    return this.#triage
  }

  override put(...orders: ReadonlyArray<OrderRow>): void {
    for (const order of orders) this.#list[this.#place.get(order.id) ?? 0] = order
    this.publish({ about: "orders", ids: orders.map(({ id }) => id) })
  }
}

const names = [
  "Jane Kowalski",
  "Liam O’Neill",
  "Ruth Adler",
  "Maria Santos",
  "Çelik Ayşe",
  "T. Nakamura",
  "Inês Prado"
]
const methods = ["Free Shipping", "2 Day", "UPS Ground", "USPS Priority", "FedEx 2Day"]
/** As unlike each other as orders are: a page of rows that are all the same would cost no bytes. */
const world = new IndexedWorld(
  many(orders).map((row, n) => ({
    ...row,
    customerName: asShown(`${names[n % names.length]} ${(n * 7_919) % 9_973}`),
    quantity: 1 + (n % 7),
    total: { amount: `${(n * 37) % 1_900}.${String((n * 13) % 100).padStart(2, "0")}00`, currency: "USD" },
    shipMethodName: methods[n % methods.length] ?? "",
    ...(n % 3 === 0 ? { action: "resolve" as const, why: n % 2 === 0 ? "not mapped" : "ZIP missing" } : {})
  }))
)
const terminal = new CountingTerminal()
const input = new FakeInput()
const ended = openConsole({
  runtime: fakeRuntime(world),
  environment: "sandbox",
  databaseName: "db1/orders",
  actor: "ana",
  env: {},
  log: () => undefined,
  terminal,
  input: input.asStdin,
  now: () => nowMs + performance.now(),
  zone: "UTC"
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Settles with the next frame; false: nothing was drawn. Waiting costs nothing, so that what is counted is the console's. */
const frame = (act: () => void): Promise<boolean> =>
  new Promise((resolve) => {
    const limit = setTimeout(() => resolve(false), frameLimitMs)
    terminal.written = () => {
      terminal.written = () => undefined
      clearTimeout(limit)
      resolve(true)
    }
    act()
  })

const quiet = async (): Promise<void> => {
  let seen = -1
  while (seen !== terminal.writes) {
    seen = terminal.writes
    await pause(300)
  }
}

const measured = async (act: (n: number) => void, everyMs: number) => {
  for (let n = 0; n < 20; n++) {
    act(n)
    await pause(everyMs)
  }
  await quiet()
  const cpu = process.cpuUsage()
  const before = { writes: terminal.writes, bytes: terminal.bytes }
  let frames = 0
  for (let n = 0; n < rounds; n++) {
    if (await frame(() => act(n))) frames += 1
    await pause(everyMs)
  }
  const { user, system } = process.cpuUsage(cpu)
  return {
    cpuMs: (user + system) / 1000 / frames,
    bytes: (terminal.bytes - before.bytes) / frames,
    frames,
    writes: terminal.writes - before.writes
  }
}

/** So many steps down, then as many up again: no key may find itself at an end, where it draws nothing. */
const key = (down: string, up: string, steps: number) => (n: number) =>
  input.type(n % (2 * steps) < steps ? down : up)

const change = (n: number): void => {
  const changed = [0, 1, 2].map((i) => world.rows[(n * 3 + i) % 20]).filter((row) => row !== undefined)
  world.put(
    ...changed.map((row) => ({ ...row, version: row.version + 1, customerName: asShown(`Kim ${n}`) }))
  )
}

while (input.listenerCount("readable") === 0) await pause(5)
await quiet()
input.type("2")
await quiet()
input.type("j")
await quiet()
const move = await measured(key("j", "k", 10), 4)
const update = await measured(change, changeEveryMs)
const page = await measured(key("\x1b[6~", "\x1b[5~", 2), 4)
/** Nothing changed: nothing may be written. The clock stands still here. */
const still = terminal.writes
await pause(2_500)
const idleWrites = terminal.writes - still
process.stdout.write(`${JSON.stringify({ move, update, page, idleWrites })}\n`)
input.type("\x03")
await ended
