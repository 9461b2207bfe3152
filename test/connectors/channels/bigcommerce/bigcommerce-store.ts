import { type RestCall, type RestReply, RestServer } from "../rest-server.ts"

export const token = "canary-token-8812"
export const storeHash = "abc123"

export interface FakeProduct {
  readonly id: number
  readonly order_address_id: number
  readonly name: string
  readonly sku: string
  readonly type: string
  readonly quantity: number
  quantity_shipped: number
  readonly price_inc_tax: string
}

export interface FakeShipment {
  readonly id: number
  readonly order_address_id: number
  readonly tracking_number: string
  readonly items: ReadonlyArray<{ readonly order_product_id: number; readonly quantity: number }>
  readonly [field: string]: unknown
}

export interface FakeOrder {
  readonly id: number
  status_id: number
  date_created: string
  date_modified: string
  readonly fields: Readonly<Record<string, unknown>>
  addresses: ReadonlyArray<Readonly<Record<string, unknown>> & { readonly id: number }>
  products: ReadonlyArray<FakeProduct>
  readonly shipments: Array<FakeShipment>
}

/** The times of BigCommerce: RFC 2822, no finer than a second. */
export const rfcTime = (at: Date): string => at.toUTCString().replace("GMT", "+0000")

export const productOf = (id: number, more: Partial<FakeProduct> = {}): FakeProduct => ({
  id,
  order_address_id: 51,
  name: "Linen Sheet",
  sku: `SKU-${id}`,
  type: "physical",
  quantity: 2,
  quantity_shipped: 0,
  price_inc_tax: "80.6500",
  ...more
})

export const addressOf = (id: number, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  first_name: "Trishy",
  last_name: "Smith",
  company: "Acme",
  street_1: "666 Sussex St",
  street_2: "",
  city: "Austin",
  state: "Texas",
  zip: "78251",
  country: "United States",
  country_iso2: "US",
  phone: "",
  shipping_method: "Flat Rate – Île",
  ...more
})

export const orderOf = (id: number, more: Partial<FakeOrder> = {}): FakeOrder => ({
  id,
  status_id: 11,
  date_created: "Sun, 22 Nov 2026 03:00:00 +0000",
  date_modified: "Sun, 22 Nov 2026 03:00:10 +0000",
  fields: {},
  addresses: [addressOf(51)],
  products: [productOf(id * 10 + 1)],
  shipments: [],
  ...more
})

const wholeOrder = (order: FakeOrder, asLinks: boolean) => {
  const itemsOf = (id: number) => order.products.filter((p) => p.order_address_id === id)
  const link = (part: string) => ({ url: `x/${part}`, resource: `/orders/${order.id}/${part}` })
  return {
    id: order.id,
    status_id: order.status_id,
    status: "whatever the store calls it",
    date_created: order.date_created,
    date_modified: order.date_modified,
    total_inc_tax: "85.6400",
    currency_code: "EUR",
    default_currency_code: "USD",
    payment_status: "captured",
    refunded_amount: "0.0000",
    billing_address: {
      first_name: "Jane",
      last_name: "Doe",
      email: "jane@example.test",
      phone: "+12175550100"
    },
    products: link("products"),
    consignments: asLinks
      ? link("consignments")
      : {
          pickups: [],
          shipping: order.addresses.map((a) => ({ ...a, line_items: itemsOf(a.id) })),
          downloads: [{ recipient_email: "x@example.test", line_items: itemsOf(0) }],
          email: { gift_certificates: [] }
        },
    ...order.fields
  }
}

interface Given {
  readonly location_id: number
  readonly sku?: string
  readonly product_id?: number
  readonly quantity: number
}

/** A store of BigCommerce with a memory: what its documents promise of orders, shipments and inventory. */
export class BigcommerceStore implements AsyncDisposable {
  readonly orders: Array<FakeOrder> = []
  /** On hand by SKU, at location 1. */
  readonly stock = new Map<string, number>()
  /** SKUs whose product is tracked otherwise: one spoils a whole adjustment. */
  readonly refused = new Set<string>()
  asLinks = false
  /** Called after each list of orders: the store goes on selling. */
  meanwhile: () => void = () => {}
  adjusting = 0
  mails = 0
  #server: RestServer | undefined

  static async open(): Promise<BigcommerceStore> {
    const store = new BigcommerceStore()
    store.#server = await RestServer.open((call) => store.answer(call))
    return store
  }

  get server(): RestServer {
    if (this.#server === undefined) throw new Error("the store is not open")
    return this.#server
  }

  answer(call: RestCall): RestReply {
    if (call.headers["x-auth-token"] !== token) return { status: 401, json: [{ status: 401, message: "no" }] }
    const base = `/stores/${storeHash}`
    if (!call.path.startsWith(`${base}/`)) return { status: 404, json: { status: 404, title: "Not found" } }
    const path = call.path.slice(base.length)
    const part = /^\/v2\/orders\/(\d+)(?:\/(\w+))?$/.exec(path)
    if (path === "/v2/orders") return this.#list(call.query)
    if (path === "/v2/order_statuses")
      return { status: 200, json: [{ id: 11, name: "Awaiting Fulfillment", custom_label: "Ready to pack" }] }
    if (part !== null) return this.#order(call, Number(part[1]), part[2])
    if (path === "/v3/inventory/locations/1/items") return this.#items(call.query)
    if (path === "/v3/inventory/adjustments/absolute") return this.#adjust(call)
    return { status: 404, json: { status: 404, title: "The requested resource was not found." } }
  }

  #list(query: URLSearchParams): RestReply {
    const since = Date.parse(query.get("min_date_modified") ?? "1970-01-01")
    const from = Number(query.get("min_id") ?? "0")
    const sign = query.get("sort") === "id:desc" ? -1 : 1
    const found = this.orders
      .filter((o) => Date.parse(o.date_modified) >= since && o.id >= from)
      .sort((a, b) => sign * (a.id - b.id))
      .slice(0, Number(query.get("limit") ?? "50"))
      .map((o) => wholeOrder(o, this.asLinks))
    this.meanwhile()
    return found.length === 0 ? { status: 204 } : { status: 200, json: found }
  }

  #order(call: RestCall, id: number, part: string | undefined): RestReply {
    const order = this.orders.find((o) => o.id === id)
    if (order === undefined)
      return { status: 404, json: [{ status: 404, message: "The requested resource was not found." }] }
    if (part === undefined) return { status: 200, json: wholeOrder(order, this.asLinks) }
    if (part === "products") return { status: 200, json: order.products }
    if (part === "shipping_addresses") return { status: 200, json: order.addresses }
    if (part !== "shipments") return { status: 404, json: [] }
    if (call.method === "POST") return this.#ship(order, call.json as Omit<FakeShipment, "id">)
    return order.shipments.length === 0 ? { status: 204 } : { status: 200, json: order.shipments }
  }

  #ship(order: FakeOrder, given: Omit<FakeShipment, "id">): RestReply {
    const fits = (given.items as FakeShipment["items"]).every((item) => {
      const product = order.products.find((p) => p.id === item.order_product_id)
      return product !== undefined && product.quantity_shipped + item.quantity <= product.quantity
    })
    if (!fits)
      return {
        status: 400,
        json: [{ status: 400, message: "The quantity specified is greater than the quantity remaining." }]
      }
    for (const item of given.items as FakeShipment["items"]) {
      const product = order.products.find((p) => p.id === item.order_product_id)
      if (product !== undefined) product.quantity_shipped += item.quantity
    }
    const shipment = { ...given, id: 100 + order.shipments.length } as FakeShipment
    order.shipments.push(shipment)
    this.mails += 1
    return { status: 201, json: shipment }
  }

  #items(query: URLSearchParams): RestReply {
    const skus = (query.get("sku:in") ?? "").split(",")
    const data = [...this.stock]
      .filter(([sku]) => skus.includes(sku))
      .map(([sku, onHand], i) => ({
        identity: { sku, variant_id: 500 + i, product_id: 900 + i },
        available_to_sell: Math.max(0, onHand - 1),
        total_inventory_onhand: onHand,
        settings: { safety_stock: 1 }
      }))
    return { status: 200, json: { data, meta: { pagination: { total: data.length } } } }
  }

  #adjust(call: RestCall): RestReply {
    this.adjusting += 1
    const { items } = call.json as { readonly items: ReadonlyArray<Given> }
    const bad = items.find((i) => i.sku === undefined || this.refused.has(i.sku))
    if (bad !== undefined)
      return {
        status: 422,
        json: {
          status: 422,
          title: "an item is tracked by product, please update stock by product id",
          errors: {}
        }
      }
    for (const item of items) this.stock.set(item.sku ?? "", item.quantity)
    return { status: 200, json: { transaction_id: "t-1" } }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
  }
}
