import type { Counts, Ledger } from "./ledger.ts"
import {
  type FulfillmentLine,
  type FulfillmentState,
  type NewOrder,
  type PlacedOrder,
  placedOrder,
  type ShopFulfillment,
  type ShopOrder,
  stateFromFulfillments
} from "./shop-order.ts"
import { ShopStock } from "./shop-stock.ts"

interface FulfillmentAdded {
  readonly orderId: string
  readonly id: string
  readonly method: string
  readonly trackingCode: string
  readonly lines: ReadonlyArray<FulfillmentLine>
}

interface FulfillmentMoved {
  readonly orderId: string
  readonly id: string
  readonly state: FulfillmentState
}

/** On hand by SKU, as it was told. */
type StockSet = Readonly<Record<string, number>>

/** Quantities that remain, by line. */
interface OrderCanceled {
  readonly orderId: string
  readonly quantities: Readonly<Record<string, number>>
}

/** What the shop knows. Everything is written to its ledger first and follows from it, so a restart loses nothing. */
export class ShopBook {
  readonly stock = new ShopStock()
  readonly #ledger: Ledger
  readonly #currencyCode: string
  readonly #orders = new Map<string, ShopOrder>()
  readonly #numbers = new Set<string>()
  readonly #sessions = new Set<string>()
  #fulfillments = 0

  constructor(ledger: Ledger, currencyCode: string) {
    this.#ledger = ledger
    this.#currencyCode = currencyCode
    for (const entry of ledger.entries) this.#apply(entry.kind, entry.at, entry.detail)
  }

  get orders(): ReadonlyArray<ShopOrder> {
    return [...this.#orders.values()]
  }

  order(id: string): ShopOrder | undefined {
    return this.#orders.get(id)
  }

  orderOfLine(lineId: string): ShopOrder | undefined {
    return this.orders.find((order) => order.quantities.has(lineId))
  }

  orderOfFulfillment(id: string): ShopOrder | undefined {
    return this.orders.find((order) => order.fulfillments.some((f) => f.id === id))
  }

  orderNumbered(number: string): ShopOrder | undefined {
    return this.orders.find((order) => order.placed.code === number)
  }

  hasNumber(number: string): boolean {
    return this.#numbers.has(number)
  }

  hasSession(token: string): boolean {
    return this.#sessions.has(token)
  }

  openSession(token: string): void {
    this.#record("session-opened", token, token)
  }

  closeSession(token: string): void {
    this.#record("session-closed", token, token)
  }

  place(order: NewOrder, placedAt: Date): ShopOrder {
    const placed = placedOrder(order, this.#orders.size + 1, this.#currencyCode, placedAt.toISOString())
    this.#record("order-placed", placed.code, placed)
    return this.#known(placed.id)
  }

  addFulfillment(
    order: ShopOrder,
    method: string,
    trackingCode: string,
    lines: ReadonlyArray<FulfillmentLine>
  ): string {
    const id = String(this.#fulfillments + 1)
    const added: FulfillmentAdded = { orderId: order.placed.id, id, method, trackingCode, lines }
    this.#record("fulfillment", `${order.placed.code}/${trackingCode}`, added)
    return id
  }

  moveFulfillment(order: ShopOrder, id: string, state: FulfillmentState): void {
    const moved: FulfillmentMoved = { orderId: order.placed.id, id, state }
    this.#record("fulfillment-state", `${order.placed.code}/${id}/${state}`, moved)
  }

  cancel(order: ShopOrder, quantities: ReadonlyMap<string, number>): void {
    const canceled: OrderCanceled = { orderId: order.placed.id, quantities: Object.fromEntries(quantities) }
    this.#record("order-canceled", order.placed.code, canceled)
  }

  /** One entry for all that one mutation set. */
  setStock(levels: StockSet): void {
    this.#record("stock-set", Object.keys(levels).join(" "), levels)
  }

  /** Fulfillments by order number and tracking code: more than one means that a parcel was told twice. */
  fulfillmentBooks(): Counts {
    return this.#ledger.books("fulfillment")
  }

  orderBooks(): Counts {
    return this.#ledger.books("order-placed")
  }

  #known(id: string): ShopOrder {
    const order = this.#orders.get(id)
    if (order === undefined) throw new Error(`the shop's ledger names order ${id}, which was never placed`)
    return order
  }

  #record(kind: string, key: string, detail: unknown): void {
    const entry = this.#ledger.append(kind, key, detail)
    this.#apply(kind, entry.at, entry.detail)
  }

  #apply(kind: string, at: string, detail: unknown): void {
    if (kind === "order-placed") this.#applyPlaced(detail as PlacedOrder)
    else if (kind === "fulfillment") this.#applyFulfillment(at, detail as FulfillmentAdded)
    else if (kind === "fulfillment-state") this.#applyMove(detail as FulfillmentMoved)
    else if (kind === "order-canceled") this.#applyCancel(at, detail as OrderCanceled)
    else if (kind === "stock-set") this.#applyStock(detail as StockSet)
    else if (kind === "session-opened") this.#sessions.add(detail as string)
    else if (kind === "session-closed") this.#sessions.delete(detail as string)
    else throw new Error(`the shop's ledger has an entry of unknown kind ${kind}`)
  }

  #applyPlaced(placed: PlacedOrder): void {
    this.#numbers.add(placed.code)
    this.#orders.set(placed.id, {
      placed,
      state: "PaymentSettled",
      // The basket was last touched before it was paid: orderPlacedAt is the later one, as in Vendure.
      updatedAt: new Date(Date.parse(placed.placedAt) - 260).toISOString(),
      quantities: new Map(placed.lines.map((line) => [line.id, line.quantity])),
      fulfillments: []
    })
  }

  #applyStock(levels: StockSet): void {
    for (const [sku, quantity] of Object.entries(levels)) this.stock.set(sku, quantity)
  }

  #applyFulfillment(at: string, added: FulfillmentAdded): void {
    this.#fulfillments += 1
    const { orderId, ...rest } = added
    const order = this.#known(orderId)
    const fulfillment: ShopFulfillment = { ...rest, createdAt: at, state: "Pending" }
    this.stock.move(order, added.lines, -1)
    this.#orders.set(orderId, { ...order, fulfillments: [...order.fulfillments, fulfillment] })
  }

  #applyMove(moved: FulfillmentMoved): void {
    const order = this.#known(moved.orderId)
    const before = order.fulfillments.find((f) => f.id === moved.id)
    if (before !== undefined && moved.state === "Cancelled") this.stock.move(order, before.lines, 1)
    const fulfillments = order.fulfillments.map((f) => (f.id === moved.id ? { ...f, state: moved.state } : f))
    const after = { ...order, fulfillments }
    this.#orders.set(moved.orderId, { ...after, state: stateFromFulfillments(after) })
  }

  #applyCancel(at: string, canceled: OrderCanceled): void {
    const order = this.#known(canceled.orderId)
    const quantities = new Map(Object.entries(canceled.quantities))
    const nothingLeft = [...quantities.values()].every((quantity) => quantity === 0)
    this.#orders.set(canceled.orderId, {
      ...order,
      quantities,
      updatedAt: at,
      state: nothingLeft ? "Cancelled" : order.state
    })
  }
}
