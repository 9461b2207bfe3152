import { type Canvas, GridCanvas } from "./canvas.ts"
import { tableEpoch } from "./cells.ts"
import { grid } from "./grid.ts"
import { isSame } from "./select.ts"

/** A cursor goes back and forth among few. */
const mostKept = 16

/**
 * Pictures of one region, by what they show. Keys come so far apart that little of the program is still in the processor's
 * caches: a picture that is copied touches much less of it than one that is painted.
 */
export class PictureCache<Key> {
  readonly #pictures = new Map<Key, GridCanvas>()
  #madeOf: ReadonlyArray<unknown> = []
  #width = 0
  #height = 0

  /** `madeOf`: what the pictures are made of besides the key, the same for all of them. */
  show(canvas: Canvas, key: Key, madeOf: ReadonlyArray<unknown>, paint: (canvas: Canvas) => void): void {
    this.#width = canvas.width
    this.#height = canvas.height
    const { cells } = this.#pictureOf(key, madeOf, paint).grid
    for (let y = 0; y < this.#height; y++)
      canvas.blit(0, y, cells.subarray(y * this.#width, (y + 1) * this.#width))
  }

  /** For a canvas like the last one, ahead of time. */
  prepare(key: Key, madeOf: ReadonlyArray<unknown>, paint: (canvas: Canvas) => void): void {
    if (this.#width > 0) this.#pictureOf(key, madeOf, paint)
  }

  #pictureOf(key: Key, madeOf: ReadonlyArray<unknown>, paint: (canvas: Canvas) => void): GridCanvas {
    const all = [...madeOf, this.#width, this.#height, tableEpoch()]
    if (!isSame(all, this.#madeOf)) this.#pictures.clear()
    this.#madeOf = all
    const known = this.#pictures.get(key)
    if (known !== undefined) return known
    const picture = new GridCanvas(grid(this.#width, this.#height))
    paint(picture)
    if (this.#pictures.size >= mostKept) this.#forgetOldest()
    this.#pictures.set(key, picture)
    return picture
  }

  #forgetOldest(): void {
    for (const key of this.#pictures.keys()) {
      this.#pictures.delete(key)
      return
    }
  }
}
