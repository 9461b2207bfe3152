import type { Emulator } from "../presenter/fake-terminal.ts"

/** How a cell is drawn, with all that a terminal does to a color done. */
export interface Look {
  readonly ink: string
  readonly ground: string
  readonly bold: boolean
  readonly italic: boolean
  readonly underline: boolean
}

export interface Cell extends Look {
  readonly text: string
  readonly column: number
  /** 2: a wide letter, which takes the column after it too. */
  readonly width: number
}

/** The terminal's own pair and its sixteen colors; those of the console's theme `dark`, so that each can be read. */
const own = { ground: "#15181e", ink: "#d9dce3" } as const
const sixteen = [
  ["#15181e", "#ff8078", "#72d68c", "#e6b84a", "#82bcff", "#d7a3ee", "#62cbd9", "#d9dce3"],
  ["#9ca3af", "#ffa19b", "#97e6ab", "#f2d384", "#abd3ff", "#e9c8f7", "#93dfe9", "#ffffff"]
].flat()

export const screenGround = own.ground

const hex = (value: number): string => `#${value.toString(16).padStart(6, "0")}`

/** Of the 256 colors those behind the sixteen are the same on every terminal: a cube, then grays. */
const indexed = (index: number): string => {
  if (index < 16) return sixteen[index] ?? own.ink
  if (index >= 232) return hex((8 + (index - 232) * 10) * 0x010101)
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40)
  const at = index - 16
  const [red, green, blue] = [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(level)
  return hex(((red ?? 0) << 16) | ((green ?? 0) << 8) | (blue ?? 0))
}

/** Two thirds of the first color and one of the second: what terminals show as dim. */
const mixed = (color: string, other: string): string => {
  const channel = (text: string, at: number): number => Number.parseInt(text.slice(at, at + 2), 16)
  const parts = [1, 3, 5].map((at) => Math.round((channel(color, at) * 2 + channel(other, at)) / 3))
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`
}

type BufferCell = NonNullable<
  ReturnType<NonNullable<ReturnType<Emulator["buffer"]["active"]["getLine"]>>["getCell"]>
>

const colorOf = (isDefault: boolean, isRgb: boolean, value: number, fallback: string): string => {
  if (isDefault) return fallback
  return isRgb ? hex(value) : indexed(value)
}

const lookOf = (cell: BufferCell): Look => {
  const front = colorOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor(), own.ink)
  const back = colorOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor(), own.ground)
  const [ink, ground] = cell.isInverse() ? [back, front] : [front, back]
  return {
    ink: cell.isDim() ? mixed(ink, ground) : ink,
    ground,
    bold: cell.isBold() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0
  }
}

/** What stands in a row of the screen, column by column; the right half of a wide letter is no cell of its own. */
export const cellsOfRow = (terminal: Emulator, y: number): ReadonlyArray<Cell> => {
  const line = terminal.buffer.active.getLine(y)
  const cells: Array<Cell> = []
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line?.getCell(column)
    if (cell === undefined) throw new Error(`the screen has no cell at ${column},${y}`)
    if (cell.getWidth() > 0)
      cells.push({ ...lookOf(cell), text: cell.getChars() || " ", column, width: cell.getWidth() })
  }
  return cells
}
