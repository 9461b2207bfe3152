import * as Effect from "effect/Effect"
import type { MappingChange } from "../../domain/model/mapping-change.ts"
import { hindsightText, importText, trialText, undoImportText } from "../../domain/model/mapping-words.ts"
import { changeMapping } from "../../domain/operations/change-mapping.ts"
import { mappingsToExport } from "../../domain/operations/export-mappings.ts"
import {
  importMappings,
  lastImport,
  undoImport,
  undoingImport
} from "../../domain/operations/import-mappings.ts"
import { lookBack, tryImport, tryMapping } from "../../domain/operations/try-mapping.ts"
import { now } from "../../domain/ports/clock.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { MappingBoard } from "../../domain/ports/mapping-board.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import type { BrokenLine } from "../csv-rows.ts"
import { findChannel, findSupplier } from "../find-party.ts"
import { argument, has, number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { readMappingFile, writeMappingFile } from "../read-mapping-file.ts"
import { sendsStopped } from "../sends-stopped.ts"
import { countOf } from "../wording.ts"

const usualLimit = 500
const mostShown = 20

const usedText = ({ orders, isLeast }: { readonly orders: number; readonly isLeast: boolean }): string =>
  `${isLeast ? "at least " : ""}${orders}`

const readAll = Effect.fn("readAll")(function* (about: "method" | "sku", term: string, limit: number) {
  const board = yield* MappingBoard
  const at = yield* now
  if (about === "sku") return { methods: [], skus: yield* board.skus(term, at, limit) }
  const wanted = term.toLowerCase()
  const methods = (yield* board.methods(at)).filter((m) =>
    [m.channel ?? "", m.supplier, m.channelMethodName, m.carrier, m.method]
      .join("\n")
      .toLowerCase()
      .includes(wanted)
  )
  return { methods: methods.slice(0, limit), skus: [] }
})

export const list: Run = (input) =>
  Effect.gen(function* () {
    const { methods } = yield* readAll(
      "method",
      text(input, "search") ?? "",
      number(input, "limit") ?? usualLimit
    )
    const rows = methods.map((m) => [
      m.channel ?? "every channel",
      m.supplier,
      m.channelMethodName,
      `${m.carrier} ${m.method}`.trim(),
      m.savedBy,
      moment(m.savedAt),
      usedText(m.used)
    ])
    return answer(
      { mappings: methods },
      listOr(
        "No ship method is mapped: switchyard map ship-method --help, or orders causes for what orders wait for.",
        table(["channel", "supplier", "their words", "carrier and method", "by", "when", ">30 days"], rows)
      )
    )
  })

export const listSkus: Run = (input) =>
  Effect.gen(function* () {
    const { skus } = yield* readAll("sku", text(input, "search") ?? "", number(input, "limit") ?? usualLimit)
    const rows = skus.map((s) => [
      s.channel,
      s.sku,
      s.product,
      s.title,
      s.savedBy ?? "-",
      s.savedAt === null ? "-" : moment(s.savedAt),
      usedText(s.used)
    ])
    return answer(
      { skus },
      listOr(
        "No SKU of a channel is mapped: switchyard map sku --help. Without a mapping a channel's SKU is our own.",
        table(["channel", "their sku", "our sku", "product", "by", "when", ">30 days"], rows)
      )
    )
  })

/** Says what it does, and does it when that is wanted. */
const carryOut = Effect.fn("carryOut")(function* (change: MappingChange, says: string, isWanted: boolean) {
  const trial = yield* tryMapping(change)
  const back = yield* lookBack(change)
  const effect = [trialText(trial, yield* sendsStopped), hindsightText(change, back)]
  if (!isWanted)
    return answer(
      { done: false, change, trial, back, next: "--yes" },
      [says, ...effect, "Nothing was changed. To do it, add --yes."],
      true
    )
  const { freed, sent, left, later } = yield* changeMapping(change)
  return answer({ done: true, change, trial, back, freed, sent, left, later }, [`Done. ${says}`, ...effect])
})

export const remove: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* findSupplier(argument(input, "supplier"))
    const channel = has(input, "every-channel") ? null : yield* findChannel(argument(input, "channel"))
    const name = argument(input, "name")
    const where = channel === null ? "on every channel" : `on ${channel.name}`
    const change: MappingChange = {
      about: "method",
      channelId: channel?.id ?? null,
      supplierId: supplier.id,
      name,
      to: null
    }
    return yield* carryOut(
      change,
      `“${name}” ${where} means nothing at ${supplier.name} any more.`,
      has(input, "yes")
    )
  })

export const removeSku: Run = (input) =>
  Effect.gen(function* () {
    const channel = yield* findChannel(argument(input, "channel"))
    const sku = argument(input, "sku")
    const change: MappingChange = { about: "sku", channelId: channel.id, sku, to: null }
    return yield* carryOut(change, `${sku} on ${channel.name} is not mapped any more.`, has(input, "yes"))
  })

const brokenBlocks = (broken: ReadonlyArray<BrokenLine>): ReadonlyArray<Block> =>
  broken.length === 0
    ? []
    : [
        "",
        "Broken:",
        table(
          [">line", "column", "what is wrong"],
          broken.slice(0, mostShown).map((b) => [String(b.line), b.column, b.reason])
        ),
        ...(broken.length > mostShown ? [`... and ${broken.length - mostShown} more (--json has all)`] : [])
      ]

const taken = Effect.fn("taken")(function* (input: Input, about: "method" | "sku") {
  const file = argument(input, "file")
  const read = yield* readMappingFile(file, about)
  if (read.unusable !== null)
    return yield* new Refusal({ message: `${file}: ${read.unusable} Nothing was imported.` })
  const dryRun = has(input, "dry-run")
  const skipBroken = has(input, "skip-broken")
  const { changes, ...done } = yield* importMappings(read.lines, {
    dryRun: dryRun || (read.broken.length > 0 && !skipBroken),
    skipBroken
  })
  const effect =
    dryRun && changes.length > 0 ? [importText(yield* tryImport(changes), yield* sendsStopped)] : []
  const broken = [...read.broken, ...done.broken].toSorted((a, b) => a.line - b.line)
  const isRefused = broken.length > 0 && !skipBroken && !dryRun
  const said = done.isWritten ? "saved" : isRefused ? "not saved" : "would be saved"
  return answer(
    { ...done, broken, dryRun, file },
    [
      `${file}: ${countOf(done.changed, "mapping")} ${said}, ${done.known} as they are already, ${countOf(broken.length, "broken line")}.`,
      ...effect,
      ...(done.isWritten ? [`Checked anew: ${countOf(done.checked, "order")} with these words.`] : []),
      ...brokenBlocks(broken),
      ...(isRefused
        ? ["", "Nothing was imported. Correct the lines, or import the others with --skip-broken."]
        : [])
    ],
    isRefused
  )
})

const takenBack = Effect.fn("takenBack")(function* (about: "method" | "sku", dryRun: boolean) {
  const { id, by, at, made } = yield* lastImport(about)
  if (dryRun) {
    const { changes, kept } = yield* undoingImport(made)
    const trial = yield* tryImport(changes)
    const undone = changes.length
    return answer({ done: false, dryRun, by, at, undone, kept, trial }, [
      `${countOf(undone, "mapping")} of the import of ${by} at ${moment(at)} would mean what ${undone === 1 ? "it" : "they"} meant before it.`,
      undoImportText(kept, trial, yield* sendsStopped)
    ])
  }
  const done = yield* undoImport(made, id)
  const { undone, kept, checked } = done
  return answer({ done: true, by, at, ...done }, [
    `${countOf(undone, "mapping")} of the import of ${by} at ${moment(at)} as before it.`,
    ...(kept === 0 ? [] : [`${kept} changed by somebody since, and left so.`]),
    ...(checked === 0
      ? []
      : [`Checked anew: ${countOf(checked, "order")} with these words. What was sent stays sent.`])
  ])
})

const imported = (input: Input, about: "method" | "sku") =>
  has(input, "undo") ? takenBack(about, has(input, "dry-run")) : taken(input, about)

export const importFile: Run = (input) => imported(input, "method")
export const importSkus: Run = (input) => imported(input, "sku")

const written = Effect.fn("written")(function* (input: Input, about: "method" | "sku") {
  const file = argument(input, "file")
  const rows = yield* mappingsToExport(about)
  yield* writeMappingFile(file, about, rows)
  return answer({ file, mappings: rows.length }, [`Wrote ${countOf(rows.length, "mapping")} to ${file}.`])
})

export const exportFile: Run = (input) => written(input, "method")
export const exportSkus: Run = (input) => written(input, "sku")
