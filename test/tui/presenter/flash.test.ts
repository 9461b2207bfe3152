import { beforeEach, describe, expect, it } from "vitest"
import { RowList } from "../../../src/tui/components/row-list.ts"
import { GridCanvas } from "../../../src/tui/presenter/canvas.ts"
import { glyphOf, styleOf, styles, textOfGlyph } from "../../../src/tui/presenter/cells.ts"
import { grid } from "../../../src/tui/presenter/grid.ts"
import { TablePainter } from "../../../src/tui/presenter/table-painter.ts"
import { safe } from "../../../src/tui/safe-text.ts"
import { type Theme, themeFor } from "../../../src/tui/theme.ts"
import { dressOf } from "../../../src/tui/themes/dress.ts"

interface Stock {
  readonly sku: string
  readonly count: number
}

let theme: Theme
let list: RowList<Stock>
let painter: TablePainter<Stock>
let now: number
let isOn: boolean
let ticked: () => void

/** What is bold and underlined, line by line. */
const marked = (): ReadonlyArray<string> => {
  const canvas = new GridCanvas(grid(24, 4))
  painter.paint(canvas)
  return Array.from({ length: 4 }, (_, y) =>
    [...canvas.grid.cells.subarray(y * 24, (y + 1) * 24)]
      .filter((cell) => styles.get(styleOf(cell)).bold && styles.get(styleOf(cell)).underline)
      .map((cell) => textOfGlyph(glyphOf(cell)))
      .join("")
  )
}
const set = (...rows: ReadonlyArray<readonly [string, number]>): void =>
  list.setRows(rows.map(([sku, count]) => ({ sku, count })))

beforeEach(() => {
  theme = themeFor({})
  now = 1_000_000
  isOn = true
  theme.flash = {
    isOn: () => isOn,
    now: () => now,
    subscribe: (changed) => {
      ticked = changed
      return () => undefined
    }
  }
  list = new RowList<Stock>({
    keyOf: ({ sku }) => sku,
    header: (out) => out.cell(safe("SKU"), 4, theme.of("dim")),
    format: ({ sku, count }, out) => {
      out.cell(safe(sku), 6, theme.of("text"))
      out.cell(safe(String(count)), 5, theme.of("need"), "right")
    }
  })
  painter = new TablePainter(list.source, theme)
  painter.onSize(24, 4)
  set(["a", 1], ["b", 22], ["c", 3])
  marked()
})

describe("a cell that changed", () => {
  it("is bold and underlined, the whole cell and nothing beside it, for more than a second of the clock", () => {
    set(["a", 1], ["b", 25], ["c", 3])
    expect(marked()).toEqual(["", "", "25", ""])
    now += 1000
    expect(marked()).toEqual(["", "", "25", ""])
    now += 1000
    expect(marked()).toEqual(["", "", "", ""])
  })

  it("is painted away by the clock alone, which is heard only while something is marked", () => {
    let paints = 0
    painter.subscribe(() => paints++)
    ticked()
    expect(paints).toBe(0)
    set(["a", 9], ["b", 22], ["c", 3])
    paints = 0
    marked()
    ticked()
    expect(paints).toBe(1)
  })

  it("stays with its row when that moves, and is told on the selected row too", () => {
    set(["b", 7], ["a", 1], ["c", 3])
    expect(marked()).toEqual(["", "7", "", ""])
    set(["a", 2], ["b", 7], ["c", 3])
    expect(marked()).toEqual(["", "2", "7", ""])
  })

  it("is told without color, in every theme", () => {
    theme.wear(dressOf("plain", "truecolor", {}, "ascii"))
    marked()
    set(["a", 1], ["b", 25], ["c", 3])
    expect(marked()).toEqual(["", "", "25", ""])
  })

  it("is nothing that came or was read anew with the same words", () => {
    set(["a", 1], ["b", 22], ["c", 3])
    expect(marked().join("")).toBe("")
    set(["d", 4], ["a", 1], ["b", 22])
    expect(marked().join("")).toBe("")
  })

  it("is not marked when the person does not want it", () => {
    isOn = false
    set(["a", 1], ["b", 25], ["c", 3])
    expect(marked().join("")).toBe("")
  })
})
