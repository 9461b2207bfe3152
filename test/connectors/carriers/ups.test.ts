import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { closedPort } from "../json-server.ts"
import { accountOf, CarrierDesk, secret } from "./carrier-fixture.ts"
import { type CarrierCall, CarrierServer, replyJson } from "./carrier-server.ts"
import { Contract, contractsAreHere } from "./openapi-example.ts"

const number = "1Z023E2X0214323462"

type Status = Readonly<Record<string, string>>
interface Answer {
  trackResponse: {
    shipment: Array<{
      package: Array<
        Record<string, unknown> & { currentStatus: Status; activity: Array<Record<string, unknown>> }
      >
    }>
  }
}

/** UPS as its OpenAPI documents say (contracts/ups): its examples are the answers, its required headers are required. */
const openUps = async () => {
  const tracking = new Contract("Tracking.yaml")
  const oauth = new Contract("OAuthClientCredentials.yaml")
  const server = await CarrierServer.open()
  const answer = () => {
    const json = tracking.example("TrackApiResponse") as Answer
    const parcel = json.trackResponse.shipment[0]?.package[0]
    if (parcel === undefined) throw new Error("the contract's answer has no package")
    return { json, parcel }
  }
  const required = tracking.requiredHeaders("/track/v1/details/{inquiryNumber}")
  const error = (code: string, message: string) => {
    const body = tracking.example("Response") as { response: { errors: Array<unknown> } }
    body.response.errors = [{ code, message }]
    return body
  }
  server.grant = { ...(oauth.example("tokenSuccessResponse") as object), expires_in: "14399" }
  Reflect.deleteProperty(server.grant, "access_token")
  const checked = (reply: (call: CarrierCall) => readonly [number, unknown]) => {
    server.reply = (call, response) => {
      const missing = required.filter((name) => (call.headers[name.toLowerCase()] ?? "") === "")
      const [status, json] = missing.length === 0 ? reply(call) : [400, error("TV0001", `Missing ${missing}`)]
      replyJson(response, status, json)
    }
  }
  return { server, answer, error, checked, required }
}

const track = (carrier: CarrierDesk, url: string, numbers: ReadonlyArray<string>, settings = {}) =>
  carrier.run((c) => c.track(accountOf("ups", { baseUrl: url, ...settings }), numbers))

describe.skipIf(!contractsAreHere)("UPS by contracts/ups", () => {
  it("reads the answer that its documents describe", async () => {
    const { server, answer, checked, required } = await openUps()
    await using _ = server
    await using desk = new CarrierDesk()
    expect(required).toEqual(["transId", "transactionSrc"])
    const { json, parcel } = answer()
    parcel.trackingNumber = number
    checked(() => [200, json])
    const [news] = await track(desk, server.url, [number])
    // The examples: status 003, type X, 2021-02-10, gmtTime 74700 without its leading zero, Wayne NJ.
    expect(news).toEqual({
      _tag: "Known",
      number,
      state: "pending",
      status: "Your package was released by the customs agency.",
      events: [
        {
          at: new Date("2021-02-10T07:47:00Z"),
          state: "pending",
          description: "Your package was released by the customs agency.",
          place: "Wayne, NJ, US"
        }
      ]
    })
    const [call] = server.calls
    expect(call?.path).toBe(`/api/track/v1/details/${number}`)
    expect(call?.headers.transid).toMatch(/^[0-9a-f]{32}$/)
    expect(call?.headers.transactionsrc).toBe("switchyard")
    const [signIn] = server.signIns
    expect(signIn?.path).toBe("/security/v1/oauth/token")
    expect(signIn?.headers.authorization).toBe(`Basic ${btoa(`our-client:${secret}`)}`)
    expect(signIn?.body).toBe("grant_type=client_credentials")
  })

  it.each([
    [{ statusCode: "011", type: "D" }, "delivered"],
    [{ code: "021", type: "I" }, "out_for_delivery"],
    [{ code: "OT", type: "I" }, "in_transit"],
    [{ type: "RS" }, "return_to_sender"],
    [{ type: "MV" }, "canceled"]
  ] as const)("reads the status %o as %s", async (status, state) => {
    const { server, answer, checked } = await openUps()
    await using _ = server
    await using desk = new CarrierDesk()
    const { json, parcel } = answer()
    parcel.currentStatus = { description: "Says so", ...status }
    checked(() => [200, json])
    expect(await track(desk, server.url, [number])).toMatchObject([{ state, status: "Says so" }])
  })

  it("keeps the words and codes of a status that it does not know", async () => {
    const { server, answer, checked } = await openUps()
    await using _ = server
    await using desk = new CarrierDesk()
    const { json, parcel } = answer()
    parcel.currentStatus = { code: "999", type: "??", description: "Beamed up" }
    parcel.activity = []
    checked(() => [200, json])
    expect(await track(desk, server.url, [number])).toMatchObject([
      { state: "unknown", status: "Beamed up (999/??)", events: [] }
    ])
  })

  it("tolerates what is missing, and text that is hostile or endless", async () => {
    const { server, answer, checked } = await openUps()
    await using _ = server
    await using desk = new CarrierDesk()
    const { json, parcel } = answer()
    parcel.activity = [
      {},
      { date: "yesterday", status: { type: "I", description: `x\u001b[31m\u0000${"y".repeat(5000)}` } },
      { date: "20210210", time: "071356", gmtOffset: "-05:00", location: null, status: null },
      { date: "20210210" }
    ]
    checked(() => [200, json])
    const [news] = await track(desk, server.url, [number])
    expect(news).toMatchObject({ _tag: "Known" })
    const events = news?._tag === "Known" ? news.events : []
    expect(events.map((e) => e.at?.toISOString() ?? null)).toEqual([
      null,
      null,
      "2021-02-10T12:13:56.000Z",
      "2021-02-10T00:00:00.000Z"
    ])
    expect(events[1]?.description).toHaveLength(300)
    expect(events[1]?.description).toMatch(/^x \[31m y+$/)
    expect(events.map((e) => e.place)).toEqual(["", "", "", ""])
  })

  it("says that a number is not known yet: 404, or a 200 that has only a warning", async () => {
    const { server, error, checked } = await openUps()
    await using _ = server
    await using desk = new CarrierDesk()
    const warned = {
      trackResponse: { shipment: [{ inquiryNumber: number, warnings: [{ code: "TW0001" }] }] }
    }
    checked(({ path }) => (path.endsWith(number) ? [404, error("TV1003", "Not found")] : [200, warned]))
    expect(await track(desk, server.url, [number, "1Z12345E0305271640"])).toEqual([
      { _tag: "NotKnownYet", number },
      { _tag: "NotKnownYet", number: "1Z12345E0305271640" }
    ])
  })

  it("says why UPS will not answer for a number, and never asks for what cannot be one", async () => {
    const { server, error, checked } = await openUps()
    await using _ = server
    await using desk = new CarrierDesk()
    checked(() => [400, error("TV1002", "Invalid inquiry number")])
    const odd = ["../../oauth", "SHORT", "9".repeat(35)]
    expect(await track(desk, server.url, [number, ...odd])).toEqual([
      { _tag: "Refused", number, reason: "Invalid inquiry number" },
      ...odd.map((n) => ({
        _tag: "Refused",
        number: n,
        reason: "UPS takes numbers of 7 to 34 letters and digits"
      }))
    ])
    expect(server.calls.map((c) => c.path)).toEqual([`/api/track/v1/details/${number}`])
  })

  it("finds the parcels of a reference, picked up since a day", async () => {
    const { server, answer, checked } = await openUps()
    await using _ = server
    await using desk = new CarrierDesk()
    const { json, parcel } = answer()
    Object.assign(parcel, {
      trackingNumber: number,
      packageCount: 1,
      currentStatus: { code: "005", type: "I", description: "On its way" },
      referenceNumber: [{ type: "PACKAGE", number: "PO-000001/1" }]
    })
    checked(() => [200, json])
    const account = accountOf("ups", { baseUrl: server.url })
    const found = await desk.run((c) =>
      c.findByReference(account, "PO-000001/1", new Date("2026-11-10T22:00:00Z"))
    )
    expect(found).toMatchObject([
      {
        trackingNumber: number,
        service: "UPS Ground",
        references: ["PO-000001/1"],
        parcelCount: 1,
        news: { _tag: "Known", state: "in_transit" }
      }
    ])
    const [call] = server.calls
    expect(call?.path).toBe("/api/track/v1/reference/details/PO-000001%2F1")
    expect(call?.query.get("fromPickUpDate")).toBe("20261110")
    expect(call?.query.get("toPickUpDate")).toBe("20261122")
  })

  it("finds nothing for a reference that UPS does not have", async () => {
    const { server, error, checked } = await openUps()
    await using _ = server
    await using desk = new CarrierDesk()
    checked(() => [404, error("TV1003", "Not found")])
    const account = accountOf("ups", { baseUrl: server.url })
    expect(await desk.run((c) => c.findByReference(account, "PO-1", new Date()))).toEqual([])
  })
})

/** What no contract describes: tokens, limits and broken answers are the same for all carriers. */
describe("a carrier's login", () => {
  const open = async () => {
    const server = await CarrierServer.open()
    server.reply = (_, response) =>
      replyJson(response, 200, {
        trackResponse: { shipment: [{ package: [{ trackingNumber: number, currentStatus: { type: "I" } }] }] }
      })
    return server
  }

  it("asks for one token, keeps it until it expires, and signs in once for many", async () => {
    await using server = await open()
    await using desk = new CarrierDesk()
    const account = accountOf("ups", { baseUrl: server.url })
    await desk.run((c) =>
      Effect.all(
        Array.from({ length: 8 }, () => c.track(account, [number])),
        { concurrency: "unbounded" }
      )
    )
    expect(server.signIns).toHaveLength(1)
    desk.pass(14_399_000 - 60_000)
    await track(desk, server.url, [number])
    expect(server.signIns).toHaveLength(2)
    await track(desk, server.url, [number])
    expect(server.signIns).toHaveLength(2)
  })

  it("replaces a token that is refused, once", async () => {
    await using server = await open()
    await using desk = new CarrierDesk()
    await track(desk, server.url, [number])
    server.forgetTokens()
    expect(await track(desk, server.url, [number])).toMatchObject([{ state: "in_transit" }])
    expect(server.signIns).toHaveLength(2)
    server.onSignIn = (_, response) => replyJson(response, 200, { access_token: "stale", expires_in: 3600 })
    server.forgetTokens()
    const failure = await desk.failure((c) => c.track(accountOf("ups", { baseUrl: server.url }), [number]))
    expect(failure).toMatchObject({ _tag: "CarrierFailure", reason: "Unauthorized" })
    expect(server.signIns).toHaveLength(3)
  })

  it("that is wrong is said so, without the secret", async () => {
    await using server = await open()
    await using desk = new CarrierDesk()
    server.onSignIn = (call, response) =>
      replyJson(response, 401, { error: call.headers.authorization, secret })
    const failure = await desk.failure((c) => c.test(accountOf("ups", { baseUrl: server.url })))
    expect(failure).toMatchObject({ reason: "Unauthorized" })
    expect(failure.message).toContain("Check clientId and clientSecret")
    expect(failure.message).not.toContain(secret)
    expect(failure.message).not.toContain(btoa(`our-client:${secret}`))
  })

  it("is tried by a test, which asks for no parcel", async () => {
    await using server = await open()
    await using desk = new CarrierDesk()
    const account = accountOf("ups", { baseUrl: server.url, merchantId: "A1B2C3" })
    expect(await desk.run((c) => c.test(account))).toEqual([
      "UPS Track API takes the login of our ups (sandbox). No parcel was asked for."
    ])
    await desk.run((c) => c.test(account))
    expect(server.signIns.map((c) => c.headers["x-merchant-id"])).toEqual(["A1B2C3", "A1B2C3"])
    expect(server.calls).toEqual([])
  })

  it("obeys Retry-After, of the API and of the token", async () => {
    await using server = await open()
    await using desk = new CarrierDesk()
    const account = accountOf("ups", { baseUrl: server.url })
    server.reply = (_, response) => replyJson(response, 429, {}, { "retry-after": "120" })
    const asked = await desk.failure((c) => c.track(account, [number]))
    expect(asked).toMatchObject({ reason: "Throttled", retryAfterMs: 120_000 })
    server.onSignIn = (_, response) => replyJson(response, 503, {}, { "retry-after": "30" })
    const signedIn = await desk.failure((c) => c.test(account))
    expect(signedIn).toMatchObject({ reason: "Throttled", retryAfterMs: 30_000 })
  })

  it.each([
    [403, "Unauthorized"],
    [500, "NoAnswer"],
    [302, "Misconfigured"],
    [418, "Rejected"]
  ] as const)("HTTP %i fails as %s", async (status, reason) => {
    await using server = await open()
    await using desk = new CarrierDesk()
    server.reply = (_, response) => replyJson(response, status, { errors: [{ message: "Blocked merchant" }] })
    const failure = await desk.failure((c) => c.track(accountOf("ups", { baseUrl: server.url }), [number]))
    expect(failure).toMatchObject({ reason })
    expect(failure.message).toContain("Blocked merchant")
  })

  it("does not take a web page, an endless body, or silence for an answer", async () => {
    await using server = await open()
    await using desk = new CarrierDesk()
    const account = accountOf("ups", { baseUrl: server.url })
    server.reply = (_, response) => response.end("<html>Welcome to the hotel's network</html>")
    expect(await desk.failure((c) => c.track(account, [number]))).toMatchObject({ reason: "Malformed" })
    server.reply = (_, response) => response.end("x".repeat(5 * 1024 * 1024))
    expect(await desk.failure((c) => c.track(account, [number]))).toMatchObject({ reason: "Malformed" })
    server.reply = (_, response) => response.destroy()
    expect(await desk.failure((c) => c.track(account, [number]))).toMatchObject({ reason: "NoAnswer" })
    const nobody = accountOf("ups", { baseUrl: `http://127.0.0.1:${await closedPort()}` })
    expect(await desk.failure((c) => c.track(nobody, [number]))).toMatchObject({ reason: "Unreachable" })
  })

  it("goes nowhere unencrypted but to this machine", async () => {
    await using desk = new CarrierDesk()
    const account = accountOf("ups", { baseUrl: "http://carrier.example" })
    expect(await desk.failure((c) => c.test(account))).toMatchObject({ reason: "Misconfigured" })
  })
})
