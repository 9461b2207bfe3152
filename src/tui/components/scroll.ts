import type { Canvas } from "../presenter/canvas.ts"
import { plain } from "../presenter/cells.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { Store, subscribeSlice } from "../presenter/select.ts"
import { columnsOf, safe } from "../safe-text.ts"
import type { ScreenAction } from "../screen.ts"
import { type Piece, painted, paintPieces, type Subscribe } from "./painted.ts"

export type DocumentLine = ReadonlyArray<Piece>

interface Place {
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A text that may be longer than its rectangle. `lines` is asked for the width it has to fit in. */
export class Scroll {
  readonly region: RegionSource
  readonly #place = new Store<Place>({ top: 0, width: 80, height: 1 })
  readonly #lines: (width: number) => ReadonlyArray<DocumentLine>

  constructor(
    lines: (width: number) => ReadonlyArray<DocumentLine>,
    subscriptions: ReadonlyArray<Subscribe>
  ) {
    this.#lines = lines
    this.region = painted(
      (canvas) => this.#paint(canvas),
      [(changed) => subscribeSlice(this.#place, ({ top }) => top, changed), ...subscriptions],
      (width, height) => this.#place.update((place) => ({ ...place, width, height }))
    )
  }

  /** For the actions `down up pageDown pageUp first last` of the key table. */
  get actions(): Readonly<Record<string, ScreenAction>> {
    const page = (): number => Math.max(1, this.#place.get().height - 1)
    return {
      down: { run: () => this.#by(1) },
      up: { run: () => this.#by(-1) },
      pageDown: { run: () => this.#by(page()) },
      pageUp: { run: () => this.#by(-page()) },
      first: { run: () => this.#by(Number.NEGATIVE_INFINITY) },
      last: { run: () => this.#by(Number.POSITIVE_INFINITY) }
    }
  }

  #by(lines: number): void {
    const { width, height, top } = this.#place.get()
    const most = Math.max(0, this.#lines(width).length - height)
    this.#place.update((place) => ({ ...place, top: Math.max(0, Math.min(most, top + lines)) }))
  }

  #paint(canvas: Canvas): void {
    const lines = this.#lines(canvas.width)
    const top = Math.max(0, Math.min(this.#place.get().top, lines.length - canvas.height))
    for (const [y, line] of lines.slice(top, top + canvas.height).entries()) paintPieces(canvas, 1, y, line)
    const below = lines.length - top - canvas.height
    if (below <= 0) return
    // The last line makes room for it whole: half a word before it would read as part of the sentence.
    const more = safe(`${below + 1} more below, j `)
    canvas.text(0, canvas.height - 1, safe(""), plain, canvas.width)
    canvas.text(canvas.width - columnsOf(more), canvas.height - 1, more, plain)
  }
}
