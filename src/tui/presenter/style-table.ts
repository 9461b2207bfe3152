/** An interned look. Ids are small integers because each cell of the grid carries one. */
export type StyleId = number & { readonly StyleId: unique symbol }

/** 0-15 are the terminal's own colors, up to 255 its palette, above that 0x1000000 | rgb. */
export type Color = number

export interface Style {
  readonly foreground?: Color | undefined
  readonly background?: Color | undefined
  readonly bold?: boolean
  readonly dim?: boolean
  readonly italic?: boolean
  readonly underline?: boolean
  readonly inverse?: boolean
  readonly strike?: boolean
}

export const attributeNames = ["bold", "dim", "italic", "underline", "inverse", "strike"] as const

export const truecolor = (red: number, green: number, blue: number): Color =>
  0x1000000 | (red << 16) | (green << 8) | blue

const keyOf = (style: Style): string => {
  let bits = 0
  for (const [index, name] of attributeNames.entries()) if (style[name]) bits |= 1 << index
  return `${style.foreground ?? ""},${style.background ?? ""},${bits}`
}

/** Ids must fit 11 bits; the last one is kept free for cells of unknown content. */
const capacity = 2047

export class StyleTable {
  #styles: Array<Style | undefined> = [{}]
  #ids = new Map<string, number>([[keyOf({}), 0]])
  #pinned = new Set<number>([0])
  #lowestFree = 1
  isExhausted = false

  /** A look that the program keeps (a theme's): it survives `forget`. */
  pin(style: Style): StyleId {
    const id = this.intern(style)
    this.#pinned.add(id)
    return id
  }

  /** A look found in a frame. A full table answers with the default look and says so. */
  intern(style: Style): StyleId {
    const key = keyOf(style)
    const known = this.#ids.get(key)
    if (known !== undefined) return known as StyleId
    while (this.#styles[this.#lowestFree] !== undefined) this.#lowestFree++
    if (this.#lowestFree >= capacity) {
      this.isExhausted = true
      return 0 as StyleId
    }
    const id = this.#lowestFree
    this.#styles[id] = { ...style }
    this.#ids.set(key, id)
    return id as StyleId
  }

  get(id: number): Style {
    return this.#styles[id] ?? {}
  }

  /** Drops what is not pinned. Every cell painted before means nothing afterwards. */
  forget(): void {
    this.isExhausted = false
    this.#lowestFree = 1
    for (const [key, id] of this.#ids) {
      if (this.#pinned.has(id)) continue
      this.#ids.delete(key)
      this.#styles[id] = undefined
    }
  }
}
