import { formatSum } from "../../../domain/model/money.ts"
import type { ProcessPreview } from "../../../domain/ports/order-board.ts"
import { type Piece, piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { clip, columnsOf, safe, wrapped } from "../../safe-text.ts"
import type { Role, Theme } from "../../theme.ts"

const cell = (theme: Theme, text: string, width: number, role: Role = "text", isRight = false): Piece => {
  const shown = clip(safe(text), width)
  const gap = " ".repeat(width - columnsOf(shown))
  return piece(safe(isRight ? `${gap}${shown}  ` : `${shown}${gap}  `), theme.of(role))
}

/** What PROCESS would do, counted from the database; the orders that stay behind come with their reason. */
export const previewLines = (
  preview: ProcessPreview,
  theme: Theme,
  width: number
): ReadonlyArray<DocumentLine> => {
  const name = Math.max(12, Math.min(40, width - 38))
  const { ready, notReady, suppliers, totals, purchaseOrders } = preview
  const units = suppliers.reduce((sum, s) => sum + s.units, 0)
  const head: DocumentLine = [
    cell(theme, "SUPPLIER", name, "dim"),
    cell(theme, "PURCHASE ORDERS", 15, "dim", true),
    cell(theme, "UNITS", 12, "dim", true)
  ]
  const rows = suppliers.map(
    (s): DocumentLine => [
      cell(theme, s.name, name),
      cell(theme, s.purchaseOrders.toLocaleString("en-US"), 15, "text", true),
      cell(theme, s.units.toLocaleString("en-US"), 12, "text", true)
    ]
  )
  const sum: DocumentLine = [
    cell(
      theme,
      `${ready.length.toLocaleString("en-US")} ${ready.length === 1 ? "order" : "orders"}, ${formatSum(totals)}`,
      name,
      "ready"
    ),
    cell(theme, purchaseOrders.toLocaleString("en-US"), 15, "ready", true),
    cell(theme, units.toLocaleString("en-US"), 12, "ready", true)
  ]
  const behind = notReady.flatMap(({ number, reason }): ReadonlyArray<DocumentLine> => {
    const [first = safe(""), ...rest] = wrapped(safe(reason), Math.max(20, width - 18), 3)
    return [
      [cell(theme, `#${number}`, 13, "need"), piece(first, theme.of("text"))],
      ...rest.map((line): DocumentLine => [cell(theme, "", 13), piece(line, theme.of("text"))])
    ]
  })
  return [
    ...(ready.length === 0
      ? [[piece(safe("None of these orders is ready."), theme.of("need"))]]
      : [head, ...rows, sum]),
    ...(notReady.length === 0
      ? []
      : [[], [piece(safe(`${notReady.length} not ready, left as they are:`), theme.of("need"))], ...behind])
  ]
}
