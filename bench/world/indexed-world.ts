import { asShown } from "../../src/domain/model/personal.ts"
import type {
  BoardPage,
  OrderCounts,
  OrderFilter,
  OrderRow,
  PageKey,
  Triage
} from "../../src/domain/ports/order-board.ts"
import { FakeWorld } from "../../test/tui/world/fake-world.ts"
import { many } from "../../test/tui/world/sample-orders.ts"

/** Answers at once what a database answers by its indexes: what counts here is the console. */
export class IndexedWorld extends FakeWorld {
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
export const indexedWorld = (orders: number): IndexedWorld =>
  new IndexedWorld(
    many(orders).map((row, n) => ({
      ...row,
      customerName: asShown(`${names[n % names.length]} ${(n * 7_919) % 9_973}`),
      quantity: 1 + (n % 7),
      total: { amount: `${(n * 37) % 1_900}.${String((n * 13) % 100).padStart(2, "0")}00`, currency: "USD" },
      shipMethodName: methods[n % methods.length] ?? "",
      ...(n % 3 === 0 ? { action: "resolve" as const, why: n % 2 === 0 ? "not mapped" : "ZIP missing" } : {})
    }))
  )

/** Three orders that are on the screen get another ship method, as one change: names of people are masked. */
export const changeThree = (world: IndexedWorld, n: number): string => {
  const shipMethodName = `Way ${n}`
  const changed = [0, 1, 2].map((i) => world.rows[(n * 3 + i) % 20]).filter((row) => row !== undefined)
  world.put(...changed.map((row) => ({ ...row, version: row.version + 1, shipMethodName })))
  return shipMethodName
}
