import * as Effect from "effect/Effect"
import { Box } from "ink"
import { WorkerRegistry, type WorkerRow } from "../../../domain/ports/worker-registry.ts"
import { age } from "../../age.ts"
import { painted } from "../../components/painted.ts"
import { RowList } from "../../components/row-list.ts"
import { fittingNumber } from "../../fitting-number.ts"
import { LiveQuery } from "../../live-query.ts"
import { Region } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import { troubleText } from "../../trouble-text.ts"

const widths = { name: 24, pid: 8, up: 4, seen: 4, running: 4, done: 6, failed: 6 }

const sum = ({ load }: WorkerRow, of: "running" | "done" | "failed"): string =>
  fittingNumber(
    Object.values(load).reduce((total, one) => total + one[of], 0),
    widths[of]
  )

const loadText = ({ load }: WorkerRow): string =>
  Object.entries(load)
    .map(([queue, one]) => `${queue} ${one.running}/${one.places}`)
    .join(", ")

const workerList = (desk: Desk): RowList<WorkerRow> =>
  new RowList<WorkerRow>({
    keyOf: ({ id }) => String(id),
    header: (out) => {
      const dim = desk.theme.of("dim")
      out.cell(safe("WORKER"), widths.name, dim)
      out.cell(safe("PID"), widths.pid, dim, "right")
      out.cell(safe("UP"), widths.up, dim, "right")
      out.cell(safe("SEEN"), widths.seen, dim, "right")
      out.cell(safe("RUN"), widths.running, dim, "right")
      out.cell(safe("DONE/M"), widths.done, dim, "right")
      out.cell(safe("FAIL/M"), widths.failed, dim, "right")
      out.cell(safe("WORKS ON"), out.width, dim)
    },
    format: (worker, out) => {
      const { now } = desk.clock.state.get()
      const text = desk.theme.of("text")
      out.cell(safe(worker.name), widths.name, text)
      out.cell(safe(String(worker.pid)), widths.pid, text, "right")
      out.cell(safe(age(worker.startedAt, now)), widths.up, text, "right")
      out.cell(safe(age(worker.seenAt, now)), widths.seen, text, "right")
      out.cell(safe(sum(worker, "running")), widths.running, text, "right")
      out.cell(safe(sum(worker, "done")), widths.done, text, "right")
      out.cell(safe(sum(worker, "failed")), widths.failed, text, "right")
      out.cell(safe(loadText(worker)), out.width, text)
    },
    layout: () => Math.floor(desk.clock.state.get().now / 1000),
    subscriptions: [(changed) => subscribeSlice(desk.clock.state, ({ now }) => now, changed)]
  })

/** Who works, since when, and on how much. */
export const openWorkers: OpenScreenFor<"workers"> = (desk) => {
  const list = workerList(desk)
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => Effect.flatMap(WorkerRegistry, (registry) => registry.list()),
    everyMs: 1000
  })
  query.store.subscribe(() => {
    list.setRows(query.store.get().value ?? [])
    desk.changed()
  })
  const footText = (): string => {
    const { value } = query.store.get()
    const trouble = troubleText(query.store.get())
    if (trouble !== null) return trouble
    if (value === null) return "Reading the workers …"
    if (value.length === 0)
      return "No worker runs, so nothing is downloaded or sent. Start one: switchyard worker"
    const worker = list.selected()
    return worker === undefined
      ? ""
      : `${worker.name} at ${worker.host}: ${loadText(worker) || "waits for work"}`
  }
  const foot = painted(
    (canvas) => {
      const shown = wrapped(safe(footText()), canvas.width - 3, canvas.height)
      for (const [y, line] of shown.entries()) canvas.text(1, y, line, desk.theme.of("dim"))
    },
    [
      (changed) => subscribeSlice(query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(list.store, ({ rows, cursor }) => rows[cursor], changed)
    ]
  )
  return {
    view: () => (
      <Box flexGrow={1} flexDirection="column">
        <TableRegion rows={list.source} flexGrow={1} />
        <Region source={foot} height={2} flexShrink={0} />
      </Box>
    ),
    title: () => "Workers",
    note: () => {
      const { value } = query.store.get()
      return value === null ? "" : `${value.length} alive`
    },
    actions: list.actions,
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
