import type { Cells } from "./cells.ts"

const generationSize = 512

/** Formatted rows by object identity, in two generations: what was not asked for twice is forgotten. */
export class RowCache<Row extends object> {
  #young = new Map<Row, Cells>()
  #old = new Map<Row, Cells>()

  get(row: Row, format: (row: Row) => Cells): Cells {
    const known = this.#young.get(row)
    if (known !== undefined) return known
    const cells = this.#old.get(row) ?? format(row)
    if (this.#young.size >= generationSize) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(row, cells)
    return cells
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }
}
