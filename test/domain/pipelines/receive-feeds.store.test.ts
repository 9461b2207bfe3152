import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { FeedRow, OpenedFeeds } from "../../../src/domain/model/incoming-feed.ts"
import type { UnreadablePiece } from "../../../src/domain/model/supplier-answer.ts"
import { settleFeed } from "../../../src/domain/operations/settle-feed.ts"
import { showFeed } from "../../../src/domain/operations/show-feed.ts"
import { Catalog } from "../../../src/domain/ports/catalog.ts"
import { FeedStore } from "../../../src/domain/ports/feed-store.ts"
import { later } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess, receiveTracking } from "../sample-business.ts"

const house = withDomain()
let business: Awaited<ReturnType<typeof openBusiness>>
beforeEach(async () => {
  business = await openBusiness(house)
})

interface Given {
  readonly issuedAt?: Date | null
  /** Other bytes that say the same. */
  readonly bytes?: string
  readonly broken?: ReadonlyArray<UnreadablePiece>
}

const row = (sku: string, quantity: number, warehouse = ""): FeedRow => ({ sku, quantity, warehouse })

const opened = (
  rows: ReadonlyArray<FeedRow>,
  { issuedAt = null, bytes = "", broken = [] }: Given
): OpenedFeeds => ({
  interchanges: [],
  broken: [],
  feeds: [
    {
      reference: null,
      contentHash: createHash("sha256")
        .update(JSON.stringify([rows, bytes]))
        .digest("hex"),
      issuedAt,
      // More than one batch, as a long feed has.
      batches: async function* () {
        yield { rows: rows.slice(0, 1), broken, newest: null }
        yield { rows: rows.slice(1), broken: [], newest: null }
      }
    }
  ]
})

let files = 0
const lay = (feed: OpenedFeeds): void => {
  files += 1
  house.suppliers.files.set("North", [{ name: `inv-${files}.csv`, opened: feed }])
}
/** North puts a feed into its folder, and it is read. */
const feed = async (rows: ReadonlyArray<FeedRow>, given: Given = {}) => {
  lay(opened(rows, given))
  await receiveTracking(house)
}

const levels = () => house.sql()<
  Array<{ sku: string; warehouse: string; onHand: number; listed: boolean; asOf: Date }>
>`
  select p.sku, l.warehouse, l.on_hand as "onHand", l.listed, l.as_of as "asOf" from stock_levels l
  join products p on p.id = l.product_id order by p.sku, l.warehouse`
const onHand = async () => (await levels()).map((l) => [l.sku, l.warehouse, l.onHand])
const feeds = () => house.run(Effect.flatMap(FeedStore, (s) => s.list(null, null, 50)))
const states = async () => (await feeds()).map((f) => f.state)
const lastRecord = async () => {
  const [last] = await house.sql()<Array<{ result: string; detail: string }>>`
    select result, detail from sync_run_records order by id desc limit 1`
  return last
}
/** Which version of every row stands where, and who locked it last: any write changes it. */
const versions = async (table: string) => {
  const [found] = await house.sql()<Array<{ rows: string | null }>>`
    select string_agg(ctid || '/' || xmin || '/' || xmax, ' ' order by ctid) as rows from ${house.sql()(table)}`
  return found?.rows ?? null
}
const fingerprint = () =>
  Promise.all(["stock_levels", "supplier_documents", "unknown_stock", "held_feed_rows"].map(versions))

test("the same content again is not even compared: no row of any feed or level is written or locked", async () => {
  await feed([row("N-1", 10), row("N-2", 20), row("X", 5)])
  const before = await fingerprint()
  const marks = await versions("stock_marks")
  await feed([row("N-1", 10), row("N-2", 20), row("X", 5)])
  expect(await fingerprint()).toEqual(before)
  expect(await versions("stock_marks")).toBe(marks)
  expect(await lastRecord()).toMatchObject({
    result: "unchanged",
    detail: expect.stringContaining("nothing changed")
  })
  expect(house.suppliers.archived).toHaveLength(2)
})

test("other bytes that say the same touch no level; of a change only what it changed is written", async () => {
  await feed([row("N-1", 10), row("N-2", 20)])
  const before = await versions("stock_levels")
  await feed([row("N-1", 10), row("N-2", 20)], { bytes: "other" })
  expect(await versions("stock_levels")).toBe(before)
  expect((await feeds())[0]).toMatchObject({ state: "taken", changed: 0 })
  const kept = await house.sql()<Array<{ xmin: string }>>`
    select l.xmin::text from stock_levels l join products p on p.id = l.product_id where p.sku = 'SKU-2'`
  await feed([row("N-1", 9), row("N-2", 20)])
  expect((await feeds())[0]).toMatchObject({ changed: 1 })
  expect(await onHand()).toEqual([
    ["SKU-1", "", 9],
    ["SKU-2", "", 20]
  ])
  expect(
    await house.sql()`
      select l.xmin::text from stock_levels l join products p on p.id = l.product_id where p.sku = 'SKU-2'`
  ).toEqual(kept)
})

test("content that was there before and is there again counts again", async () => {
  for (const quantity of [10, 9, 10]) await feed([row("N-1", quantity)])
  expect(await onHand()).toEqual([["SKU-1", "", 10]])
  expect(await states()).toEqual(["taken", "taken", "taken"])
})

test("a feed that says as before is news for what a purchase order took since the last word", async () => {
  await feed([row("N-1", 10), row("N-2", 20)])
  const before = await levels()
  house.time.pass(60_000)
  await importOrders(house, orderOf(1, ["SKU-1"]))
  await pressProcess(house, "#1001")
  house.time.pass(60_000)
  await feed([row("N-1", 10), row("N-2", 20)])
  const after = await levels()
  expect(after[0]?.asOf.getTime()).toBeGreaterThan(before[0]?.asOf.getTime() ?? Number.NaN)
  expect(after[1]).toEqual(before[1])
})

test("SKUs that are not known are listed, and count as soon as they are offered, with the same feed", async () => {
  await feed([row("N-1", 10), row("N-9", 7)])
  expect((await feeds())[0]).toMatchObject({ unknown: 1, skus: 2 })
  const [first] = await feeds()
  expect((await house.run(showFeed(first?.id ?? 0))).feed.unknownSkus).toEqual(["N-9"])
  const product = { sku: "SKU-9", title: "Nine", ships: true, supplierSku: "N-9", cost: null, priority: 1 }
  await house.run(
    Effect.flatMap(Catalog, (c) => c.saveProducts([{ ...product, supplierId: business.north.id }]))
  )
  await feed([row("N-1", 10), row("N-9", 7)])
  expect(await onHand()).toEqual([
    ["SKU-1", "", 10],
    ["SKU-9", "", 7]
  ])
  expect(await house.sql()`select from unknown_stock`).toEqual([])
})

test("what a feed names no more stays as it was and is told; it comes back with its next number", async () => {
  const five = [row("N-1", 10), row("N-2", 20), row("X", 1), row("Y", 1), row("Z", 1)]
  await feed(five)
  await feed(five.filter((r) => r.sku !== "N-2").concat(row("V", 20)))
  expect((await feeds())[0]).toMatchObject({ state: "taken", missing: 1 })
  expect((await levels()).map((l) => [l.onHand, l.listed])).toEqual([
    [10, true],
    [20, false]
  ])
  await feed(five)
  expect((await levels()).map((l) => l.listed)).toEqual([true, true])
})

test("a file a warehouse: each is judged beside its own last one, and an older word about one leaves the other", async () => {
  await feed([row("N-1", 100, "EAST"), row("N-2", 100, "EAST")], { issuedAt: later(-9000) })
  await feed([row("N-1", 1, "WEST")], { issuedAt: later(-8000) })
  await feed([row("N-1", 90, "EAST"), row("N-2", 95, "EAST")], { issuedAt: later(-7000) })
  expect(await states()).toEqual(["taken", "taken", "taken"])
  await feed([row("N-1", 5, "EAST"), row("N-1", 2, "WEST")], { issuedAt: later(-7500) })
  expect((await feeds())[0]?.state).toBe("held")
  expect(await onHand()).toEqual([
    ["SKU-1", "EAST", 90],
    ["SKU-1", "WEST", 1],
    ["SKU-2", "EAST", 95]
  ])
  const [held] = await feeds()
  await house.run(settleFeed(held?.id ?? 0, true))
  // EAST has a newer word than the feed that was let in.
  expect(await onHand()).toEqual([
    ["SKU-1", "EAST", 90],
    ["SKU-1", "WEST", 2],
    ["SKU-2", "EAST", 95]
  ])
  await feed([row("N-1", 50), row("N-2", 200)], { issuedAt: later(-1000) })
  expect(await onHand()).toEqual([
    ["SKU-1", "", 50],
    ["SKU-2", "", 200]
  ])
})

test("a date years ahead makes no later feed an old one, and one in another zone takes nothing off what is promised", async () => {
  await feed([row("N-1", 10)], { issuedAt: new Date("2062-01-01T00:00:00Z") })
  house.time.pass(60_000)
  await feed([row("N-1", 9)], { issuedAt: null })
  expect(await onHand()).toEqual([["SKU-1", "", 9]])
  await feed([row("N-1", 8)], { issuedAt: later(9 * 3_600_000) })
  const [level] = await levels()
  expect(level?.onHand).toBe(8)
  expect(level?.asOf.getTime()).toBeLessThanOrEqual(house.time.now().getTime())
})

test("a held feed keeps its rows until it is settled; its difference comes in pages, the largest loss first", async () => {
  await feed([row("N-1", 40), row("N-2", 60)])
  await feed([row("N-1", 35), row("X", 1)])
  const [held] = await feeds()
  expect(held).toMatchObject({ state: "held", skus: 2, pieces: 36, changed: null })
  const id = held?.id ?? 0
  const page = (skip: number) => house.run(showFeed(id, { skip, limit: 1 }))
  expect(await page(0)).toMatchObject({
    differences: 2,
    changes: [{ sku: "N-2", warehouse: "", before: 60, after: null }],
    drop: "64 of 100 pieces are gone"
  })
  expect(await page(1)).toMatchObject({ changes: [{ sku: "N-1", before: 40, after: 35 }] })
  // The same broken export once more is no second one to look at.
  await feed([row("N-1", 35), row("X", 1)])
  expect(await states()).toEqual(["held", "taken"])
  expect(await house.run(settleFeed(id, true))).toMatchObject({ changed: 2 })
  expect(await onHand()).toEqual([
    ["SKU-1", "", 35],
    ["SKU-2", "", 0]
  ])
  expect(await house.sql()`select from held_feed_rows`).toEqual([])
})

test("a feed without a row is one that fell to zero", async () => {
  await feed([row("N-1", 40)])
  await feed([])
  expect(await states()).toEqual(["held", "taken"])
  const [held] = await feeds()
  await house.run(settleFeed(held?.id ?? 0, true))
  expect(await onHand()).toEqual([["SKU-1", "", 0]])
})

test("broken lines are quarantined with their place, a hundred of them one by one, and the rest is taken", async () => {
  const broken = Array.from({ length: 130 }, (_, i) => ({
    source: "inventory",
    place: `inv.csv:${i + 2}:2`,
    reason: 'qty: "many" is not a whole number',
    raw: `N-${i},many`
  }))
  await feed([row("N-1", 10)], { broken })
  expect(await onHand()).toEqual([["SKU-1", "", 10]])
  const aside = await house.sql()<Array<{ place: string; reason: string }>>`
    select place, reason from quarantine order by id`
  expect(aside).toHaveLength(101)
  expect(aside.map((a) => a.place)).toContain("inv.csv:2:2")
  expect(aside.map((a) => a.reason).join()).toContain("30 more lines of this feed could not be read")
})

test("a feed of which no line can be read is no word about stock", async () => {
  await feed([row("N-1", 10)])
  await feed([], {
    broken: [{ source: "inventory", place: "inv.csv:1", reason: "no column qty", raw: "sku" }]
  })
  expect(await states()).toEqual(["taken"])
  expect(await onHand()).toEqual([["SKU-1", "", 10]])
})

test("more warehouses than anybody has are a column that was taken for them", async () => {
  await feed(Array.from({ length: 1_001 }, (_, i) => row("N-1", 1, `W-${i}`)))
  expect(await states()).toEqual([])
  expect(await levels()).toEqual([])
  expect(await house.sql()`select reason from quarantine`).toMatchObject([
    { reason: expect.stringContaining("more than 1000 warehouses") }
  ])
})

test("a worker that dies in the middle of a feed leaves nothing of it, and the next run takes all of it", async () => {
  await feed([row("N-1", 10), row("N-2", 20)])
  const before = await fingerprint()
  const whole = opened([row("N-1", 8), row("N-2", 18)], {})
  const [only] = whole.feeds
  if (only === undefined) throw new Error("there is one feed")
  lay({
    ...whole,
    feeds: [
      {
        ...only,
        batches: async function* () {
          yield { rows: [row("N-1", 8)], broken: [], newest: null }
          throw new Error("the worker died here")
        }
      }
    ]
  })
  await receiveTracking(house)
  expect(await fingerprint()).toEqual(before)
  expect(house.suppliers.archived).toHaveLength(1)
  await house.sql()`update sync_runs set state = 'failed', error = 'it died', ended_at = now() where state = 'running'`
  lay(whole)
  await receiveTracking(house)
  expect(await onHand()).toEqual([
    ["SKU-1", "", 8],
    ["SKU-2", "", 18]
  ])
  expect(await states()).toEqual(["taken", "taken"])
})

test("texts that a database or COPY would stumble over are kept as they are", async () => {
  const odd = ["a\tb", "a\\N", "\\.", "a\nb", "a\rb", "ü😀", "x\u0000y", "half \ud83d"]
  await feed([row("N-1", 10), ...odd.map((sku) => row(sku, 1))])
  const listed = await house.sql()<Array<{ sku: string }>>`select sku from unknown_stock`
  expect(new Set(listed.map((l) => l.sku))).toEqual(
    new Set(["a\tb", "a\\N", "\\.", "a\nb", "a\rb", "ü😀", "x\u2400y", "half \ufffd"])
  )
  expect(await onHand()).toEqual([["SKU-1", "", 10]])
})
