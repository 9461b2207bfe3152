import type { GraphqlSession } from "./graphql-session.ts"

export interface FulfillmentEntry {
  readonly id: string
  readonly state: string
  readonly method: string
  readonly trackingCode: string
  readonly lines: ReadonlyArray<{ readonly orderLineId: string; readonly quantity: number }>
}

export interface ShopOrderEntry {
  readonly id: string
  readonly code: string
  readonly state: string
  readonly lines: ReadonlyArray<{
    readonly id: string
    readonly quantity: number
    readonly productVariant: { readonly sku: string }
  }>
  readonly fulfillments: ReadonlyArray<FulfillmentEntry>
}

const PAGE_SIZE = 100

const BOOKS = `query Books($options: OrderListOptions) { orders(options: $options) {
  totalItems
  items {
    id code state
    lines { id quantity productVariant { sku } }
    fulfillments { id state method trackingCode lines { orderLineId quantity } }
  } } }`

interface BooksPage {
  readonly totalItems: number
  readonly items: ReadonlyArray<ShopOrderEntry>
}

/** What the shop itself says of every placed order, by order code. */
export async function readShopBooks(admin: GraphqlSession): Promise<ReadonlyMap<string, ShopOrderEntry>> {
  const books = new Map<string, ShopOrderEntry>()
  for (let skip = 0; ; skip += PAGE_SIZE) {
    const page = await admin.get<BooksPage>("orders", BOOKS, {
      // By id: Vendure gives no order of its own, and one key is all that it sorts by reliably.
      options: { skip, take: PAGE_SIZE, sort: { id: "ASC" }, filter: { orderPlacedAt: { isNull: false } } }
    })
    for (const order of page.items) books.set(order.code, order)
    if (page.items.length < PAGE_SIZE) return books
  }
}

/** Fulfillments of one order that say what another one of it said already: same tracking code, same lines. */
export function doubledFulfillments(order: ShopOrderEntry): ReadonlyArray<FulfillmentEntry> {
  const seen = new Set<string>()
  return standing(order).filter((fulfillment) => {
    const said = saying(fulfillment)
    if (seen.has(said)) return true
    seen.add(said)
    return false
  })
}

/** Lines for which the shop was told of more pieces than were bought. Vendure has no lock, so this can happen. */
export function overFulfilledLines(order: ShopOrderEntry): ReadonlyArray<string> {
  return order.lines
    .filter((line) => line.quantity < fulfilledQuantity(order, line.id))
    .map((line) => line.id)
}

/** Tracking codes by order line, each with its quantity, as the buyer would see them. */
export function trackingByLine(order: ShopOrderEntry): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const lines = new Map<string, Map<string, number>>(order.lines.map((line) => [line.id, new Map()]))
  for (const { trackingCode, lines: parcel } of standing(order)) {
    for (const { orderLineId, quantity } of parcel) {
      const codes = lines.get(orderLineId)
      codes?.set(trackingCode, (codes.get(trackingCode) ?? 0) + quantity)
    }
  }
  return lines
}

/** A canceled fulfillment stays in the list; its pieces are free again. */
function standing(order: ShopOrderEntry): ReadonlyArray<FulfillmentEntry> {
  return order.fulfillments.filter((fulfillment) => fulfillment.state !== "Cancelled")
}

function saying({ trackingCode, lines }: FulfillmentEntry): string {
  return [trackingCode, ...lines.map((line) => `${line.orderLineId}x${line.quantity}`).sort()].join("|")
}

function fulfilledQuantity(order: ShopOrderEntry, lineId: string): number {
  const parcels = standing(order).flatMap((fulfillment) => fulfillment.lines)
  return parcels.reduce((sum, line) => (line.orderLineId === lineId ? sum + line.quantity : sum), 0)
}
