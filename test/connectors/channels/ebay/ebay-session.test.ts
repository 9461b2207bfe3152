import { describe, expect, it } from "vitest"
import type { RestReply } from "../rest-server.ts"
import { orderOf } from "./ebay-market.ts"
import { openWorld, since } from "./ebay-world.ts"

const failureOf = async (reply: RestReply) => {
  await using world = await openWorld()
  world.market.server.intrude = (call) => (call.path.includes("oauth2") ? null : reply)
  const failure = await world.connector.failure((c) => c.downloadPage(world.channel(), since, null))
  return { failure, blocks: new Set(world.connector.blocks.map((b) => `${b.account} ${b.forMs}`)) }
}

const said = (status: number, errorId: number, message: string): RestReply => ({
  status,
  json: { errors: [{ errorId, message }] }
})

describe("signing in at eBay", () => {
  it("trades the refresh token once, for all scopes of the consent, and keeps what it got", async () => {
    await using world = await openWorld()
    for (const _ of [1, 2, 3]) await world.download()
    expect(world.market.signIns).toBe(1)
    const form = new URLSearchParams(world.market.server.calls[0]?.text)
    expect([...form.keys()]).toEqual(["grant_type", "refresh_token"])
  })

  it("takes a new token before the old one ends, after two hours", async () => {
    await using world = await openWorld()
    await world.download()
    world.connector.pass(114 * 60_000)
    await world.download()
    expect(world.market.signIns).toBe(1)
    world.connector.pass(2 * 60_000)
    await world.download()
    expect(world.market.signIns).toBe(2)
  })

  it("signs in again when eBay no longer knows the token", async () => {
    await using world = await openWorld()
    world.market.orders.push(orderOf(1))
    await world.download()
    world.market.forgetTokens()
    expect((await world.download()).orders).toHaveLength(1)
    expect(world.market.signIns).toBe(2)
  })

  it("signs in once for requests that begin together", async () => {
    await using world = await openWorld()
    world.market.orders.push(...Array.from({ length: 12 }, (_, i) => orderOf(i + 1)))
    const ids = world.market.orders.map((o) => o.orderId)
    const read = () => world.connector.run((c) => c.readOrders(world.channel(), ids))
    expect(await read()).toHaveLength(12)
    expect(world.market.signIns).toBe(1)
    world.market.forgetTokens()
    expect(await read()).toHaveLength(12)
    expect(world.market.signIns).toBe(2)
  })

  it("gives up when a new token is refused, too", async () => {
    const { failure } = await failureOf(said(401, 1001, "Invalid access token"))
    expect(failure).toMatchObject({ reason: "Unauthorized", settlement: { _tag: "Stop" } })
  })

  it.each([
    [{ refreshToken: "canary-old-1" }, "18 months"],
    [{ clientSecret: "canary-wrong-2" }, "one keyset"]
  ])("tells what is wrong with %j, and never repeats it", async (secrets, words) => {
    await using world = await openWorld(secrets)
    const failure = await world.connector.failure((c) => c.test(world.channel()))
    expect(failure).toMatchObject({ reason: "Unauthorized" })
    expect(failure.message).toContain(words)
    expect(JSON.stringify(failure)).not.toContain("canary")
  })

  it("blots out a secret that eBay quotes", async () => {
    await using world = await openWorld()
    world.market.server.intrude = () => ({
      status: 400,
      json: { error: "odd", error_description: "what is canary-secret-1?" }
    })
    const failure = await world.connector.failure((c) => c.test(world.channel()))
    expect(failure.message).toContain("[secret]")
    expect(failure.message).not.toContain("canary")
  })

  it("does not read through an odd token", async () => {
    await using world = await openWorld()
    world.market.server.intrude = () => ({ status: 200, json: { access_token: "" } })
    const failure = await world.connector.failure((c) => c.test(world.channel()))
    expect(failure).toMatchObject({ reason: "Malformed" })
  })

  it("carries secrets nowhere but to eBay", async () => {
    await using world = await openWorld()
    const { url } = world.market.server
    const refused = [
      world.channel({ environment: "live", settings: { clientId: "x", apiUrl: url } }),
      world.channel({ settings: { clientId: "x", apiUrl: "https://example.com" } }),
      world.channel({ settings: { apiUrl: url } })
    ]
    for (const channel of refused)
      expect(await world.connector.failure((c) => c.test(channel))).toMatchObject({ reason: "Misconfigured" })
    expect(world.market.server.calls).toEqual([])
  })
})

describe("talking to eBay", () => {
  it.each([
    [{ "retry-after": "7" }, 7_000],
    [{}, 60_000]
  ])("waits after a 429 with %j", async (headers, forMs) => {
    const { failure, blocks } = await failureOf({ status: 429, json: {}, headers })
    expect(failure).toMatchObject({ reason: "Throttled", retryAfterMs: forMs })
    expect(blocks).toEqual(new Set([`channel:7 ${forMs}`]))
  })

  it.each([
    [said(403, 1100, "Insufficient permissions"), "Unauthorized", "scopes"],
    [{ status: 403, text: "<html>no</html>" }, "Unauthorized", "403"],
    [said(404, 2002, "Resource not found"), "Misconfigured", "2002"],
    [said(400, 30830, "Start date must be within 90 days"), "Rejected", "30830"],
    [said(409, 1, "conflict"), "Rejected", "conflict"],
    [{ status: 500, json: {} }, "NoAnswer", "500"],
    [{ status: 503, text: "<html>busy</html>" }, "NoAnswer", "503"],
    [{ status: 200, text: "<html>hello</html>" }, "Malformed", "web page"],
    [{ status: 200, json: { orders: [] } }, "Malformed", "orders"],
    ["cut", "NoAnswer", "did not answer"]
  ] as ReadonlyArray<readonly [RestReply, string, string]>)("judges %j", async (reply, reason, words) => {
    const { failure } = await failureOf(reply)
    expect(failure).toMatchObject({ reason })
    expect(failure.message).toContain(words)
  })
})

describe("testing an eBay channel", () => {
  it("tells in words what works", async () => {
    await using world = await openWorld()
    world.market.orders.push(orderOf(1))
    expect(await world.connector.run((c) => c.test(world.channel()))).toEqual([
      "Signed in at eBay's sandbox as the seller who gave consent.",
      "1 orders in the last 90 days. Read order 01-00001-00000 (NOT_STARTED, 45.98 USD).",
      "Inventory can be read.",
      "Whether parcels may be told is not tried: it needs the scope sell.fulfillment, not its read-only sister."
    ])
  })

  it("says what does not work, and that eBay's mails cannot be stopped", async () => {
    await using world = await openWorld()
    world.market.server.intrude = (call) =>
      call.path.includes("/inventory/") ? said(403, 1100, "Insufficient permissions") : null
    const lines = await world.connector.run((c) => c.test(world.channel({ notifyCustomer: false })))
    expect(lines[1]).toContain("There is no order")
    expect(lines[2]).toContain("leave Inventory Upload off")
    expect(lines.at(-1)).toContain("eBay tells its buyer")
  })
})
