import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { ShipMethodId, type Supplier } from "../../src/domain/model/supplier.ts"
import { MappingStore } from "../../src/domain/ports/mapping-store.ts"
import { writeSide } from "../fixtures/sample-orders.ts"
import { noon, sampleWorld } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(writeSide)
let channelId: ChannelId
let supplier: Supplier
beforeEach(async () => {
  await emptyTables(store.sql())
  const world = await store.run(sampleWorld)
  channelId = world.channelId
  supplier = world.supplier
})

const mappings = <A, E>(use: (s: typeof MappingStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(MappingStore, use))
const methodId = (n: number): ShipMethodId => supplier.shipMethods[n]?.id as ShipMethodId
const save = (channel: ChannelId | null, name: string, method: ShipMethodId) =>
  mappings((s) =>
    s.save(
      { channelId: channel, supplierId: supplier.id, channelMethodName: name, shipMethodId: method },
      "ann",
      noon
    )
  )

test("a mapping is found by its exact name, for its channel and for every channel", async () => {
  await save(channelId, "Express", methodId(0))
  await save(null, "Express", methodId(1))
  const found = (id: ChannelId, ...names: ReadonlyArray<string>) => mappings((s) => s.forNames(id, names))
  expect((await found(channelId, "Express", "Slow")).map((m) => m.channelId)).toEqual([channelId, null])
  expect(await found((channelId + 1) as ChannelId, "Express")).toEqual([
    { channelId: null, supplierId: supplier.id, channelMethodName: "Express", shipMethodId: methodId(1) }
  ])
  expect(await found(channelId, "express")).toEqual([])
})

test("saving the same key again changes it, for every channel too", async () => {
  for (const method of [methodId(0), methodId(1)]) {
    await save(channelId, "Express", method)
    await save(null, "Express", method)
  }
  expect((await mappings((s) => s.list())).map((m) => [m.channelId, m.shipMethodId])).toEqual([
    [null, methodId(1)],
    [channelId, methodId(1)]
  ])
})

test("a method of another supplier is refused", async () => {
  await expect(save(channelId, "Express", ShipMethodId(4711))).rejects.toMatchObject({ reason: "Conflict" })
})
