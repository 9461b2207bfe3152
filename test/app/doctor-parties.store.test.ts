import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { partyFindings } from "../../src/app/doctor-parties.ts"
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
