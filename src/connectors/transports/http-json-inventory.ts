import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import type { FeedBatch, FeedRow, OpenedFeeds } from "../../domain/model/incoming-feed.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { incomingFile, type UnreadablePiece } from "../../domain/model/supplier-answer.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { brokenPiece } from "../files/csv-sheet.ts"
import { isoDate } from "../files/date-pattern.ts"
import type { Found } from "../files/json-path.ts"
import { notTaken } from "../files/remote-folder.ts"
import { openSpool, type Spool } from "../files/spool.ts"
import type { Http } from "../http.ts"
import { ask } from "./http-json-answer.ts"
import type { HttpJsonAuth } from "./http-json-auth.ts"
import { cellsOf, rawOf, readPages } from "./http-json-pages.ts"
import { httpJsonProfile, type ListProfile } from "./http-json-profile.ts"
import { inventoryFault, quantityOf } from "./inventory-csv.ts"

const fileName = "inventory.json"
/** Ten million lines at a thousand a page; a list that never ends is no feed. */
const mostPages = 10_000

/** What `receive` says of it: it is asked for when it is wanted, page by page. */
export const inventoryFile = incomingFile(fileName, { isFeed: true })

interface ReadRow {
  readonly row: FeedRow | null
  readonly at: Date | null
  readonly broken: UnreadablePiece | null
}

/** The list moves on, so a row is named by what it says. */
const placeOf = (raw: string): string =>
  `${fileName}#${createHash("sha256").update(raw).digest("hex").slice(0, 12)}`

const readRow = (list: ListProfile, found: Found): ReadRow => {
  const cell = cellsOf(list, found)
  const cells = { sku: cell("sku"), qty: cell("qty"), warehouse: cell("warehouse"), date: cell("date") }
  const at = cells.date === "" ? null : isoDate(cells.date)
  const fault = inventoryFault(cells, at)
  if (fault === null)
    return {
      row: { sku: cells.sku, warehouse: cells.warehouse, quantity: quantityOf(cells.qty) ?? 0 },
      at,
      broken: null
    }
  const raw = rawOf(list, found)
  return { row: null, at: null, broken: brokenPiece("inventory", placeOf(raw), fault.reason, raw) }
}

/** As it lies on this machine, a line of JSON each. */
const written = ({ row, at, broken }: ReadRow): string =>
  `${JSON.stringify(row === null ? { broken } : [row.sku, row.warehouse, row.quantity, at])}\n`

type RowLine = readonly [sku: string, warehouse: string, quantity: number, at: string | null]
type Line = { readonly broken: UnreadablePiece } | RowLine

const isRow = (line: Line): line is RowLine => Array.isArray(line)

/** What was written down, some rows at a time. */
async function* batchesOf(spool: Spool): AsyncGenerator<FeedBatch> {
  for await (const text of linesOf(spool)) {
    const lines = text.map((line) => JSON.parse(line) as Line)
    const rows = lines.filter(isRow)
    const newest = rows.reduce<string | null>(
      (best, [, , , at]) => (at !== null && (best === null || at > best) ? at : best),
      null
    )
    yield {
      rows: rows.map(([sku, warehouse, quantity]) => ({ sku, warehouse, quantity })),
      broken: lines.flatMap((line) => (isRow(line) ? [] : [line.broken])),
      newest: newest === null ? null : new Date(newest)
    }
  }
}

async function* linesOf(spool: Spool): AsyncGenerator<ReadonlyArray<string>> {
  const decoder = new TextDecoder()
  let rest = ""
  for await (const chunk of spool.chunks()) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n")
    rest = lines.pop() ?? ""
    if (lines.length > 0) yield lines
  }
}

/** All that the supplier lists as its stock, brought here before a row of it is taken. */
export const openInventory = Effect.fn("httpJson.inventory")(function* (
  http: Http,
  auth: HttpJsonAuth,
  supplier: Supplier,
  name: string
) {
  const profile = yield* httpJsonProfile(supplier)
  const { inventory } = profile
  if (inventory === null || name !== fileName) return null
  const spool = yield* openSpool
  const take = (found: ReadonlyArray<Found>) =>
    Effect.tryPromise({
      try: () => spool.write(Buffer.from(found.map((each) => written(readRow(inventory, each))).join(""))),
      catch: (cause) =>
        new TransportFailure({
          reason: "Unreachable",
          message: `Of the inventory: ${notTaken(cause).message}.`
        })
    })
  const asked = (url: string) => ask(http, auth, supplier, profile, url)
  const isWhole = yield* readPages(asked, profile, inventory, mostPages, take)
  if (!isWhole)
    return yield* new TransportFailure({
      reason: "Malformed",
      message: `The list of inventory comes back to a page that was read, or has more than ${mostPages}. Nothing of it was taken; check inventoryNext.`
    })
  return {
    interchanges: [],
    feeds: [
      {
        reference: null,
        contentHash: spool.hash(),
        issuedAt: null,
        batches: () => batchesOf(spool)
      }
    ],
    broken: []
  } satisfies OpenedFeeds
})
