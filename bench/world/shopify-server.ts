// A shop that answers as Shopify's Admin API does, in a process of its own, so that what it costs is not ours. Told by a message
// which orders it shows; says its port when it listens.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { linesAnOrder } from "./bench-orders.ts"

export interface Showing {
  readonly from: number
  readonly count: number
}

let showing: Showing = { from: 0, count: 0 }
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

const orderNode = (n: number) => {
  const at = new Date(firstAt + n * 10).toISOString()
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

/** More points than anybody can use: what is measured is the program, not the vendor's patience. */
const cost = {
  requestedQueryCost: 10,
  actualQueryCost: 10,
  throttleStatus: { maximumAvailable: 1e6, currentlyAvailable: 1e6, restoreRate: 1e6 }
}

const ordersPage = (first: number, after: unknown) => {
  const start = typeof after === "string" ? Number(after) : 0
  const end = Math.min(showing.count, start + first)
  return {
    nodes: Array.from({ length: end - start }, (_, i) => orderNode(showing.from + start + i)),
    pageInfo: { hasNextPage: end < showing.count, endCursor: String(end) }
  }
}

const server = createServer(async (request, response) => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { query, variables } = JSON.parse(Buffer.concat(chunks).toString("utf8"))
  const data = query.includes("query Orders(")
    ? { orders: ordersPage(variables.first, variables.after) }
    : { fulfillmentOrders: { nodes: [], pageInfo: lastPage } }
  response.writeHead(200, { "content-type": "application/json" })
  response.end(JSON.stringify({ data, extensions: { cost } }))
})

process.on("message", (message: Showing) => {
  showing = message
  process.send?.({ showing: true })
})
process.once("disconnect", () => process.exit(0))
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }))
