import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export const consumerKey = "ck_0123456789"
export const consumerSecret = "cs_canary-secret-77"

export interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
}

export type Json = Record<string, unknown>

export interface ShopProduct {
  readonly id: number
  readonly sku: string
  parent_id: number
  type: string
  virtual: boolean
  manage_stock: boolean | "parent"
  stock_quantity: number | null
}

export const error = (status: number, code: string, message: string, data: Json = {}) => ({
  status,
  json: { code, message, data: { status, ...data } }
})

const noRoute = error(404, "rest_no_route", "No route was found matching the URL and request method.")
const noOrder = error(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")

export const lineOf = (id: number, quantity: number, more: Json = {}): Json => ({
  id,
  name: `Product ${id}`,
  product_id: id + 1000,
  variation_id: 0,
  quantity,
  total: (quantity * 10).toFixed(2),
  sku: `SKU-${id}`,
  ...more
})

export const address = (more: Json = {}): Json => ({
  first_name: "Jane",
  last_name: "Doe",
  company: "",
  address_1: "1 Main St",
  address_2: "",
  city: "Portland",
  state: "OR",
  postcode: "97201",
  country: "US",
  phone: "",
  ...more
})

export const orderOf = (id: number, more: Json = {}): Json => ({
  id,
  number: String(id),
  status: "processing",
  currency: "USD",
  date_created: "2026-11-21T17:00:00",
  date_created_gmt: "2026-11-22T01:00:00",
  date_modified: "2026-11-21T17:00:00",
  date_modified_gmt: "2026-11-22T01:00:00",
  date_paid_gmt: "2026-11-22T01:00:00",
  total: "60.00",
  billing: address({ email: "jane@example.test", phone: "+1 503-555-0100" }),
  shipping: address(),
  line_items: [lineOf(101, 5), lineOf(102, 1)],
  shipping_lines: [{ method_title: "Flat – Île de ré" }],
  refunds: [],
  needs_processing: true,
  meta_data: [],
  ...more
})

interface Reply {
  readonly status: number
  readonly json: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Called before an answer; true: the test answered itself. */
export type Intrusion = (call: Call, response: ServerResponse) => boolean

/** The habits of WooCommerce's REST API that the connector meets, by its recorded answers and its own source. */
export class WoocommerceShop implements AsyncDisposable {
  readonly calls: Array<Call> = []
  readonly orders = new Map<number, Json>()
  readonly refunds = new Map<number, ReadonlyArray<Json>>()
  readonly products: Array<ShopProduct> = []
  readonly notes: Array<Json> = []
  readonly fulfillments: Array<Json> = []
  readonly trackings: Array<Json> = []
  hasCore = false
  hasExtension = false
  mayWrite = true
  /** The shop's own clock. */
  clock = new Date("2026-11-22T02:00:00Z")
  intrude: Intrusion = () => false
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  static async open(orders: ReadonlyArray<Json> = []): Promise<WoocommerceShop> {
    const shop = new WoocommerceShop()
    for (const order of orders) shop.put(order)
    await new Promise<void>((resolve) => shop.#server.listen(0, "127.0.0.1", resolve))
    return shop
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  put(order: Json): void {
    this.orders.set(Number(order.id), order)
  }

  change(id: number, more: Json): void {
    this.put({ ...this.orders.get(id), ...more })
  }

  called(method: string, end: string): ReadonlyArray<Call> {
    return this.calls.filter((c) => c.method === method && c.path.endsWith(end))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Array<Buffer> = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString("utf8")
    const url = new URL(request.url ?? "/", this.url)
    const call: Call = {
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      body: text === "" ? {} : JSON.parse(text)
    }
    this.calls.push(call)
    if (this.intrude(call, response)) return
    this.answer(response, this.#judge(request.headers.authorization) ?? this.reply(call))
  }

  answer(response: ServerResponse, reply: Reply): void {
    response.sendDate = false
    response.writeHead(reply.status, {
      "content-type": "application/json",
      date: this.clock.toUTCString(),
      ...reply.headers
    })
    response.end(JSON.stringify(reply.json))
  }

  #judge(authorization: string | undefined): Reply | null {
    const [key, secret] = Buffer.from((authorization ?? "").replace("Basic ", ""), "base64")
      .toString()
      .split(":")
    if (key !== consumerKey)
      return error(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
    if (secret !== consumerSecret)
      return error(401, "woocommerce_rest_authentication_error", "Consumer secret is invalid.")
    return null
  }

  reply(call: Call): Reply {
    if (!this.mayWrite && call.method !== "GET")
      return error(
        401,
        "woocommerce_rest_authentication_error",
        "The API key provided does not have write permissions."
      )
    const [, , space, version, kind, id, below, further] = call.path.split("/")
    if (space === "wc-shipment-tracking") return this.hasExtension ? this.#extension(call, kind, id) : noRoute
    if (space !== "wc" || version !== "v3") return noRoute
    if (kind === "products") return this.#products(call, id)
    if (kind !== "orders") return noRoute
    if (id === undefined) return call.method === "GET" ? this.#list(call) : noRoute
    if (id === "batch") return { status: 200, json: {} }
    if (below === "fulfillments" && !this.hasCore) return noRoute
    const order = this.orders.get(Number(id))
    if (order === undefined) return noOrder
    if (below === "refunds") return { status: 200, json: this.refunds.get(Number(id)) ?? [] }
    if (below === "notes") return this.#notes(call)
    if (below === "fulfillments") return this.#fulfillments(call, further)
    if (call.method === "PUT") this.#update(Number(id), call.body)
    return { status: 200, json: this.orders.get(Number(id)) }
  }

  #update(id: number, body: Json): void {
    const meta = new Map(
      [
        ...((this.orders.get(id)?.meta_data ?? []) as ReadonlyArray<Json>),
        ...((body.meta_data ?? []) as ReadonlyArray<Json>)
      ].map((m) => [m.key, m])
    )
    this.change(id, { ...body, meta_data: [...meta.values()] })
  }

  #list({ query }: Call): Reply {
    const statuses = (query.get("status") ?? "any").split(",")
    const include = query.get("include")?.split(",")
    const after = (name: string, field: string) => (o: Json) =>
      query.get(name) === null || String(o[field]) > String(query.get(name))
    const matching = [...this.orders.values()]
      .filter((o) => (statuses.includes("any") ? o.status !== "trash" : statuses.includes(String(o.status))))
      .filter((o) => include === undefined || include.includes(String(o.id)))
      .filter(after("modified_after", "date_modified_gmt"))
      .filter(after("after", "date_created_gmt"))
      .sort((a, b) => (query.get("order") === "asc" ? 1 : -1) * (Number(a.id) - Number(b.id)))
    const from = Number(query.get("offset") ?? 0)
    const perPage = Number(query.get("per_page") ?? 10)
    const rows = matching.slice(from, from + perPage)
    // Beyond the end, the shop does not count at all.
    const total = rows.length === 0 ? 0 : matching.length
    return {
      status: 200,
      // What WordPress cannot load is missing in the page, and counted all the same.
      json: rows.filter((o) => o.unreadable !== true),
      headers: {
        "x-wp-total": String(total),
        "x-wp-totalpages": String(Math.ceil(total / perPage))
      }
    }
  }

  #products(call: Call, id: string | undefined): Reply {
    if (call.path.endsWith("/batch")) {
      const update = (call.body.update ?? []) as ReadonlyArray<{ id: number; stock_quantity: number }>
      return { status: 200, json: { update: update.map((u) => this.#setStock(u, id)) } }
    }
    const skus = (call.query.get("sku") ?? "").split(",")
    const found = this.products.filter((p) => !call.query.has("sku") || skus.includes(p.sku))
    return { status: 200, json: found, headers: { "x-wp-totalpages": "1" } }
  }

  #setStock(
    update: { readonly id: number; readonly stock_quantity: number },
    parent: string | undefined
  ): Json {
    const product = this.products.find((p) => p.id === update.id)
    const belongs = product?.parent_id === (parent === "batch" ? 0 : Number(parent))
    if (product === undefined || !belongs)
      return {
        id: update.id,
        ...{ error: error(400, "woocommerce_rest_product_invalid_id", "Invalid ID.").json }
      }
    product.stock_quantity = update.stock_quantity
    return { ...product }
  }

  #notes(call: Call): Reply {
    if (call.method === "GET") return { status: 200, json: this.notes }
    const note = { id: 500 + this.notes.length, ...call.body }
    this.notes.push(note)
    return { status: 201, json: note }
  }

  #fulfillments(call: Call, id: string | undefined): Reply {
    if (call.method === "GET") return { status: 200, json: this.fulfillments }
    const made = { id: id === undefined ? 900 + this.fulfillments.length : Number(id), ...call.body }
    const at = this.fulfillments.findIndex((f) => f.id === made.id)
    this.fulfillments.splice(at < 0 ? this.fulfillments.length : at, at < 0 ? 0 : 1, made)
    return { status: id === undefined ? 201 : 200, json: made }
  }

  #extension(call: Call, kind: string | undefined, id: string | undefined): Reply {
    if (kind === "shipment-trackings")
      return {
        status: 200,
        json: { "United States": { Fedex: "https://f", USPS: "https://u", UPS: "https://p" } }
      }
    if (!this.orders.has(Number(id))) return noOrder
    if (call.method === "GET") return { status: 200, json: this.trackings }
    const made = { tracking_id: `t${this.trackings.length}`, ...call.body }
    this.trackings.push(made)
    return { status: 201, json: made }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
