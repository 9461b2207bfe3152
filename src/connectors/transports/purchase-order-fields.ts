import { channelValueIn } from "../../domain/model/channel-value.ts"
import type { PurchaseOrder, PurchaseOrderLine } from "../../domain/model/purchase-order.ts"
import type { DatePattern } from "../files/date-pattern.ts"
import { freeText, phoneText } from "../files/machine-cell.ts"

export type OrderCell = (order: PurchaseOrder, date: DatePattern) => string
export type DecimalMark = "." | ","
export type LineCell = (line: PurchaseOrderLine, index: number, mark: DecimalMark) => string

/** An amount with two decimals, or more where they say something: 12.8000 is 12.80, 0.0375 stays. */
const amountText = (amount: string, mark: DecimalMark): string =>
  amount.replace(/^(-?\d+\.\d\d\d*?)0*$/, "$1").replace(".", mark)

/** What a purchase order file can say of the order. Identifiers stay as they are; what others typed is made safe. */
export const orderCells = {
  po_number: (order) => order.number,
  revision: (order) => String(order.revision),
  order_date: (order, date) => date.write(order.orderedAt),
  order_source: (order) => freeText(order.orderSource),
  channel_order: (order) => freeText(order.channelOrderNumber),
  currency: (order) => order.currency,
  ship_name: (order) => freeText(order.shipTo.name),
  company: (order) => freeText(order.shipTo.company),
  address1: (order) => freeText(order.shipTo.address1),
  address2: (order) => freeText(order.shipTo.address2),
  city: (order) => freeText(order.shipTo.city),
  region: (order) => freeText(order.shipTo.region),
  postal_code: (order) => freeText(order.shipTo.postalCode),
  country: (order) => freeText(order.shipTo.country),
  phone: (order) => phoneText(order.shipTo.phone),
  email: (order) => freeText(order.email),
  carrier: (order) => freeText(order.shipMethod.carrier),
  method: (order) => freeText(order.shipMethod.method),
  ship_method_code: (order) => order.shipMethod.code,
  lines: (order) => String(order.lines.length)
} as const satisfies Readonly<Record<string, OrderCell>>

/** What it can say of a line. */
export const lineCells = {
  line_id: (line) => String(line.orderLineId),
  line_number: (_, index) => String(index + 1),
  sku: (line) => line.supplierSku,
  qty: (line) => String(line.quantity),
  unit_cost: (line, _, mark) => amountText(line.unitCost ?? "", mark),
  title: (line) => freeText(line.title)
} as const satisfies Readonly<Record<string, LineCell>>

export type OrderField = keyof typeof orderCells | `channel.${string}`
export type LineField = keyof typeof lineCells

/** What the supplier asks of a channel is a column, too: `channel.<name>`. */
export const isOrderField = (name: string): name is OrderField =>
  Object.hasOwn(orderCells, name) || channelValueIn(name) !== null

export const orderCell = (field: OrderField, order: PurchaseOrder, date: DatePattern): string => {
  const name = channelValueIn(field)
  if (name !== null) return freeText(order.channelValues[name] ?? "")
  return orderCells[field as keyof typeof orderCells](order, date)
}

export const isLineField = (name: string): name is LineField => Object.hasOwn(lineCells, name)

export const fieldNames: ReadonlyArray<string> = [
  ...Object.keys(orderCells),
  ...Object.keys(lineCells),
  "channel.<name>"
]

/** The columns of a file for which nobody chose any, in their order. */
export const usualColumns: ReadonlyArray<OrderField | LineField> = [
  "po_number",
  "order_date",
  "order_source",
  "channel_order",
  "line_id",
  "sku",
  "qty",
  "unit_cost",
  "currency",
  "ship_name",
  "company",
  "address1",
  "address2",
  "city",
  "region",
  "postal_code",
  "country",
  "phone",
  "email",
  "carrier",
  "method",
  "ship_method_code",
  "title"
]
