import { GridCanvas } from "./canvas.ts"
import { glyphOf, rightHalf, textOfGlyph } from "./cells.ts"
import { type Grid, grid } from "./grid.ts"
import type { RegionSource } from "./region-source.ts"

const lineOf = ({ width, cells }: Grid, y: number): string => {
  let line = ""
  for (let x = 0; x < width; x++) {
    const glyph = glyphOf(cells[y * width + x] ?? 0)
    if (glyph !== rightHalf) line += textOfGlyph(glyph)
  }
  return line.trimEnd()
}

/** The words of a picture, without color. */
export const linesOf = (picture: Grid): string[] =>
  Array.from({ length: picture.height }, (_, y) => lineOf(picture, y))

/** The words of a region, without color or place. */
export const regionText = (source: RegionSource, width: number, height: number): string[] => {
  const canvas = new GridCanvas(grid(width, height))
  source.paint(canvas)
  return linesOf(canvas.grid).filter((line) => line !== "")
}
