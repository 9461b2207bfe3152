import { formatMoney, formatSum } from "../../../domain/model/money.ts"
import type { ProcessPart, ProcessPreview } from "../../../domain/ports/order-board.ts"
import { type Piece, piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { clip, columnsOf, safe, wrapped } from "../../safe-text.ts"
import type { Role, Theme } from "../../theme.ts"

const cell = (theme: Theme, text: string, width: number, role: Role = "text", isRight = false): Piece => {
  const shown = clip(safe(text), width)
  const gap = " ".repeat(width - columnsOf(shown))
  return piece(safe(isRight ? `${gap}${shown}  ` : `${shown}${gap}  `), theme.of(role))
}

type SupplierShare = ProcessPreview["suppliers"][number]

/** `$12.00`, `$12.00 + 2 unknown`, `unknown`: what has no price is counted, never guessed. */
const costText = ({ cost = null, unknownCosts, purchaseOrders }: SupplierShare): string => {
  const unknown = unknownCosts ?? purchaseOrders
  if (cost === null) return "unknown"
  return unknown === 0 ? formatMoney(cost) : `${formatMoney(cost)} + ${unknown} unknown`
}

/** Each currency by itself. */
const costSum = (suppliers: ReadonlyArray<SupplierShare>): string => {
  const known = suppliers.flatMap(({ cost }) => cost ?? [])
  const unknown = suppliers.reduce((sum, s) => sum + (s.unknownCosts ?? s.purchaseOrders), 0)
  if (known.length === 0) return "cost unknown"
  return unknown === 0 ? formatSum(known) : `${formatSum(known)}, cost of ${unknown} unknown`
}

const supplierLines = (preview: ProcessPreview, theme: Theme, width: number): ReadonlyArray<DocumentLine> => {
  const { ready, suppliers, totals, purchaseOrders } = preview
  const cost = 20
  const name = Math.max(12, Math.min(40, width - 38 - cost))
  const units = suppliers.reduce((sum, s) => sum + s.units, 0)
  const orders = `${ready.length.toLocaleString("en-US")} ${ready.length === 1 ? "order" : "orders"}`
  return [
    [
      cell(theme, "SUPPLIER", name, "dim"),
      cell(theme, "PURCHASE ORDERS", 15, "dim", true),
      cell(theme, "UNITS", 9, "dim", true),
      cell(theme, "COST", cost, "dim", true)
    ],
    ...suppliers.map(
      (s): DocumentLine => [
        cell(theme, s.name, name),
        cell(theme, s.purchaseOrders.toLocaleString("en-US"), 15, "text", true),
        cell(theme, s.units.toLocaleString("en-US"), 9, "text", true),
        cell(theme, costText(s), cost, s.cost == null ? "dim" : "text", true)
      ]
    ),
    [
      cell(theme, orders, name, "ready"),
      cell(theme, purchaseOrders.toLocaleString("en-US"), 15, "ready", true),
      cell(theme, units.toLocaleString("en-US"), 9, "ready", true)
    ],
    [piece(safe(`Buyers paid ${formatSum(totals)}; suppliers get ${costSum(suppliers)}.`), theme.of("text"))]
  ]
}

const wordsOf = ({ lines, moreLines }: ProcessPart): string => {
  const shown = lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", ")
  return moreLines === 0 ? shown : `${shown} and ${moreLines} more lines`
}

/** What goes to whom: a line a purchase order. */
const partLines = (preview: ProcessPreview, theme: Theme, width: number): ReadonlyArray<DocumentLine> => {
  const { parts = [], purchaseOrders } = preview
  if (parts.length === 0) return []
  const supplier = Math.max(12, Math.min(28, Math.floor(width / 4)))
  const what = Math.max(10, width - 12 - supplier - 12 - 8)
  const left = purchaseOrders - parts.length
  return [
    [],
    [
      cell(theme, "ORDER", 12, "dim"),
      cell(theme, "GOES TO", supplier, "dim"),
      cell(theme, "COST", 12, "dim", true),
      piece(safe("WHAT"), theme.of("dim"))
    ],
    ...parts.map(
      (part): DocumentLine => [
        cell(theme, `#${part.number}`, 12),
        cell(theme, part.supplier, supplier),
        cell(
          theme,
          part.cost === null ? "unknown" : formatMoney(part.cost),
          12,
          part.cost === null ? "dim" : "text",
          true
        ),
        piece(clip(safe(wordsOf(part)), what), theme.of("text"))
      ]
    ),
    ...(left > 0
      ? [
          [
            piece(
              safe(`and ${left.toLocaleString("en-US")} more purchase ${left === 1 ? "order" : "orders"}.`),
              theme.of("dim")
            )
          ]
        ]
      : [])
  ]
}

const behindLines = (
  { notReady }: ProcessPreview,
  theme: Theme,
  width: number
): ReadonlyArray<DocumentLine> => {
  if (notReady.length === 0) return []
  return [
    [],
    [piece(safe(`${notReady.length} not ready, left as they are:`), theme.of("need"))],
    ...notReady.flatMap(({ number, reason }): ReadonlyArray<DocumentLine> => {
      const [first = safe(""), ...rest] = wrapped(safe(reason), Math.max(20, width - 18), 3)
      return [
        [cell(theme, `#${number}`, 13, "need"), piece(first, theme.of("text"))],
        ...rest.map((line): DocumentLine => [cell(theme, "", 13), piece(line, theme.of("text"))])
      ]
    })
  ]
}

/** What PROCESS would do, counted from the database; the orders that stay behind come with their reason. */
export const previewLines = (
  preview: ProcessPreview,
  theme: Theme,
  width: number
): ReadonlyArray<DocumentLine> => [
  ...(preview.ready.length === 0
    ? [[piece(safe("None of these orders is ready."), theme.of("need"))]]
    : supplierLines(preview, theme, width)),
  ...behindLines(preview, theme, width),
  ...partLines(preview, theme, width)
]
