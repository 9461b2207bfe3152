import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import {
  away,
  type FakeOrder,
  type FakeWork,
  home,
  linePage,
  orderNode,
  parcelLinePage,
  parcelsNode,
  service,
  workLinePage,
  workPage
} from "./shopify-shop.ts"
import { StockRoom } from "./shopify-stock-room.ts"

export const accessToken = "shpat_canary_0123456789abcdef"
export const clientSecret = "shpss_canary_fedcba9876543210"

type Vars = Readonly<Record<string, unknown>>

export interface Call {
  readonly path: string
  readonly operation: string
  readonly query: string
  readonly variables: Vars
}

/** Everything that any test of this process sent, to be compared with the vendor's schema. */
export const sent: Array<{ readonly query: string; readonly variables: Vars }> = []

interface ShipLine {
  readonly id: string
  readonly quantity: number
}
interface ShipInput {
  readonly notifyCustomer: boolean
  readonly trackingInfo: {
    readonly company?: string
    readonly number?: string
    readonly numbers?: Array<string>
  }
  readonly lineItemsByFulfillmentOrder: ReadonlyArray<{
    readonly fulfillmentOrderId: string
    readonly fulfillmentOrderLineItems?: ReadonlyArray<ShipLine>
  }>
}

/** True: the test answered by itself. */
export type Intrusion = (call: Call, response: ServerResponse) => boolean

const refusedShip = (message: string) => ({
  data: { fulfillmentCreate: { fulfillment: null, userErrors: [{ field: ["fulfillment"], message }] } }
})

export const sendJson = (
  response: ServerResponse,
  json: unknown,
  status = 200,
  headers: Record<string, string> = {}
) => {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  response.end(JSON.stringify(json))
}

/** Shopify's Admin API of one shop, on loopback, in the shapes that the real one answered. */
export class ShopifyServer implements AsyncDisposable {
  readonly orders: Array<FakeOrder> = []
  readonly stock = new StockRoom()
  readonly calls: Array<Call> = []
  locations = [home, away, service].map((one) => ({ ...one, isActive: true }))
  scopes = ["read_orders", "write_merchant_managed_fulfillment_orders", "read_locations", "write_inventory"]
  intrude: Intrusion = () => false
  version = "2026-10"
  /** So many of the next requests meet an empty bucket. */
  throttled = 0
  /** Most nodes of a page before Shopify calls it too costly. */
  mostNodes = 250
  throttleStatus = { maximumAvailable: 2000, currentlyAvailable: 1900, restoreRate: 100 }
  tokens = new Set([accessToken])
  logins = 0
  #made = 0
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => void this.#receive(request, response))
  }

  static async open(): Promise<ShopifyServer> {
    const server = new ShopifyServer()
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  operations(): ReadonlyArray<string> {
    return this.calls.map((call) => call.operation)
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Array<Buffer> = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString("utf8")
    const path = request.url ?? ""
    if (path === "/admin/oauth/access_token") {
      this.#grant(new URLSearchParams(text), response)
      return
    }
    const { query, variables } = JSON.parse(text) as { query: string; variables: Vars }
    const operation = /^\s*(?:query|mutation) (\w+)/.exec(query)?.[1] ?? ""
    const call = { path, operation, query, variables }
    this.calls.push(call)
    sent.push({ query, variables })
    if (this.intrude(call, response)) return
    const token = request.headers["x-shopify-access-token"]
    if (typeof token !== "string" || !this.tokens.has(token))
      sendJson(
        response,
        { errors: `[API] Invalid API key or access token ${token} (unrecognized login)` },
        401
      )
    else this.answer(call, response)
  }

  #grant(form: URLSearchParams, response: ServerResponse): void {
    const isKnown =
      form.get("grant_type") === "client_credentials" &&
      form.get("client_id") === "client-1" &&
      form.get("client_secret") === clientSecret
    if (!isKnown) {
      sendJson(response, { error: "app_not_installed", error_description: "not installed" }, 400)
      return
    }
    this.logins += 1
    const token = `daily-${this.logins}-${"0".repeat(20)}`
    this.tokens = new Set([token])
    sendJson(response, { access_token: token, scope: this.scopes.join(","), expires_in: 86_399 })
  }

  answer(call: Call, response: ServerResponse): void {
    const cost = { requestedQueryCost: 100, actualQueryCost: 40, throttleStatus: this.throttleStatus }
    const headers = { "x-shopify-api-version": this.version }
    if (this.throttled > 0) {
      this.throttled -= 1
      const status = { ...this.throttleStatus, currentlyAvailable: 5 }
      const extensions = { cost: { requestedQueryCost: 100, actualQueryCost: null, throttleStatus: status } }
      sendJson(response, {
        errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
        extensions
      })
      return
    }
    const body = this.#body(call) as object
    sendJson(response, { extensions: { cost }, ...body }, 200, headers)
  }

  #order(id: unknown): FakeOrder | undefined {
    return this.orders.find((order) => order.id === id)
  }

  #body({ operation, variables: v }: Call): unknown {
    const order = this.#order(v.id)
    const asOrder = (fields: object | undefined) => ({ data: { order: fields ?? null } })
    switch (operation) {
      case "Orders":
        return this.#list("orders", this.orders, v, orderNode)
      case "Newest":
        return this.#list("orders", [...this.orders].reverse(), { ...v, first: 1, query: "" }, orderNode)
      case "Moved":
        return this.#list(
          "fulfillmentOrders",
          this.orders.flatMap((o) => o.works),
          v,
          (work: FakeWork) => ({
            id: work.id,
            updatedAt: work.updatedAt,
            order: { id: work.orderId, updatedAt: this.#order(work.orderId)?.updatedAt }
          })
        )
      case "OrdersById":
        return this.#byId(v.ids as ReadonlyArray<string>)
      case "MoreLines":
        return asOrder(order && { lineItems: linePage(order, 100, v.after) })
      case "MoreWork":
        return asOrder(order && { fulfillmentOrders: workPage(order, 25, v.after) })
      case "MoreWorkLines": {
        const work = this.orders.flatMap((o) => o.works).find((one) => one.id === v.id)
        return { data: { fulfillmentOrder: work && { lineItems: workLinePage(work, 100, v.after) } } }
      }
      case "MoreParcelLines": {
        const parcel = this.orders.flatMap((o) => o.parcels).find((one) => one.id === v.id)
        return {
          data: { fulfillment: parcel && { fulfillmentLineItems: parcelLinePage(parcel, 100, v.after) } }
        }
      }
      case "Parcels":
        return asOrder(order && parcelsNode(order))
      case "Ship":
        return this.#ship(v.fulfillment as ShipInput)
      case "Locations":
        return {
          data: { locations: { nodes: this.locations, pageInfo: { hasNextPage: false, endCursor: null } } }
        }
      case "Stock":
        return this.#stockPage(String(v.query), v.after, String(v.locationId))
      case "Listings":
        return this.#listings(v.after)
      case "SetStock":
        return this.stock.set(v.input as Parameters<StockRoom["set"]>[0], v.key)
      case "Test":
        return {
          data: {
            shop: { name: "Pat's Shop", myshopifyDomain: "pats.myshopify.com", currencyCode: "USD" },
            currentAppInstallation: { accessScopes: this.scopes.map((handle) => ({ handle })) }
          }
        }
      default:
        throw new Error(`no answer to ${operation}`)
    }
  }

  /** Sorted by change, then by id, from a time on; the place-mark holds both, so that nothing depends on a position. */
  #list<A extends { readonly id: string; readonly updatedAt: string }>(
    field: string,
    all: ReadonlyArray<A>,
    v: Vars,
    show: (one: A) => unknown
  ): unknown {
    const first = Number(v.first)
    if (first > this.mostNodes)
      return {
        errors: [{ message: "Query cost is 1723", extensions: { code: "MAX_COST_EXCEEDED" } }],
        extensions: {}
      }
    const since = /updated_at:>='([^']+)'/.exec(String(v.query))?.[1]
    const keyOf = (one: A) => `${one.updatedAt} ${one.id.split("/").at(-1)?.padStart(12, "0")}`
    const after = typeof v.after === "string" ? v.after : ""
    const listed = all
      .filter((one) => since === undefined || one.updatedAt >= since)
      .map((one) => ({ one, key: keyOf(one) }))
      .filter(({ key }) => key > after)
      .sort((a, b) => (a.key < b.key ? -1 : 1))
    const page = listed.slice(0, first)
    const pageInfo = { hasNextPage: listed.length > first, endCursor: page.at(-1)?.key ?? null }
    return { data: { [field]: { nodes: page.map(({ one }) => show(one)), pageInfo } } }
  }

  #byId(ids: ReadonlyArray<string>): unknown {
    const nodes = ids.map((id) => {
      const order = this.#order(id)
      return order === undefined ? null : orderNode(order)
    })
    return { data: { nodes } }
  }

  #listings(after: unknown): unknown {
    const from = typeof after === "string" ? Number(after) : 0
    const nodes = this.stock.items.slice(from, from + 250).map(({ id, sku }) => ({ id, sku }))
    const hasNextPage = from + 250 < this.stock.items.length
    return { data: { inventoryItems: { nodes, pageInfo: { hasNextPage, endCursor: String(from + 250) } } } }
  }

  #stockPage(query: string, after: unknown, location: string): unknown {
    const found = this.stock.search(query)
    const from = typeof after === "string" ? Number(after) : 0
    const nodes = found.slice(from, from + 100).map((item) => {
      const quantity = item.levels.get(location)
      const inventoryLevel = quantity === undefined ? null : { quantities: [{ name: "available", quantity }] }
      return { id: item.id, sku: item.sku, tracked: item.tracked, inventoryLevel }
    })
    const pageInfo = { hasNextPage: from + 100 < found.length, endCursor: String(from + 100) }
    return { data: { inventoryItems: { nodes, pageInfo } } }
  }

  /** As Shopify does: without a list of lines it sends all of a fulfillment order. */
  #ship(input: ShipInput): unknown {
    const works = this.orders.flatMap((order) => order.works)
    const parts = input.lineItemsByFulfillmentOrder.flatMap(
      ({ fulfillmentOrderId, fulfillmentOrderLineItems }) => {
        const work = works.find((one) => one.id === fulfillmentOrderId)
        if (work === undefined) return []
        const all = work.lines.map((line) => ({ id: line.id, quantity: line.remainingQuantity }))
        const given = fulfillmentOrderLineItems ?? []
        return (given.length === 0 ? all : given).map((one) => ({
          work,
          line: work.lines.find((line) => line.id === one.id),
          quantity: one.quantity
        }))
      }
    )
    const order = this.orders.find((one) => one.works.some((work) => work === parts[0]?.work))
    if (order === undefined) return refusedShip("Fulfillment order does not exist.")
    if (parts.some(({ work }) => work.status !== "OPEN" && work.status !== "IN_PROGRESS"))
      return refusedShip("Fulfillment order has an unfulfillable status")
    if (new Set(parts.map(({ work }) => work.location.id)).size > 1)
      return refusedShip("All fulfillment orders must be assigned to the same location")
    if (parts.some(({ line, quantity }) => line === undefined || quantity > line.remainingQuantity))
      return refusedShip("Invalid fulfillment order line item quantity requested.")
    for (const { work, line, quantity } of parts) {
      if (line !== undefined) line.remainingQuantity -= quantity
      work.status = work.lines.some((one) => one.remainingQuantity > 0) ? "IN_PROGRESS" : "CLOSED"
    }
    this.#made += 1
    const id = `gid://shopify/Fulfillment/${this.#made}`
    const { company, number, numbers } = input.trackingInfo
    order.parcels.push({
      id,
      status: "SUCCESS",
      trackingInfo: (numbers ?? [number ?? null]).map((one) => ({
        number: one,
        ...(company === undefined ? {} : { company })
      })),
      lines: parts.map(({ line, quantity }) => ({ quantity, lineItem: { id: line?.lineItem.id ?? "" } })),
      notified: input.notifyCustomer
    })
    return { data: { fulfillmentCreate: { fulfillment: { id, status: "SUCCESS" }, userErrors: [] } } }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
