import { VendureShop } from "../connectors/channels/vendure-shop.ts"
import { type GraphqlCall, sendJson } from "../connectors/json-server.ts"

type Range = { readonly after?: string; readonly before?: string; readonly isNull?: boolean }
interface Filter {
  readonly _and?: ReadonlyArray<Filter>
  readonly _or?: ReadonlyArray<Filter>
  readonly orderPlacedAt?: Range
  readonly updatedAt?: Range
  readonly state?: { readonly in: ReadonlyArray<string> }
}

const from = Date.parse("2026-11-01T00:00:00Z")
/** Between two orders: the overlap of two downloads, ten minutes, holds twenty of them and not a page. */
const betweenMs = 30_000

/** An order as a Vendure shop lists it: three lines, placed half a minute after the one before. */
export const shopOrder = (n: number) => {
  const at = new Date(from + n * betweenMs).toISOString()
  return {
    id: String(n + 1),
    code: `CODE${n + 1}`,
    state: "PaymentSettled",
    updatedAt: at,
    orderPlacedAt: at,
    currencyCode: "USD",
    totalWithTax: 7500,
    customer: {
      firstName: "Jane",
      lastName: `Doe ${n}`,
      emailAddress: `buyer${n}@example.com`,
      phoneNumber: null
    },
    shippingAddress: {
      fullName: `Jane Doe ${n}`,
      company: null,
      streetLine1: `${n} Elm Street`,
      streetLine2: null,
      city: "Springfield",
      province: "IL",
      postalCode: "62704",
      countryCode: "US",
      phoneNumber: "+1 217 555 0142"
    },
    shippingLines: [{ shippingMethod: { name: "Standard Shipping" } }],
    lines: [1, 2, 3].map((line) => ({
      id: `${n + 1}-${line}`,
      quantity: line,
      orderPlacedQuantity: line,
      unitPriceWithTax: 1250,
      productVariant: { sku: `SKU-${(n * 7 + line) % 300}`, name: `Thing number ${line}` }
    })),
    payments: []
  }
}
export type ShopOrder = ReturnType<typeof shopOrder>

const within = (at: string, { after, before, isNull }: Range): boolean =>
  isNull !== true && (after === undefined || at > after) && (before === undefined || at < before)

const passes = (order: ShopOrder, f: Filter): boolean =>
  (f._and ?? []).every((part) => passes(order, part)) &&
  (f._or === undefined || f._or.some((part) => passes(order, part))) &&
  (f.orderPlacedAt === undefined || within(order.orderPlacedAt, f.orderPlacedAt)) &&
  (f.updatedAt === undefined || within(order.updatedAt, f.updatedAt)) &&
  (f.state === undefined || f.state.in.includes(order.state))

/** The connector's second list: what was placed long ago and is eligible still. */
const asksForWaiting = (f: Filter): boolean =>
  f.orderPlacedAt?.before !== undefined || (f._and ?? []).some(asksForWaiting)

/**
 * Shows orders as a real shop does: filtered, by id, a page at a time. But never a list of those that wait from earlier: it
 * would bring back what a download lost, and here each is to stand on its own.
 */
export class OrderShop implements AsyncDisposable {
  readonly #shop: VendureShop
  /** By id, which is how they are listed. */
  #shown: Array<ShopOrder> = []
  pages = 0

  private constructor(shop: VendureShop) {
    this.#shop = shop
  }

  static async open(): Promise<OrderShop> {
    const shop = await VendureShop.open()
    const self = new OrderShop(shop)
    shop.intrude = (call, response) => {
      // Nobody reads them here, and a long run would keep a hundred thousand.
      shop.server.calls.length = 0
      if (!call.query.includes("orders(options")) return false
      sendJson(response, { data: { orders: { items: self.#list(call) } } })
      return true
    }
    return self
  }

  get url(): string {
    return this.#shop.server.url
  }

  get ids(): ReadonlyArray<string> {
    return this.#shown.map((o) => o.id)
  }

  show(orders: ReadonlyArray<ShopOrder>): void {
    if (orders.length > 0)
      this.#shown = [...this.#shown, ...orders].sort((a, b) => Number(a.id) - Number(b.id))
  }

  #list(call: GraphqlCall): ReadonlyArray<ShopOrder> {
    this.pages += 1
    const { take, skip, filter } = call.variables.options as {
      readonly take: number
      readonly skip: number
      readonly filter: Filter
    }
    if (asksForWaiting(filter)) return []
    return this.#shown.filter((o) => passes(o, filter)).slice(skip, skip + take)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shop[Symbol.asyncDispose]()
  }
}
