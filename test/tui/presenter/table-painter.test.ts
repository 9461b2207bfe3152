import { beforeEach, describe, expect, it } from "vitest"
import { GridCanvas } from "../../../src/tui/presenter/canvas.ts"
import { styleOf, styles } from "../../../src/tui/presenter/cells.ts"
import { grid } from "../../../src/tui/presenter/grid.ts"
import type { LineWriter } from "../../../src/tui/presenter/line-writer.ts"
import { regionText } from "../../../src/tui/presenter/region-as-text.tsx"
import { TablePainter, type TableSource } from "../../../src/tui/presenter/table-painter.ts"
import { safe } from "../../../src/tui/safe-text.ts"
import { themeFor } from "../../../src/tui/theme.ts"

interface Row {
  readonly name: string
}

const theme = themeFor({})
let rows: Row[]
let cursor: number
let top: number
let layout: string
let formatted: string[]
let sizes: string[]

const source: TableSource<Row> = {
  length: () => rows.length,
  at: (index) => rows[index],
  top: () => top,
  cursor: () => cursor,
  marked: (row) => row.name === "b",
  format: (row, out: LineWriter) => {
    formatted.push(row.name)
    out.cell(safe(row.name), 3, theme.of("need", "bold"))
    out.cell(safe("12"), 4, theme.of("text"), "right")
  },
  header: (out) => out.cell(safe("NAME"), 4, theme.of("dim")),
  layout: () => layout,
  subscribe: () => () => {},
  onSize: (width, page) => sizes.push(`${width}x${page}`)
}

let table: TablePainter<Row>

describe("a table", () => {
  beforeEach(() => {
    rows = ["a", "b", "c", "long one"].map((name) => ({ name }))
    cursor = 1
    top = 0
    layout = "narrow"
    formatted = []
    sizes = []
    table = new TablePainter(source, theme)
  })

  it("shows header, gutter, marks, and cells cut or aligned", () => {
    expect(regionText(table, 14, 5)).toEqual([
      "   NAME",
      "   a     12",
      "▸* b     12",
      "   c     12",
      "   lo…   12"
    ])
  })

  it("formats a row once for as long as it is the same object", () => {
    regionText(table, 14, 5)
    formatted = []
    cursor = 2
    regionText(table, 14, 5)
    expect(formatted).toEqual([])
    rows[0] = { name: "new" }
    regionText(table, 14, 5)
    expect(formatted).toEqual(["new"])
  })

  it("formats anew for another width or another choice of columns", () => {
    regionText(table, 14, 5)
    regionText(table, 20, 5)
    expect(formatted).toHaveLength(8)
    layout = "wide"
    regionText(table, 20, 5)
    expect(formatted).toHaveLength(12)
  })

  it("gives the selected row one look from edge to edge", () => {
    const canvas = new GridCanvas(grid(14, 5))
    table.paint(canvas)
    const looks = [...canvas.grid.cells.subarray(28, 42)].map((cell) => styles.get(styleOf(cell)))
    expect(looks.every((look) => look.inverse === true && look.foreground === undefined)).toBe(true)
    const others = [...canvas.grid.cells.subarray(42, 56)].map((cell) => styles.get(styleOf(cell)))
    expect(others.some((look) => look.inverse === true)).toBe(false)
  })

  it("shows the page that begins at top", () => {
    top = 2
    cursor = 3
    expect(regionText(table, 14, 3)).toEqual(["   NAME", "   c     12", "▸  lo…   12"])
  })

  it("tells its source what fits: gutter and header are taken off", () => {
    table.onSize(80, 20)
    expect(sizes).toEqual(["77x19"])
  })

  it("keeps 512 to 1024 rows, not all that were ever shown", () => {
    rows = Array.from({ length: 3000 }, (_, index) => ({ name: String(index) }))
    cursor = -1
    for (top = 0; top < 3000; top += 10) regionText(table, 14, 11)
    formatted = []
    for (top = 2980; top >= 2600; top -= 10) regionText(table, 14, 11)
    expect(formatted).toEqual([])
    top = 0
    regionText(table, 14, 11)
    expect(formatted).toHaveLength(10)
  })
})

describe("a table whose source says what its lines are made of", () => {
  let asked: number
  let now: unknown
  let flashed: number
  let wide: TablePainter<Row>
  const told: TableSource<Row> = {
    ...source,
    at: (index) => {
      asked += 1
      return rows[index]
    },
    lines: () => [rows, top, layout, now]
  }
  const shown = (canvas: GridCanvas): ReadonlyArray<number> => [...canvas.grid.cells]
  const anew = (): ReadonlyArray<number> => {
    const canvas = new GridCanvas(grid(14, 5))
    new TablePainter(told, theme).paint(canvas)
    return shown(canvas)
  }

  beforeEach(() => {
    rows = ["a", "b", "c", "long one"].map((name) => ({ name }))
    cursor = 1
    top = 0
    layout = "narrow"
    formatted = []
    now = 0
    flashed = 1_000
    wide = new TablePainter(told, theme)
    theme.flash = { isOn: () => true, now: () => flashed, subscribe: () => () => undefined }
  })

  it("asks for no row and touches two lines when only the cursor moved", () => {
    const canvas = new GridCanvas(grid(14, 5))
    wide.paint(canvas)
    canvas.touched.fill(0)
    asked = 0
    cursor = 2
    wide.paint(canvas)
    expect(asked).toBe(0)
    expect([...canvas.touched]).toEqual([0, 0, 1, 1, 0])
    expect(shown(canvas)).toEqual(anew())
  })

  it("leaves no row selected when the selection goes, and selects one that comes back", () => {
    const canvas = new GridCanvas(grid(14, 5))
    for (cursor of [1, -1, 3, 0]) {
      wide.paint(canvas)
      expect(shown(canvas)).toEqual(anew())
    }
  })

  it.each([
    ["a row changed", () => (rows = rows.map((row, n) => (n === 3 ? { name: "new" } : row)))],
    ["the list was scrolled", () => (top = 1)],
    ["another thing was told", () => (now = 1)],
    ["a second went by", () => (flashed += 1_000)]
  ])("looks at all lines when %s", (_what, happens) => {
    const canvas = new GridCanvas(grid(14, 5))
    wide.paint(canvas)
    asked = 0
    cursor = 2
    happens()
    wide.paint(canvas)
    expect(asked).toBeGreaterThanOrEqual(3)
    expect(shown(canvas)).toEqual(anew())
  })

  it("paints everything on another canvas, and on one that was cleared", () => {
    const canvas = new GridCanvas(grid(14, 5))
    wide.paint(canvas)
    const other = new GridCanvas(grid(14, 5))
    // Cleared as often as the first one was.
    while (other.clears < canvas.clears) other.clear()
    wide.paint(other)
    expect(shown(other)).toEqual(anew())
    other.clear()
    wide.paint(other)
    expect(shown(other)).toEqual(anew())
  })
})
