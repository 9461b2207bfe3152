import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { serviceOf } from "../../src/domain/model/sales-channel.ts"
import { type ChannelChange, ChannelStore } from "../../src/domain/ports/channel-store.ts"
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
