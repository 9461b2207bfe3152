import type { ListedPosition } from "../../../domain/operations/list-inventory.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TablePainter, type TableSource } from "../../presenter/table-painter.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { emptyWords } from "./empty-words.ts"
import type { InventoryBoard } from "./inventory-board.ts"
import { scrolled } from "./inventory-list.ts"
import { sentAgo, writeHeader, writeRow } from "./position-columns.ts"

/** The ages on screen as they are now: rows are formatted anew when one of them is another. */
const agesOf = (board: InventoryBoard, desk: Desk): string => {
  const { rows, top, page } = board.list.get()
  const { now } = desk.clock.state.get()
  return rows
    .slice(top, top + page)
    .map((row) => sentAgo(row, now))
    .join(" ")
}

const sourceOf = (board: InventoryBoard, desk: Desk): TableSource<ListedPosition> => {
  const ages = (): string => agesOf(board, desk)
  return {
    length: () => board.list.get().rows.length,
    at: (index) => board.list.get().rows[index],
    top: () => board.list.get().top,
    cursor: () => board.list.get().cursor,
    marked: () => false,
    header: (out: LineWriter) => writeHeader(out, desk.theme),
    format: (row, out) => writeRow(row, out, desk.theme, desk.clock.state.get().now),
    layout: ages,
    subscribe: (changed) => {
      const ends = [
        subscribeSlice(
          board.list,
          ({ rows, cursor, top, isRead, channels }) => [rows, cursor, top, isRead, channels],
          changed
        ),
        subscribeSlice(desk.clock.state, ages, changed)
      ]
      return () => {
        for (const end of ends) end()
      }
    },
    onSize: (_width, page) => board.list.update((state) => scrolled({ ...state, page }))
  }
}

/** The list; while it is empty, what one can do about that. */
export const inventoryTable = (board: InventoryBoard, desk: Desk): RegionSource => {
  const painter = new TablePainter(sourceOf(board, desk), desk.theme)
  return {
    paint: (canvas) => {
      if (board.list.get().rows.length > 0) {
        painter.paint(canvas)
        return
      }
      const lines = emptyWords(board).flatMap((words, index) =>
        wrapped(safe(words), canvas.width - 6, 3).map((line) => ({ line, index }))
      )
      for (const [y, { line, index }] of lines.entries())
        canvas.text(3, 1 + y, line, desk.theme.of(index === 0 ? "text" : "dim"))
    },
    onSize: (width, height) => painter.onSize(width, height),
    subscribe: (changed) => {
      const ends = [
        painter.subscribe(changed),
        subscribeSlice(board.query.store, (reading) => reading, changed)
      ]
      return () => {
        for (const end of ends) end()
      }
    }
  }
}
