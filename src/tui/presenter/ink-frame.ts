import { blank, type Cells, plain, putText } from "./cells.ts"
import { type Grid, grid } from "./grid.ts"
import { applySgr } from "./sgr-reader.ts"

/** Ink's escape sequences: SGR is understood, every other one is recognized only to be left out. */
const escapeSequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
  /\x1b\[([0-9;:]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?/g

const paintLine = (cells: Cells, from: number, to: number, line: string): void => {
  cells.fill(blank, from, to)
  let style = plain
  let column = 0
  let read = 0
  for (const match of line.matchAll(escapeSequence)) {
    column = putText(cells, from, to, column, line.slice(read, match.index), style, true)
    if (match[1] !== undefined) style = applySgr(style, match[1])
    read = match.index + match[0].length
  }
  putText(cells, from, to, column, line.slice(read), style, true)
}

/** The picture that Ink drew, kept as cells. Lines that did not change are not read again. */
export class InkFrame {
  grid: Grid = grid(0, 0)
  #text = ""
  #painted: string[] = []
  #touched = new Uint8Array(0)
  #isStale = false

  set(text: string): void {
    if (text === this.#text) return
    this.#text = text
    this.#isStale = true
  }

  resize(width: number, height: number): void {
    this.grid = grid(width, height)
    this.#touched = new Uint8Array(height)
    this.repaintAll()
  }

  repaintAll(): void {
    this.#painted = []
    this.#isStale = true
  }

  paint(): void {
    if (!this.#isStale) return
    this.#isStale = false
    const lines = this.#text.split("\n")
    const { width, height, cells } = this.grid
    for (let y = 0; y < height; y++) {
      const line = lines[y] ?? ""
      if (this.#painted[y] === line) continue
      paintLine(cells, y * width, (y + 1) * width, line)
      this.#painted[y] = line
      this.#touched[y] = 1
    }
  }

  /** Marks the lines that Ink changed, and forgets it. */
  takeTouched(lines: Uint8Array): void {
    for (let y = 0; y < lines.length; y++) if (this.#touched[y] === 1) lines[y] = 1
    this.#touched.fill(0)
  }

  /** The same text painted from nothing, for the comparison with what was painted step by step. */
  fresh(): Grid {
    const copy = new InkFrame()
    copy.resize(this.grid.width, this.grid.height)
    copy.set(this.#text)
    copy.paint()
    return copy.grid
  }
}
