import { rateOf } from "../../../domain/model/queue-words.ts"
import type { QueueLine } from "../../../domain/ports/job-board.ts"
import type { WorkerRow } from "../../../domain/ports/worker-registry.ts"
import { age } from "../../age.ts"
import type { Subscribe } from "../../components/painted.ts"
import { RowList } from "../../components/row-list.ts"
import { fittingNumber } from "../../fitting-number.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"

/** A queue with what the workers did for it within the last minute. */
export interface QueueRow {
  readonly line: QueueLine
  readonly done: number
  readonly failed: number
}

export const queueRows = (
  lines: ReadonlyArray<QueueLine>,
  workers: ReadonlyArray<WorkerRow>
): ReadonlyArray<QueueRow> => lines.map((line) => ({ line, ...rateOf(line.queue, workers) }))

interface Column {
  readonly title: string
  readonly width: number
  readonly text: (row: QueueRow, now: number) => string
  readonly role: (row: QueueRow) => Role
  readonly align?: "right"
}

const quiet = (count: number, columns: number): string => (count === 0 ? "-" : fittingNumber(count, columns))
const plain = (): Role => "text"

const stateText = ({ line }: QueueRow): string => {
  if (line.pause !== null) return `PAUSED by ${line.pause.by}: ${line.pause.reason}`
  if (line.isMore && line.counted !== null)
    return `${line.counted.jobs.toLocaleString("en-US")} at the last count`
  return line.isDeadLetters && line.waiting > 0 ? "wait for a person" : ""
}

const columns: ReadonlyArray<Column> = [
  { title: "QUEUE", width: 20, text: ({ line }) => line.queue, role: plain },
  {
    title: "WAIT",
    width: 6,
    text: ({ line }) => `${quiet(line.waiting, 5)}${line.isMore && line.waiting > 0 ? "+" : ""}`,
    role: plain,
    align: "right"
  },
  {
    title: "OLD",
    width: 4,
    text: ({ line }, now) => (line.oldestAt === null ? "-" : age(line.oldestAt, now)),
    role: plain,
    align: "right"
  },
  { title: "LATER", width: 5, text: ({ line }) => quiet(line.later, 5), role: plain, align: "right" },
  { title: "RUN", width: 4, text: ({ line }) => quiet(line.running, 4), role: plain, align: "right" },
  { title: "DONE/M", width: 6, text: ({ done }) => quiet(done, 6), role: plain, align: "right" },
  {
    title: "FAIL/M",
    width: 6,
    text: ({ failed }) => quiet(failed, 6),
    role: ({ failed }) => (failed > 0 ? "need" : "text"),
    align: "right"
  },
  {
    title: "DEAD",
    width: 5,
    text: ({ line }) => quiet(line.dead, 5),
    role: ({ line }) => (line.dead > 0 ? "need" : "text"),
    align: "right"
  },
  {
    title: "STATE",
    width: 200,
    text: stateText,
    role: ({ line }) => (line.pause === null ? "dim" : "doubt")
  }
]

const write = (
  out: LineWriter,
  textOf: (column: Column) => string,
  roleOf: (column: Column) => Role,
  { theme }: Desk
): void => {
  for (const column of columns)
    out.cell(safe(textOf(column)), Math.min(column.width, out.width), theme.of(roleOf(column)), column.align)
}

export const queueList = (desk: Desk, hasFocus: () => boolean, focusChanged: Subscribe): RowList<QueueRow> =>
  new RowList<QueueRow>({
    keyOf: ({ line }) => line.queue,
    hasFocus,
    header: (out) =>
      write(
        out,
        ({ title }) => title,
        () => "dim",
        desk
      ),
    format: (row, out) =>
      write(
        out,
        (column) => column.text(row, desk.clock.state.get().now),
        (column) => column.role(row),
        desk
      ),
    layout: () => Math.floor(desk.clock.state.get().now / 1000),
    subscriptions: [focusChanged, (changed) => subscribeSlice(desk.clock.state, ({ now }) => now, changed)]
  })
