import { type Cells, glyphOf, pack, styleOf } from "./cells.ts"
import type { StyleId } from "./style-table.ts"

/** How long a flash lasts is counted by the console's own clock, so that nothing ticks for it alone. */
export interface FlashClock {
  isOn(): boolean
  /** Full seconds in ms. */
  now(): number
  subscribe(changed: () => void): () => void
}

export const noFlash: FlashClock = { isOn: () => false, now: () => 0, subscribe: () => () => undefined }

/** A whole second is seen, whenever in one it began. */
const intervalMs = 1000

interface Flash {
  readonly fields: ReadonlyArray<readonly [from: number, to: number]>
  readonly at: number
  /** What is shown as long as the row's cells are these. */
  of: Cells | null
  marked: Cells
}

/** From where to where each cell of the line goes whose characters are others than before. */
export const changedFields = (before: Cells, after: Cells, starts: ReadonlyArray<number>): Flash["fields"] =>
  starts.flatMap((from, index) => {
    const to = Math.min(starts[index + 1] ?? after.length, after.length)
    for (let at = from; at < to; at++)
      if (glyphOf(before[at] ?? 0) !== glyphOf(after[at] ?? 0)) return [[from, to] as const]
    return []
  })

const space = 0x20

const markedCells = (cells: Cells, fields: Flash["fields"], look: (style: StyleId) => StyleId): Cells => {
  const marked = cells.slice()
  for (const [from, to] of fields)
    for (let at = from; at < to; at++) {
      const cell = marked[at] ?? 0
      if (glyphOf(cell) !== space) marked[at] = pack(look(styleOf(cell)), glyphOf(cell))
    }
  return marked
}

/** Which cells of which rows have just changed: each row is compared with what stood there in the paint before. */
export class Flashes<Row extends object> {
  readonly #clock: FlashClock
  #seen = new Map<string | number, Row>()
  #next = new Map<string | number, Row>()
  readonly #flashes = new Map<string | number, Flash>()

  constructor(clock: FlashClock) {
    this.#clock = clock
  }

  /** Calls when a flash is over and has to be painted away. */
  subscribe(invalidate: () => void): () => void {
    return this.#clock.subscribe(() => {
      if (this.#flashes.size > 0) invalidate()
    })
  }

  /** The row's cells as they are to be shown now; `look` marks a style as changed. */
  shown(
    key: string | number,
    row: Row,
    cells: Cells,
    fieldsSince: (before: Row) => Flash["fields"],
    look: (style: StyleId) => StyleId
  ): Cells {
    this.#next.set(key, row)
    const before = this.#seen.get(key)
    if (before !== undefined && before !== row && this.#clock.isOn()) {
      const fields = fieldsSince(before)
      if (fields.length > 0)
        this.#flashes.set(key, { fields, at: this.#clock.now(), of: null, marked: cells })
    }
    const flash = this.#flashes.get(key)
    if (flash === undefined) return cells
    if (!this.#clock.isOn() || this.#clock.now() - flash.at > intervalMs) {
      this.#flashes.delete(key)
      return cells
    }
    if (flash.of !== cells) {
      flash.marked = markedCells(cells, flash.fields, look)
      flash.of = cells
    }
    return flash.marked
  }

  /** The paint is done: what was not in it is forgotten, so that a row that is scrolled to does not flash. */
  painted(): void {
    for (const key of this.#flashes.keys()) if (!this.#next.has(key)) this.#flashes.delete(key)
    this.#seen = this.#next
    this.#next = new Map()
  }
}
