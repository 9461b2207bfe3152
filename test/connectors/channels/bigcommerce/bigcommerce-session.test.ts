import { describe, expect, it } from "vitest"
import type { RestReply } from "../rest-server.ts"
import { orderOf } from "./bigcommerce-store.ts"
import { openWorld, since } from "./bigcommerce-world.ts"

const quota = (left: number, resetMs: number) => ({
  "x-rate-limit-requests-left": String(left),
  "x-rate-limit-requests-quota": "150",
  "x-rate-limit-time-window-ms": "30000",
  "x-rate-limit-time-reset-ms": String(resetMs)
})

const failureOf = async (reply: RestReply) => {
  await using world = await openWorld()
  world.store.server.intrude = () => reply
  const failure = await world.connector.failure((c) => c.downloadPage(world.channel(), since, null))
  return { failure, blocks: world.connector.blocks }
}

describe("talking to BigCommerce", () => {
  it("waits as long as the quota's own header says", async () => {
    const { failure, blocks } = await failureOf({ status: 429, json: {}, headers: quota(0, 7_300) })
    expect(failure).toMatchObject({ reason: "Throttled", retryAfterMs: 7_300 })
    expect(new Set(blocks.map((b) => `${b.account} ${b.forMs}`))).toEqual(new Set([`channel:7 ${7_300}`]))
  })

  it("takes a 429 without quota headers for load of the platform, and backs off", async () => {
    const { failure, blocks } = await failureOf({ status: 429, json: {} })
    expect(failure).toMatchObject({ reason: "Throttled", retryAfterMs: 30_000 })
    expect(new Set(blocks.map((b) => `${b.account} ${b.forMs}`))).toEqual(new Set([`channel:7 ${30_000}`]))
  })

  it("does not believe a wait of days", async () => {
    const { blocks } = await failureOf({ status: 429, json: {}, headers: quota(0, 999_999_999_999) })
    expect(new Set(blocks.map((b) => `${b.account} ${b.forMs}`))).toEqual(new Set([`channel:7 ${3_600_000}`]))
  })

  it("stops asking before it is refused, when an answer says that nothing is left", async () => {
    await using world = await openWorld()
    world.store.orders.push(orderOf(1))
    world.store.server.intrude = (call) => {
      const usual = world.store.answer(call)
      return usual === "cut" ? usual : { ...usual, headers: quota(0, 12_000) }
    }
    expect((await world.firstPage()).orders).toHaveLength(1)
    expect(world.connector.blocks).toEqual([{ account: "channel:7", forMs: 12_000 }])
  })

  it.each([
    [{ status: 401, json: [{ status: 401, message: "no" }] }, "Unauthorized", "secret accessToken"],
    [{ status: 403, json: { status: 403, title: "no scope" } }, "Unauthorized", "scopes"],
    [{ status: 403, text: "<html>firewall</html>" }, "Unauthorized", "scopes"],
    [{ status: 404, json: { status: 404, title: "x" } }, "Misconfigured", "storeHash"],
    [{ status: 400, json: [{ status: 400, message: "odd filter" }] }, "Rejected", "odd filter"],
    [{ status: 409, json: [{ status: 409, message: "conflict" }] }, "Rejected", "conflict"],
    [{ status: 422, json: { status: 422, title: "wrong", errors: { a: "b" } } }, "Rejected", "a: b"],
    [{ status: 500, json: {} }, "NoAnswer", "500"],
    [{ status: 503, text: "<html>busy</html>" }, "NoAnswer", "503"],
    [{ status: 200, text: "<html>hello</html>" }, "Malformed", "web page"],
    [{ status: 200, json: { data: [] } }, "Malformed", "orders"],
    ["cut", "NoAnswer", "did not answer"]
  ] as ReadonlyArray<readonly [RestReply, string, string]>)("judges %j", async (reply, reason, words) => {
    const { failure } = await failureOf(reply)
    expect(failure).toMatchObject({ reason })
    expect(failure.message).toContain(words)
  })

  it("never repeats a token that the other side quotes", async () => {
    await using world = await openWorld("canary-wrong-5521")
    world.store.server.intrude = () => ({
      status: 400,
      json: [{ status: 400, message: "bad token canary-wrong-5521" }]
    })
    const failure = await world.connector.failure((c) => c.test(world.channel()))
    expect(JSON.stringify(failure)).not.toContain("canary")
  })

  it("carries its token nowhere but to BigCommerce", async () => {
    await using world = await openWorld()
    const { url } = world.store.server
    const settings = { storeHash: "abc123", apiUrl: url }
    const refused = [
      world.channel({ environment: "live", settings }),
      world.channel({ settings: { ...settings, apiUrl: "https://example.com" } }),
      world.channel({ settings: { ...settings, storeHash: "abc/../../evil" } }),
      world.channel({ settings: { apiUrl: url } })
    ]
    for (const channel of refused)
      expect(await world.connector.failure((c) => c.test(channel))).toMatchObject({ reason: "Misconfigured" })
    expect(world.store.server.calls).toEqual([])
  })
})

describe("testing a BigCommerce channel", () => {
  it("tells in words what works, with the store's own names of the statuses", async () => {
    await using world = await openWorld()
    world.store.orders.push(orderOf(100))
    const lines = await world.connector.run((c) =>
      c.test(world.channel({ eligibleStatuses: ["11", "9", "Paid"] }))
    )
    expect(lines).toEqual([
      "The store and the access token are right.",
      "Read the newest order, 100 (11 Awaiting Fulfillment, 85.64 USD).",
      "Eligible: 11 Awaiting Fulfillment, here “Ready to pack”; 9 Awaiting Shipment; Paid (no status of BigCommerce: write its number).",
      "Inventory of location 1 can be read.",
      "Whether the token may write is not tried: it needs the scopes Orders: modify, and Store Inventory: modify."
    ])
  })

  it("says what does not work, and that the store's mails cannot be stopped from here", async () => {
    await using world = await openWorld()
    world.store.server.intrude = (call) => (call.path.includes("/v3/") ? { status: 403, json: {} } : null)
    const lines = await world.connector.run((c) => c.test(world.channel({ notifyCustomer: false })))
    expect(lines[1]).toBe("There is no order yet; reading orders is allowed.")
    expect(lines[3]).toContain("Inventory cannot be read")
    expect(lines.at(-1)).toContain("mails its customer")
  })
})
