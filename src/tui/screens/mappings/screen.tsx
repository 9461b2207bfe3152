import { Box } from "ink"
import type { JSX } from "react"
import type { Supplier } from "../../../domain/model/supplier.ts"
import { askToImportAliases, writeAliases } from "../../alias-csv.ts"
import { painted, paintPieces, piece } from "../../components/painted.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice, useSelector } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import { askToGive, askToTake } from "./give-alias.ts"
import { askToImport, type BrokenFile, brokenLines, writeMappings } from "./mapping-csv.ts"
import { askOf, type MappingRow, type Part, removalOf, textsOf } from "./mapping-rows.ts"
import { MappingsDesk, type MappingsWish } from "./mappings-desk.ts"
import { emptyText, footOf } from "./mappings-words.ts"
import { askToSave } from "./save-mapping.ts"

const footRows = 2

const asked = {
  search: "search",
  import: "CSV file to import",
  export: "CSV file to write",
  alias: "alias"
} as const

const paintTyped = (canvas: Canvas, mappings: MappingsDesk, desk: Desk): void => {
  const { typing, search, file, naming } = mappings.wish.get()
  if (typing === null) return
  const head = typing === "alias" ? `${naming?.type ?? ""} of ${naming?.product ?? ""}` : asked[typing]
  const text = typing === "search" ? search : file
  paintPieces(canvas, 1, 0, [
    piece(safe(`${head}: `), desk.theme.of("doubt")),
    piece(safe(text), desk.theme.of("text")),
    piece(safe(" "), desk.theme.of("selection"))
  ])
}

const paintBroken = (canvas: Canvas, { path, lines }: BrokenFile, desk: Desk): void => {
  for (const [y, { text, role }] of brokenLines(path, lines, canvas.height).entries())
    canvas.text(1, y, safe(text), desk.theme.of(role))
}

const footRegion = (mappings: MappingsDesk, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      if (mappings.wish.get().typing !== null) {
        paintTyped(canvas, mappings, desk)
        return
      }
      const { broken } = mappings.wish.get()
      if (broken !== null) {
        paintBroken(canvas, broken, desk)
        return
      }
      const { text, role } = footOf(mappings, desk)
      for (const [y, line] of wrapped(safe(text), canvas.width - 3, canvas.height).entries())
        canvas.text(1, y, line, desk.theme.of(role))
    },
    [
      (changed) => subscribeSlice(mappings.wish, (wish) => wish, changed),
      (changed) => subscribeSlice(mappings.query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(mappings.list.store, ({ rows, cursor }) => rows[cursor], changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )

/** The lines that are wrong take at most half of the room. */
const footHeight = ({ broken, typing }: MappingsWish, rows: number): number =>
  broken === null || typing !== null
    ? footRows
    : Math.min(broken.lines.length + 1, Math.max(footRows, Math.floor(rows / 2)))

interface Shown {
  readonly mappings: MappingsDesk
  readonly foot: RegionSource
  readonly rows: number
}

const View = ({ mappings, foot, rows }: Shown): JSX.Element => {
  const height = useSelector(mappings.wish, (wish) => footHeight(wish, rows))
  return (
    <Box flexGrow={1} flexDirection="column">
      <TableRegion rows={mappings.list.source} flexGrow={1} />
      <Region source={foot} height={height} flexShrink={0} />
    </Box>
  )
}

/** The question names what the row shows, so a look at the parties is not needed for it. */
const namesOf = (row: MappingRow) => {
  const { channel, supplier } = textsOf(row)
  if (row.is !== "method" && row.is !== "sku") return { channels: [], suppliers: [] }
  const { channelId } = row.line
  const suppliers = row.is === "method" ? [{ id: row.line.supplierId, name: supplier, shipMethods: [] }] : []
  return {
    channels: channelId === null ? [] : [{ id: channelId, name: channel }],
    suppliers: suppliers as unknown as ReadonlyArray<Supplier>
  }
}

const remove = (desk: Desk, mappings: MappingsDesk): void => {
  const row = mappings.list.selected()
  if (row?.is === "alias") askToTake(desk, row.line, () => mappings.query.restart())
  const change = row === undefined ? null : removalOf(row)
  if (row !== undefined && change !== null)
    askToSave(desk, change, namesOf(row), () => mappings.query.restart())
}

const open = (desk: Desk, mappings: MappingsDesk): void => {
  const row = mappings.list.selected()
  if (row?.is === "unnamed") mappings.name(row.line)
  const ask = row === undefined ? null : askOf(row)
  if (ask !== null) desk.open({ screen: "mapping", ask })
}

const isSaved = (row: MappingRow | undefined): boolean =>
  row !== undefined && row.is !== "waiting" && row.is !== "unnamed"

const takeLabels = { search: "go on", import: "read it", export: "write it", alias: "give it" } as const

const fileRefusal = (mappings: MappingsDesk): string | null => {
  const { typing, file } = mappings.wish.get()
  return typing === "search" || file.trim() !== ""
    ? null
    : typing === "alias"
      ? "Type the name by which the channel knows it, or leave by esc."
      : "Type the path of the file first, or leave by esc."
}

const readFile = (desk: Desk, mappings: MappingsDesk, path: string): void => {
  const { part } = mappings.wish.get()
  if (part === "aliases") askToImportAliases(desk, path)
  else
    askToImport(desk, path, part === "methods" ? "method" : "sku", {
      broken: (broken) => mappings.change({ broken }),
      done: () => mappings.query.restart()
    })
}

const writeFile = (desk: Desk, mappings: MappingsDesk, path: string): void => {
  const { part } = mappings.wish.get()
  if (part === "aliases") writeAliases(desk, path)
  else writeMappings(desk, path, part === "methods" ? "method" : "sku")
}

/** enter: what was typed is taken. */
const take = (desk: Desk, mappings: MappingsDesk): void => {
  const { typing, file } = mappings.wish.get()
  const named = mappings.named()
  mappings.change({ typing: null })
  if (typing === "export") writeFile(desk, mappings, file.trim())
  if (typing === "import") readFile(desk, mappings, file.trim())
  if (named !== null) askToGive(desk, named.line, named.alias, () => mappings.query.restart())
}

const titles: Readonly<Record<Part, string>> = {
  methods: "Ship methods",
  skus: "SKUs of channels",
  aliases: "Aliases for stock"
}

const byFile =
  "Aliases of products that every channel hears of: I imports them, or inventory alias gives one."

/** What channels' words mean: ship methods and SKUs, by whom, and how often they come. */
export const openMappings: OpenScreenFor<"mappings"> = (desk, { part = "methods" }) => {
  const mappings = new MappingsDesk(desk, part)
  const foot = footRegion(mappings, desk)
  const isTyping = (): boolean => mappings.wish.get().typing !== null
  const nothing = (): string | null => (mappings.list.selected() === undefined ? emptyText(mappings) : null)
  const turn = { run: () => mappings.turn() }
  return {
    view: ({ rows }) => <View mappings={mappings} foot={foot} rows={rows} />,
    title: () => titles[mappings.wish.get().part],
    note: () => {
      const { search } = mappings.wish.get()
      if (mappings.query.store.get().value === null) return ""
      const count = mappings.list.store.get().rows.length
      return `${search === "" ? "" : `“${search}” `}${count}`
    },
    actions: {
      ...mappings.list.actions,
      open: {
        run: () => {
          if (isTyping()) take(desk, mappings)
          else open(desk, mappings)
        },
        refusal: () =>
          isTyping()
            ? fileRefusal(mappings)
            : (nothing() ??
              (mappings.list.selected()?.is === "alias" ? "All that is known of it stands here." : null)),
        label: () => (isTyping() ? takeLabels[mappings.wish.get().typing ?? "search"] : "open")
      },
      otherPart: turn,
      add: {
        run: () =>
          desk.open({
            screen: "mapping",
            ask:
              mappings.wish.get().part === "methods"
                ? { about: "method", words: null }
                : { about: "sku", words: null }
          }),
        refusal: () => (mappings.wish.get().part === "aliases" ? byFile : null)
      },
      remove: {
        run: () => remove(desk, mappings),
        refusal: () =>
          nothing() ??
          (isSaved(mappings.list.selected()) ? null : "Nothing is saved for it yet: enter says what it is.")
      },
      import: { run: () => mappings.change({ typing: "import", broken: null }) },
      export: { run: () => mappings.change({ typing: "export", broken: null }) },
      search: { run: () => mappings.change({ typing: "search" }) },
      copy: {
        run: () => {
          const row = mappings.list.selected()
          if (row !== undefined) desk.copy(textsOf(row).words)
        },
        refusal: nothing
      }
    },
    isTyping,
    typed: (event) => mappings.typed(event),
    leave: () => mappings.leave(),
    isReading: () => mappings.query.isReading(),
    shown: () => mappings.query.start(),
    hidden: () => mappings.query.stop()
  }
}
