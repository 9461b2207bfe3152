import type { TriageBlock, TriageRow } from "./triage-block.ts"

/** From here on two columns stand side by side. */
const wideFrom = 116
/** What the left column needs; the right one has lines of bars and sentences. */
const leftWidth = 48
const gap = 2

export type PlacedLine = { readonly x: number; readonly y: number; readonly width: number } & (
  | { readonly kind: "title"; readonly block: TriageBlock }
  | { readonly kind: "row"; readonly block: TriageBlock; readonly row: TriageRow }
  | { readonly kind: "empty"; readonly block: TriageBlock }
)

export interface Layout {
  readonly lines: ReadonlyArray<PlacedLine>
  readonly height: number
}

/** What stands at the right where there is room; all else, and the order of reading, is as given. */
const rightBlocks: ReadonlySet<string> = new Set(["news", "flow", "sync", "suppliers"])

const stack = (blocks: ReadonlyArray<TriageBlock>, x: number, width: number): Layout => {
  const lines: Array<PlacedLine> = []
  let y = 0
  for (const block of blocks) {
    if (y > 0) y += 1
    lines.push({ kind: "title", block, x, y, width })
    y += 1
    for (const row of block.rows) {
      lines.push({ kind: "row", block, row, x, y, width })
      y += 1
    }
    if (block.rows.length === 0 && block.empty !== "") {
      lines.push({ kind: "empty", block, x, y, width })
      y += 1
    }
  }
  return { lines, height: y }
}

export const layOut = (blocks: ReadonlyArray<TriageBlock>, width: number): Layout => {
  if (width < wideFrom) return stack(blocks, 0, width)
  const half = Math.max(leftWidth, Math.floor(width * 0.4))
  const left = stack(
    blocks.filter(({ name }) => !rightBlocks.has(name)),
    0,
    half
  )
  const beside = stack(
    blocks.filter(({ name }) => rightBlocks.has(name)),
    half + gap,
    width - half - gap
  )
  return { lines: [...left.lines, ...beside.lines], height: Math.max(left.height, beside.height) }
}

/** The rows in the order of reading: down the first column, then down the second. */
export const rowsOf = ({ lines }: Layout): ReadonlyArray<PlacedLine & { readonly kind: "row" }> =>
  lines.filter((line) => line.kind === "row")

/** The first line shown, so that the cursor's line is among them and little moves. */
export const scrolledTo = (top: number, y: number, rows: number, height: number): number =>
  Math.max(0, Math.min(Math.max(Math.min(top, y <= 1 ? 0 : y), y - rows + 1), height - rows))
