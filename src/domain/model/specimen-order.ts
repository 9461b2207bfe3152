import { type Order, OrderId, OrderLineId } from "./order.ts"
import { type PurchaseOrder, purchaseOrderNumber } from "./purchase-order.ts"
import type { Supplier } from "./supplier.ts"
import type { SupplierMessage } from "./supplier-message.ts"

/** A purchase order to look at: nothing is written down, and nothing is sent. */
export interface RenderedSpecimen {
  readonly number: string
  /** The number of the real order that it shows; null: an order of nobody. */
  readonly order: string | null
  readonly identifiers: Readonly<Record<string, string>>
  readonly content: Uint8Array
  readonly contentHash: string
  /** What of cancel, change and authorize the transport can say with these settings. */
  readonly says: ReadonlyArray<string>
}

const mark = "SPECIMEN, DO NOT SHIP"

/** No sequence gives it: they begin at one. */
const nobodysNumber = (supplier: Supplier): string => purchaseOrderNumber(supplier.purchaseOrderPrefix, 0)

const shipMethodOf = (supplier: Supplier, asked: string): PurchaseOrder["shipMethod"] => {
  const [first] = supplier.shipMethods
  return first === undefined
    ? { carrier: "", method: asked, code: asked }
    : { carrier: first.carrier, method: first.method, code: first.code }
}

/** An order of nobody, of which every field is filled, so that each column shows where it goes. */
export const specimenOrder = (supplier: Supplier): PurchaseOrder => ({
  number: nobodysNumber(supplier),
  revision: 1,
  sequence: 1,
  orderId: OrderId(0),
  supplierId: supplier.id,
  orderedAt: new Date("2026-01-02T03:04:05.000Z"),
  orderSource: "SPECIMEN",
  channelOrderNumber: "SPECIMEN-1",
  shipTo: {
    name: mark,
    company: "Specimen Company",
    address1: "1 Specimen Street",
    address2: "Apt 2",
    city: "Springfield",
    region: "IL",
    postalCode: "62701",
    country: "US",
    phone: "+1 555 0100"
  },
  email: "specimen@example.com",
  shipMethod: shipMethodOf(supplier, "Standard"),
  currency: supplier.currency,
  channelValues: Object.fromEntries(
    Object.keys(supplier.terms.channelFields ?? {}).map((name) => [name, `SPECIMEN ${name}`])
  ),
  lines: [
    { orderLineId: OrderLineId(1), supplierSku: "SPECIMEN-A", quantity: 2, unitCost: "12.5000", title: mark },
    { orderLineId: OrderLineId(2), supplierSku: "SPECIMEN-B", quantity: 1, unitCost: "7.2500", title: mark }
  ]
})

/**
 * A real order as this supplier would get it, under a number that is nobody's. The supplier's own SKUs and costs come with
 * its products: until then the channel's SKUs stand there.
 */
export const sampleOrder = (supplier: Supplier, order: Order): PurchaseOrder => ({
  ...specimenOrder(supplier),
  orderId: order.id,
  orderedAt: order.placedAt,
  orderSource: "",
  channelOrderNumber: order.channelOrderNumber,
  shipTo: order.shipTo,
  email: order.customerEmail,
  shipMethod: shipMethodOf(supplier, order.shipMethodName),
  lines: order.lines
    .filter((line) => line.ships)
    .map((line) => ({
      orderLineId: line.id,
      supplierSku: line.channelSku,
      quantity: line.ordered,
      unitCost: null,
      title: line.title
    }))
})

/** What can follow an order, to see whether a transport can say it with these settings. */
export const specimenMessages = (supplier: Supplier): ReadonlyArray<SupplierMessage> => {
  const order = specimenOrder(supplier)
  const about = {
    number: order.number,
    revision: 1,
    sequence: 2,
    sentAs: {},
    supplierOrderNumber: "SPECIMEN",
    askedAt: order.orderedAt
  }
  return [
    { ...about, kind: "cancel", code: "other", reason: mark, lines: order.lines, whole: true },
    { ...about, kind: "change", order, differences: [mark] },
    { ...about, kind: "authorize", amount: "32.2500", currency: supplier.currency }
  ]
}
