import * as Effect from "effect/Effect"
import { Box } from "ink"
import { type GoneWorker, WorkerRegistry, type WorkerRow } from "../../../domain/ports/worker-registry.ts"
import { age } from "../../age.ts"
import { painted } from "../../components/painted.ts"
import { RowList } from "../../components/row-list.ts"
import { fittingNumber } from "../../fitting-number.ts"
import { LiveQuery } from "../../live-query.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import { Region } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import { troubleText } from "../../trouble-text.ts"
import { endingText, heldJobOf, type ListedWorker, listedKey, listedWorkers } from "./worker-rows.ts"

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

const formatAlive = (desk: Desk, worker: WorkerRow, out: LineWriter): void => {
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
}

/** How long it lived, when it was last seen, and how it ended: in words over the columns of what it would do. */
const formatGone = (desk: Desk, gone: GoneWorker, out: LineWriter): void => {
  const { now } = desk.clock.state.get()
  const look = desk.theme.of(gone.ending === "stopped" ? "dim" : "need")
  out.cell(safe(gone.name), widths.name, look)
  out.cell(safe(String(gone.pid)), widths.pid, look, "right")
  out.cell(safe(age(gone.startedAt, gone.goneAt.getTime())), widths.up, look, "right")
  out.cell(safe(age(gone.seenAt, now)), widths.seen, look, "right")
  out.cell(safe(endingText(gone, age(gone.goneAt, now))), out.width, look)
}

const workerList = (desk: Desk): RowList<ListedWorker> =>
  new RowList<ListedWorker>({
    keyOf: listedKey,
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
    format: (row, out) => {
      if (row.kind === "alive") formatAlive(desk, row.worker, out)
      else if (row.kind === "gone") formatGone(desk, row.gone, out)
      else
        out.cell(safe(`  held ${row.job.queue} ${row.job.id.slice(0, 8)}`), out.width, desk.theme.of("text"))
    },
    layout: () => Math.floor(desk.clock.state.get().now / 1000),
    subscriptions: [(changed) => subscribeSlice(desk.clock.state, ({ now }) => now, changed)]
  })

const nobody = "No worker runs, so nothing is downloaded or sent. Start one: switchyard worker"

const selectedText = (row: ListedWorker, now: number): string => {
  if (row.kind === "alive")
    return `${row.worker.name} at ${row.worker.host}: ${loadText(row.worker) || "waits for work"}`
  const { gone } = row
  if (row.kind === "held") return `${gone.name} held ${row.job.queue} ${row.job.id}. enter opens it.`
  const opens = gone.jobs.length === 0 ? "" : " enter opens the first job it held."
  return `${gone.name} at ${gone.host}: ${endingText(gone, age(gone.goneAt, now))}.${opens}`
}

/** Who works, since when, and on how much; and who works no more. */
export const openWorkers: OpenScreenFor<"workers"> = (desk) => {
  const list = workerList(desk)
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () =>
      Effect.flatMap(WorkerRegistry, (registry) =>
        Effect.all({ alive: registry.list(), gone: registry.gone() })
      ),
    everyMs: 1000
  })
  query.store.subscribe(() => {
    const { value } = query.store.get()
    list.setRows(value === null ? [] : listedWorkers(value.alive, value.gone))
    desk.changed()
  })
  list.store.subscribe(() => desk.changed())
  const footText = (): string => {
    const { value } = query.store.get()
    const trouble = troubleText(query.store.get())
    if (trouble !== null) return trouble
    if (value === null) return "Reading the workers …"
    const row = list.selected()
    if (value.alive.length === 0 && (row === undefined || list.store.get().cursor === 0)) return nobody
    return row === undefined ? "" : selectedText(row, desk.clock.state.get().now)
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
      return value === null ? "" : `${value.alive.length} alive`
    },
    actions: {
      ...list.actions,
      open: {
        run: () => {
          const job = heldJobOf(list.selected())
          if (job !== null) desk.open({ screen: "job", id: job.id, queue: job.queue })
        },
        refusal: () =>
          heldJobOf(list.selected()) === null
            ? "A job is opened from a worker that died or stopped and held one; those that run are in Jobs."
            : null,
        isOffered: () => heldJobOf(list.selected()) !== null
      }
    },
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
