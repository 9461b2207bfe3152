import * as Effect from "effect/Effect"
import { type AliasClash, aliasUndoText, type BrokenAlias } from "../../domain/model/alias-plan.ts"
import { type DownloadedAliases, downloadAliases } from "../../domain/operations/download-aliases.ts"
import { eachAliasPage } from "../../domain/operations/export-aliases.ts"
import {
  importAliases,
  lastAliasImport,
  undoAliasImport,
  undoingAliasImport
} from "../../domain/operations/import-aliases.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { SalesChannels } from "../../domain/ports/sales-channels.ts"
import { answer, type Block, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findChannel } from "../find-party.ts"
import { textFile } from "../inbox.ts"
import { argument, has, text } from "../input.ts"
import { moment } from "../moment.ts"
import { progress } from "../progress.ts"
import { guardedCell, readAliases } from "../read-aliases.ts"
import { aliasColumns } from "../read-mapping-file.ts"
import { withSpreadsheet } from "../spreadsheet.ts"
import { countOf } from "../wording.ts"

const mostShown = 20
const toldEvery = 10_000

/** A title, the first rows, and how many there are besides; nothing for an empty list. */
const listed = (
  title: string,
  columns: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>
): ReadonlyArray<Block> => {
  const more = rows.length - mostShown
  if (rows.length === 0) return []
  const rest = more > 0 ? [`... and ${more} more (--json has all)`] : []
  return ["", title, table(columns, rows.slice(0, mostShown)), ...rest]
}

const clashBlocks = (clashes: ReadonlyArray<AliasClash>, title: string): ReadonlyArray<Block> =>
  listed(
    title,
    ["type", "alias", "products"],
    clashes.map((c) => [c.type, c.alias, c.skus.join(", ")])
  )

const downloadBlocks = (found: DownloadedAliases, channel: string, dryRun: boolean): ReadonlyArray<Block> => [
  `${countOf(found.read, "listing")} of ${channel}: ${countOf(found.added.length, "new alias", "new aliases")}${dryRun ? " would be saved" : ""}, ${found.known} known already, ${found.clashes.length} in conflict, ${found.ambiguous.length} ambiguous, ${found.unmatched.length} unmatched.`,
  ...(found.withoutSku === 0
    ? []
    : [`${countOf(found.withoutSku, "listing")} without a SKU: nobody can be told about them.`]),
  ...listed(
    "New:",
    ["type", "alias", "product"],
    found.added.map((a) => [a.type, a.alias, a.sku])
  ),
  ...clashBlocks(
    found.clashes,
    "Conflicts, left as they are. Take one away: inventory alias <type> <alias> <sku> --remove"
  ),
  ...listed(
    "Ambiguous: SKU and barcodes say different products. Say which: map sku",
    ["channel's sku", "title", "products"],
    found.ambiguous.map((a) => [a.listing.sku, a.listing.title, a.products.join(", ")])
  ),
  ...listed(
    "Unmatched: no product has this SKU or barcode",
    ["channel's sku", "title", "barcodes"],
    found.unmatched.map((l) => [l.sku, l.title, l.barcodes.join(", ")])
  ),
  ...listed(
    "Not listed there any more, and left here",
    ["alias", "product"],
    found.gone.map((g) => [g.alias, g.sku])
  ),
  ...listed(
    "Could not be read",
    ["where", "why"],
    found.broken.map((b) => [b.place, b.reason])
  )
]

const tellEvery = () => {
  let next = toldEvery
  return (read: number): Effect.Effect<void> => {
    if (read < next) return Effect.void
    next = read + toldEvery
    return progress(`${read} listings read`)
  }
}

const kindLabel = (kind: string) =>
  Effect.map(SalesChannels, ({ kinds }) => kinds.find((k) => k.kind === kind)?.label ?? kind)

export const download: Run = (input) =>
  Effect.gen(function* () {
    const channel = yield* findChannel(argument(input, "channel"))
    const dryRun = has(input, "dry-run")
    const barcodes = text(input, "barcodes") ?? null
    const type = text(input, "type") ?? channel.name
    const found = yield* downloadAliases({ channel, type, barcodes, dryRun, told: tellEvery() })
    const json = { channel: channel.name, dryRun, ...found }
    if (!found.supported)
      return answer(json, [
        `Not supported: ${yield* kindLabel(channel.kind)} offers no list of its SKUs. Take aliases from a file: switchyard inventory alias import`
      ])
    return answer(json, downloadBlocks(found, channel.name, dryRun))
  })

const brokenBlocks = (broken: ReadonlyArray<BrokenAlias>): ReadonlyArray<Block> =>
  listed(
    "Broken:",
    [">line", "column", "what is wrong"],
    broken.map((b) => [String(b.line), b.column, b.reason])
  )

const takenBack = Effect.fn("takenBack")(function* (dryRun: boolean) {
  const { mark, name, note } = yield* lastAliasImport()
  if (dryRun) {
    const { aliases, losses } = yield* undoingAliasImport(mark)
    return answer({ done: false, dryRun, ...mark, types: name, note, undone: aliases, channels: losses }, [
      `To take back: what ${mark.by} imported at ${moment(mark.at)} (${note}).`,
      aliasUndoText(aliases, losses)
    ])
  }
  const undone = yield* undoAliasImport(mark, name)
  return answer({ done: true, ...mark, types: name, note, undone }, [
    `Took back ${countOf(undone, "alias", "aliases")} of ${name} that ${mark.by} imported at ${moment(mark.at)} (${note}).`
  ])
})

export const importFile: Run = (input) =>
  Effect.gen(function* () {
    if (has(input, "undo")) return yield* takenBack(has(input, "dry-run"))
    const file = argument(input, "file")
    const read = readAliases(yield* textFile(file), text(input, "type") ?? null)
    if (read.unusable !== null)
      return yield* new Refusal({ message: `${file}: ${read.unusable} Nothing was imported.` })
    const dryRun = has(input, "dry-run")
    // What the file itself gets wrong counts as broken, too: the others are taken only if that is wanted.
    const skipBroken = has(input, "skip-broken")
    const may = { dryRun: dryRun || (read.broken.length > 0 && !skipBroken), skipBroken }
    const taken = yield* importAliases(read.lines, file, may)
    const broken = [...read.broken, ...taken.broken].toSorted((a, b) => a.line - b.line)
    const isRefused = broken.length > 0 && !skipBroken && !dryRun
    const said = taken.isWritten ? "saved" : isRefused ? "not saved" : "would be saved"
    return answer(
      { ...taken, broken, dryRun, file },
      [
        `${file}: ${countOf(taken.added, "new alias", "new aliases")} ${said}, ${taken.known} known already, ${countOf(broken.length, "broken line")}.`,
        ...brokenBlocks(broken),
        ...clashBlocks(
          taken.clashes,
          "Conflicts: several products with one alias. None of them is sent under it."
        ),
        ...(isRefused
          ? ["", "Nothing was imported. Correct the lines, or import the others with --skip-broken."]
          : [])
      ],
      isRefused
    )
  })

export const exportFile: Run = (input) =>
  Effect.gen(function* () {
    const file = argument(input, "file")
    const type = text(input, "type") ?? null
    const written = yield* withSpreadsheet(file, aliasColumns, (write) =>
      eachAliasPage(type, (rows, soFar) =>
        Effect.andThen(
          write(rows.map((row) => row.map(guardedCell))),
          soFar >= toldEvery && soFar % toldEvery === 0 ? progress(`${soFar} written`) : Effect.void
        )
      )
    )
    return answer({ file, type, aliases: written }, [
      `Wrote ${countOf(written, "alias", "aliases")}${type === null ? "" : ` of type ${type}`} to ${file}.`
    ])
  })
