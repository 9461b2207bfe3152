import * as Effect from "effect/Effect"
import { explainedWords, type Words } from "../../../domain/model/inventory-words.ts"
import { type ExplainedInventory, explainInventory } from "../../../domain/operations/explain-inventory.ts"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import { Refusal } from "../../../domain/ports/failure.ts"
import { cell, piece } from "../../components/painted.ts"
import { type DocumentLine, Scroll } from "../../components/scroll.ts"
import { ScrollView } from "../../components/scroll-view.tsx"
import { LiveQuery } from "../../live-query.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { columnsOf, safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import { troubleText } from "../../trouble-text.ts"

const mostLines = 6
const widestCell = 40

const readExplained = Effect.fn("readExplained")(function* (name: string, sku: string) {
  const channel = yield* (yield* ChannelStore).byName(name)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${name}” any more.` })
  return yield* explainInventory(channel, sku)
})

type Table = Exclude<Words, string>

const tableLines = ({ columns, rows }: Table, desk: Desk): ReadonlyArray<DocumentLine> => {
  const titles = columns.map((name) => name.replace(/^>/, ""))
  const align = columns.map((name) => (name.startsWith(">") ? "right" : "left"))
  const widths = titles.map((title, i) =>
    Math.min(widestCell, Math.max(title.length, ...rows.map((row) => columnsOf(safe(row[i] ?? "")))))
  )
  const line = (cells: ReadonlyArray<string>, role: "dim" | "text"): DocumentLine =>
    cells.map((text, i) => cell(safe(text), widths[i] ?? 0, desk.theme.of(role), align[i] ?? "left"))
  return [
    line(
      titles.map((title) => title.toUpperCase()),
      "dim"
    ),
    ...rows.map((row) => line(row, "text"))
  ]
}

const lines = (explained: ExplainedInventory, desk: Desk, width: number): ReadonlyArray<DocumentLine> => {
  const moment = (at: Date | null): string => (at === null ? "-" : desk.clock.moment(at))
  return explainedWords(explained, moment).flatMap((words, index) => {
    if (typeof words !== "string") return tableLines(words, desk)
    const style = index === 0 ? desk.theme.of("text", "bold") : desk.theme.of("text")
    return wrapped(safe(words), Math.max(20, width - 3), mostLines).map((text) => [piece(text, style)])
  })
}

/** Every step from what suppliers have to what the channel is told, in the words of `inventory explain`. */
export const openExplain: OpenScreenFor<"inventory-explain"> = (desk, { channel, sku }) => {
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => readExplained(channel, sku),
    everyMs: 1000
  })
  const scroll = new Scroll(
    (width) => {
      const { value } = query.store.get()
      const said = troubleText(query.store.get())
      const trouble: ReadonlyArray<DocumentLine> =
        said === null
          ? []
          : wrapped(safe(said), width - 3, mostLines).map((text) => [piece(text, desk.theme.of("need"))])
      if (value === null)
        return said === null ? [[piece(safe("Adding up …"), desk.theme.of("dim"))]] : trouble
      return [...trouble, ...lines(value, desk, width)]
    },
    [
      (changed) => subscribeSlice(query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )
  query.store.subscribe(() => desk.changed())
  return {
    view: () => <ScrollView body={scroll.region} />,
    title: () => sku,
    note: () => channel,
    actions: { ...scroll.actions, copy: { run: () => desk.copy(sku) } },
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
