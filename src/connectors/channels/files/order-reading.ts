import { Fault } from "../../files/column-mapping.ts"
import { foreignText } from "../../foreign-text.ts"
import type { OrderColumn, OrderFileColumn } from "./order-columns.ts"
import type { OrderRow } from "./order-row.ts"

const mostFaults = 5

/** Reads the cells of one order and gathers all that is wrong with them, each with its place and its column. */
export class OrderReading {
  readonly #rows: ReadonlyArray<OrderRow>
  readonly #nameOf: (column: OrderFileColumn) => string
  readonly #faults: Array<string> = []

  constructor(rows: ReadonlyArray<OrderRow>, nameOf: (column: OrderFileColumn) => string) {
    this.#rows = rows
    this.#nameOf = nameOf
  }

  get isBroken(): boolean {
    return this.#faults.length > 0
  }

  /** The first few: one wrong setting makes a fault of every row. */
  get reason(): string {
    const more = this.#faults.length - mostFaults
    return `${this.#faults.slice(0, mostFaults).join("; ")}${more > 0 ? `; and ${more} more` : ""}`
  }

  fault(place: string, column: OrderFileColumn, reason: string): void {
    this.#faults.push(`${place}, column ${foreignText(this.#nameOf(column))}: ${reason}`)
  }

  /** A cell of one row. What cannot be read is a fault, and `instead` until the order is set aside. */
  cell<A>(row: OrderRow, column: OrderFileColumn, read: (text: string) => A | Fault, instead: A): A {
    const value = read(row.cell(column).trim())
    if (!(value instanceof Fault)) return value
    this.fault(row.place, column, value.reason)
    return instead
  }

  /** The same, where an empty cell is fine. */
  ifSaid<A, B>(
    row: OrderRow,
    column: OrderFileColumn,
    read: (text: string) => A | Fault,
    usual: A | B
  ): A | B {
    return row.cell(column).trim() === "" ? usual : this.cell<A | B>(row, column, read, usual)
  }

  /** What all rows that say anything say of the order. Two rows that differ are two orders, or a mistake. */
  agreed(column: OrderColumn): OrderRow | null {
    const said = this.#rows.filter((row) => row.cell(column).trim() !== "")
    const [first] = said
    if (first === undefined) return null
    const other = said.find((row) => row.cell(column).trim() !== first.cell(column).trim())
    if (other !== undefined)
      this.fault(
        other.place,
        column,
        `"${foreignText(other.cell(column))}" is not what ${first.place} says of the same order, "${foreignText(first.cell(column))}"`
      )
    return first
  }

  /** A cell of the order as a whole; `usual` where no row says anything. */
  order<A, B>(column: OrderColumn, read: (text: string) => A | Fault, usual: A | B): A | B {
    const row = this.agreed(column)
    return row === null ? usual : this.cell<A | B>(row, column, read, usual)
  }

  /** The same, where one row must say it. */
  needed<A>(column: OrderColumn, read: (text: string) => A | Fault, instead: A): A {
    const row = this.agreed(column) ?? this.#rows[0]
    return row === undefined ? instead : this.cell(row, column, read, instead)
  }
}
