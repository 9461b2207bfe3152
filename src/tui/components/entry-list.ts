import type { Canvas } from "../presenter/canvas.ts"
import { plain } from "../presenter/cells.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { Store, subscribeSlice } from "../presenter/select.ts"
import type { StyleId } from "../presenter/style-table.ts"
import { columnsOf, safe } from "../safe-text.ts"
import type { ScreenAction } from "../screen.ts"
import { painted, paintPieces, type Subscribe } from "./painted.ts"
import type { DocumentLine } from "./scroll.ts"

/** Something of several lines that the cursor can stand on. */
export interface Entry {
  readonly key: string
  readonly lines: ReadonlyArray<DocumentLine>
}

/** What stands above the entries, they, and what stands below. */
export interface EntryDocument {
  readonly head: ReadonlyArray<DocumentLine>
  readonly entries: ReadonlyArray<Entry>
  readonly foot: ReadonlyArray<DocumentLine>
}

interface Place {
  /** The entry under the cursor; null: the first one, whichever it is, as long as nobody goes down from it. */
  readonly key: string | null
  /** The line of the screen on which that entry begins: what comes in above does not move it. */
  readonly y: number
  readonly width: number
  readonly height: number
}

interface LaidOut {
  readonly lines: ReadonlyArray<DocumentLine>
  readonly index: number
  readonly starts: ReadonlyArray<number>
  readonly top: number
}

/** A document of entries under a cursor that is bound to one of them. */
export class EntryList {
  readonly region: RegionSource
  readonly place = new Store<Place>({ key: null, y: 0, width: 80, height: 1 })
  readonly #document: (width: number) => EntryDocument
  readonly #cursorStyle: () => StyleId

  constructor(
    document: (width: number) => EntryDocument,
    cursorStyle: () => StyleId,
    subscriptions: ReadonlyArray<Subscribe>
  ) {
    this.#document = document
    this.#cursorStyle = cursorStyle
    this.region = painted(
      (canvas) => this.#paint(canvas),
      [(changed) => subscribeSlice(this.place, ({ key, y }) => `${y} ${key}`, changed), ...subscriptions],
      (width, height) => this.place.update((place) => ({ ...place, width, height }))
    )
  }

  get selected(): string | null {
    const { key, width } = this.place.get()
    const { entries } = this.#document(width)
    return (entries.find((entry) => entry.key === key) ?? entries[0])?.key ?? null
  }

  /** For the actions `down up pageDown pageUp first last` of the key table. */
  get actions(): Readonly<Record<string, ScreenAction>> {
    return {
      down: { run: () => this.#to(({ index }) => index + 1) },
      up: { run: () => this.#to(({ index }) => index - 1) },
      pageDown: { run: () => this.#page(1) },
      pageUp: { run: () => this.#page(-1) },
      first: { run: () => this.#to(() => 0) },
      last: { run: () => this.#to(() => Number.POSITIVE_INFINITY) }
    }
  }

  #layOut({ key, y, width, height }: Place): LaidOut {
    const { head, entries, foot } = this.#document(width)
    const lines = [...head]
    const starts = entries.map((entry) => {
      lines.push(...entry.lines)
      return lines.length - entry.lines.length
    })
    lines.push(...foot)
    const found = key === null ? -1 : entries.findIndex((entry) => entry.key === key)
    const most = Math.max(0, lines.length - height)
    const top = found < 0 ? 0 : Math.max(0, Math.min(most, (starts[found] ?? 0) - y))
    return { lines, index: Math.max(0, found), starts, top }
  }

  #page(direction: 1 | -1): void {
    const { height } = this.place.get()
    this.#to(({ index, starts }) => {
      const wanted = (starts[index] ?? 0) + direction * Math.max(1, height - 2)
      const found = starts.findLastIndex((start) => start <= wanted)
      return direction === 1 ? Math.max(found, index + 1) : Math.min(found, index - 1)
    })
  }

  #to(choose: (now: LaidOut) => number): void {
    const place = this.place.get()
    const now = this.#layOut(place)
    const index = Math.max(0, Math.min(now.starts.length - 1, choose(now)))
    const entry = this.#document(place.width).entries[index]
    const start = now.starts[index]
    if (entry === undefined || start === undefined) return
    // Whole above the line that tells how much is below.
    const lowest = Math.max(0, place.height - 1 - entry.lines.length)
    const y = Math.max(0, Math.min(lowest, start - now.top))
    this.place.update((before) => ({ ...before, key: index === 0 ? null : entry.key, y }))
  }

  #paint(canvas: Canvas): void {
    const place = this.place.get()
    const { lines, index, starts, top } = this.#layOut({
      ...place,
      width: canvas.width,
      height: canvas.height
    })
    for (const [y, line] of lines.slice(top, top + canvas.height).entries()) paintPieces(canvas, 1, y, line)
    const cursor = (starts[index] ?? -1) - top
    if (cursor >= 0 && cursor < canvas.height) canvas.text(0, cursor, safe(">"), this.#cursorStyle())
    const below = lines.length - top - canvas.height
    if (below <= 0) return
    const more = safe(`${below + 1} more below, j `)
    canvas.text(0, canvas.height - 1, safe(""), plain, canvas.width)
    canvas.text(canvas.width - columnsOf(more), canvas.height - 1, more, plain)
  }
}
