import type { Emulator } from "./fake-terminal.ts"

interface SeenCell {
  readonly text: string
  readonly width: number
  readonly look: string
  readonly isInverse: boolean
}

type BufferCell = NonNullable<
  ReturnType<NonNullable<ReturnType<Emulator["buffer"]["active"]["getLine"]>>["getCell"]>
>

const seenCell = (cell: BufferCell): SeenCell => {
  const attributes = `${cell.isBold()},${cell.isDim()},${cell.isItalic()},${cell.isUnderline()},${cell.isInverse()}`
  const foreground = `${cell.getFgColorMode()},${cell.getFgColor()}`
  return {
    text: cell.getChars() || " ",
    width: cell.getWidth(),
    look: `${attributes},${foreground},${cell.getBgColorMode()},${cell.getBgColor()}`,
    isInverse: cell.isInverse() !== 0
  }
}

export const seenRow = (terminal: Emulator, y: number): SeenCell[] => {
  const line = terminal.buffer.active.getLine(y)
  const reused = terminal.buffer.active.getNullCell()
  return Array.from({ length: terminal.cols }, (_, x) => {
    const cell = line?.getCell(x, reused)
    if (cell === undefined) throw new Error(`no cell at ${x},${y}`)
    return seenCell(cell)
  })
}

/** One entry per column; the right half of a wide glyph counts as a space. */
export const columnsOfRow = (terminal: Emulator, y: number): string[] =>
  seenRow(terminal, y).map((cell) => cell.text)

export const textOfRow = (terminal: Emulator, y: number): string =>
  seenRow(terminal, y)
    .filter((cell) => cell.width > 0)
    .map((cell) => cell.text)
    .join("")
    .trimEnd()

export const textOfScreen = (terminal: Emulator): string[] =>
  Array.from({ length: terminal.rows }, (_, y) => textOfRow(terminal, y))

/** Everything that can be seen, as lines to compare: characters, widths and looks. */
export const picture = (terminal: Emulator): string[] =>
  Array.from({ length: terminal.rows }, (_, y) =>
    seenRow(terminal, y)
      .map((cell) => `${cell.text}/${cell.width}/${cell.look}`)
      .join(" ")
  )

export const inverseRows = (terminal: Emulator): number[] =>
  Array.from({ length: terminal.rows }, (_, y) => y).filter((y) =>
    seenRow(terminal, y).every((cell) => cell.isInverse)
  )
