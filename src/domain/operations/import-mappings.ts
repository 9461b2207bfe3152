import { randomUUID } from "node:crypto"
import * as Effect from "effect/Effect"
import { applyMapping, meaningNow } from "../apply-mapping.ts"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import { longestWords, type MadeMapping, type MappingChange, reversed } from "../model/mapping-change.ts"
import type { BrokenMapping, MappingAbout, MappingLine } from "../model/mapping-file.ts"
import type { OrderId } from "../model/order.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import type { Supplier } from "../model/supplier.ts"
import { ActivityLog, type ActivityRow } from "../ports/activity-log.ts"
import { Catalog } from "../ports/catalog.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { Refusal } from "../ports/failure.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

interface Parties {
  readonly channels: ReadonlyArray<SalesChannel>
  readonly suppliers: ReadonlyArray<Supplier>
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

/** What a person would find wrong with a text that comes letter by letter from a channel. */
const textFault = (text: string): string | null =>
  text === ""
    ? "is empty"
    : text.length > longestWords
      ? `is longer than ${longestWords} characters`
      : /\p{Cc}/u.test(text)
        ? "holds control characters"
        : null

const methodChange = (
  given: Extract<MappingLine, { readonly about: "method" }>,
  { channels, suppliers }: Parties
): MappingChange | BrokenMapping => {
  const broken = (column: string, reason: string): BrokenMapping => ({ line: given.line, column, reason })
  const channel = channels.find(({ name }) => name === given.channel)
  if (channel === undefined && given.channel !== "")
    return broken("channel", `There is no channel “${given.channel}”.`)
  const supplier = suppliers.find(({ name }) => name === given.supplier)
  if (supplier === undefined) return broken("supplier", `There is no supplier “${given.supplier}”.`)
  const fault = textFault(given.name)
  if (fault !== null) return broken("name", fault)
  const found = supplier.shipMethods.filter(
    (m) => same(m.carrier, given.carrier) && same(m.method, given.method)
  )
  const [method] = found
  const said = `${given.carrier} ${given.method}`.trim()
  if (method === undefined) return broken("method", `“${said}” is not one of ${supplier.name}'s own.`)
  if (found.length > 1)
    return broken("method", `“${said}” names ${found.length} methods of ${supplier.name}.`)
  return {
    about: "method",
    channelId: channel?.id ?? null,
    supplierId: supplier.id,
    name: given.name,
    to: method.id
  }
}

const skuChange = Effect.fn("skuChange")(function* (
  given: Extract<MappingLine, { readonly about: "sku" }>,
  { channels }: Parties
) {
  const broken = (column: string, reason: string): BrokenMapping => ({ line: given.line, column, reason })
  const channel = channels.find(({ name }) => name === given.channel)
  if (channel === undefined) return broken("channel", `There is no channel “${given.channel}”.`)
  const fault = textFault(given.sku)
  if (fault !== null) return broken("sku", fault)
  const product = textFault(given.product)
  if (product !== null) return broken("product", product)
  const known = yield* (yield* Catalog).productsBySku(channel.id, [given.product])
  if (!known.has(given.product))
    return broken("product", `There is no product with our SKU “${given.product}”.`)
  return { about: "sku", channelId: channel.id, sku: given.sku, to: given.product } satisfies MappingChange
})

const isBroken = (of: MappingChange | BrokenMapping): of is BrokenMapping => "reason" in of

const keyOf = ({ to: _to, ...words }: MappingChange): string => JSON.stringify(words)

const lastOfEach = (changes: ReadonlyArray<MappingChange>): ReadonlyArray<MappingChange> => [
  ...new Map(changes.map((change) => [keyOf(change), change])).values()
]

/** Stands in the activity log behind each mapping of an import, so that all of it is found again. */
const newImport = (): string => `mapping import ${randomUUID().slice(0, 13)}`
const undoOf = (id: string): string => `undone ${id}`

/** Only what differs from now is written, and the orders with those words are checked anew by a worker. */
const write = Effect.fn("write")(function* (changes: ReadonlyArray<MappingChange>, note: string) {
  const ids = new Set<OrderId>()
  for (const change of changes) for (const id of (yield* applyMapping(change, note)).orderIds) ids.add(id)
  const jobs = inBatches([...ids]).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
  if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
  if (changes.length > 0) yield* (yield* ChangeFeed).publish({ about: "suppliers" })
  return ids.size
})

/**
 * Takes mappings from a file. Every line that is wrong is named with its place and reason; then nothing is saved, unless
 * the others are wanted without them. `dryRun` says all of it and saves nothing.
 */
export const importMappings = Effect.fn("importMappings")(function* (
  lines: ReadonlyArray<MappingLine>,
  { dryRun, skipBroken }: { readonly dryRun: boolean; readonly skipBroken: boolean }
) {
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const channels = (yield* (yield* ChannelStore).list()).filter((c) => c.archivedAt === null)
      const parties = { channels, suppliers: yield* (yield* SupplierStore).list() }
      const read = yield* Effect.forEach(lines, (line) =>
        line.about === "sku" ? skuChange(line, parties) : Effect.succeed(methodChange(line, parties))
      )
      const broken = read.filter(isBroken)
      const wanted = lastOfEach(read.filter((of): of is MappingChange => !isBroken(of)))
      const changed: Array<MadeMapping> = []
      let added = 0
      for (const change of wanted) {
        const meaning = yield* meaningNow(change)
        if (meaning !== change.to) changed.push({ change, before: meaning })
        if (meaning === null) added += 1
      }
      const isWritten = !dryRun && (broken.length === 0 || skipBroken)
      const id = newImport()
      return {
        isWritten,
        changed: changed.length,
        /** Of those that change: words that meant nothing yet. */
        added,
        known: wanted.length - changed.length,
        /** What is written, or would be. */
        changes: changed.map(({ change }) => change),
        broken,
        checked: isWritten
          ? yield* write(
              changed.map(({ change }) => change),
              id
            )
          : 0,
        /** All that taking it back needs; empty where nothing was written. */
        made: isWritten ? changed : [],
        /** By which it is found again; null: nothing was written. */
        id: isWritten && changed.length > 0 ? id : null
      }
    })
  )
})

export interface UndoneImport {
  readonly undone: number
  /** Somebody said something else of these words since: that stays. */
  readonly kept: number
  readonly checked: number
}

/** What taking an import back would write now, for a trial: all of it, but for what somebody changed since. */
export const undoingImport = Effect.fn("undoingImport")(function* (made: ReadonlyArray<MadeMapping>) {
  const changes: Array<MappingChange> = []
  for (const one of made) if ((yield* meaningNow(one.change)) === one.change.to) changes.push(reversed(one))
  if (changes.length === 0)
    return yield* new Refusal({
      message: "Somebody changed all of them meanwhile, so there is nothing to undo."
    })
  return { changes, kept: made.length - changes.length }
})

/** Makes the words of an import mean what they meant before it, but for those that somebody changed since. */
export const undoImport = Effect.fn("undoImport")(function* (
  made: ReadonlyArray<MadeMapping>,
  id: string | null
) {
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const { changes, kept } = yield* undoingImport(made)
      const checked = yield* write(changes, id === null ? "" : undoOf(id))
      return { undone: changes.length, kept, checked } satisfies UndoneImport
    })
  )
})

const rowsAtOnce = 1000
const importNote = /^mapping import [0-9a-f-]{13}$/
const undoNote = /^undone mapping import [0-9a-f-]{13}$/

const madeBy = ({ changes }: ActivityRow, about: MappingAbout): ReadonlyArray<MadeMapping> =>
  changes.flatMap((change) => ("made" in change && change.made?.change.about === about ? [change.made] : []))

/** The rows of the log whose note holds these words, newest first, until `isEnough` has what it looks for. */
const readNotes = Effect.fn("readNotes")(function* (
  words: string,
  isEnough: (rows: ReadonlyArray<ActivityRow>) => boolean
) {
  const log = yield* ActivityLog
  const rows: Array<ActivityRow> = []
  for (let before: number | null = null; ; before = rows.at(-1)?.id ?? null) {
    const page: ReadonlyArray<ActivityRow> = yield* log.page({ search: words }, before, rowsAtOnce)
    rows.push(...page)
    if (page.length < rowsAtOnce || isEnough(page)) return rows
  }
})

/** What the newest import of methods, or of SKUs, changed, from the log, whoever made it and wherever. */
export const lastImport = Effect.fn("lastImport")(function* (about: MappingAbout) {
  const isOfIt = (row: ActivityRow): boolean =>
    madeBy(row, about).length > 0 && (importNote.test(row.note) || undoNote.test(row.note))
  const [newest] = (yield* readNotes("mapping import", (page) => page.some(isOfIt))).filter(isOfIt)
  const what = about === "sku" ? "SKUs" : "ship methods"
  if (newest === undefined)
    return yield* new Refusal({ message: `Nobody imported ${what}, so there is nothing to undo.` })
  if (undoNote.test(newest.note))
    return yield* new Refusal({ message: `${newest.actor} took the last import of ${what} back already.` })
  const all = yield* readNotes(newest.note, () => false)
  const own = all.filter(({ note }) => note === newest.note)
  return { id: newest.note, by: newest.actor, at: newest.at, made: own.flatMap((row) => madeBy(row, about)) }
})
