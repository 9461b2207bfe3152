import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { describe, expect, test } from "vitest"
import { usualStock } from "../../../src/domain/model/stock-rules.ts"
import { archiveChannel, restoreChannel } from "../../../src/domain/operations/archive-channel.ts"
import { dropDraft, keepDraft, takeUpDraft } from "../../../src/domain/operations/channel-drafts.ts"
import { addChannel, setChannel } from "../../../src/domain/operations/set-channel.ts"
import { addSupplier } from "../../../src/domain/operations/set-supplier.ts"
import { syncNow } from "../../../src/domain/operations/sync-now.ts"
import { Actor } from "../../../src/domain/ports/actor.ts"
import { ChannelStore } from "../../../src/domain/ports/channel-store.ts"
import { sampleChannel, sampleSupplier } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"

const house = withDomain()
const installed = (environment: string) => house.sql()`update installation set environment = ${environment}`
const rows = async () => {
  const [row] = await house.sql()`select (select count(*) from channels)::int as channels,
    (select count(*) from suppliers)::int as suppliers, (select count(*) from secrets)::int as secrets,
    (select count(*) from schedules)::int as schedules`
  return row
}
const channel = { ...sampleChannel, name: "acme" }

describe("B8: sandbox and live do not mix", () => {
  test.each([
    ["live", "sandbox"],
    ["sandbox", "live"]
  ] as const)("a %s installation refuses %s credentials", async (installation, environment) => {
    await installed(installation)
    const secrets = { token: Redacted.make("secret") }
    const said = `This installation is ${installation}`
    await expect(house.run(addChannel({ ...channel, environment }, secrets))).rejects.toThrow(said)
    await expect(house.run(addSupplier({ ...sampleSupplier, environment }, secrets))).rejects.toThrow(said)
    expect(await rows()).toEqual({ channels: 0, suppliers: 0, secrets: 0, schedules: 0 })
  })
})

describe("IN-12, IN-13: services", () => {
  test("all off at creation: no schedule; set: one each, at the plan's cadence, replaced and not doubled", async () => {
    await house.run(addChannel(channel, {}))
    expect(await rows()).toMatchObject({ channels: 1, schedules: 0 })
    const service = { service: "order_download" as const, enabled: true, everyMinutes: null }
    await house.run(setChannel("acme", { change: {}, services: [service], secrets: {} }))
    await house.run(setChannel("acme", { change: { plan: "plus" }, services: [], secrets: {} }))
    expect(await house.sql()`select service, every_ms from schedules order by service`).toMatchObject([
      { service: "look_back", every_ms: 24 * 60 * 60_000 },
      { service: "orders", every_ms: 15 * 60_000 }
    ])
    await house.run(
      setChannel("acme", { change: {}, services: [{ ...service, enabled: false }], secrets: {} })
    )
    expect(await rows()).toMatchObject({ schedules: 0 })
  })

  test("PO-4: a supplier that takes orders by a website only is refused with that reason", async () => {
    const portal = { ...sampleSupplier, transport: "website" }
    await expect(house.run(Effect.asVoid(addSupplier(portal, {})))).rejects.toThrow(
      "only by website cannot be added"
    )
  })

  test.each(["", " ", "Acme\r\nBcc: x", "Acme\u001b[31m", "Acme\u009b31m", "a".repeat(61)])(
    "a supplier's name is one line: %j is refused",
    async (name) => {
      await expect(house.run(addSupplier({ ...sampleSupplier, name }, {}))).rejects.toThrow(
        "is one line of 1 to 60"
      )
    }
  )
})

describe("the page of a channel", () => {
  test("two people who changed it at once: the second is told, and nothing of theirs is written", async () => {
    await house.run(addChannel(channel, {}))
    const seen = await house.run(Effect.flatMap(ChannelStore, (store) => store.byName("acme")))
    if (seen === null) throw new Error("it was not added")
    const write = (plan: "plus" | "vip", actor: string) =>
      house.run(
        Effect.provideService(
          setChannel("acme", {
            change: { plan, client: { name: "Acme", description: plan } },
            services: [],
            secrets: {},
            seen
          }),
          Actor,
          actor
        )
      )
    await write("plus", "ana")
    await expect(write("vip", "ben")).rejects.toThrow(
      /^ana changed acme meanwhile, at \S+ \S+Z: plan: basic → plus; also client\.description\. Nothing was written/
    )
    expect(await house.sql()`select plan, version from channels`).toEqual([{ plan: "plus", version: 2 }])
  })

  test("IN-17: refused without what a supplier asks; refused as a whole, services and secrets too", async () => {
    const channelFields = { warehouse: "the code of your warehouse" }
    await house.run(addSupplier({ ...sampleSupplier, terms: { channelFields } }, {}))
    await expect(house.run(addChannel(channel, {}))).rejects.toThrow("Missing: warehouse")
    expect(await rows()).toMatchObject({ channels: 0 })
    await house.run(addChannel(channel, {}, { supplierValues: { warehouse: "E1" } }))
    const service = { service: "order_download" as const, enabled: true, everyMinutes: null }
    const taken = { change: { supplierValues: {} }, services: [service], secrets: {} }
    await expect(house.run(setChannel("acme", taken))).rejects.toThrow("Missing: warehouse")
    expect(await house.sql()`select service from schedules where channel_id is not null`).toEqual([])
  })

  test("what cannot be is refused by the name of its field; what can is kept", async () => {
    await house.run(addChannel(channel, {}))
    const stock = { ...usualStock, minimumLevel: 3 }
    await house.run(setChannel("acme", { change: { stock }, services: [], secrets: {} }))
    expect(await house.sql()`select minimum_level from channels`).toEqual([{ minimum_level: 3 }])
    const bad = { ...usualStock, sharePercent: 200 }
    await expect(
      house.run(setChannel("acme", { change: { stock: bad }, services: [], secrets: {} }))
    ).rejects.toThrow("Share in per cent")
  })

  test("archived: its schedules are gone, nothing can be switched on, and it comes back with everything off", async () => {
    await house.run(addChannel(channel, {}))
    const service = { service: "order_download" as const, enabled: true, everyMinutes: null }
    const on = { change: {}, services: [service], secrets: {} }
    await house.run(setChannel("acme", on))
    await house.run(archiveChannel("acme"))
    await expect(house.run(syncNow("orders", null))).rejects.toThrow("add a channel first")
    expect(await rows()).toMatchObject({ channels: 1, schedules: 0 })
    await expect(house.run(setChannel("acme", on))).rejects.toThrow("is archived")
    await house.run(restoreChannel("acme"))
    expect(await rows()).toMatchObject({ schedules: 0 })
    await house.run(setChannel("acme", on))
    expect(await rows()).toMatchObject({ schedules: 2 })
  })

  test("a set-up that was left keeps its secret sealed, and dropping it takes the secret along", async () => {
    await house.run(keepDraft("eu", [["name", "eu"]], { password: Redacted.make("hunter2") }))
    expect(await house.sql()`select owner, field from secrets where owner like 'draft:%'`).toEqual([
      { owner: "draft:eu", field: "password" }
    ])
    const taken = await house.run(takeUpDraft("eu"))
    expect(Redacted.value(taken.secrets.password ?? Redacted.make(""))).toBe("hunter2")
    await house.run(dropDraft("eu"))
    expect(await house.sql()`select owner from secrets where owner like 'draft:%'`).toEqual([])
    await expect(house.run(takeUpDraft("eu"))).rejects.toThrow("No set-up")
  })
})
