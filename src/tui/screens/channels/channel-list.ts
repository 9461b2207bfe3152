import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { RowList } from "../../components/row-list.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import type { StyleId } from "../../presenter/style-table.ts"
import { safe } from "../../safe-text.ts"
import type { Theme } from "../../theme.ts"
import { alertText, autoText, planWord, serviceText } from "./channel-words.ts"

interface Column {
  readonly title: string
  readonly width: (width: number) => number
  readonly text: (channel: SalesChannel) => string
}

const fixed = (width: number) => () => width

const columns: ReadonlyArray<Column> = [
  { title: "CHANNEL", width: (width) => (width >= 100 ? 26 : 18), text: (c) => c.name },
  { title: "KIND", width: (width) => (width >= 100 ? 12 : 8), text: (c) => c.kind },
  { title: "PLAN", width: fixed(5), text: (c) => planWord[c.plan] },
  { title: "ORDERS", width: fixed(7), text: (c) => serviceText(c, "order_download") },
  { title: "PUSH", width: fixed(7), text: (c) => serviceText(c, "shipment_upload") },
  { title: "STOCK", width: fixed(7), text: (c) => serviceText(c, "inventory_upload") },
  { title: "AUTO", width: fixed(4), text: autoText },
  { title: "ALERTS TO", width: (width) => width, text: alertText }
]

const styleOf = (theme: Theme, { title }: Column, channel: SalesChannel): StyleId =>
  title === "AUTO" && channel.autoProcessing ? theme.of("ready", "bold") : theme.of("text")

const write = (
  out: LineWriter,
  textOf: (column: Column) => string,
  style: (column: Column) => StyleId
): void => {
  for (const column of columns) out.cell(safe(textOf(column)), column.width(out.width), style(column))
}

export const channelList = (theme: Theme): RowList<SalesChannel> =>
  new RowList<SalesChannel>({
    keyOf: ({ id }) => String(id),
    header: (out) =>
      write(
        out,
        ({ title }) => title,
        () => theme.of("dim")
      ),
    format: (channel, out) =>
      write(
        out,
        ({ text }) => text(channel),
        (column) => styleOf(theme, column, channel)
      )
  })
