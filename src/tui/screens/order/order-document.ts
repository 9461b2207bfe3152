import { formatAddress } from "../../../domain/model/address.ts"
import { formatMoney } from "../../../domain/model/money.ts"
import { openQuantity } from "../../../domain/model/quantity.ts"
import type { OrderDetail } from "../../../domain/ports/order-board.ts"
import { cell } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { columnsOf, safe } from "../../safe-text.ts"
import type { Role } from "../../theme.ts"
import { historyLines } from "./history-lines.ts"
import { purchaseOrderLines, shipmentLines } from "./parcel-lines.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"

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

const quantities = ["ORDERED", "OPEN", "SHIPPED", "BACK", "CANCELED"] as const

const lineLines = (detail: OrderDetail, pen: Pen): ReadonlyArray<DocumentLine> => {
  const { theme } = pen
  const skuWidth = Math.min(20, Math.max(8, ...detail.order.lines.map((l) => columnsOf(safe(l.channelSku)))))
  const supplierWidth = 16
  const numbers = quantities.reduce((sum, name) => sum + name.length + 2, 0)
  const titleWidth = Math.max(8, pen.width - skuWidth - supplierWidth - numbers - 8)
  const line = (
    words: readonly [string, string, ...ReadonlyArray<string>],
    supplier: string,
    role: Role
  ): DocumentLine => {
    const [sku, title, ...amounts] = words
    return [
      cell(safe(sku), skuWidth, theme.of(role)),
      cell(safe(title), titleWidth, theme.of(role)),
      ...quantities.map((name, i) => cell(safe(amounts[i] ?? ""), name.length, theme.of(role), "right")),
      cell(safe(supplier), supplierWidth, theme.of(role))
    ]
  }
  return [
    blankLine,
    line(["SKU", "TITLE", ...quantities], "SUPPLIER", "dim"),
    ...detail.order.lines.map((l) =>
      line(
        [
          l.channelSku,
          l.title,
          ...[l.ordered, openQuantity(l), l.shipped, l.backordered, l.canceled].map(String)
        ],
        detail.lineSuppliers[l.id] ?? (l.ships ? "-" : "does not ship"),
        "text"
      )
    )
  ]
}

/** Everything that is recorded of one order, as lines to scroll through. */
export const orderDocument = (detail: OrderDetail, pen: Pen): ReadonlyArray<DocumentLine> => [
  ...headLines(detail, pen),
  ...holdLines(detail, pen),
  ...lineLines(detail, pen),
  ...purchaseOrderLines(detail, pen),
  ...shipmentLines(detail, pen),
  ...historyLines(detail, pen)
]
