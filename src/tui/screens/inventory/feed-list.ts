import type { FeedChange, FeedState } from "../../../domain/model/feed-guard.ts"
import type { Feed } from "../../../domain/ports/feed-store.ts"
import { age } from "../../age.ts"
import type { Subscribe } from "../../components/painted.ts"
import { RowList } from "../../components/row-list.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"

const grouped = (n: number): string => n.toLocaleString("en-US")

export const stateRole: Readonly<Record<FeedState, Role>> = {
  taken: "done",
  ignored: "dim",
  held: "need",
  rejected: "dim"
}

const stateText: Readonly<Record<FeedState, string>> = {
  taken: "used",
  ignored: "ignored",
  held: "HELD",
  rejected: "rejected"
}

interface Column<Row> {
  readonly title: string
  readonly width: (room: number) => number
  readonly text: (row: Row, now: number) => string
  readonly role?: (row: Row) => Role
  readonly align?: "right"
}

const feedColumns: ReadonlyArray<Column<Feed>> = [
  { title: "FEEDS", width: (room) => (room >= 100 ? 20 : 14), text: ({ supplier }) => supplier },
  {
    title: "STATE",
    width: () => 8,
    text: ({ state }) => stateText[state],
    role: ({ state }) => stateRole[state]
  },
  { title: "CAME", width: () => 4, text: ({ receivedAt }, now) => age(receivedAt, now), align: "right" },
  {
    title: "AS OF",
    width: () => 5,
    text: ({ asOf }, now) => (asOf === null ? "-" : age(asOf, now)),
    align: "right"
  },
  { title: "SKUS", width: () => 9, text: ({ skus }) => grouped(skus), align: "right" },
  { title: "PIECES", width: () => 10, text: ({ pieces }) => grouped(pieces), align: "right" },
  {
    title: "UNKNOWN",
    width: () => 7,
    text: ({ unknown }) => (unknown === 0 ? "-" : grouped(unknown)),
    role: ({ unknown }) => (unknown === 0 ? "text" : "doubt"),
    align: "right"
  },
  { title: "FILE", width: () => 200, text: ({ file }) => file, role: () => "dim" }
]

const lossRole = ({ before, after }: FeedChange): Role => {
  if ((after ?? 0) === 0 && (before ?? 0) > 0) return "need"
  return (after ?? 0) < (before ?? 0) ? "doubt" : "text"
}

const signed = (n: number): string => (n > 0 ? `+${grouped(n)}` : grouped(n))

const changeColumns: ReadonlyArray<Column<FeedChange>> = [
  {
    title: "DIFFERENCES, LARGEST LOSSES FIRST",
    width: (room) => (room >= 100 ? 40 : 34),
    text: ({ sku }) => sku
  },
  { title: "WAREHOUSE", width: (room) => (room >= 100 ? 16 : 10), text: ({ warehouse }) => warehouse || "-" },
  {
    title: "KNOWN",
    width: () => 9,
    text: ({ before }) => (before === null ? "-" : grouped(before)),
    align: "right"
  },
  {
    title: "FEED",
    width: () => 9,
    text: ({ after }) => (after === null ? "gone" : grouped(after)),
    role: lossRole,
    align: "right"
  },
  {
    title: "CHANGE",
    width: () => 9,
    text: ({ before, after }) => signed((after ?? 0) - (before ?? 0)),
    role: lossRole,
    align: "right"
  }
]

const listOf = <Row extends object>(
  desk: Desk,
  columns: ReadonlyArray<Column<Row>>,
  keyOf: (row: Row) => string,
  hasFocus: () => boolean,
  focusChanged: Subscribe
): RowList<Row> => {
  const tick = (): number => Math.floor(desk.clock.state.get().now / 1000)
  const write = (
    out: LineWriter,
    textOf: (c: Column<Row>) => string,
    roleOf: (c: Column<Row>) => Role
  ): void => {
    for (const column of columns)
      out.cell(safe(textOf(column)), column.width(out.width), desk.theme.of(roleOf(column)), column.align)
  }
  return new RowList<Row>({
    keyOf,
    hasFocus,
    header: (out) =>
      write(
        out,
        ({ title }) => title,
        () => "dim"
      ),
    format: (row, out) =>
      write(
        out,
        (column) => column.text(row, desk.clock.state.get().now),
        (column) => column.role?.(row) ?? "text"
      ),
    layout: tick,
    subscriptions: [focusChanged, (changed) => subscribeSlice(desk.clock.state, tick, changed)]
  })
}

export const feedList = (desk: Desk, hasFocus: () => boolean, focusChanged: Subscribe): RowList<Feed> =>
  listOf(desk, feedColumns, ({ id }) => String(id), hasFocus, focusChanged)

export const changeList = (
  desk: Desk,
  hasFocus: () => boolean,
  focusChanged: Subscribe
): RowList<FeedChange> =>
  listOf(
    desk,
    changeColumns,
    ({ sku, warehouse }) => JSON.stringify([sku, warehouse]),
    hasFocus,
    focusChanged
  )
