import { formatMoney } from "../../../domain/model/money.ts"
import type { OrderSort } from "../../../domain/model/order-sort.ts"
import { statusLabel } from "../../../domain/model/order-status.ts"
import type { OrderRow } from "../../../domain/ports/order-board.ts"
import { age, timeLeft } from "../../age.ts"
import { orderAge, wordOf } from "../../order-words.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import { columnsOf, safe } from "../../safe-text.ts"
import type { Theme } from "../../theme.ts"
import { columnLooks, flashWidth, type PlacedColumn } from "./order-columns.ts"
import type { ListRow } from "./order-list.ts"

/** What a row's look depends on besides the row. */
export interface CellSurroundings {
  readonly theme: Theme
  readonly now: number
  readonly moment: (at: Date) => string
}

export const writeHeader = (
  out: LineWriter,
  columns: ReadonlyArray<PlacedColumn>,
  sort: OrderSort,
  theme: Theme
): void => {
  out.cell(safe(""), flashWidth, theme.of("dim"))
  for (const { name, width } of columns) {
    const { head, align, sorts } = columnLooks[name]
    const mark = sorts?.[sort]
    const text =
      mark === undefined
        ? head
        : head.length < width
          ? `${head}${mark}`
          : `${head.slice(0, width - 1)}${mark}`
    out.cell(safe(text), width, mark === undefined ? theme.of("dim") : theme.of("accent", "bold"), align)
  }
}

/** Half an amount would read as a smaller one. */
const wholeOrNothing = (amount: string, width: number): string =>
  columnsOf(safe(amount)) <= width ? amount : "…"

const finished: ReadonlyArray<OrderRow["status"]> = ["shipped", "completed", "canceled"]

/** `in 3h`, `2h late`; of what has left nobody asks any more. */
export const shipByWords = ({ shipBy, status }: OrderRow, now: number): string => {
  if (shipBy == null || finished.includes(status)) return ""
  return shipBy.getTime() >= now ? `in ${timeLeft(shipBy, now)}` : `${age(shipBy, now)} late`
}

export const writeRow = (
  { order, isGone }: ListRow,
  out: LineWriter,
  columns: ReadonlyArray<PlacedColumn>,
  { theme, now, moment }: CellSurroundings
): void => {
  const quiet = theme.of(isGone ? "stale" : "text")
  out.cell(safe(""), flashWidth, quiet)
  for (const { name, width } of columns) {
    const write = (text: string, style = quiet): void =>
      out.cell(safe(text), width, style, columnLooks[name].align)
    switch (name) {
      case "action": {
        const { key, word, role } = wordOf(order)
        write(`${key.padEnd(1)} ${word}`, key === "" ? theme.of(role) : theme.of(role, "bold"))
        break
      }
      case "order":
        write(`#${order.channelOrderNumber}`)
        break
      case "channel":
        write(order.channel)
        break
      case "customer":
        write(order.customerName)
        break
      case "quantity":
        write(String(order.quantity))
        break
      case "total":
        write(wholeOrNothing(formatMoney(order.total), width))
        break
      case "ship-via":
        write(order.shipMethodName)
        break
      case "why":
        write(order.why, theme.of(order.action === null || isGone ? "dim" : "text"))
        break
      case "age":
        write(orderAge(order, now))
        break
      case "status":
        write(statusLabel(order.status))
        break
      case "country":
        write(order.country ?? "")
        break
      case "placed":
        write(moment(order.placedAt))
        break
      case "ship-by":
        write(shipByWords(order, now), theme.of(shipByWords(order, now).endsWith("late") ? "doubt" : "text"))
    }
  }
}
