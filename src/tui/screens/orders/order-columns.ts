import type { OrderSort } from "../../../domain/model/order-sort.ts"
import { columnsOf, safe } from "../../safe-text.ts"
import type { ListRow } from "./order-list.ts"

/** By the names they have in console.toml (list-columns). */
export type ColumnName =
  | "action"
  | "order"
  | "channel"
  | "customer"
  | "quantity"
  | "total"
  | "ship-via"
  | "why"
  | "age"
  | "status"
  | "country"
  | "placed"
  | "ship-by"

export interface ColumnLook {
  readonly head: string
  /** In the chooser. */
  readonly means: string
  /** Columns of the terminal; of a stretching one the least. */
  readonly width: number
  readonly align: "left" | "right"
  /** Takes a part of the room that is left. */
  readonly stretches?: true
  /** The sorts that go by it, with the mark that its head then has. */
  readonly sorts?: Partial<Record<OrderSort, "▲" | "▼">>
}

/** The one table of columns: the head, the chooser and the widths are made of it. */
export const columnLooks: Readonly<Record<ColumnName, ColumnLook>> = {
  action: { head: "ACTION", means: "what it needs, with the key that does it", width: 11, align: "left" },
  order: { head: "ORDER", means: "its number on the channel", width: 8, align: "left" },
  channel: { head: "CHANNEL", means: "where it was ordered", width: 12, align: "left" },
  customer: { head: "CUSTOMER", means: "who ordered", width: 10, align: "left", stretches: true },
  quantity: { head: "QTY", means: "how many units", width: 4, align: "right" },
  total: { head: "TOTAL", means: "what the buyer pays", width: 11, align: "right", sorts: { total: "▼" } },
  "ship-via": { head: "SHIP VIA", means: "the ship method by the channel's name", width: 16, align: "left" },
  why: { head: "WHY", means: "why it stands where it stands", width: 14, align: "left", stretches: true },
  age: {
    head: "AGE",
    means: "since it was placed; once sent, since it came into its status",
    width: 4,
    align: "right",
    sorts: { oldest: "▼", wait: "▼" }
  },
  status: { head: "STATUS", means: "its status in words", width: 13, align: "left" },
  country: { head: "TO", means: "the country it goes to", width: 2, align: "left" },
  placed: { head: "PLACED", means: "when it was ordered", width: 16, align: "left", sorts: { oldest: "▲" } },
  "ship-by": {
    head: "SHIP BY",
    means: "how long until the channel wants it to have left",
    width: 8,
    align: "right",
    sorts: { "ship-by": "▲" }
  }
}

export const columnNames = Object.keys(columnLooks) as ReadonlyArray<ColumnName>

export const isColumnName = (name: string): name is ColumnName => name in columnLooks

/** A column with the width that it has now. */
export interface PlacedColumn {
  readonly name: ColumnName
  readonly width: number
}

export const flashWidth = 1
const numberWidths = { least: 8, most: 24 }

const widths = new WeakMap<ReadonlyArray<ListRow>, number>()
/** Of the list that was asked for last: after a change its rows are others, their numbers are not. */
let last: { readonly rows: ReadonlyArray<ListRow>; readonly width: number } = { rows: [], width: 0 }

const haveSameNumbers = (one: ReadonlyArray<ListRow>, other: ReadonlyArray<ListRow>): boolean =>
  one.length === other.length &&
  one.every((row, index) => {
    const beside = other[index]
    return row === beside || row.order.channelOrderNumber === beside?.order.channelOrderNumber
  })

const widestNumber = (rows: ReadonlyArray<ListRow>): number =>
  rows.reduce(
    (most, { order }) => Math.max(most, columnsOf(safe(`#${order.channelOrderNumber}`))),
    numberWidths.least
  )

/** Order numbers are never cut as far as there is room: the column is as wide as the widest one that is loaded. */
export const numberWidth = (rows: ReadonlyArray<ListRow>): number => {
  const known = widths.get(rows)
  if (known !== undefined) return known
  const isAsLast = rows.length > 0 && haveSameNumbers(rows, last.rows)
  const width = isAsLast ? last.width : Math.min(widestNumber(rows), numberWidths.most)
  last = { rows, width }
  widths.set(rows, width)
  return width
}

/** What is shown where nobody chose: CHANNEL, QTY, SHIP VIA are left out first when it is narrow. */
const shownBySelf = (width: number): ReadonlyArray<ColumnName> => [
  "action",
  "order",
  ...(width >= 100 ? (["channel"] as const) : []),
  "customer",
  ...(width >= 95 ? (["quantity"] as const) : []),
  "total",
  ...(width >= 110 ? (["ship-via"] as const) : []),
  "why",
  "age"
]

/** Never given up for lack of room. */
const lasting: ReadonlyArray<ColumnName> = ["action", "order", "age"]

const leastOf = (name: ColumnName, number: number): number =>
  name === "order" ? number : columnLooks[name].width

const used = (names: ReadonlyArray<ColumnName>, number: number): number =>
  flashWidth + 1 + names.reduce((sum, name) => sum + leastOf(name, number) + 1, 0) - 1

/** From the right the columns go for which there is no room. */
const fitting = (
  names: ReadonlyArray<ColumnName>,
  width: number,
  number: number
): ReadonlyArray<ColumnName> => {
  if (used(names, number) <= width) return names
  const last = names.findLastIndex((name) => !lasting.includes(name))
  return last < 0 ? names : fitting(names.toSpliced(last, 1), width, number)
}

/** The chosen columns (null: those that fit by themselves) with their widths. */
export const columnsFor = (
  width: number,
  number: number,
  chosen: ReadonlyArray<ColumnName> | null
): ReadonlyArray<PlacedColumn> => {
  const names = chosen === null ? shownBySelf(width) : fitting(chosen, width, number)
  const stretching = names.filter((name) => columnLooks[name].stretches)
  const least = stretching.reduce((sum, name) => sum + columnLooks[name].width, 0)
  const room = Math.max(0, width - used(names, number) + least)
  const why = Math.max(columnLooks.why.width, Math.floor(room * 0.5))
  const customer = Math.max(columnLooks.customer.width, room - why)
  return names.map((name): PlacedColumn => {
    if (!stretching.includes(name)) return { name, width: leastOf(name, number) }
    if (stretching.length === 1) return { name, width: room }
    return { name, width: name === "why" ? Math.max(0, Math.min(why, room - customer)) : customer }
  })
}
