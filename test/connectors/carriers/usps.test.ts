import { describe, expect, it } from "vitest"
import { accountOf, CarrierDesk, secret } from "./carrier-fixture.ts"
import { CarrierServer, replyJson } from "./carrier-server.ts"

// Answers written by hand after USPS's OpenAPI document of Tracking 3.2 (developers.usps.com); nothing here was recorded.

const number = "9400111206206406260787"

const details = (given: object) => ({
  trackingNumber: number,
  mailClass: "PRIORITY_MAIL",
  destinationCity: "MILWAUKEE",
  destinationState: "WI",
  statusCategory: "Delivered",
  status: "Delivered, Front Door/Porch",
  statusSummary: "Your item was delivered at the front door or porch.",
  trackingEvents: [
    {
      eventType: "Delivered, Front Door/Porch",
      eventTimestamp: "2026-11-21T13:10:00",
      GMTTimestamp: "2026-11-21T19:10:09Z",
      GMTOffset: "-06:00",
      eventCity: "MILWAUKEE",
      eventState: "WI",
      eventZIP: "53207",
      eventCountry: null,
      eventCode: "01"
    },
    {
      eventType: "Out for Delivery",
      eventTimestamp: "2026-11-21T06:10:00",
      GMTOffset: "-6:00",
      eventCode: "OF"
    },
    { eventType: "Teleported", eventTimestamp: "", eventCode: "QQ" }
  ],
  ...given
})

const open = async (status: number, json: unknown) => {
  const server = await CarrierServer.open()
  server.grant = { token_type: "Bearer", expires_in: 28_799 }
  server.reply = (_, response) => replyJson(response, status, json)
  return server
}

const track = (desk: CarrierDesk, url: string, numbers: ReadonlyArray<string> = [number]) =>
  desk.run((c) => c.track(accountOf("usps", { baseUrl: url }), numbers))

describe("USPS by its documents", () => {
  it("is asked for one number a call, in detail", async () => {
    await using server = await open(200, details({}))
    await using desk = new CarrierDesk()
    expect(await track(desk, server.url)).toEqual([
      {
        _tag: "Known",
        number,
        state: "delivered",
        status: "Delivered, Front Door/Porch",
        events: [
          {
            at: new Date("2026-11-21T19:10:09Z"),
            state: "delivered",
            description: "Delivered, Front Door/Porch",
            place: "MILWAUKEE, WI, 53207"
          },
          {
            at: new Date("2026-11-21T12:10:00Z"),
            state: "out_for_delivery",
            description: "Out for Delivery",
            place: ""
          },
          { at: null, state: "unknown", description: "Teleported (QQ)", place: "" }
        ]
      }
    ])
    expect(server.calls.map((c) => `${c.method} ${c.path}?${c.query}`)).toEqual([
      `GET /tracking/v3/tracking/${number}?expand=DETAIL`
    ])
    expect(server.signIns[0]?.path).toBe("/oauth2/v3/token")
    expect(JSON.parse(server.signIns[0]?.body ?? "")).toEqual({
      grant_type: "client_credentials",
      client_id: "our-client",
      client_secret: secret
    })
  })

  it.each([
    [{ status: "Delivered, To Original Sender" }, "return_to_sender"],
    [{ statusCategory: "Alert", status: "Undeliverable as Addressed" }, "delivery_failed"],
    [{ statusCategory: "Alert", status: "Something Else" }, "on_hold"],
    [{ statusCategory: "In-Transit", status: "In Transit, Arriving Late" }, "delivery_delayed"],
    [{ statusCategory: "In Transit", status: "Arrived at USPS Regional Facility" }, "in_transit"],
    [{ statusCategory: "Pre-Shipment", status: "Shipping Label Created, USPS Awaiting Item" }, "pending"],
    [{ statusCategory: "Available for Pickup", status: "Available for Pickup" }, "ready_for_pickup"],
    [{ statusCategory: undefined, status: undefined }, "delivered"],
    [{ statusCategory: "Galactic", status: "Lost in Space" }, "unknown"]
  ] as const)("says %o, which is %s", async (given, state) => {
    await using server = await open(200, details(given))
    await using desk = new CarrierDesk()
    expect(await track(desk, server.url)).toMatchObject([{ state }])
  })

  it.each([
    [404, { error: { code: "404", message: "Not Found" } }],
    [400, { error: { message: "A status update is not yet available on your package." } }],
    [200, {}]
  ])("does not know the number yet: %i", async (status, json) => {
    await using server = await open(status, json)
    await using desk = new CarrierDesk()
    expect(await track(desk, server.url)).toEqual([{ _tag: "NotKnownYet", number }])
  })

  it("refuses a number in its words, and nothing of a number leaves the path", async () => {
    await using server = await open(400, { error: { message: "The tracking number is invalid." } })
    await using desk = new CarrierDesk()
    const odd = "../x?y#z"
    expect(await track(desk, server.url, [odd])).toEqual([
      { _tag: "Refused", number: odd, reason: "The tracking number is invalid." }
    ])
    expect(server.calls[0]?.path).toBe("/tracking/v3/tracking/..%2Fx%3Fy%23z")
  })
})
