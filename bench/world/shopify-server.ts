// A shop that answers as Shopify's Admin API does, in a process of its own, so that what it costs is not ours. Told by a message
// which orders it shows; says its port when it listens. Its orders are written as JSON before anybody asks: on a machine with two
// cores the shop would else take from the database what is to be measured.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { linesAnOrder } from "./bench-orders.ts"

export interface Showing {
  readonly from: number
  readonly count: number
}

/** The JSON of each order that is shown, the oldest change first. */
let shown: ReadonlyArray<Buffer> = []
let firstShown = 0
const firstAt = Date.UTC(2026, 10, 1)
const price = { shopMoney: { amount: "12.50", currencyCode: "USD" } }
const lastPage = { hasNextPage: false, endCursor: null }
const gid = (kind: string, n: number) => `gid://shopify/${kind}/${n}`

const lineNode = (n: number, line: number) => ({
  id: gid("LineItem", n * 10 + line),
  sku: `SKU-${(n * 7 + line * 31) % 300}`,
  name: `Thing number ${line} - blue`,
  quantity: 1 + (line % 3),
  currentQuantity: 1 + (line % 3),
  requiresShipping: true,
  isGiftCard: false,
  originalUnitPriceSet: price
})

const workNode = (n: number, lines: ReadonlyArray<ReturnType<typeof lineNode>>) => ({
  id: gid("FulfillmentOrder", n),
  status: "OPEN",
  requestStatus: "UNSUBMITTED",
  fulfillAt: null,
  fulfillBy: null,
  assignedLocation: { name: "Main", location: { id: gid("Location", 1), isFulfillmentService: false } },
  deliveryMethod: { methodType: "SHIPPING" },
  fulfillmentHolds: [],
  lineItems: {
    nodes: lines.map((line) => ({
      id: line.id.replace("LineItem", "FulfillmentOrderLineItem"),
      totalQuantity: line.quantity,
      remainingQuantity: line.quantity,
      lineItem: { id: line.id }
    })),
    pageInfo: lastPage
  }
})

const everyMs = 10

const orderNode = (n: number) => {
  const at = new Date(firstAt + n * everyMs).toISOString()
  const lines = Array.from({ length: linesAnOrder }, (_, line) => lineNode(n, line))
  return {
    __typename: "Order",
    id: gid("Order", n + 1),
    name: `#${100_000 + n}`,
    processedAt: at,
    updatedAt: at,
    cancelledAt: null,
    displayFinancialStatus: "PAID",
    email: `buyer${n}@example.com`,
    phone: null,
    tags: [],
    totalPriceSet: price,
    shippingAddress: {
      name: `Jane Doe ${n}`,
      company: null,
      address1: `${n} Elm Street`,
      address2: null,
      city: "Springfield",
      province: "Illinois",
      provinceCode: "IL",
      zip: "62704",
      countryCodeV2: "US",
      phone: "+1 217 555 0142"
    },
    billingAddress: { name: `Jane Doe ${n}`, phone: null },
    shippingLines: { nodes: [{ title: "Standard Shipping" }] },
    risk: { recommendation: "ACCEPT", assessments: [] },
    lineItems: { nodes: lines, pageInfo: lastPage },
    fulfillmentOrders: { nodes: [workNode(n, lines)], pageInfo: lastPage }
  }
}

/**
 * More points than anybody can use: what is measured is the program, not the vendor's patience. As on every plan of Shopify's
 * the bucket holds twenty seconds of what comes back: with one second's, the first question, paid at the price of the smallest
 * plan before the shop has said its own, would be waited for eight seconds.
 */
const restoreRate = 5e5
const bucket = 20 * restoreRate - 1
const cost = {
  requestedQueryCost: 10,
  actualQueryCost: 10,
  throttleStatus: { maximumAvailable: bucket, currentlyAvailable: bucket, restoreRate }
}

const comma = Buffer.from(",")
const answerEnd = Buffer.from(`},"extensions":${JSON.stringify({ cost })}}`)

/** How many of those shown changed before the time that the question names. */
const before = (query: string): number => {
  const since = Date.parse(/updated_at:>='([^']+)'/.exec(query)?.[1] ?? "")
  return Math.max(0, Math.ceil((since - firstAt) / everyMs) - firstShown)
}

const ordersAnswer = (first: number, after: unknown, query: string): Buffer => {
  const start = typeof after === "string" ? Number(after) : before(query)
  const end = Math.min(shown.length, start + first)
  const pageInfo = { hasNextPage: end < shown.length, endCursor: String(end) }
  return Buffer.concat([
    Buffer.from('{"data":{"orders":{"nodes":['),
    ...shown.slice(start, end).flatMap((order, i) => (i === 0 ? [order] : [comma, order])),
    Buffer.from(`],"pageInfo":${JSON.stringify(pageInfo)}}`),
    answerEnd
  ])
}

const noWork = Buffer.concat([
  Buffer.from(`{"data":{"fulfillmentOrders":${JSON.stringify({ nodes: [], pageInfo: lastPage })}`),
  answerEnd
])

const server = createServer(async (request, response) => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { query, variables } = JSON.parse(Buffer.concat(chunks).toString("utf8"))
  response.writeHead(200, { "content-type": "application/json" })
  response.end(
    query.includes("query Orders(") ? ordersAnswer(variables.first, variables.after, variables.query) : noWork
  )
})

process.on("message", ({ from, count }: Showing) => {
  firstShown = from
  shown = Array.from({ length: count }, (_, i) => Buffer.from(JSON.stringify(orderNode(from + i))))
  process.send?.({ showing: true })
})
process.once("disconnect", () => process.exit(0))
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }))
