import { noon } from "../lone-connector.ts"
import { type RestCall, type RestReply, RestServer } from "../rest-server.ts"

export const clientId = "Switchya-app-PRD"
export const clientSecret = "canary-secret-1"
export const refreshToken = "v^1.1#canary-refresh-2"

export interface FakeLine {
  readonly lineItemId: string
  readonly sku?: string
  readonly legacyItemId: string
  readonly title: string
  readonly quantity: number
  readonly lineItemCost: { readonly value: string; readonly currency: string }
  lineItemFulfillmentStatus: string
  readonly lineItemFulfillmentInstructions?: { readonly shipByDate: string }
}

export interface FakeParcel {
  readonly fulfillmentId: string
  readonly shipmentTrackingNumber: string
  readonly shippingCarrierCode?: string
  readonly lineItems: ReadonlyArray<{ readonly lineItemId: string; readonly quantity?: number }>
}

export interface FakeOrder {
  readonly orderId: string
  creationDate: string
  lastModifiedDate: string
  readonly fields: Readonly<Record<string, unknown>>
  cancelState: string
  readonly cancelRequests: ReadonlyArray<{ readonly cancelRequestState: string }>
  readonly lineItems: ReadonlyArray<FakeLine>
  readonly parcels: Array<FakeParcel>
}

export interface FakeListing {
  /** What it says of itself, beside its SKU. */
  readonly product?: Readonly<Record<string, unknown>>
  quantity: number
  readonly offers: Array<{ offerId: string; status: string; availableQuantity?: number }>
}

export const lineOf = (lineItemId: string, more: Partial<FakeLine> = {}): FakeLine => ({
  lineItemId,
  sku: `SKU-${lineItemId}`,
  legacyItemId: "110181400870",
  title: "Linen Sheet",
  quantity: 2,
  lineItemCost: { value: "39.98", currency: "USD" },
  lineItemFulfillmentStatus: "NOT_STARTED",
  lineItemFulfillmentInstructions: { shipByDate: "2026-11-24T07:59:59.000Z" },
  ...more
})

export const orderOf = (n: number, more: Partial<FakeOrder> = {}): FakeOrder => ({
  orderId: `01-0000${n}-00000`,
  creationDate: "2026-11-21T03:00:00.000Z",
  lastModifiedDate: "2026-11-21T03:00:10.000Z",
  fields: {},
  cancelState: "NONE_REQUESTED",
  cancelRequests: [],
  lineItems: [lineOf("1")],
  parcels: [],
  ...more
})

const shipTo = {
  fullName: "Trishy Smith",
  companyName: "Acme",
  contactAddress: {
    addressLine1: "666 Sussex St",
    addressLine2: "Apt 2",
    city: "Austin",
    stateOrProvince: "TX",
    postalCode: "78251",
    countryCode: "US"
  },
  primaryPhone: { phoneNumber: "5125550100" },
  email: "relay@members.example.test"
}

const shown = (order: FakeOrder, isAlone: boolean) => ({
  orderId: order.orderId,
  creationDate: order.creationDate,
  lastModifiedDate: order.lastModifiedDate,
  orderFulfillmentStatus: "NOT_STARTED",
  orderPaymentStatus: "PAID",
  buyer: { username: "buyer1", buyerRegistrationAddress: { fullName: "Jane Doe" } },
  pricingSummary: { total: { value: "45.98", currency: "USD" } },
  // The list never tells of the requests; only an order asked for by itself does.
  cancelStatus: { cancelState: order.cancelState, cancelRequests: isAlone ? order.cancelRequests : [] },
  fulfillmentStartInstructions: [
    {
      fulfillmentInstructionsType: "SHIP_TO",
      shippingStep: { shipTo, shippingServiceCode: "USPSPriority", shippingCarrierCode: "USPS" }
    }
  ],
  lineItems: order.lineItems,
  ...order.fields
})

const problem = (status: number, errorId: number, message = "no"): RestReply => ({
  status,
  json: { errors: [{ errorId, domain: "API_FULFILLMENT", category: "REQUEST", message }] }
})

interface Revision {
  readonly sku: string
  readonly shipToLocationAvailability: { readonly quantity: number }
  readonly offers?: ReadonlyArray<{ readonly offerId: string; readonly availableQuantity: number }>
}

/** eBay with a memory: what its documents promise of orders, parcels and inventory. */
export class EbayMarket implements AsyncDisposable {
  readonly orders: Array<FakeOrder> = []
  readonly listings = new Map<string, FakeListing>()
  /** Of these nothing is revised any more today. */
  readonly blocked = new Set<string>()
  /** Called after each list of orders: buyers go on buying. */
  meanwhile: () => void = () => {}
  signIns = 0
  revisions = 0
  /** Newest first, as some lists are; nobody promises any order. */
  isNewestFirst = true
  clock: () => number = () => noon
  #token = ""
  #server: RestServer | undefined

  static async open(): Promise<EbayMarket> {
    const market = new EbayMarket()
    market.#server = await RestServer.open((call) => market.answer(call))
    return market
  }

  get server(): RestServer {
    if (this.#server === undefined) throw new Error("the market is not open")
    return this.#server
  }

  forgetTokens(): void {
    this.#token = "none"
  }

  answer(call: RestCall): RestReply {
    if (call.path === "/identity/v1/oauth2/token") return this.#signIn(call)
    if (call.headers.authorization !== `Bearer ${this.#token}`)
      return { status: 401, json: { errors: [{ errorId: 1001, message: "Invalid access token" }] } }
    const part = /^\/sell\/fulfillment\/v1\/order\/([^/]+)(\/shipping_fulfillment)?$/.exec(call.path)
    if (call.path === "/sell/fulfillment/v1/order") return this.#list(call)
    if (part !== null) return this.#order(call, part[1] ?? "", part[2] !== undefined)
    return this.#inventory(call)
  }

  #signIn(call: RestCall): RestReply {
    const form = new URLSearchParams(call.text)
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64")
    if (call.headers.authorization !== `Basic ${basic}`)
      return {
        status: 401,
        json: { error: "invalid_client", error_description: "client authentication failed" }
      }
    if (form.get("grant_type") !== "refresh_token" || form.get("refresh_token") !== refreshToken)
      return {
        status: 400,
        json: { error: "invalid_grant", error_description: "the provided grant is invalid" }
      }
    this.signIns += 1
    this.#token = `v^1.1#user-${this.signIns}`
    return {
      status: 200,
      json: { access_token: this.#token, expires_in: 7200, token_type: "User Access Token" }
    }
  }

  #list(call: RestCall): RestReply {
    const limit = Number(call.query.get("limit") ?? "50")
    if (limit > 200) return problem(400, 31100, "Invalid limit")
    const range = /^lastmodifieddate:\[(.+)\.\.(.+)\]$/.exec(call.query.get("filter") ?? "")
    const isNamed = call.query.has("filter")
    if (isNamed && (range === null || /[[\]{|}]/.test(call.rawQuery)))
      return problem(400, 30800, "Invalid filter value")
    if (range !== null && Date.parse(range[2] ?? "") > this.clock())
      return problem(400, 30850, "Start and end dates can't be in the future")
    const within = (o: FakeOrder) =>
      range === null || (o.lastModifiedDate >= (range[1] ?? "") && o.lastModifiedDate <= (range[2] ?? ""))
    const found = this.orders.filter(within)
    if (this.isNewestFirst) found.reverse()
    const from = Number(call.query.get("offset") ?? "0")
    const orders = found.slice(from, from + limit).map((o) => shown(o, false))
    this.meanwhile()
    return { status: 200, json: { total: found.length, limit, offset: from, orders } }
  }

  #order(call: RestCall, id: string, isParcels: boolean): RestReply {
    const order = this.orders.find((o) => o.orderId === id)
    if (order === undefined) return problem(400, 32100, "Invalid order ID")
    if (!isParcels) return { status: 200, json: shown(order, true) }
    if (call.method === "GET")
      return { status: 200, json: { fulfillments: order.parcels, total: order.parcels.length } }
    return this.#ship(order, call.json as { trackingNumber: string; lineItems: FakeParcel["lineItems"] })
  }

  #ship(order: FakeOrder, given: { trackingNumber: string; lineItems: FakeParcel["lineItems"] }): RestReply {
    if (!/^[A-Za-z0-9]+$/.test(given.trackingNumber)) return problem(400, 32300, "Invalid tracking number")
    const taken = (id: string) =>
      order.parcels
        .flatMap((p) => p.lineItems)
        .filter((l) => l.lineItemId === id)
        .reduce((sum, l) => sum + (l.quantity ?? 0), 0)
    const fits = given.lineItems.every((l) => {
      const line = order.lineItems.find((o) => o.lineItemId === l.lineItemId)
      return line !== undefined && taken(l.lineItemId) + (l.quantity ?? 0) <= line.quantity
    })
    if (!fits) return problem(400, 32200, "Invalid line item id")
    const { trackingNumber, ...rest } = given
    const fulfillmentId = `F${order.parcels.length + 1}`
    order.parcels.push({ ...rest, fulfillmentId, shipmentTrackingNumber: trackingNumber })
    const location = `https://api.ebay.com/sell/fulfillment/v1/order/${order.orderId}/shipping_fulfillment/${fulfillmentId}`
    return { status: 201, json: {}, headers: { location } }
  }

  #inventory(call: RestCall): RestReply {
    if (call.path === "/sell/inventory/v1/inventory_item")
      return this.#page(Number(call.query.get("limit") ?? 25), Number(call.query.get("offset") ?? 0))
    if (call.path === "/sell/inventory/v1/offer") {
      const listing = this.listings.get(call.query.get("sku") ?? "")
      return listing === undefined ? problem(404, 25713) : { status: 200, json: { offers: listing.offers } }
    }
    const { requests } = call.json as { requests: ReadonlyArray<Revision> }
    if (requests.length > 25) return problem(400, 25709, "too many")
    const isRead = call.path.endsWith("bulk_get_inventory_item")
    const responses = requests.flatMap((r) => (isRead ? this.#item(r.sku) : this.#revise(r)))
    return { status: 207, json: { responses } }
  }

  /** Pages are counted, not items. An empty page has no list at all. */
  #page(limit: number, page: number): RestReply {
    const all = [...this.listings].map(([sku, { product }]) => ({ sku, ...(product && { product }) }))
    const inventoryItems = all.slice(page * limit, (page + 1) * limit)
    const hasNext = (page + 1) * limit < all.length
    return {
      status: 200,
      json: {
        total: all.length,
        ...(inventoryItems.length > 0 && { inventoryItems }),
        ...(hasNext && { next: `/sell/inventory/v1/inventory_item?limit=${limit}&offset=${page + 1}` })
      }
    }
  }

  #item(sku: string): unknown {
    const listing = this.listings.get(sku)
    if (listing === undefined)
      return { sku, statusCode: 404, errors: [{ errorId: 25710, message: "could not be found" }] }
    const availability = { shipToLocationAvailability: { quantity: listing.quantity } }
    return { sku, statusCode: 200, inventoryItem: { availability } }
  }

  #revise({ sku, shipToLocationAvailability, offers = [] }: Revision): ReadonlyArray<unknown> {
    const listing = this.listings.get(sku)
    if (listing === undefined || this.blocked.has(sku))
      return [
        {
          sku,
          statusCode: 400,
          errors: [{ errorId: 25001, message: "You have reached the limit of revisions" }]
        }
      ]
    this.revisions += 1
    listing.quantity = shipToLocationAvailability.quantity
    for (const given of offers) {
      const offer = listing.offers.find((o) => o.offerId === given.offerId)
      if (offer !== undefined) offer.availableQuantity = given.availableQuantity
    }
    return [
      ...(offers.length === 0 ? [{ sku, statusCode: 200 }] : []),
      ...offers.map((o) => ({ sku, offerId: o.offerId, statusCode: 200 }))
    ]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
  }
}
