import type { Canvas } from "../presenter/canvas.ts"
import type { RegionSource } from "../presenter/region.tsx"
import type { StyleId } from "../presenter/style-table.ts"
import { clip, columnsOf, type SafeText } from "../safe-text.ts"

export type Subscribe = (changed: () => void) => () => void

/** A region from a paint function and everything whose change makes it paint again. */
export const painted = (
  paint: (canvas: Canvas) => void,
  subscriptions: ReadonlyArray<Subscribe>,
  onSize?: (width: number, height: number) => void
): RegionSource => ({
  paint,
  subscribe: (changed) => {
    const ends = subscriptions.map((subscribe) => subscribe(changed))
    return () => {
      for (const end of ends) end()
    }
  },
  ...(onSize === undefined ? {} : { onSize })
})

/** A piece of a line in one look. */
export interface Piece {
  readonly text: SafeText
  readonly style: StyleId
}

export const piece = (text: SafeText, style: StyleId): Piece => ({ text, style })

export const widthOf = (pieces: ReadonlyArray<Piece>): number =>
  pieces.reduce((sum, { text }) => sum + columnsOf(text), 0)

/** Paints from `x` on and returns the column behind; what does not fit before `end` is cut with `…`. */
export const paintPieces = (
  canvas: Canvas,
  x: number,
  y: number,
  pieces: ReadonlyArray<Piece>,
  end = canvas.width
): number => {
  let at = x
  for (const { text, style } of pieces) {
    if (at >= end) return at
    const shown = clip(text, end - at)
    canvas.text(at, y, shown, style)
    at += columnsOf(shown)
    if (shown !== text) return at
  }
  return at
}

/** A cell of a line: cut with `…` or padded to `columns`, then a gap of two. */
export const cell = (
  text: SafeText,
  columns: number,
  style: StyleId,
  align: "left" | "right" = "left"
): Piece => {
  const shown = clip(text, columns)
  const space = " ".repeat(Math.max(0, columns - columnsOf(shown)))
  return piece(`${align === "left" ? shown + space : space + shown}  ` as SafeText, style)
}
