import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { describe, expect, test } from "vitest"
import { addChannel, setChannel } from "../../../src/domain/operations/set-channel.ts"
import { addSupplier } from "../../../src/domain/operations/set-supplier.ts"
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
    expect(await house.sql()`select service, every_ms from schedules`).toMatchObject([
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
})
