import type { StyleId } from "../presenter/style-table.ts"
import { safe } from "../safe-text.ts"
import { piece, widthOf } from "./painted.ts"
import type { DocumentLine } from "./scroll.ts"

/** Two texts next to each other, so that one can be compared with the other. `columns` are those of the left one. */
export const besideEachOther = (
  left: ReadonlyArray<DocumentLine>,
  right: ReadonlyArray<DocumentLine>,
  columns: number,
  style: StyleId
): ReadonlyArray<DocumentLine> =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, y): DocumentLine => {
    const [here = [], there = []] = [left[y], right[y]]
    if (there.length === 0) return here
    const gap = " ".repeat(Math.max(1, columns - widthOf(here)))
    return [...here, piece(safe(gap), style), ...there]
  })
