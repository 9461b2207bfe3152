import { formatMoney } from "../../../domain/model/money.ts"
import { orderAge, wordOf } from "../../order-words.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import { columnsOf, safe } from "../../safe-text.ts"
import type { Theme } from "../../theme.ts"
import type { ListRow } from "./order-list.ts"

/** Widths of the columns of a list; 0: the column is left out. */
export interface OrderColumns {
  readonly action: number
  readonly order: number
  readonly channel: number
  readonly customer: number
  readonly quantity: number
  readonly total: number
  readonly shipVia: number
  readonly why: number
  readonly age: number
}

const fixed = { flash: 1, action: 11, total: 11, age: 4 }
const least = { customer: 10, why: 14 }
const numberWidths = { least: 8, most: 24 }

const used = (widths: ReadonlyArray<number>): number =>
  widths.filter((width) => width > 0).reduce((sum, width) => sum + width + 1, 0)

/** Order numbers are never cut as far as there is room: the column is as wide as the widest one that is loaded. */
export const numberWidth = (rows: ReadonlyArray<ListRow>): number => {
  const widest = rows.reduce(
    (most, { order }) => Math.max(most, columnsOf(safe(`#${order.channelOrderNumber}`))),
    numberWidths.least
  )
  return Math.min(widest, numberWidths.most)
}

/** What is left out first when it is narrow: CHANNEL, QTY, SHIP VIA; then CUSTOMER is cut. ACTION, ORDER, AGE stay. */
export const columnsFor = (width: number, order: number): OrderColumns => {
  const channel = width >= 100 ? 12 : 0
  const quantity = width >= 95 ? 4 : 0
  const shipVia = width >= 110 ? 16 : 0
  const base = used([fixed.flash, fixed.action, order, channel, quantity, fixed.total, shipVia]) + fixed.age
  const left = Math.max(0, width - base - 2)
  const why = Math.max(least.why, Math.floor(left * 0.5))
  const customer = Math.max(least.customer, left - why)
  return {
    action: fixed.action,
    order,
    channel,
    customer,
    quantity,
    total: fixed.total,
    shipVia,
    why: Math.max(0, Math.min(why, left - customer)),
    age: fixed.age
  }
}

type Write = (text: string, width: number, role: Parameters<Theme["of"]>[0], align?: "left" | "right") => void

const writerTo =
  (out: LineWriter, theme: Theme): Write =>
  (text, width, role, align = "left") => {
    if (width > 0) out.cell(safe(text), width, theme.of(role), align)
  }

export const writeHeader = (out: LineWriter, columns: OrderColumns, theme: Theme): void => {
  const write = writerTo(out, theme)
  write("", fixed.flash, "dim")
  write("ACTION", columns.action, "dim")
  write("ORDER", columns.order, "dim")
  write("CHANNEL", columns.channel, "dim")
  write("CUSTOMER", columns.customer, "dim")
  write("QTY", columns.quantity, "dim", "right")
  write("TOTAL", columns.total, "dim", "right")
  write("SHIP VIA", columns.shipVia, "dim")
  write("WHY", columns.why, "dim")
  write("AGE", columns.age, "dim", "right")
}

/** Half an amount would read as a smaller one. */
const wholeOrNothing = (amount: string, width: number): string =>
  columnsOf(safe(amount)) <= width ? amount : "…"

/** A changed row has a mark for a second, not only a look. */
const flashMark = "•"

export const writeRow = (
  { order, isFresh, isGone }: ListRow,
  out: LineWriter,
  columns: OrderColumns,
  theme: Theme,
  now: number
): void => {
  const { key, word, role } = wordOf(order)
  const write = writerTo(out, theme)
  const quiet = isGone ? "stale" : "text"
  write(isFresh ? flashMark : "", fixed.flash, "done")
  const action = `${key.padEnd(1)} ${word}`
  out.cell(safe(action), columns.action, key === "" ? theme.of(role) : theme.of(role, "bold"))
  out.cell(
    safe(`#${order.channelOrderNumber}`),
    columns.order,
    isFresh ? theme.of("text", "bold") : theme.of(quiet)
  )
  write(order.channel, columns.channel, quiet)
  write(order.customerName, columns.customer, quiet)
  write(String(order.quantity), columns.quantity, quiet, "right")
  write(wholeOrNothing(formatMoney(order.total), columns.total), columns.total, quiet, "right")
  write(order.shipMethodName, columns.shipVia, quiet)
  write(order.why, columns.why, order.action === null || isGone ? "dim" : "text")
  write(orderAge(order, now), columns.age, quiet, "right")
}
