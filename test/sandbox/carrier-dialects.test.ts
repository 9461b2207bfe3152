import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { Carrier, callsPerHourOf } from "../../src/sandbox/carrier.ts"
import { type CarrierKey, carrierKeys } from "../../src/sandbox/carrier-dialect.ts"
import { Faults } from "../../src/sandbox/faults.ts"
import { openHttp, portOf } from "../../src/sandbox/http-front.ts"
import { accountOf, CarrierDesk } from "../connectors/carriers/carrier-fixture.ts"

const login = { username: "our-client", password: "very-secret-half" }
const brands = { ups: "UPS", fedex: "FedEx", usps: "USPS" } as const
const numbers = { ups: "1Z999AA10123456784", fedex: "794644790138", usps: "9400111206206406260787" } as const
const scanEveryMs = 1_000

/** A carrier with one parcel in its hands since the epoch, asked by our own connector. */
const withCarrier = async (
  key: CarrierKey,
  use: (carrier: Carrier, desk: CarrierDesk, url: string) => Promise<void>
) => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-carrier-test-"))
  const parcel = {
    orderNumber: "SY-1",
    part: 0,
    carrier: brands[key],
    service: "Ground",
    tracking: numbers[key],
    lines: []
  }
  const carrier = new Carrier({
    key,
    login,
    seed: 1,
    ledgerFile: join(folder, `${key}.jsonl`),
    offices: [{ shippedParcels: () => [{ parcel, at: new Date(0).toISOString() }] }],
    scanEveryMs,
    faults: new Faults(1, key)
  })
  const server = await openHttp(0, [carrier.route])
  try {
    await using desk = new CarrierDesk(login.password)
    await use(carrier, desk, `http://127.0.0.1:${portOf(server)}/${key}`)
  } finally {
    server.closeAllConnections()
    server.close()
    carrier.close()
    rmSync(folder, { recursive: true })
  }
}

test.each(carrierKeys)(
  "our %s connector reads what its carrier says, from the pick-up to the receiver",
  (key) =>
    withCarrier(key, async (carrier, desk, url) => {
      const account = accountOf(key, { clientId: login.username, baseUrl: url })
      const number = numbers[key]
      const ask = async () => (await desk.run((c) => c.track(account, [number])))[0]
      expect(await ask()).toEqual({ _tag: "NotKnownYet", number })
      carrier.work(0)
      expect(await ask()).toMatchObject({ _tag: "Known", number, state: "picked_up" })
      carrier.work(2 * scanEveryMs)
      expect(await ask()).toMatchObject({ _tag: "Known", number, state: "out_for_delivery" })
      carrier.work(10 * scanEveryMs)
      const news = await ask()
      expect(news).toMatchObject({ _tag: "Known", number, state: "delivered" })
      const states = news?._tag === "Known" ? news.events.map((event) => event.state) : []
      expect(states.filter((state) => state !== "delivery_failed")).toEqual([
        "delivered",
        "out_for_delivery",
        "in_transit",
        "picked_up"
      ])
    })
)

test.each(carrierKeys)("%s gives no token for another secret", (key) =>
  withCarrier(key, async (_, _desk, url) => {
    await using stranger = new CarrierDesk("a guess")
    const account = accountOf(key, { clientId: login.username, baseUrl: url })
    expect(await stranger.failure((c) => c.track(account, [numbers[key]]))).toMatchObject({
      reason: "Unauthorized"
    })
  })
)

test("USPS counts its calls, and refuses those beyond sixty an hour", () =>
  withCarrier("usps", async (carrier, desk, url) => {
    const account = accountOf("usps", { clientId: login.username, baseUrl: url })
    const limit = callsPerHourOf("usps") ?? 0
    for (let n = 0; n < limit; n += 1) await desk.run((c) => c.track(account, [numbers.usps]))
    expect(carrier.mostCallsAnHour()).toBe(60)
    expect(await desk.failure((c) => c.track(account, [numbers.usps]))).toMatchObject({ reason: "Throttled" })
    expect(carrier.mostCallsAnHour(), "what was refused was a call, too").toBe(61)
  }))
