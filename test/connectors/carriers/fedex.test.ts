import { describe, expect, it } from "vitest"
import { accountOf, CarrierDesk, secret } from "./carrier-fixture.ts"
import { CarrierServer, replyJson } from "./carrier-server.ts"

// Answers written by hand after FedEx's documents of Track API v1 (developer.fedex.com); nothing here was recorded.

const scan = (date: string, eventType: string, given: object = {}) => ({
  date,
  eventType,
  eventDescription: `event ${eventType}`,
  scanLocation: { city: "MEMPHIS", stateOrProvinceCode: "TN", postalCode: "38118", countryCode: "US" },
  ...given
})

const result = (code: string, scans: ReadonlyArray<object>, given: object = {}) => ({
  trackingNumberInfo: { trackingNumberUniqueId: "12022~1~FDEG", carrierCode: "FDXG" },
  latestStatusDetail: {
    code,
    derivedCode: code,
    statusByLocale: `status ${code}`,
    description: `status ${code}`
  },
  scanEvents: scans,
  ...given
})

const failed = (code: string, message: string) => ({ trackingNumberInfo: {}, error: { code, message } })

const answer = (results: Readonly<Record<string, ReadonlyArray<object>>>) => ({
  transactionId: "624deea6-b709-470c-8c39-4b5511281492",
  output: {
    completeTrackResults: Object.entries(results).map(([trackingNumber, trackResults]) => ({
      trackingNumber,
      trackResults
    }))
  }
})

const open = async (results: Readonly<Record<string, ReadonlyArray<object>>>) => {
  const server = await CarrierServer.open()
  server.grant = { token_type: "bearer", expires_in: 3599, scope: "CXS" }
  server.reply = (_, response) => replyJson(response, 200, answer(results))
  return server
}

const track = (desk: CarrierDesk, url: string, numbers: ReadonlyArray<string>) =>
  desk.run((c) => c.track(accountOf("fedex", { baseUrl: url }), numbers))

describe("FedEx by its documents", () => {
  it("is asked for all numbers in one call, with a login of its own in the body", async () => {
    await using server = await open({})
    await using desk = new CarrierDesk()
    const numbers = Array.from({ length: 30 }, (_, i) => String(100 + i))
    const news = await track(desk, server.url, numbers)
    expect(news).toEqual(numbers.map((number) => ({ _tag: "NotKnownYet", number })))
    expect(server.calls).toHaveLength(1)
    expect(server.calls[0]).toMatchObject({ method: "POST", path: "/track/v1/trackingnumbers" })
    expect(JSON.parse(server.calls[0]?.body ?? "")).toEqual({
      includeDetailedScans: true,
      trackingInfo: numbers.map((trackingNumber) => ({ trackingNumberInfo: { trackingNumber } }))
    })
    expect(server.signIns[0]?.path).toBe("/oauth/token")
    expect(Object.fromEntries(new URLSearchParams(server.signIns[0]?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: "our-client",
      client_secret: secret
    })
  })

  it("answers number by number: one can fail inside a 200 without the others", async () => {
    await using server = await open({
      "1": [result("DL", [scan("2026-11-21T10:15:00-06:00", "DL"), scan("2026-11-20T08:00:00-06:00", "PU")])],
      "2": [failed("TRACKING.TRACKINGNUMBER.NOTFOUND", "Tracking number cannot be found.")],
      "3": [failed("TRACKING.TRACKINGNUMBER.INVALID", "The tracking number is not valid.")],
      "4": [result("OD", [])]
    })
    await using desk = new CarrierDesk()
    expect(await track(desk, server.url, ["4", "3", "2", "1", "5"])).toEqual([
      { _tag: "Known", number: "4", state: "out_for_delivery", status: "status OD", events: [] },
      { _tag: "Refused", number: "3", reason: "The tracking number is not valid." },
      { _tag: "NotKnownYet", number: "2" },
      {
        _tag: "Known",
        number: "1",
        state: "delivered",
        status: "status DL",
        events: [
          {
            at: new Date("2026-11-21T16:15:00Z"),
            state: "delivered",
            description: "event DL",
            place: "MEMPHIS, TN, US"
          },
          {
            at: new Date("2026-11-20T14:00:00Z"),
            state: "picked_up",
            description: "event PU",
            place: "MEMPHIS, TN, US"
          }
        ]
      },
      { _tag: "NotKnownYet", number: "5" }
    ])
  })

  it("of several parcels with one number takes the one that was scanned last", async () => {
    await using server = await open({
      "1": [
        result("DL", [scan("2024-03-01T10:00:00-06:00", "DL")]),
        failed("TRACKING.TRACKINGNUMBER.NOTFOUND", "No."),
        result("IT", [scan("2026-11-21T10:00:00-06:00", "IT")]),
        result("OC", [])
      ]
    })
    await using desk = new CarrierDesk()
    expect(await track(desk, server.url, ["1"])).toMatchObject([{ state: "in_transit" }])
  })

  it("keeps the reason of an exception, and a code that it does not know with its words", async () => {
    await using server = await open({
      "1": [
        result(
          "DE",
          [scan("2026-11-21T10:00:00", "DE", { exceptionDescription: "Customer not available" })],
          {
            latestStatusDetail: {
              code: "DE",
              description: "Delivery exception",
              ancillaryDetails: [{ reason: "08", reasonDescription: "Recipient not in" }]
            }
          }
        )
      ],
      "2": [result("ZZ", [scan("soon", "ZZ", { scanLocation: null })])]
    })
    await using desk = new CarrierDesk()
    expect(await track(desk, server.url, ["1", "2"])).toMatchObject([
      {
        state: "delivery_failed",
        status: "Delivery exception: Recipient not in",
        // No zone: read as UTC.
        events: [{ at: new Date("2026-11-21T10:00:00Z"), description: "Customer not available" }]
      },
      {
        state: "unknown",
        status: "status ZZ (ZZ/ZZ)",
        events: [{ at: null, state: "unknown", description: "event ZZ (ZZ)", place: "" }]
      }
    ])
  })

  it("that refuses the whole request fails, in its words", async () => {
    await using server = await open({})
    await using desk = new CarrierDesk()
    server.reply = (_, response) =>
      replyJson(response, 400, { errors: [{ code: "TRACKING.LIMIT", message: "Too many numbers" }] })
    const failure = await desk.failure((c) => c.track(accountOf("fedex", { baseUrl: server.url }), ["1"]))
    expect(failure).toMatchObject({ reason: "Rejected" })
    expect(failure.message).toContain("Too many numbers")
  })

  it.each([{}, { output: null }, { output: { completeTrackResults: "none" } }, { output: [] }])(
    "has not told anything with %o",
    async (json) => {
      await using server = await open({})
      await using desk = new CarrierDesk()
      server.reply = (_, response) => replyJson(response, 200, json)
      expect(await track(desk, server.url, ["1"])).toEqual([{ _tag: "NotKnownYet", number: "1" }])
    }
  )
})
