import * as Effect from "effect/Effect"
import { Box } from "ink"
import { WorkerRegistry, type WorkerRow } from "../../../domain/ports/worker-registry.ts"
import { age } from "../../age.ts"
import { painted, paintPieces, type Subscribe } from "../../components/painted.ts"
import { LiveQuery } from "../../live-query.ts"
import { grouped } from "../../order-words.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import { Region } from "../../presenter/region.tsx"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import type { StyleId } from "../../presenter/style-table.ts"
import { safe } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import { stateLines } from "./state-lines.ts"
import { type TriageRow, triageRows } from "./triage-rows.ts"

const widths = { label: 23, count: 7, oldest: 8 }
const leftColumns = 3 + 2 + widths.label + widths.count + widths.oldest + 2
const noWorkers: ReadonlyArray<WorkerRow> = []

const rowsOf = (desk: Desk): ReadonlyArray<TriageRow> => {
  const value = desk.figures.store.get().value
  return value === null ? [] : triageRows(value.triage)
}

const paintRow = (canvas: Canvas, y: number, row: TriageRow, isSelected: boolean, desk: Desk): void => {
  const { theme } = desk
  const dress = (style: StyleId): StyleId => (isSelected ? theme.selected(style) : style)
  const plain = dress(theme.of("text"))
  const strong = dress(row.count > 0 ? theme.of(row.role, "bold") : theme.of("dim"))
  if (isSelected) canvas.text(0, y, safe("▸"), dress(theme.of("accent", "bold")), canvas.width - 1)
  canvas.text(3, y, safe(row.letter), strong)
  canvas.text(5, y, safe(row.label), strong, widths.label)
  canvas.text(5 + widths.label, y, safe(grouped(row.count).padStart(widths.count)), plain)
  const oldest = row.oldestAt === null || row.count === 0 ? "" : age(row.oldestAt, desk.clock.state.get().now)
  canvas.text(5 + widths.label + widths.count, y, safe(oldest.padStart(widths.oldest)), plain)
}

const paintNeeds = (canvas: Canvas, desk: Desk, cursor: string): void => {
  const rows = rowsOf(desk)
  const dim = desk.theme.of("dim")
  if (rows.length === 0) {
    const { failure } = desk.figures.store.get()
    canvas.text(
      3,
      1,
      safe(failure === null ? "Reading …" : `Cannot be read: ${failure}`),
      desk.theme.of("text")
    )
    return
  }
  canvas.text(3, 0, safe("NEEDS YOU"), dim)
  const columns = `${"COUNT".padStart(widths.count)}${"OLDEST".padStart(widths.oldest)}`
  canvas.text(5 + widths.label, 0, safe(columns), dim)
  const holdsAt = rows.findIndex(({ name }) => name.startsWith("hold "))
  if (holdsAt >= 0) canvas.text(3, holdsAt + 2, safe("HOLDS BY REASON"), dim)
  for (const [index, row] of rows.entries()) {
    const y = 1 + index + (holdsAt >= 0 && index >= holdsAt ? 2 : 0)
    paintRow(canvas, y, row, row.name === cursor, desk)
  }
}

/** Counts and oldest age of what needs a person; each line opens the list behind it. */
export const openTriage: OpenScreenFor<"triage"> = (desk) => {
  const cursor = new Store("resolve")
  const workers = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => Effect.flatMap(WorkerRegistry, (registry) => registry.list()),
    isAffected: ({ about }) => about.has("workers"),
    everyMs: 1000
  })
  const values: Subscribe = (changed) =>
    subscribeSlice(desk.figures.store, ({ value, failure }) => [value, failure], changed)
  const ticks: Subscribe = (changed) => subscribeSlice(desk.clock.state, ({ now }) => now, changed)
  const needs = painted(
    (canvas) => paintNeeds(canvas, desk, cursor.get()),
    [values, ticks, (changed) => subscribeSlice(cursor, (name) => name, changed)]
  )
  const machinery = painted(
    (canvas) => {
      const figures = desk.figures.store.get().value
      if (figures === null) return
      const known = workers.store.get().value ?? noWorkers
      const facts = { figures, workers: known, now: desk.clock.state.get().now, theme: desk.theme }
      for (const [y, line] of stateLines(facts).entries()) paintPieces(canvas, 1, y, line)
    },
    [values, ticks, (changed) => subscribeSlice(workers.store, ({ value }) => value, changed)]
  )
  const move = (by: number): void => {
    const rows = rowsOf(desk)
    const at = rows.findIndex(({ name }) => name === cursor.get())
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))]
    if (next !== undefined) cursor.set(next.name)
    desk.changed()
  }
  const here = (): TriageRow | undefined => rowsOf(desk).find(({ name }) => name === cursor.get())
  return {
    view: () => (
      <Box flexGrow={1}>
        <Region source={needs} width={leftColumns} flexShrink={0} />
        <Region source={machinery} flexGrow={1} />
      </Box>
    ),
    title: () => "Triage",
    actions: {
      open: {
        run: () => {
          const row = here()
          if (row !== undefined) desk.open({ screen: "orders", filter: row.filter })
        },
        refusal: () => {
          const row = here()
          if (row === undefined) return "The figures have not been read yet."
          return row.count === 0 ? "Nothing waits there." : null
        }
      },
      down: { run: () => move(1) },
      up: { run: () => move(-1) }
    },
    shown: () => workers.start(),
    hidden: () => workers.stop()
  }
}
