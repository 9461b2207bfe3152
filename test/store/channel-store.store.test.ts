import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { usualIntake } from "../../src/domain/model/intake-rules.ts"
import { type ChannelId, serviceOf } from "../../src/domain/model/sales-channel.ts"
import { usualStock } from "../../src/domain/model/stock-rules.ts"
import { type ChannelChange, ChannelStore } from "../../src/domain/ports/channel-store.ts"
import type { StoreFailure } from "../../src/domain/ports/failure.ts"
import { channelStoreLayer } from "../../src/store/channel-store.ts"
import { later, noon, sampleChannel } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(channelStoreLayer)
beforeEach(() => emptyTables(store.sql()))

const channels = <A, E>(use: (s: typeof ChannelStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(ChannelStore, use))
const added = async () => {
  const id = await channels((s) => s.add(sampleChannel))
  if (id === null) throw new Error("the name is taken")
  return id
}

test("a new channel has all services off; a second of the same name makes nothing, not even a client", async () => {
  const id = await added()
  const channel = await channels((s) => s.get(id))
  const { client: _, ...given } = sampleChannel
  expect(channel).toMatchObject({ ...given, id, autoProcessing: false, alertAddress: null, version: 1 })
  expect(channel?.services.map((s) => s.enabled)).toEqual([false, false, false])
  expect(await channels((s) => s.add({ ...sampleChannel, client: "Other" }))).toBeNull()
  expect(await channels((s) => s.add({ ...sampleChannel, name: "Second" }))).not.toBeNull()
  expect(await store.sql()`select name from clients`).toEqual([{ name: "Acme" }])
  expect((await channels((s) => s.list())).map((c) => c.name)).toEqual(["Acme shop", "Second"])
  expect(await channels((s) => s.byName("Nobody"))).toBeNull()
})

test("two that add the same channel at once: one does", async () => {
  const made = await Promise.all([1, 2, 3].map(() => channels((s) => s.add(sampleChannel))))
  expect(made.filter((id) => id !== null)).toHaveLength(1)
})

test("a change touches what it names, and can take the alert address away", async () => {
  const id = await added()
  const change = (c: ChannelChange) => channels((s) => s.change(id, c))
  await change({
    plan: "plus",
    settings: { url: "x", "sh'op": '"' },
    alertAddress: "a@example.com",
    alertTestedAt: noon
  })
  expect(await channels((s) => s.get(id))).toMatchObject({
    plan: "plus",
    settings: { url: "x", "sh'op": '"' },
    alertAddress: "a@example.com",
    alertTestedAt: noon,
    eligibleStatuses: ["paid"],
    version: 2
  })
  await change({ alertAddress: null, alertTestedAt: null, eligibleStatuses: ["paid", "a,b"] })
  expect(await channels((s) => s.byName("Acme shop"))).toMatchObject({
    plan: "plus",
    alertAddress: null,
    alertTestedAt: null,
    eligibleStatuses: ["paid", "a,b"]
  })
})

test("a service is switched on and off with its own frequency", async () => {
  const id = await added()
  await channels((s) => s.setService(id, { service: "order_download", enabled: true, everyMinutes: 5 }))
  const channel = await channels((s) => s.get(id))
  expect(channel && serviceOf(channel, "order_download")).toEqual({
    service: "order_download",
    enabled: true,
    everyMinutes: 5
  })
  expect(channel && serviceOf(channel, "shipment_upload").enabled).toBe(false)
})

test("auto-processing needs a tested alert address, and records who accepted it", async () => {
  const id = await added()
  const on = () => channels((s) => s.setAutoProcessing(id, true, "ann", later(1000)))
  await expect(on()).rejects.toMatchObject({ reason: "Conflict" })
  await channels((s) => s.change(id, { alertAddress: "a@example.com", alertTestedAt: noon }))
  await on()
  expect(await channels((s) => s.get(id))).toMatchObject({
    autoProcessing: true,
    autoProcessingBy: "ann",
    autoProcessingAt: later(1000)
  })
})

test("the order source is the client's own value, else its name", async () => {
  const id = await added()
  expect(await channels((s) => s.orderSource(id))).toBe("Acme")
  await store.sql()`update clients set order_source_value = 'ACME-US'`
  expect(await channels((s) => s.orderSource(id))).toBe("ACME-US")
})

test("intake and stock rules are kept whole; what was never set is the usual", async () => {
  const id = await added()
  expect(await channels((s) => s.get(id))).toMatchObject({ intake: usualIntake, stock: usualStock })
  const intake = { ...usualIntake, staleAfterDays: 30, countries: { allow: ["US", "CA"], deny: [] } }
  const stock = { ...usualStock, warehouse: "East", alias: "upc", minimumLevel: 3, safetyStock: 2, cap: 50 }
  await channels((s) => s.change(id, { intake, stock, supplierValues: { warehouseCode: "E'1" } }))
  await channels((s) => s.change(id, { plan: "vip" }))
  expect(await channels((s) => s.get(id))).toMatchObject({
    intake,
    stock,
    supplierValues: { warehouseCode: "E'1" }
  })
})

test("rules that were written past the model are a defect that names the channel and the rule", async () => {
  const id = await added()
  await store.sql()`update channels set intake = ${{ lookBackDays: -1 } as never} where id = ${id}`
  const failure = await store.run(
    Effect.flip(Effect.flatMap(ChannelStore, (s) => s.get(id))) as Effect.Effect<StoreFailure, never>
  )
  expect(failure).toMatchObject({ reason: "Defect" })
  expect(failure.message).toMatch(/Acme shop: lookBackDays/)
})

test("who changes what was changed meanwhile changes nothing", async () => {
  const id = await added()
  expect(await channels((s) => s.change(id, { plan: "plus" }, 1))).toBe(true)
  expect(await channels((s) => s.change(id, { plan: "vip" }, 1))).toBe(false)
  expect(await channels((s) => s.get(id))).toMatchObject({ plan: "plus", version: 2 })
})

test("a channel that was put away runs nothing, and comes back with its services off", async () => {
  const id = await added()
  await channels((s) => s.change(id, { alertAddress: "a@example.com", alertTestedAt: noon }))
  await channels((s) => s.setAutoProcessing(id, true, "ann", noon))
  await channels((s) => s.setService(id, { service: "order_download", enabled: true, everyMinutes: null }))
  await channels((s) => s.archive(id, noon))
  const away = await channels((s) => s.get(id))
  expect(away).toMatchObject({ archivedAt: noon, autoProcessing: false })
  expect(away?.services.filter((s) => s.enabled)).toEqual([])
  await channels((s) => s.archive(id, null))
  expect(await channels((s) => s.get(id))).toMatchObject({ archivedAt: null, autoProcessing: false })
})

test("a client that is named is joined as it stands; a new one is made, and what is said of it is kept", async () => {
  const id = await added()
  const second = await channels((s) => s.add({ ...sampleChannel, name: "Second", client: "Bell" }))
  await channels((s) => s.change(id, { client: { name: "Acme", orderSourceValue: "A-1" } }))
  await channels((s) => s.change(id, { client: { name: "Acme", description: "toys" } }))
  const acme = { name: "Acme", description: "toys", orderSourceValue: "A-1" }
  expect(await channels((s) => s.client(id))).toEqual({ ...acme, alsoOwns: [] })
  await channels((s) => s.change(second as ChannelId, { client: { name: "Acme" } }))
  expect(await channels((s) => s.client(id))).toEqual({ ...acme, alsoOwns: ["Second"] })
  await channels((s) => s.change(id, { client: { name: "Crow", orderSourceValue: "C" } }))
  expect(await channels((s) => s.orderSource(id))).toBe("C")
  expect(await channels((s) => s.change(id, { client: { name: "Dove" } }, 1))).toBe(false)
  expect(await store.sql()`select name from clients where name = 'Dove'`).toEqual([])
})

test("a new name must be free", async () => {
  const id = await added()
  await channels((s) => s.add({ ...sampleChannel, name: "Second" }))
  expect(await channels((s) => s.rename(id, "Second"))).toBe(false)
  expect(await channels((s) => s.rename(id, "Third"))).toBe(true)
  expect(await channels((s) => s.byName("Third"))).toMatchObject({ id, version: 2 })
})
