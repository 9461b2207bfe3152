import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { SupplierId } from "../../src/domain/model/supplier.ts"
import { Quarantine } from "../../src/domain/ports/quarantine.ts"
import { quarantineLayer } from "../../src/store/quarantine.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt, plantParties } from "./plant.ts"

const store = withTestDatabase(quarantineLayer)

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
})

const quarantine = <A, E>(use: (q: typeof Quarantine.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(Quarantine, use))
const open = () => quarantine((q) => q.open(100))
const shop = { channelId: ChannelId(1) }
const northwind = { supplierId: SupplierId(1) }
const later = new Date(plantedAt.getTime() + 60_000)
const bad = (place: string, raw = "{}") => ({ source: "orders", place, reason: "no total", raw })

test("the same input at the same place is kept once and counted, in one batch and over batches", async () => {
  await quarantine((q) => q.keep(shop, [bad("o-1"), bad("o-1"), bad("o-2")], plantedAt))
  await quarantine((q) =>
    q.keep(shop, [{ ...bad("o-1"), reason: "still no total" }, bad("o-1", "{ }")], later)
  )
  await quarantine((q) => q.keep(northwind, [bad("o-1")], plantedAt))
  await quarantine((q) => q.keep(northwind, [], plantedAt))
  const rows = await open()
  expect(rows.map((r) => [r.party, r.place, r.raw, r.times]).sort()).toEqual([
    ["Northwind", "o-1", "{}", 1],
    ["acme-shop", "o-1", "{ }", 1],
    ["acme-shop", "o-1", "{}", 3],
    ["acme-shop", "o-2", "{}", 1]
  ])
  const repeated = rows.find((r) => r.times === 3)
  expect(repeated).toMatchObject({ firstAt: plantedAt, lastAt: later, reason: "still no total" })
})

test("what is read well later is settled, of this party and source only; bad again, it is open again", async () => {
  await quarantine((q) => q.keep(shop, [bad("o-1"), bad("o-2")], plantedAt))
  await quarantine((q) => q.keep(northwind, [bad("o-1")], plantedAt))
  await quarantine((q) => q.settle(shop, "shipments", ["o-1"], "worker", later))
  expect(await open()).toHaveLength(3)
  await quarantine((q) => q.settle(shop, "orders", ["o-1", "o-9"], "worker", later))
  expect((await open()).map((r) => [r.party, r.place]).sort()).toEqual([
    ["Northwind", "o-1"],
    ["acme-shop", "o-2"]
  ])
  await quarantine((q) => q.keep(shop, [bad("o-1")], later))
  expect(await open()).toHaveLength(3)
})

test("input that a text column cannot hold is kept, cut to a limit, told apart by all of it", async () => {
  const long = "x".repeat(300_000)
  await quarantine((q) =>
    q.keep(shop, [bad("p".repeat(9000), "a\0b"), bad("o", `${long}1`), bad("o", `${long}2`)], plantedAt)
  )
  const rows = await open()
  expect(rows).toHaveLength(3)
  expect(rows.map((r) => r.raw.length).sort((a, b) => a - b)).toEqual([3, 200_000, 200_000])
  expect(rows.some((r) => r.raw === "a\u2400b" && r.place.length === 500)).toBe(true)
  await quarantine((q) => q.settle(shop, "orders", ["p".repeat(9000)], "worker", later))
  expect(await open()).toHaveLength(2)
})
