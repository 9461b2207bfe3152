import type { Emulator } from "../presenter/fake-terminal.ts"
import { type Cell, cellsOfRow, type Look, screenGround } from "./screen-cells.ts"

/** What somebody hears who does not see the picture. */
export interface Told {
  readonly title: string
  readonly description: string
}

/** The grid, in the proportions of the usual monospaced letters. */
const cell = { width: 8.43, height: 19, baseline: 14, size: 14 } as const
const margin = 14
const letters =
  "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"

const rounded = (value: number): string => String(Math.round(value * 100) / 100)
const left = (column: number): string => rounded(margin + column * cell.width)
const top = (row: number): string => rounded(margin + row * cell.height)

const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
/** XML has no way to write most control characters, and no use for half a surrogate pair. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu

export const escaped = (text: string): string =>
  text.replace(unwritable, "\ufffd").replace(/[&<>"]/g, (letter) => named[letter] ?? letter)

interface Run {
  readonly cells: ReadonlyArray<Cell>
  readonly look: Look
}

/** Letters that have the same width wherever they stand; any other is put at its own column. */
const flowing = /^[\u0020-\u024f\u2010-\u2027]$/
const flows = ({ text, width }: Cell): boolean => width === 1 && flowing.test(text)
const isLine = ({ text }: Cell): boolean => text === "─"

const sameLook = (a: Look, b: Look): boolean =>
  a.ink === b.ink &&
  a.ground === b.ground &&
  a.bold === b.bold &&
  a.italic === b.italic &&
  a.underline === b.underline

/** Neighbors that may share an element: all of one look, and all letters of a text or all pieces of a rule. */
const isOneMore = (before: Cell, next: Cell): boolean =>
  sameLook(before, next) &&
  ((flows(before) && flows(next)) || (isLine(before) && isLine(next))) &&
  !(before.text === " " && next.text === " ")

const runsOf = (cells: ReadonlyArray<Cell>): ReadonlyArray<Run> => {
  const runs: Array<{ cells: Array<Cell>; look: Look }> = []
  for (const next of cells) {
    const run = runs.at(-1)
    const before = run?.cells.at(-1)
    if (run !== undefined && before !== undefined && isOneMore(before, next)) run.cells.push(next)
    else runs.push({ cells: [next], look: next })
  }
  return runs
}

const columnsOf = (cells: ReadonlyArray<Cell>): number => cells.reduce((sum, { width }) => sum + width, 0)

const box = (column: number, row: number, columns: number, fill: string): string =>
  `<rect x="${left(column)}" y="${top(row)}" width="${rounded(columns * cell.width)}" height="${cell.height}" fill="${fill}"/>`

/** What lies under the letters where it is not the screen's own ground. */
const groundsOf = (cells: ReadonlyArray<Cell>, row: number, ground: string): ReadonlyArray<string> => {
  const strips: Array<{ from: number; columns: number; fill: string }> = []
  for (const { column, width, ground: fill } of cells) {
    const strip = strips.at(-1)
    if (strip?.fill === fill) strip.columns += width
    else strips.push({ from: column, columns: width, fill })
  }
  return strips
    .filter(({ fill }) => fill !== ground)
    .map(({ from, columns, fill }) => box(from, row, columns, fill))
}

/** The looks of a picture as classes, named in the order in which they appear. */
class Classes {
  readonly #known = new Map<string, string>()

  of({ ink, bold, italic, underline }: Look): string {
    const rule = [
      `fill:${ink}`,
      ...(bold ? ["font-weight:700"] : []),
      ...(italic ? ["font-style:italic"] : []),
      ...(underline ? ["text-decoration:underline"] : [])
    ].join(";")
    const known = this.#known.get(rule)
    if (known !== undefined) return known
    const name = `c${this.#known.size}`
    this.#known.set(rule, name)
    return name
  }

  get rules(): string {
    return [...this.#known].map(([rule, name]) => `.${name}{${rule}}`).join("")
  }
}

/** Spaces at the ends draw nothing, and not every reader of SVG keeps them. */
const trimmed = (cells: ReadonlyArray<Cell>): ReadonlyArray<Cell> => {
  const isLetter = ({ text }: Cell): boolean => text !== " "
  const first = cells.findIndex(isLetter)
  return first < 0 ? [] : cells.slice(first, cells.findLastIndex(isLetter) + 1)
}

const drawnRun = ({ cells, look }: Run, row: number, classes: Classes): string => {
  const drawn = trimmed(cells)
  const [first] = drawn
  if (first === undefined) return ""
  const width = rounded(columnsOf(drawn) * cell.width)
  if (isLine(first)) {
    const middle = rounded(margin + row * cell.height + cell.height / 2)
    return `<rect class="${classes.of(look)}" x="${left(first.column)}" y="${middle}" width="${width}" height="1"/>`
  }
  const text = escaped(drawn.map((one) => one.text).join(""))
  const baseline = rounded(margin + row * cell.height + cell.baseline)
  return `<text class="${classes.of(look)}" x="${left(first.column)}" y="${baseline}" textLength="${width}">${text}</text>`
}

/** The ground that most of a screen has: the theme's own, or the terminal's. */
const groundOf = (rows: ReadonlyArray<ReadonlyArray<Cell>>): string => {
  const counts = new Map<string, number>()
  for (const { ground, width } of rows.flat()) counts.set(ground, (counts.get(ground) ?? 0) + width)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? screenGround
}

/**
 * A screen as a picture: each letter at its column whatever font the reader has, right-to-left text in the order of its
 * cells as a terminal shows it.
 */
export const svgOf = (terminal: Emulator, { title, description }: Told): string => {
  const rows = Array.from({ length: terminal.rows }, (_, y) => cellsOfRow(terminal, y))
  const ground = groundOf(rows)
  const classes = new Classes()
  const drawn = rows.flatMap((cells, y) => [
    ...groundsOf(cells, y, ground),
    ...runsOf(cells).map((run) => drawnRun(run, y, classes))
  ])
  const width = rounded(terminal.cols * cell.width + 2 * margin)
  const height = rounded(terminal.rows * cell.height + 2 * margin)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>text{font:${cell.size}px ${letters};direction:ltr;unicode-bidi:bidi-override}${classes.rules}</style>`,
    `<rect width="100%" height="100%" rx="8" fill="${ground}"/>`,
    ...drawn.filter((line) => line !== ""),
    "</svg>",
    ""
  ].join("\n")
}
