import { describe, expect, it } from "vitest"
import { GridCanvas } from "../../../src/tui/presenter/canvas.ts"
import { type Cells, glyphOf, plain, putText, textOfGlyph } from "../../../src/tui/presenter/cells.ts"
import { copyRect, type Grid, grid } from "../../../src/tui/presenter/grid.ts"
import { safe } from "../../../src/tui/safe-text.ts"

const rowOf = (source: Grid, y: number): string =>
  [...source.cells.subarray(y * source.width, (y + 1) * source.width)]
    .map((cell) => (glyphOf(cell) === 0 ? "" : textOfGlyph(glyphOf(cell))))
    .join("")

const lineOf = (text: string, width: number): Grid => {
  const line = grid(width, 1)
  putText(line.cells, 0, width, 0, text, plain)
  return line
}

const canvasWith = (text: string, width: number): GridCanvas => new GridCanvas(lineOf(text, width))

describe("a canvas", () => {
  it("cuts and pads to a width", () => {
    const canvas = canvasWith("..........", 10)
    canvas.text(1, 0, safe("abcdef"), plain, 4)
    expect(rowOf(canvas.grid, 0)).toBe(".abc….....")
    canvas.text(1, 0, safe("ab"), plain, 4)
    expect(rowOf(canvas.grid, 0)).toBe(".ab  .....")
  })

  it("never writes outside itself", () => {
    const canvas = new GridCanvas(grid(4, 2))
    canvas.text(-2, 0, safe("abcd"), plain)
    canvas.text(3, 1, safe("東京"), plain)
    canvas.text(0, 2, safe("below"), plain)
    canvas.text(0, -1, safe("above"), plain)
    canvas.text(9, 0, safe("right"), plain)
    expect([rowOf(canvas.grid, 0), rowOf(canvas.grid, 1)]).toEqual(["cd  ", "   …"])
  })

  it("turns what is left of an overwritten wide glyph into a space", () => {
    const canvas = canvasWith("東京都", 6)
    canvas.text(1, 0, safe("ab"), plain)
    expect(rowOf(canvas.grid, 0)).toBe(" ab 都")
  })

  it("draws a frame around itself", () => {
    const canvas = new GridCanvas(grid(4, 3))
    canvas.frame(plain)
    expect([0, 1, 2].map((y) => rowOf(canvas.grid, y))).toEqual(["┌──┐", "│  │", "└──┘"])
  })

  it("does not read escape sequences", () => {
    const canvas = new GridCanvas(grid(12, 1))
    canvas.text(0, 0, safe("\x1b[31mred"), plain)
    expect(rowOf(canvas.grid, 0)).toBe("␛[31mred    ")
  })

  it("stands a placeholder for clusters whose width nobody knows", () => {
    expect(rowOf(lineOf("👨‍👩‍👧|", 4), 0)).toBe("▯▯| ")
  })
})

describe("copying a rectangle", () => {
  const copied = (source: string, from: number, over: string, x: number, width: number): string => {
    const target = lineOf(over, 8)
    copyRect(lineOf(source, 8), from, 0, target, { x, y: 0, width, height: 1 })
    return rowOf(target, 0)
  }

  it("mends wide glyphs that its edges cut, on both sides", () => {
    expect(copied("東京東京", 1, "abcdefgh", 1, 4)).toBe("a 京 fgh")
    expect(copied("abcdefgh", 0, "東京東京", 1, 2)).toBe(" ab 東京")
  })

  it("is clipped at each edge of the target", () => {
    expect(copied("abcdefgh", 0, "........", -3, 5)).toBe("de......")
    expect(copied("abcdefgh", 0, "........", 6, 5)).toBe("......ab")
    expect(copied("abcdefgh", 6, "........", 0, 5)).toBe("gh......")
  })
})

describe("cells", () => {
  it("hold a style and any glyph", () => {
    const cells: Cells = new Int32Array(3)
    putText(cells, 0, 3, 0, "e\u0323\u0302𝒳", plain)
    expect([...cells].map((cell) => textOfGlyph(glyphOf(cell)))).toEqual(["e\u0323\u0302", "𝒳", "\0"])
  })
})
