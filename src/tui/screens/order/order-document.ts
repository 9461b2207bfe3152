import { formatAddress } from "../../../domain/model/address.ts"
import { formatMoney } from "../../../domain/model/money.ts"
import type { OrderLine } from "../../../domain/model/order.ts"
import { openQuantity } from "../../../domain/model/quantity.ts"
import type { OrderDetail } from "../../../domain/ports/order-board.ts"
import { cell, piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { clip, columnsOf, safe } from "../../safe-text.ts"
import type { Role } from "../../theme.ts"
import { requestLines } from "./answer-lines.ts"
import { noteLines, tagLine } from "./beside-lines.ts"
import { gateLines } from "./gate-lines.ts"
import { historyLines } from "./history-lines.ts"
import type { OrderPage } from "./order-page.ts"
import { purchaseOrderLines, shipmentLines } from "./parcel-lines.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"
import { whyLines } from "./why-lines.ts"

const headLines = (detail: OrderDetail, pen: Pen): ReadonlyArray<DocumentLine> => {
  const { order } = detail
  const total = formatMoney({ amount: order.total, currency: order.currency })
  const placed = `placed ${pen.clock.moment(order.placedAt)} at ${detail.channel}`
  return [
    [text(pen, `${order.customerName} · ${total} · ${placed}`)],
    ...paragraph(pen, `to ${formatAddress(order.shipTo)}`, "text", 0),
    [text(pen, "ship via ", "dim"), text(pen, order.shipMethodName)]
  ]
}

const holdLines = (detail: OrderDetail, pen: Pen): ReadonlyArray<DocumentLine> =>
  detail.holds.length === 0
    ? []
    : [
        blankLine,
        [text(pen, "HOLDS", "need")],
        ...detail.holds.flatMap((hold) => paragraph(pen, hold.message, "text", 2))
      ]

const longNames = ["ORDERED", "OPEN", "SHIPPED", "BACK", "CANCELED"] as const
const shortNames = ["ORD", "OPEN", "SHIP", "BACK", "CANC"] as const
/** Narrower than this, the title needs the room more than the names do. */
const roomyColumns = 100

interface LineCells {
  readonly sku: string
  readonly title: string
  readonly amounts: ReadonlyArray<string>
  readonly supplier: string
}

const cellsOf = (line: OrderLine, suppliers: OrderDetail["lineSuppliers"]): LineCells => ({
  sku: line.channelSku,
  title: line.title,
  amounts: [line.ordered, openQuantity(line), line.shipped, line.backordered, line.canceled].map(String),
  supplier: suppliers[line.id] ?? (line.ships ? "-" : "does not ship")
})

const lineLines = (page: OrderPage, pen: Pen): ReadonlyArray<DocumentLine> => {
  const { detail } = page
  const { theme, width } = pen
  const names = width < roomyColumns ? shortNames : longNames
  const rows = detail.order.lines.map((line) => cellsOf(line, detail.lineSuppliers))
  const skuWidth = Math.min(20, Math.max(8, ...rows.map(({ sku }) => columnsOf(safe(sku)))))
  const supplierWidth = Math.min(20, Math.max(8, ...rows.map(({ supplier }) => columnsOf(safe(supplier)))))
  const numbers = names.reduce((sum, name) => sum + name.length + 2, 0)
  const titleWidth = Math.max(8, width - skuWidth - supplierWidth - numbers - 6)
  const written = (cells: LineCells, role: Role): DocumentLine => [
    cell(safe(cells.sku), skuWidth, theme.of(role)),
    cell(safe(cells.title), titleWidth, theme.of(role)),
    ...names.map((name, at) => cell(safe(cells.amounts[at] ?? ""), name.length, theme.of(role), "right")),
    piece(clip(safe(cells.supplier), supplierWidth), theme.of(role))
  ]
  const head = { sku: "SKU", title: "TITLE", amounts: names, supplier: "SUPPLIER" }
  return [
    blankLine,
    written(head, "dim"),
    ...rows.flatMap((cells) => [written(cells, "text"), ...requestLines(page, cells.sku, pen)])
  ]
}

/** Everything that is recorded of one order, as lines to scroll through. */
export const orderDocument = (
  page: OrderPage,
  { others, isWhy }: { readonly others: string; readonly isWhy: boolean },
  pen: Pen
): ReadonlyArray<DocumentLine> => [
  ...(isWhy ? whyLines(page, pen) : []),
  ...(others === "" ? [] : paragraph(pen, others, "doubt", 0)),
  ...headLines(page.detail, pen),
  ...tagLine(page, pen),
  ...holdLines(page.detail, pen),
  ...gateLines(page, pen),
  ...noteLines(page, pen),
  ...lineLines(page, pen),
  ...purchaseOrderLines(page, pen),
  ...shipmentLines(page.detail, pen),
  ...historyLines(page.detail, pen)
]
