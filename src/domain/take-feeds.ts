import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import type { Step } from "./advance.ts"
import { dropPercentOf, feedDrop } from "./model/feed-guard.ts"
import {
  type FeedBatch,
  type FeedRow,
  type IncomingFeed,
  mostBrokenLines,
  mostWarehouses,
  type OpenedFeeds,
  type StagedFeed
} from "./model/incoming-feed.ts"
import type { Supplier } from "./model/supplier.ts"
import {
  type IncomingDocument,
  type IncomingFile,
  incomingFile,
  type UnreadablePiece
} from "./model/supplier-answer.ts"
import type { SyncRecord, SyncRunId } from "./model/sync-run.ts"
import { now } from "./ports/clock.ts"
import { crashPoint } from "./ports/crash-point.ts"
import { FeedStore, type KeptFeed, type UnchangedFeed } from "./ports/feed-store.ts"
import { Quarantine } from "./ports/quarantine.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"
import { takeInterchanges } from "./take-interchanges.ts"

const nothing: Step<void> = { value: undefined, orders: [] }

/** What is learned of a feed besides its rows, while they go by. */
interface Gathered {
  readonly broken: Array<UnreadablePiece>
  brokenLines: number
  newest: Date | null
}

/** The rows alone, for the store; the rest is kept here, bounded. */
async function* rowsOf(
  batches: AsyncIterable<FeedBatch>,
  into: Gathered
): AsyncGenerator<ReadonlyArray<FeedRow>> {
  for await (const { rows, broken, newest } of batches) {
    into.brokenLines += broken.length
    into.broken.push(...broken.slice(0, Math.max(0, mostBrokenLines - into.broken.length)))
    if (newest !== null && (into.newest === null || newest > into.newest)) into.newest = newest
    if (rows.length > 0) yield rows
  }
}

const andMore = (file: string, { broken, brokenLines }: Gathered): ReadonlyArray<UnreadablePiece> =>
  brokenLines <= broken.length
    ? broken
    : [
        ...broken,
        {
          source: "inventory",
          place: file,
          reason: `${brokenLines - broken.length} more lines of this feed could not be read either; they are in the archived file`,
          raw: ""
        }
      ]

/** What keeps a feed from being one; null: nothing. */
const unusable = (file: string, staged: StagedFeed): UnreadablePiece | null =>
  staged.warehouses.length <= mostWarehouses
    ? null
    : {
        source: "inventory",
        place: file,
        reason: `it names more than ${mostWarehouses} warehouses, so the column that is read as the warehouse is another. Nothing of it was taken; set inventoryColumns.`,
        raw: ""
      }

const quarantine = Effect.fn("takeFeeds.quarantine")(function* (
  supplier: Supplier,
  runId: SyncRunId,
  broken: ReadonlyArray<UnreadablePiece>
) {
  if (broken.length === 0) return
  yield* (yield* Quarantine).keep({ supplierId: supplier.id }, broken, yield* now)
  yield* (yield* SyncRunStore).record(
    runId,
    broken.map((b) => ({ reference: b.place, result: "quarantined" as const, detail: b.reason }))
  )
})

const countOf = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`

const notTaken = (
  kept: KeptFeed,
  file: string,
  drop: string | null
): Pick<SyncRecord, "result" | "detail"> => {
  if (kept.standing === "other")
    return {
      result: "quarantined",
      detail: `feed ${kept.id} came under this reference with other content, and stays as it was. Ask the supplier which one counts.`
    }
  if (kept.standing === "known")
    return { result: "unchanged", detail: `known already (${file}): feed ${kept.id}, ${kept.state}` }
  return kept.state === "held"
    ? {
        result: "skipped",
        detail: `held, not used: ${drop}. Look at it and let it in: switchyard inventory feeds show ${kept.id}`
      }
    : { result: "skipped", detail: "kept and not used: a newer inventory was read before" }
}

const zonesMs = 24 * 60 * 60_000

/** A supplier's clock may stand in another zone. One that is years ahead must not make every later feed an old one. */
const plausible = (issuedAt: Date | null, at: Date): Date | null =>
  issuedAt !== null && issuedAt.getTime() > at.getTime() + zonesMs ? at : issuedAt

/** A feed of which rows are staged: used, unless it is old or too much is missing beside the last one. */
const judge = Effect.fn("takeFeeds.judge")(function* (
  supplier: Supplier,
  file: string,
  feed: IncomingFeed,
  staged: StagedFeed,
  newest: Date | null
) {
  const feeds = yield* FeedStore
  const at = yield* now
  const issuedAt = plausible(feed.issuedAt ?? newest, at)
  // What is not here yet it cannot know, wherever its clock stands.
  const asOf = issuedAt === null || issuedAt > at ? at : issuedAt
  const besides = issuedAt === null ? [] : yield* feeds.newerThan(supplier.id, staged.warehouses, issuedAt)
  const isStale = besides.length >= Math.max(1, staged.warehouses.length)
  const before = yield* feeds.lastTaken(supplier.id, staged.warehouses, null)
  const drop = isStale ? null : feedDrop(before, staged, dropPercentOf(supplier.terms))
  const head = {
    supplierId: supplier.id,
    reference:
      feed.reference ??
      `${file}:${feed.contentHash.slice(0, 24)}${issuedAt === null ? ` ${at.toISOString()}` : ""}`,
    file,
    contentHash: feed.contentHash,
    issuedAt,
    state: isStale ? ("ignored" as const) : drop === null ? ("taken" as const) : ("held" as const)
  }
  const kept = yield* feeds.keep(head, staged, at)
  const isUsed = head.state === "taken" && (kept.standing === "new" || kept.standing === "again")
  const merged = isUsed
    ? yield* feeds.merge({ supplierId: supplier.id, feedId: kept.id, asOf, besides, gone: "keep" })
    : null
  return { kept, merged, drop, reference: `inventory ${head.reference}` }
})

const takeFeed = Effect.fn("takeFeeds.takeFeed")(function* (
  supplier: Supplier,
  file: string,
  runId: SyncRunId,
  feed: IncomingFeed
) {
  const gathered: Gathered = { broken: [], brokenLines: 0, newest: null }
  const staged = yield* (yield* FeedStore).stage(supplier.id, rowsOf(feed.batches(), gathered))
  const odd = unusable(file, staged)
  yield* quarantine(supplier, runId, [...andMore(file, gathered), ...(odd === null ? [] : [odd])])
  // Not one line of it could be read: that is no word about stock.
  if (odd !== null || (staged.lines === 0 && gathered.brokenLines > 0)) return
  const { kept, merged, drop, reference } = yield* judge(supplier, file, feed, staged, gathered.newest)
  const unknown = staged.unknown === 0 ? "" : `; ${countOf(staged.unknown, "SKU")} not known`
  const record: SyncRecord =
    merged === null
      ? { reference, ...notTaken(kept, file, drop) }
      : {
          reference,
          result: merged.changed === 0 && kept.standing === "again" ? "unchanged" : "new",
          detail: `kept from ${file}: ${countOf(staged.skus, "SKU")}, ${countOf(merged.changed, "level")} changed${unknown}`
        }
  yield* (yield* SyncRunStore).record(runId, [record])
})

/** All feeds of an opened file, one after the other. Called inside `advance`. */
export const takeFeeds = Effect.fn("takeFeeds")(function* (
  supplier: Supplier,
  file: string,
  opened: OpenedFeeds,
  runId: SyncRunId
) {
  yield* (yield* FeedStore).lock(supplier.id)
  yield* takeInterchanges(supplier, incomingFile(file, { interchanges: opened.interchanges }), runId)
  yield* quarantine(supplier, runId, opened.broken)
  for (const feed of opened.feeds) yield* takeFeed(supplier, file, runId, feed)
  yield* crashPoint("inventory.feed-merged")
  return nothing
})

/** A short feed, which came whole with the file that it stood in. */
const feedOf = (document: IncomingDocument): IncomingFeed => {
  const words = document.raw === "" ? JSON.stringify(document.inventory) : document.raw
  return {
    reference: document.reference,
    contentHash: createHash("sha256").update(words).digest("hex"),
    issuedAt: document.issuedAt,
    batches: async function* () {
      yield { rows: document.inventory, broken: [], newest: null }
    }
  }
}

/** The feeds among a file's documents. Called inside `advance`. */
export const takeInventory = Effect.fn("takeInventory")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  const documents = file.documents.filter((d) => d.kind === "inventory")
  if (documents.length === 0) return nothing
  yield* (yield* FeedStore).lock(supplier.id)
  for (const document of documents) yield* takeFeed(supplier, file.name, runId, feedOf(document))
  return nothing
})

/** A feed whose content was used last, or waits for a person: nothing of it is staged, compared or written. */
export const unchangedFeed = Effect.fn("unchangedFeed")(function* (supplier: Supplier, opened: OpenedFeeds) {
  const [only, more] = opened.feeds
  const isAlone = more === undefined && opened.interchanges.length === 0 && opened.broken.length === 0
  if (only === undefined || !isAlone) return null
  return yield* (yield* FeedStore).unchanged(supplier.id, only.contentHash, yield* now)
})

export const unchangedRecord = (file: string, same: UnchangedFeed): SyncRecord => ({
  reference: `inventory ${file}`,
  result: "unchanged",
  detail:
    same.state === "taken"
      ? `the same content as ${same.file} (feed ${same.id}): nothing changed`
      : `the same content as ${same.file} (feed ${same.id}), which is ${same.state}`
})
