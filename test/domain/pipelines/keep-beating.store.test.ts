import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { beforeEach, expect, test } from "vitest"
import { beatOnce, newPulse, type Pulse } from "../../../src/domain/pipelines/keep-beating.ts"
import { AlertStore } from "../../../src/domain/ports/alert-store.ts"
import { StoreFailure } from "../../../src/domain/ports/failure.ts"
import { heartbeatField, heartbeatOwner } from "../../../src/domain/ports/heartbeat.ts"
import { Vault } from "../../../src/domain/ports/vault.ts"
import { withDomain } from "../domain-house.ts"

const house = withDomain()
const minute = 60_000
const url = "https://hc.example/ping/secret"
let pulse: Pulse

beforeEach(async () => {
  pulse = newPulse()
  await house.run(Effect.flatMap(Vault, (v) => v.put(heartbeatOwner, heartbeatField, Redacted.make(url))))
})

const beat = () => house.run(beatOnce(pulse))
const fetched = () => {
  pulse.fetchedAt = house.time.now()
}
/** The same beat while the database takes nothing. */
const beatWithout = () =>
  house.run(
    Effect.gen(function* () {
      const store = yield* AlertStore
      const away = () => new StoreFailure({ reason: "Unavailable", message: "the database is away" })
      return yield* Effect.provideService(beatOnce(pulse), AlertStore, { ...store, beat: away })
    })
  )

test("only a worker that fetched and wrote within the last minute calls", async () => {
  expect(await beat()).toBe("not fetching")
  fetched()
  expect(await beat()).toBe("called")
  house.time.pass(minute)
  expect(await beat()).toBe("called")
  house.time.pass(1)
  expect(await beat()).toBe("not fetching")
  fetched()
  expect(await beatWithout()).toBe("database away")
  expect(house.alertRoutes.beats).toEqual([url, url])
  expect(await house.sql()`select beat_at from installation`).toEqual([{ beat_at: house.time.now() }])
})

test("a worker that hangs is missed outside, and the call comes again when it works again", async () => {
  const called: Array<number> = []
  for (let m = 0; m < 30; m++) {
    if (m < 10 || m >= 20) fetched()
    if ((await beat()) === "called") called.push(m)
    house.time.pass(minute)
  }
  expect(called).toEqual([...Array(11).keys(), ...Array.from({ length: 10 }, (_, i) => 20 + i)])
})

test("a database that was away is told when it is back, with how long", async () => {
  fetched()
  await beatWithout()
  house.time.pass(3 * minute)
  await beatWithout()
  house.time.pass(2 * minute)
  fetched()
  expect(await beat()).toBe("called")
  const causes = await house.run(Effect.flatMap(AlertStore, (a) => a.causes(house.time.now())))
  expect(causes).toMatchObject([{ cause: "database/", title: "the database was away for 5 min" }])
})

test("without an address nobody is called", async () => {
  await house.sql()`delete from secrets where owner = 'heartbeat'`
  fetched()
  expect(await beat()).toBe("not set")
  expect(house.alertRoutes.beats).toEqual([])
})
