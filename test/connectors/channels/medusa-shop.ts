import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface FakeFulfillment {
  readonly id: string
  shipped_at: string | null
  canceled_at: string | null
  readonly delivered_at: string | null
  readonly location_id: string | null
  readonly no_notification: boolean | undefined
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly items: ReadonlyArray<{
    readonly line_item_id: string
    readonly inventory_item_id: string | null
    readonly quantity: number
  }>
  labels: ReadonlyArray<Readonly<Record<string, string>>>
}

export interface FakeLine {
  readonly id: string
  readonly quantity: number
  readonly detail: { fulfilled_quantity: number }
  /** The shipping option of its profile; absent: any will do. */
  readonly ships_by?: string
  readonly variant: null | {
    readonly inventory_items: ReadonlyArray<{ inventory_item_id: string; required_quantity: number }>
  }
}

export interface FakeOrder {
  readonly id: string
  readonly display_id: number
  status: string
  payment_status: string
  fulfillment_status: string
  readonly created_at: string
  updated_at: string
  readonly sales_channel_id: string
  readonly shipping_methods: ReadonlyArray<{ readonly name?: string; readonly shipping_option_id?: string }>
  readonly items: ReadonlyArray<FakeLine>
  readonly fulfillments: Array<FakeFulfillment>
}

export interface FakeItem {
  readonly id: string
  readonly sku: string
  readonly location_levels: Array<{ readonly location_id: string; stocked_quantity: number }>
}

export interface MedusaCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly authorization: string
  readonly body: Readonly<Record<string, unknown>>
}

interface Said {
  readonly status: number
  readonly json: unknown
}

type Quantities = ReadonlyArray<{ readonly id: string; readonly quantity: number }>

export const apiKey = "sk_canary_key_77"
export const email = "admin@example.test"
export const password = "canary-password-77"

/** Called before an answer; true: the test answered itself. */
export type Intrusion = (call: MedusaCall, response: ServerResponse) => boolean

const refusal = (status: number, type: string, message: string): Said => ({ status, json: { type, message } })
const notFound = (message: string) => refusal(404, "not_found", message)
const invalid = (message: string) => refusal(400, "invalid_data", message)
const done = (json: unknown): Said => ({ status: 200, json })

/** `name[]` as Medusa's parser of queries reads it: a lone value is split at commas, more than 20 are no list. */
const listed = (query: URLSearchParams, name: string): ReadonlyArray<string> | "too many" => {
  const values = query.getAll(`${name}[]`)
  if (values.length > 20) return "too many"
  return values.length === 1 ? (values[0] ?? "").split(",") : values
}

/** What a push, a download and a change of stock meet of Medusa 2, by its source. */
export class MedusaShop implements AsyncDisposable {
  orders: Array<FakeOrder> = []
  items: Array<FakeItem> = []
  /** What a variant has besides its SKU, by the SKU. */
  readonly barcodes = new Map<string, Readonly<Record<string, string | null>>>()
  locations = [{ id: "sloc_1", name: "Main" }]
  intrude: Intrusion = () => false
  /** An older server has no batch of stock levels, and says so with a web page. */
  knowsBatch = true
  readonly calls: Array<MedusaCall> = []
  readonly #server: Server
  #sessions = new Set<string>()
  logins = 0

  private constructor() {
    this.#server = createServer((request, response) => void this.#hear(request, response))
  }

  static async open(): Promise<MedusaShop> {
    const shop = new MedusaShop()
    await new Promise<void>((resolve) => shop.#server.listen(0, "127.0.0.1", resolve))
    return shop
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  forgetSessions(): void {
    this.#sessions = new Set()
  }

  posts(ending: string): ReadonlyArray<MedusaCall> {
    return this.calls.filter((call) => call.method === "POST" && call.path.endsWith(ending))
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Array<Buffer> = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? "/", "http://shop")
    const text = Buffer.concat(chunks).toString("utf8")
    const call: MedusaCall = {
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      authorization: request.headers.authorization ?? "",
      body: text === "" ? {} : JSON.parse(text)
    }
    this.calls.push(call)
    if (!this.intrude(call, response)) this.answer(call, response)
  }

  answer(call: MedusaCall, response: ServerResponse): void {
    const said = this.#said(call)
    if (said === null) {
      response.writeHead(404, { "content-type": "text/html" })
      response.end(`<!DOCTYPE html><pre>Cannot ${call.method} ${call.path}</pre>`)
      return
    }
    response.writeHead(said.status, { "content-type": "application/json" })
    response.end(JSON.stringify(said.json))
  }

  /** Null: there is no such page. */
  #said(call: MedusaCall): Said | null {
    if (call.path === "/auth/user/emailpass") return this.#signIn(call)
    const session = call.authorization.replace("Bearer ", "")
    if (call.authorization !== `Basic ${apiKey}` && !this.#sessions.has(session))
      return { status: 401, json: { message: "Unauthorized" } }
    return call.method === "GET" ? this.#shown(call) : this.#changed(call)
  }

  #signIn(call: MedusaCall): Said {
    if (call.body.email !== email || call.body.password !== password)
      return { status: 401, json: { type: "unauthorized", message: "Invalid email or password" } }
    this.logins += 1
    const token = `eyJ.session-${this.logins}.x`
    this.#sessions.add(token)
    return done({ token })
  }

  #shown(call: MedusaCall): Said | null {
    const one = /^\/admin\/orders\/([^/]+)$/.exec(call.path)?.[1]
    if (one !== undefined) {
      const order = this.orders.find((o) => o.id === decodeURIComponent(one))
      return order === undefined ? notFound(`Order id not found: ${one}`) : done({ order })
    }
    if (call.path === "/admin/orders") return this.#list("orders", this.#ordersFor(call.query), call.query)
    if (call.path === "/admin/inventory-items") {
      const skus = listed(call.query, "sku")
      if (skus === "too many")
        return invalid("Invalid request: Expected type: 'string, array' for field 'sku'")
      return this.#list(
        "inventory_items",
        this.items.filter((i) => skus.includes(i.sku)),
        call.query
      )
    }
    if (call.path === "/admin/product-variants")
      return this.#list(
        "variants",
        this.items.map(({ id, sku }) => ({ id, sku, title: `Title of ${sku}`, ...this.barcodes.get(sku) })),
        call.query
      )
    if (call.path === "/admin/stores") return done({ stores: [{ id: "store_1", name: "Acme" }], count: 1 })
    if (call.path === "/admin/stock-locations") return done({ stock_locations: this.locations })
    if (call.path === "/admin/sales-channels") return done({ sales_channels: [{ id: "sc_1", name: "Web" }] })
    return null
  }

  #ordersFor(query: URLSearchParams): ReadonlyArray<FakeOrder> | "too many" {
    const ids = listed(query, "id")
    const channels = listed(query, "sales_channel_id")
    if (ids === "too many" || channels === "too many") return "too many"
    const bound = (name: string) => query.get(name) ?? ""
    return this.orders
      .filter((o) => ids.length === 0 || ids.includes(o.id))
      .filter((o) => channels.length === 0 || channels.includes(o.sales_channel_id))
      .filter((o) => o.updated_at >= bound("updated_at[$gte]") && o.created_at >= bound("created_at[$gte]"))
      .filter((o) => bound("created_at[$lt]") === "" || o.created_at < bound("created_at[$lt]"))
  }

  #list(
    name: string,
    rows: ReadonlyArray<{ readonly id: string; readonly created_at?: string }> | "too many",
    query: URLSearchParams
  ): Said {
    if (rows === "too many") return invalid("Invalid request: Expected type: 'string, array' for field 'id'")
    const order = query.get("order") ?? "-created_at"
    const sorted = [...rows].sort((a, b) => {
      if (order === "id") return a.id < b.id ? -1 : 1
      return (a.created_at ?? "") < (b.created_at ?? "") ? 1 : -1
    })
    const offset = Number(query.get("offset") ?? 0)
    const limit = Number(query.get("limit") ?? 15)
    return done({ [name]: sorted.slice(offset, offset + limit), count: rows.length, offset, limit })
  }

  #changed(call: MedusaCall): Said | null {
    const [, id, fulfillmentId] =
      /^\/admin\/orders\/([^/]+)\/fulfillments(?:\/([^/]+)\/shipments)?$/.exec(call.path) ?? []
    if (id !== undefined) {
      const order = this.orders.find((o) => o.id === id)
      if (order === undefined) return notFound(`Order id not found: ${id}`)
      return fulfillmentId === undefined
        ? this.#fulfill(order, call.body)
        : this.#ship(order, fulfillmentId, call.body)
    }
    if (call.path === "/admin/inventory-items/location-levels/batch")
      return this.knowsBatch ? this.#setLevels(call.body) : null
    const [, itemId, locationId] =
      /^\/admin\/inventory-items\/([^/]+)\/location-levels\/([^/]+)$/.exec(call.path) ?? []
    if (itemId === undefined) return null
    const level = this.#level(itemId, locationId ?? "")
    if (level === undefined) return notFound(`Inventory level for item ${itemId} not found`)
    level.stocked_quantity = Number(call.body.stocked_quantity)
    return done({ inventory_item: { id: itemId } })
  }

  #level(itemId: string, locationId: string) {
    return this.items.find((i) => i.id === itemId)?.location_levels.find((l) => l.location_id === locationId)
  }

  /** All or nothing, like the workflow behind it. */
  #setLevels(body: MedusaCall["body"]): Said {
    const updates = body.update as ReadonlyArray<{
      readonly inventory_item_id: string
      readonly location_id: string
      readonly stocked_quantity: number
    }>
    const missing = updates.find((u) => this.#level(u.inventory_item_id, u.location_id) === undefined)
    if (missing !== undefined) return notFound(`Item ${missing.inventory_item_id} is not stocked there`)
    for (const update of updates) {
      const level = this.#level(update.inventory_item_id, update.location_id)
      if (level !== undefined) level.stocked_quantity = update.stocked_quantity
    }
    return done({ created: [], updated: updates, deleted: [] })
  }

  #fulfill(order: FakeOrder, body: MedusaCall["body"]): Said {
    const wanted = body.items as Quantities
    if (order.status === "canceled") return invalid(`Order with id ${order.id} has been canceled.`)
    for (const { id, quantity } of wanted) {
      const line = order.items.find((l) => l.id === id)
      if (line === undefined)
        return invalid(`Items with ids ${id} does not exist in order with id ${order.id}.`)
      if (quantity > line.quantity - line.detail.fulfilled_quantity)
        return invalid(`Cannot fulfill more items than what was ordered for item ${id}.`)
      const option = body.shipping_option_id ?? order.shipping_methods[0]?.shipping_option_id
      if (line.ships_by !== undefined && line.ships_by !== option)
        return invalid(`Shipping profile sp_1 does not match the shipping profile of the order item ${id}`)
    }
    for (const { id, quantity } of wanted) {
      const line = order.items.find((l) => l.id === id)
      if (line !== undefined) line.detail.fulfilled_quantity += quantity
    }
    order.fulfillments.push({
      id: `ful_${order.fulfillments.length + 1}`,
      shipped_at: null,
      canceled_at: null,
      delivered_at: null,
      location_id: (body.location_id as string | undefined) ?? null,
      no_notification: body.no_notification as boolean | undefined,
      metadata: (body.metadata as FakeFulfillment["metadata"] | undefined) ?? null,
      items: wanted.flatMap(({ id, quantity }) => this.#parts(order, id, quantity)),
      labels: []
    })
    order.fulfillment_status = "fulfilled"
    return done({ order: { id: order.id } })
  }

  /** Of a kit every part is an item of its own, as often as the kit holds it. */
  #parts(order: FakeOrder, lineId: string, quantity: number): FakeFulfillment["items"] {
    const parts = order.items.find((l) => l.id === lineId)?.variant?.inventory_items ?? []
    if (parts.length === 0) return [{ line_item_id: lineId, inventory_item_id: null, quantity }]
    return parts.map((part) => ({
      line_item_id: lineId,
      inventory_item_id: part.inventory_item_id,
      quantity: quantity * part.required_quantity
    }))
  }

  #ship(order: FakeOrder, id: string, body: MedusaCall["body"]): Said {
    const fulfillment = order.fulfillments.find((f) => f.id === id)
    if (fulfillment === undefined) return { status: 500, json: { code: "unknown_error" } }
    if (fulfillment.shipped_at !== null)
      return refusal(400, "not_allowed", "Shipment has already been created")
    if (fulfillment.canceled_at !== null)
      return refusal(400, "not_allowed", "Cannot create shipment for a canceled fulfillment")
    fulfillment.shipped_at = "2026-11-22T05:00:00.000Z"
    fulfillment.labels = body.labels as FakeFulfillment["labels"]
    order.fulfillment_status = "shipped"
    return done({ order: { id: order.id } })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
