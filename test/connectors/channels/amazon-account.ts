import { type AmazonCall, AmazonServer, errors, type Reply } from "./amazon-server.ts"

export interface FakeItem {
  readonly orderItemId: string
  readonly quantityOrdered: number
  readonly [more: string]: unknown
}

export interface FakePackage {
  packageReferenceId: string
  trackingNumber: string
  packageStatus: { status: string }
  packageItems: ReadonlyArray<{ orderItemId: string; quantity: number }>
}

export interface FakeOrder {
  readonly orderId: string
  readonly createdTime: string
  lastUpdatedTime: string
  fulfillment: { fulfillmentStatus: string; fulfilledBy: string; [more: string]: unknown }
  readonly orderItems: ReadonlyArray<FakeItem>
  packages: Array<FakePackage>
  readonly [more: string]: unknown
}

export const usd = (amount: string) => ({ amount, currencyCode: "USD" })

export const fakeOrder = (n: number, more: Partial<FakeOrder> = {}): FakeOrder => ({
  orderId: `111-0000001-${String(n).padStart(7, "0")}`,
  createdTime: "2026-11-20T10:00:00Z",
  lastUpdatedTime: "2026-11-22T11:30:00Z",
  salesChannel: { channelName: "AMAZON", marketplaceId: "ATVPDKIKX0DER" },
  buyer: { buyerName: "Ada Buyer", buyerEmail: "abc@marketplace.amazon.com" },
  recipient: {
    deliveryAddress: {
      name: "Ada Receiver",
      addressLine1: "1 Main St",
      addressLine2: "Apt 2",
      addressLine3: "Floor 3",
      city: "Springfield",
      stateOrRegion: "IL",
      postalCode: "62701",
      countryCode: "US",
      phone: "+1 217 555 0100"
    }
  },
  proceeds: { grandTotal: usd("21.50") },
  fulfillment: {
    fulfillmentStatus: "UNSHIPPED",
    fulfilledBy: "MERCHANT",
    fulfillmentServiceLevel: "STANDARD",
    shipByWindow: { latestDateTime: "2026-11-24T07:59:59Z" }
  },
  orderItems: [
    {
      orderItemId: "I1",
      quantityOrdered: 2,
      product: { sellerSku: "SKU/1", title: "A thing", price: { unitPrice: usd("10.00") } }
    }
  ],
  packages: [],
  ...more
})

const listOf = (call: AmazonCall, name: string): ReadonlyArray<string> =>
  (call.query.get(name) ?? "").split(",").filter((part) => part !== "")

const dataSets: Readonly<Record<string, string>> = {
  BUYER: "buyer",
  RECIPIENT: "recipient",
  PROCEEDS: "proceeds",
  FULFILLMENT: "fulfillment",
  PACKAGES: "packages"
}

/** The few habits of Amazon that a connector meets: data sets by request, tokens of pages, packages by their reference. */
export class AmazonAccount implements AsyncDisposable {
  orders: Array<FakeOrder> = []
  readonly listings = new Map<string, number>()
  /** Amazon may give fewer on a page than it was asked for. */
  mostOnPage = 100
  /** How far its list of changes reaches, by its own clock. */
  completeTo = "2026-11-22T11:58:00Z"
  /** Said before the account answers; null: it answers itself. */
  intrude: (call: AmazonCall) => Reply | null = () => null
  rateHeaders: Readonly<Record<string, string>> = {}
  readonly #lists: Array<ReadonlyArray<FakeOrder>> = []
  #server: AmazonServer | undefined

  static async open(): Promise<AmazonAccount> {
    const account = new AmazonAccount()
    account.#server = await AmazonServer.open((call) => {
      const reply = account.intrude(call) ?? account.answer(call)
      return { ...reply, headers: { ...account.rateHeaders, ...reply.headers } }
    })
    return account
  }

  get server(): AmazonServer {
    if (this.#server === undefined) throw new Error("the account is not open")
    return this.#server
  }

  answer(call: AmazonCall): Reply {
    const parts = call.path
      .split("/")
      .filter((part) => part !== "")
      .map(decodeURIComponent)
    if (call.path === "/orders/2026-01-01/orders") return this.#search(call)
    if (call.path.startsWith("/orders/2026-01-01/orders/")) return this.#get(call, parts[3] ?? "")
    if (call.path.endsWith("/shipmentConfirmation")) return this.#confirm(call, parts[3] ?? "")
    if (call.path.startsWith("/listings/2021-08-01/items/")) return this.#listing(call, parts)
    return errors(404, "NotFound", "no such path")
  }

  #shown(order: FakeOrder, call: AmazonCall): unknown {
    const wanted = listOf(call, "includedData")
    const hidden = Object.entries(dataSets).flatMap(([set, field]) => (wanted.includes(set) ? [] : [field]))
    return Object.fromEntries(Object.entries(order).filter(([field]) => !hidden.includes(field)))
  }

  #search(call: AmazonCall): Reply {
    const { query } = call
    if (query.has("createdAfter") === query.has("lastUpdatedAfter"))
      return errors(400, "InvalidInput", "exactly one of createdAfter and lastUpdatedAfter")
    const at = (name: string, otherwise: number) =>
      query.has(name) ? Date.parse(query.get(name) ?? "") : otherwise
    const from = Math.max(at("lastUpdatedAfter", 0), at("createdAfter", 0))
    const to = at("lastUpdatedBefore", Number.MAX_SAFE_INTEGER)
    const statuses = listOf(call, "fulfillmentStatuses")
    const found = this.orders.filter((order) => {
      const time = Date.parse(query.has("createdAfter") ? order.createdTime : order.lastUpdatedTime)
      return time >= from && time <= to && statuses.includes(order.fulfillment.fulfillmentStatus)
    })
    const size = Math.min(this.mostOnPage, Number(query.get("maxResultsPerPage") ?? "100"))
    const [skip = 0, place = 0] = (query.get("paginationToken") ?? "").split("-").slice(1).map(Number)
    // Amazon says nothing of orders that leave a list while it is paged: here a token holds on to the list as it was.
    const list = this.#lists[place - 1] ?? found
    const mark = place === 0 ? this.#lists.push(found) : place
    const more = skip + size < list.length
    return {
      status: 200,
      json: {
        orders: list.slice(skip, skip + size).map((order) => this.#shown(order, call)),
        ...(more ? { pagination: { nextToken: `page-${skip + size}-${mark}` } } : {}),
        ...(query.has("createdAfter") ? {} : { lastUpdatedBefore: this.completeTo })
      }
    }
  }

  #get(call: AmazonCall, id: string): Reply {
    const order = this.orders.find((o) => o.orderId === id)
    return order === undefined
      ? errors(404, "NotFound", "no such order")
      : { status: 200, json: { order: this.#shown(order, call) } }
  }

  #confirm(call: AmazonCall, id: string): Reply {
    const order = this.orders.find((o) => o.orderId === id)
    if (order === undefined) return errors(404, "NotFound", "no such order")
    const { packageDetail: detail } = JSON.parse(call.body) as {
      readonly packageDetail: FakePackage & { readonly orderItems: FakePackage["packageItems"] }
    }
    if (!/^[1-9]\d*$/.test(detail.packageReferenceId))
      return errors(400, "InvalidInput", "PackageReferenceId: is invalid, must be a positive numeric value.")
    const told: FakePackage = {
      packageReferenceId: detail.packageReferenceId,
      trackingNumber: detail.trackingNumber,
      packageStatus: { status: "SHIPPED" },
      packageItems: detail.orderItems
    }
    order.packages = [...order.packages.filter((p) => p.packageReferenceId !== told.packageReferenceId), told]
    return { status: 204 }
  }

  #listing(call: AmazonCall, parts: ReadonlyArray<string>): Reply {
    const sku = parts[4] ?? ""
    const quantity = this.listings.get(sku)
    if (quantity === undefined) return errors(404, "NOT_FOUND", "SKU not found")
    if (call.method === "GET")
      return {
        status: 200,
        json: { sku, fulfillmentAvailability: [{ fulfillmentChannelCode: "DEFAULT", quantity }] }
      }
    const { patches } = JSON.parse(call.body) as {
      readonly patches: ReadonlyArray<{ readonly value: ReadonlyArray<{ readonly quantity: number }> }>
    }
    this.listings.set(sku, patches[0]?.value[0]?.quantity ?? Number.NaN)
    return { status: 200, json: { sku, status: "ACCEPTED", submissionId: "s1", issues: [] } }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
  }
}
