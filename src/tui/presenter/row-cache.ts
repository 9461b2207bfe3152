import type { Cells } from "./cells.ts"

const generationSize = 512

interface Kept {
  readonly cells: Cells
  readonly edition: unknown
}

/** Formatted rows by object identity, in two generations: what was not asked for twice is forgotten. */
export class RowCache<Row extends object> {
  #young = new Map<Row, Kept>()
  #old = new Map<Row, Kept>()

  /** `edition`: what the same row is formatted anew for. */
  get(row: Row, edition: unknown, format: (row: Row) => Cells): Cells {
    const young = this.#young.get(row)
    if (young !== undefined && young.edition === edition) return young.cells
    const old = this.#old.get(row)
    const kept = old !== undefined && old.edition === edition ? old : { cells: format(row), edition }
    if (young === undefined && this.#young.size >= generationSize) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(row, kept)
    return kept.cells
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }
}
