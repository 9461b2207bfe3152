import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { beforeEach, describe, expect, test } from "vitest"
import { SupplierId } from "../../../src/domain/model/supplier.ts"
import { archiveChannel, renameChannel } from "../../../src/domain/operations/archive-channel.ts"
import { mapShipMethod } from "../../../src/domain/operations/map-ship-method.ts"
import { mapSku } from "../../../src/domain/operations/map-sku.ts"
import { pauseQueue, resumeQueue } from "../../../src/domain/operations/pause-queue.ts"
import { resolveOrder } from "../../../src/domain/operations/resolve-order.ts"
import { addRoute, removeRoute } from "../../../src/domain/operations/set-alerts.ts"
import { setAllocation } from "../../../src/domain/operations/set-allocation.ts"
import { addChannel, setChannel } from "../../../src/domain/operations/set-channel.ts"
import { addSupplier, setSupplier } from "../../../src/domain/operations/set-supplier.ts"
import { setInstallationShadow, setShadow } from "../../../src/domain/operations/shadow.ts"
import { stopSends } from "../../../src/domain/operations/stop-sends.ts"
import {
  testAlertAddress,
  toggleAutoProcessing
} from "../../../src/domain/operations/toggle-auto-processing.ts"
import { ChannelStore } from "../../../src/domain/ports/channel-store.ts"
import { sampleChannel, sampleSupplier } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { importOrders, openBusiness, orderOf } from "../sample-business.ts"

const house = withDomain()
const shop = sampleChannel.name
type Business = Awaited<ReturnType<typeof openBusiness>>
let business: Business

beforeEach(async () => {
  business = await openBusiness(house)
  await house.sql()`truncate activity`
})

interface Row {
  readonly actor: string
  readonly act: string
  readonly kind: string
  readonly subject: string
  readonly changes: ReadonlyArray<Record<string, unknown>>
}

const rows = () => house.sql()<Array<Row>>`
  select actor, act, subject_kind as kind, subject, changes from activity order by id`

const service = { service: "inventory_upload" as const, enabled: true, everyMinutes: 30 }
const nothing = { change: {}, services: [], secrets: {} }

const cases: ReadonlyArray<
  readonly [what: string, act: (b: Business) => Parameters<typeof house.run>[0], row: object]
> = [
  [
    "settings of a channel",
    () => setChannel(shop, { ...nothing, change: { plan: "plus", rejectUnmapped: false } }),
    {
      act: "changed",
      kind: "channel",
      subject: shop,
      changes: [
        { field: "plan", before: "basic", after: "plus" },
        { field: "rejectUnmapped", before: "yes", after: "no" }
      ]
    }
  ],
  [
    "its services",
    () => setChannel(shop, { ...nothing, services: [{ ...service, service: "order_download" }] }),
    { changes: [{ field: "services.order_download", before: "on", after: "on, every 30 min" }] }
  ],
  [
    "auto-processing's address",
    () => testAlertAddress(shop, "ops@example.com"),
    { changes: [{ field: "alertAddress", before: null, after: "ops@example.com" }] }
  ],
  [
    "auto-processing",
    () => Effect.andThen(testAlertAddress(shop, "ops@example.com"), toggleAutoProcessing(shop, true, shop)),
    { changes: [{ field: "autoProcessing", before: "no", after: "yes" }] }
  ],
  ["archive", () => archiveChannel(shop), { kind: "channel", subject: shop }],
  [
    "rename",
    () => renameChannel(shop, "other"),
    { subject: "other", changes: [{ field: "name", before: shop, after: "other" }] }
  ],
  [
    "shadow of a channel",
    () => setShadow(shop, { shadow: true, liveFrom: null }),
    { subject: shop, changes: [{ field: "shadow", before: "no", after: "yes" }] }
  ],
  [
    "shadow of everything",
    () => setInstallationShadow(true),
    { kind: "installation", changes: [{ field: "shadow", before: "no", after: "yes" }] }
  ],
  [
    "allocation",
    () => setAllocation(shop, { rules: ["cost"] }),
    { subject: shop, changes: [{ field: "allocation.rules", before: null, after: "cost" }] }
  ],
  [
    "a supplier's terms",
    () => setSupplier("North", { change: { terms: { sendsPerMinute: 9 } }, shipMethods: [], secrets: {} }),
    {
      kind: "supplier",
      subject: "North",
      changes: [{ field: "terms.sendsPerMinute", before: null, after: "9" }]
    }
  ],
  ["a stop", () => stopSends(true), { act: "sends stopped", kind: "installation", changes: [] }],
  [
    "a stop of one supplier",
    (b) => stopSends(true, { scope: "supplier", supplierId: b.south.id }),
    { act: "sends stopped", kind: "supplier", subject: "South" }
  ],
  [
    "a mapping",
    (b) =>
      mapShipMethod({
        channelId: b.channelId,
        supplierId: b.north.id,
        channelMethodName: "Drone",
        shipMethodId: b.north.shipMethods[0]?.id as never
      }),
    {
      act: "ship method mapped",
      subject: shop,
      changes: [{ field: "Drone by North", before: null, after: expect.any(String) }]
    }
  ],
  [
    "a SKU of a channel",
    () => mapSku(shop, "their-1", "SKU-1"),
    { act: "SKU mapped", subject: shop, changes: [{ field: "their-1", before: null, after: "SKU-1" }] }
  ],
  [
    "a paused queue",
    () => pauseQueue({ queue: "fulfillments.push", reason: "they rebuild" }),
    { act: "paused", kind: "queue", subject: "fulfillments.push" }
  ],
  [
    "an alert route",
    () => Effect.asVoid(addRoute({ kind: "email", name: "night", target: "a@b.example", secrets: {} })),
    { act: "added", kind: "alert-route", subject: "night" }
  ]
]

describe("each change leaves one row with who did it", () => {
  test.each(cases)("%s", async (_, act, row) => {
    await house.run(act(business), "bea")
    const all = await rows()
    expect(all.at(-1)).toMatchObject({ actor: "bea", ...row })
  })

  test("what was saved as it was, stopped twice or mapped again leaves none", async () => {
    const method = business.north.shipMethods[0]
    if (method === undefined) throw new Error("North has a method")
    const mapping = {
      channelId: business.channelId,
      supplierId: business.north.id,
      channelMethodName: "Standard Shipping",
      shipMethodId: method.id
    }
    await house.run(stopSends(true))
    await house.sql()`truncate activity`
    await house.run(setChannel(shop, { ...nothing, change: { plan: "basic" } }))
    await house.run(stopSends(true))
    await house.run(mapShipMethod(mapping))
    await house.run(resumeQueue("fulfillments.push"))
    expect(await rows()).toEqual([])
  })

  test("a change that is refused leaves none", async () => {
    await house.run(addChannel({ ...sampleChannel, name: "second" }, {}))
    await house.sql()`truncate activity`
    await expect(house.run(renameChannel(shop, "second"))).rejects.toThrow("already")
    const seen = await house.run(Effect.flatMap(ChannelStore, (store) => store.byName(shop)))
    if (seen === null) throw new Error("it is not there")
    const stale = { ...seen, version: 99 }
    await expect(
      house.run(setChannel(shop, { ...nothing, change: { plan: "vip" }, seen: stale }))
    ).rejects.toThrow("meanwhile")
    await expect(
      house.run(
        mapShipMethod({
          channelId: business.channelId,
          supplierId: SupplierId(999),
          channelMethodName: "x",
          shipMethodId: 1 as never
        })
      )
    ).rejects.toThrow()
    expect(await rows()).toEqual([])
  })

  test("a removed route is named by the name that it had", async () => {
    await house.run(addRoute({ kind: "email", name: "ops", target: "a@b.example", secrets: {} }))
    await house.run(removeRoute("ops"))
    expect((await rows()).map((r) => [r.act, r.subject])).toEqual([
      ["added", "ops"],
      ["removed", "ops"]
    ])
  })
})

test("a choice that is saved for future orders while an order is resolved is noted as a mapping", async () => {
  await importOrders(house, orderOf(1, ["SKU-1"], { shipMethodName: "Drone" }))
  const { id, version } = await house.order("#1001")
  const method = business.north.shipMethods[0]
  if (method === undefined) throw new Error("North has a method")
  const choice = { supplierId: business.north.id, shipMethodId: method.id, save: "channel" as const }
  await house.run(resolveOrder({ orderId: id, version, address: {}, shipMethods: [choice] }), "bea")
  expect(await rows()).toMatchObject([
    {
      actor: "bea",
      act: "ship method mapped",
      subject: shop,
      changes: [{ field: "Drone by North", before: null }]
    }
  ])
})

test("of a secret only that it changed: its value is nowhere in the table", async () => {
  const value = "s3cr3t-value-of-this-test"
  // The only field that the kind of these tests has.
  const secrets = { url: Redacted.make(value) }
  await house.run(addChannel({ ...sampleChannel, name: "sec" }, secrets))
  await house.run(setChannel("sec", { ...nothing, secrets }))
  await house.run(addSupplier({ ...sampleSupplier, name: "Sec" }, secrets))
  await house.run(setSupplier("Sec", { change: {}, shipMethods: [], secrets }))
  const all = await rows()
  expect(all.map((r) => r.act)).toEqual(["added", "changed", "added", "changed"])
  for (const row of all) expect(row.changes).toContainEqual({ field: "url", secret: true })
  const [told] = await house.sql()`select string_agg(activity::text, ' ') as text from activity`
  expect(told?.text).not.toContain(value)
})
