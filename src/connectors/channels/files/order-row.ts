import type { OrderFileColumn } from "./order-columns.ts"

/** One line of an order with what its file says of the order, wherever that stood. */
export interface OrderRow {
  readonly cell: (column: OrderFileColumn) => string
  /** `orders.csv:12`, or `orders.json: order 3, line 2`. */
  readonly place: string
  readonly raw: string
}

/** A piece of a file that is no row. */
export interface BrokenPiece {
  readonly place: string
  readonly reason: string
  readonly raw: string
}

export interface OrderRows {
  readonly rows: ReadonlyArray<OrderRow>
  readonly broken: ReadonlyArray<BrokenPiece>
  /** What the file itself calls a column of ours. */
  readonly nameOf: (column: OrderFileColumn) => string
}

/** Nothing of the file can be trusted: it is set aside as a whole. */
export const wholeFileBroken = (place: string, reason: string, raw: string): OrderRows => ({
  rows: [],
  broken: [{ place, reason, raw }],
  nameOf: (column) => column
})

/** A file of more lines than this is refused as a whole: an order at the cut would lose lines without a word. */
export const mostLines = 50_000
export const mostBytes = 16 * 1024 * 1024

export const tooManyLines = (file: string, raw: string): OrderRows =>
  wholeFileBroken(
    file,
    `the file has more than ${mostLines} lines and nothing of it was imported; give it in pieces, each order whole in one of them`,
    raw
  )
