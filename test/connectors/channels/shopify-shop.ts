/** A shop as Shopify keeps one, as far as our documents look: orders, what is to be sent from where, parcels and stock. */

export interface FakeLine {
  id: string
  sku: string | null
  name: string
  quantity: number
  currentQuantity: number
  requiresShipping: boolean
  isGiftCard: boolean
}

export interface FakeWorkLine {
  id: string
  totalQuantity: number
  remainingQuantity: number
  lineItem: { id: string }
}

export interface FakeWork {
  id: string
  orderId: string
  status: string
  requestStatus: string
  updatedAt: string
  fulfillAt: string | null
  fulfillBy: string | null
  location: { id: string; name: string; isFulfillmentService: boolean }
  methodType: string
  holds: Array<{ reason: string; reasonNotes: string | null }>
  lines: Array<FakeWorkLine>
}

export interface FakeParcel {
  id: string
  status: string
  trackingInfo: Array<{ number: string | null; company?: string }>
  lines: Array<{ quantity: number; lineItem: { id: string } }>
  notified: boolean
}

export interface FakeOrder {
  id: string
  name: string
  processedAt: string
  updatedAt: string
  cancelledAt: string | null
  displayFinancialStatus: string | null
  tags: Array<string>
  more: Record<string, unknown>
  lines: Array<FakeLine>
  works: Array<FakeWork>
  parcels: Array<FakeParcel>
}

export const home = { id: "gid://shopify/Location/1", name: "Main warehouse", isFulfillmentService: false }
export const away = { id: "gid://shopify/Location/2", name: "Second Street", isFulfillmentService: false }
export const service = { id: "gid://shopify/Location/3", name: "Big 3PL", isFulfillmentService: true }

export const orderGid = (n: number): string => `gid://shopify/Order/${n}`
export const lineGid = (n: number, line = 1): string => `gid://shopify/LineItem/${n * 1000 + line}`

const money = (amount: string) => ({ shopMoney: { amount, currencyCode: "USD" } })

export const lineOf = (n: number, line = 1, more: Partial<FakeLine> = {}): FakeLine => ({
  id: lineGid(n, line),
  sku: `SKU-${line}`,
  name: `Thing ${line} - blue`,
  quantity: 2,
  currentQuantity: 2,
  requiresShipping: true,
  isGiftCard: false,
  ...more
})

/** What a location has to send of an order: all of the given lines unless said otherwise. */
export const workOf = (
  n: number,
  lines: ReadonlyArray<FakeLine>,
  more: Partial<FakeWork> = {},
  nth = 1
): FakeWork => ({
  id: `gid://shopify/FulfillmentOrder/${n * 100 + nth}`,
  orderId: orderGid(n),
  status: "OPEN",
  requestStatus: "UNSUBMITTED",
  updatedAt: "2026-11-22T03:00:00Z",
  fulfillAt: null,
  fulfillBy: null,
  location: home,
  methodType: "SHIPPING",
  holds: [],
  lines: lines.map((line, i) => ({
    id: `gid://shopify/FulfillmentOrderLineItem/${n * 100_000 + nth * 1000 + i}`,
    totalQuantity: line.currentQuantity,
    remainingQuantity: line.currentQuantity,
    lineItem: { id: line.id }
  })),
  ...more
})

export const orderOf = (n: number, more: Partial<FakeOrder> = {}): FakeOrder => {
  const lines = more.lines ?? [lineOf(n)]
  return {
    id: orderGid(n),
    name: `#${1000 + n}`,
    processedAt: "2026-11-22T03:00:00Z",
    updatedAt: "2026-11-22T03:00:00Z",
    cancelledAt: null,
    displayFinancialStatus: "PAID",
    tags: [],
    more: {},
    lines,
    works: [workOf(n, lines)],
    parcels: [],
    ...more
  }
}

export interface Page {
  readonly nodes: ReadonlyArray<unknown>
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** A page of a list that stands still: the place-mark is the id of the last one. */
export const windowOf = (
  all: ReadonlyArray<{ readonly id: string }>,
  first: number,
  after: unknown,
  show: (one: never) => unknown
): Page => {
  const from = typeof after === "string" ? all.findIndex((one) => one.id === after) + 1 : 0
  const part = all.slice(from, from + first)
  const last = part.at(-1)
  return {
    nodes: part.map((one) => show(one as never)),
    pageInfo: { hasNextPage: from + first < all.length, endCursor: last?.id ?? null }
  }
}

const lineNode = (line: FakeLine) => ({ ...line, originalUnitPriceSet: money("12.50") })

export const linePage = (order: FakeOrder, first: number, after: unknown = null): Page =>
  windowOf(order.lines, first, after, lineNode)

export const workLinePage = (work: FakeWork, first: number, after: unknown = null): Page =>
  windowOf(work.lines, first, after, (line: FakeWorkLine) => line)

const workNode = (work: FakeWork) => ({
  id: work.id,
  status: work.status,
  requestStatus: work.requestStatus,
  fulfillAt: work.fulfillAt,
  fulfillBy: work.fulfillBy,
  assignedLocation: {
    name: work.location.name,
    location: { id: work.location.id, isFulfillmentService: work.location.isFulfillmentService }
  },
  deliveryMethod: { methodType: work.methodType },
  fulfillmentHolds: work.holds,
  lineItems: workLinePage(work, 25)
})

export const workPage = (order: FakeOrder, first: number, after: unknown = null): Page =>
  windowOf(order.works, first, after, workNode)

export const parcelLinePage = (parcel: FakeParcel, first: number, after: unknown = null): Page =>
  windowOf(
    parcel.lines.map((line, n) => ({ ...line, id: String(n) })),
    first,
    after,
    (line: object) => line
  )

export const parcelsNode = (order: FakeOrder) => ({
  id: order.id,
  name: order.name,
  cancelledAt: order.cancelledAt,
  fulfillments: order.parcels.map((parcel) => ({
    id: parcel.id,
    status: parcel.status,
    trackingInfo: parcel.trackingInfo,
    fulfillmentLineItems: parcelLinePage(parcel, 100)
  })),
  fulfillmentOrders: workPage(order, 25)
})

export const orderNode = (order: FakeOrder) => ({
  __typename: "Order",
  id: order.id,
  name: order.name,
  processedAt: order.processedAt,
  updatedAt: order.updatedAt,
  cancelledAt: order.cancelledAt,
  displayFinancialStatus: order.displayFinancialStatus,
  email: "pat@example.test",
  phone: "+12175550100",
  tags: order.tags,
  totalPriceSet: money("31.00"),
  shippingAddress: {
    name: "Pat Buyer",
    company: null,
    address1: "101 Main Street",
    address2: null,
    city: "Springfield",
    province: "Illinois",
    provinceCode: "IL",
    zip: "62702",
    countryCodeV2: "US",
    phone: null
  },
  billingAddress: { name: "Pat B. Buyer", phone: null },
  shippingLines: { nodes: [{ title: "Drone Drop (beta) – Île de ré" }] },
  risk: { recommendation: "ACCEPT", assessments: [] },
  lineItems: linePage(order, 25),
  fulfillmentOrders: workPage(order, 5),
  ...order.more
})
