import { Box, type BoxProps, Text, useWindowSize } from "ink"
import { type JSX, useEffect, useState } from "react"
import { GridCanvas } from "./canvas.ts"
import { glyphOf, rightHalf, textOfGlyph } from "./cells.ts"
import { grid } from "./grid.ts"
import type { RegionSource } from "./region-source.ts"

const lineOf = (canvas: GridCanvas, y: number): string => {
  let line = ""
  for (let x = 0; x < canvas.width; x++) {
    const glyph = glyphOf(canvas.grid.cells[y * canvas.width + x] ?? 0)
    if (glyph !== rightHalf) line += textOfGlyph(glyph)
  }
  return line.trimEnd()
}

/** The words of a region, without color or place. */
export const regionText = (source: RegionSource, width: number, height: number): string[] => {
  const canvas = new GridCanvas(grid(width, height))
  source.paint(canvas)
  const lines = Array.from({ length: height }, (_, y) => lineOf(canvas, y))
  return lines.filter((line) => line !== "")
}

/** Lines that a screen usually needs besides its list. */
const otherLines = 8
const fewestLines = 5

/** For screen readers (INK_SCREEN_READER): the region's rows as ordinary text, which Ink reads out. */
export const RegionAsText = ({
  source,
  z: _z,
  ...box
}: BoxProps & { readonly source: RegionSource; readonly z?: number }): JSX.Element => {
  const { columns, rows } = useWindowSize()
  const height = typeof box.height === "number" ? box.height : Math.max(fewestLines, rows - otherLines)
  const [lines, setLines] = useState<readonly string[]>([])
  useEffect(() => {
    const read = (): void => setLines(regionText(source, columns, height))
    source.onSize?.(columns, height)
    read()
    return source.subscribe(read)
  }, [source, columns, height])
  return (
    <Box {...box} flexDirection="column">
      <Text>{lines.join("\n")}</Text>
    </Box>
  )
}
