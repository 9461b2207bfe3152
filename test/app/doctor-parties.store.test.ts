import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { partyFindings, pauseFindings } from "../../src/app/doctor-parties.ts"
import { testParties } from "../../src/app/doctor-tests.ts"
import { pauseQueue } from "../../src/domain/operations/pause-queue.ts"
import { SendGates } from "../../src/domain/ports/send-gates.ts"
import { withDomain } from "../domain/domain-house.ts"
import { importOrders, openBusiness, orderOf } from "../domain/sample-business.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"

const house = withDomain()
const findings = () => house.run(partyFindings)
const of = async (name: string) => (await findings()).find(({ said }) => said.startsWith(`${name} (`))

test("without channels and suppliers it is said how to begin", async () => {
  expect(await findings()).toEqual([
    { what: "channel", ok: true, said: "none yet: switchyard channels add" },
    { what: "supplier", ok: true, said: "none yet: switchyard suppliers wizard" }
  ])
})

test("each channel and supplier is listed with its services, and what fails there is a fault", async () => {
  await openBusiness(house)
  await importOrders(house, orderOf(1, ["SKU-1"]))
  expect(await of(sampleChannel.name)).toMatchObject({ what: "channel", ok: true })
  expect((await of(sampleChannel.name))?.said).toMatch(/orders done .*inventory off; fulfillment/)
  expect((await findings()).map(({ what }) => what)).toEqual(["channel", "supplier", "supplier", "supplier"])

  await house.sql()`update sync_runs set state = 'failed', error = 'The shop refused the login' where service = 'orders'`
  const failed = await of(sampleChannel.name)
  expect(failed?.ok).toBe(false)
  expect(failed?.said).toMatch(
    new RegExp(
      `orders FAILED .*: The shop refused the login.*switchyard channels test '${sampleChannel.name}'$`
    )
  )
})

test("a stop and an open breaker are faults of their supplier alone", async () => {
  await openBusiness(house)
  const [north] = await house.sql()<
    Array<{ id: number }>
  >`select id::int as id from suppliers where name = 'North'`
  await house.run(
    Effect.gen(function* () {
      const gates = yield* SendGates
      yield* gates.stop({ scope: "supplier", supplierId: (north?.id ?? 0) as never }, "ana", new Date())
    })
  )
  await house.sql()`insert into breakers (supplier_id, state, message, opened_at, next_probe_at)
    select id, 'open', 'connection refused', now(), now() from suppliers where name = 'South'`
  expect(await of("North")).toMatchObject({
    ok: false,
    said: expect.stringContaining("sends STOPPED by ana")
  })
  expect(await of("South")).toMatchObject({
    ok: false,
    said: expect.stringContaining("breaker OPEN (connection refused)")
  })
  expect(await of("Mail")).toMatchObject({ ok: true })
})

test("a channel in shadow, one that is switched off and a queue that is paused are told, each with the way back", async () => {
  await openBusiness(house)
  await house.sql()`update channels set shadow = true`
  expect(await of(sampleChannel.name)).toMatchObject({
    ok: true,
    said: expect.stringContaining(
      `in SHADOW, nothing is sent: switchyard shadow off --channel '${sampleChannel.name}'`
    )
  })
  await house.sql()`update channel_services set enabled = false`
  expect((await of(sampleChannel.name))?.said).toContain("PAUSED, every service of it is off")
  expect(await house.run(pauseFindings)).toEqual([])
  await house.run(
    pauseQueue({ queue: "fulfillments.push", reason: "the shop rebuilds its API", evenSweep: false })
  )
  expect(await house.run(pauseFindings)).toMatchObject([
    {
      what: "queue",
      ok: false,
      said: expect.stringMatching(
        /^fulfillments\.push PAUSED by ann .* \(the shop rebuilds its API\): switchyard jobs resume fulfillments\.push$/
      )
    }
  ])
})

test("with --test each channel and supplier is asked; what one refuses is its own fault", async () => {
  await openBusiness(house)
  house.suppliers.refusesTest = "North"
  const asked = await house.run(testParties)
  expect(asked.map(({ what, ok, said }) => [what, ok, said])).toEqual([
    ["test", true, `channel ${sampleChannel.name}: it answers`],
    ["test", true, "supplier Mail: it answers"],
    ["test", false, "supplier North: The password is wrong. Mend it, then: switchyard suppliers test North"],
    ["test", true, "supplier South: it answers"]
  ])
})
