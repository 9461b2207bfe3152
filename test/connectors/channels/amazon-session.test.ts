import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { placeOf } from "../../../src/connectors/channels/amazon/amazon-marketplace.ts"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import { AmazonAccount, fakeOrder } from "./amazon-account.ts"
import { AmazonClient, amazonChannel, secrets } from "./amazon-fixture.ts"
import { errors } from "./amazon-server.ts"

const since = new Date("2026-11-22T11:00:00Z")

const open = async (more: Partial<SalesChannel> = {}) => {
  const account = await AmazonAccount.open()
  account.orders = [fakeOrder(1)]
  account.listings.set("SKU/1", 7)
  const client = new AmazonClient()
  const channel = amazonChannel(account.server.url, more)
  return {
    account,
    server: account.server,
    client,
    channel,
    page: () => client.run((c) => c.downloadPage(channel, since, null)),
    failure: () => client.failure((c) => c.downloadPage(channel, since, null)),
    test: () => client.run((c) => c.test(channel)),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
      await account[Symbol.asyncDispose]()
    }
  }
}

describe("signing in with Amazon", () => {
  it("makes an access token of the refresh token, and sends it with each request", async () => {
    await using world = await open()
    await world.page()
    expect(Object.fromEntries(world.server.signIns[0] ?? [])).toEqual({
      grant_type: "refresh_token",
      refresh_token: secrets.refreshToken,
      client_id: secrets.clientId,
      client_secret: secrets.clientSecret
    })
    const { headers } = world.server.calls[0] ?? {}
    expect(headers?.["x-amz-access-token"]).toBe("Atza|canary-access-1")
    expect(headers?.["user-agent"]).toBe("Switchyard (Language=TypeScript)")
  })

  it("keeps a token until a minute before its end", async () => {
    await using world = await open()
    await world.page()
    world.client.pass(58 * 60_000)
    await world.page()
    expect(world.server.signIns).toHaveLength(1)
    world.client.pass(2 * 60_000)
    await world.page()
    expect(world.server.signIns).toHaveLength(2)
  })

  it("signs in once for many at the same time", async () => {
    await using world = await open()
    await Promise.all([world.page(), world.page(), world.page()])
    expect(world.server.signIns).toHaveLength(1)
  })

  it("replaces a token that Amazon ended early, once", async () => {
    await using world = await open()
    await world.page()
    world.server.tokens.clear()
    expect((await world.page()).orders).toHaveLength(1)
    expect(world.server.signIns).toHaveLength(2)
    world.account.intrude = () =>
      errors(403, "Unauthorized", "Access to requested resource is denied.", "The access token is revoked.")
    const before = world.server.calls.length
    expect(await world.failure()).toMatchObject({
      reason: "Unauthorized",
      message: expect.stringContaining("authorize the application again in Seller Central")
    })
    // With personal data (an old token, a new one) and without (a new one, just made).
    expect(world.server.calls.length - before).toBe(3)
  })

  it.each([
    [400, "invalid_grant", "the refresh token was revoked"],
    [401, "invalid_client", "A client secret ends 180 days after it was made"],
    [400, "unauthorized_client", "are of one application"],
    [400, "something_new", "Check the secrets clientId, clientSecret and refreshToken"]
  ])("says what to do when there is no token: %d %s", async (status, error, words) => {
    await using world = await open()
    world.server.signIn = () => ({
      status,
      json: { error, error_description: `no good: ${secrets.refreshToken} ${secrets.clientSecret}` }
    })
    const failure = await world.failure()
    expect(failure).toMatchObject({ reason: "Unauthorized", message: expect.stringContaining(words) })
    expect(JSON.stringify(failure)).not.toContain("canary")
    expect(world.server.calls).toHaveLength(0)
  })

  it.each([
    [429, "Throttled"],
    [503, "NoAnswer"]
  ])("tries later when the sign-in answers %d", async (status, reason) => {
    await using world = await open()
    world.server.signIn = () => ({ status })
    expect(await world.failure()).toMatchObject({ reason })
  })

  it("takes an answer without a token for malformed", async () => {
    await using world = await open()
    world.server.signIn = () => ({ status: 200, json: { token_type: "bearer" } })
    expect(await world.failure()).toMatchObject({ reason: "Malformed" })
  })
})

describe("what Amazon refuses", () => {
  it("names the role that is missing", async () => {
    await using world = await open()
    world.account.intrude = () => errors(403, "Unauthorized", "Access to requested resource is denied.")
    expect(await world.failure()).toMatchObject({
      reason: "Unauthorized",
      message: expect.stringContaining('needs the role "Inventory and Order Tracking"')
    })
  })

  it.each([409, 413, 415, 422])("says what Amazon says with a %d", async (status) => {
    await using world = await open()
    world.account.intrude = () => errors(status, "InvalidInput", "too much of it")
    expect(await world.failure()).toMatchObject({
      reason: "Rejected",
      message: `Amazon refused searchOrders (HTTP ${status}): too much of it (InvalidInput)`
    })
  })

  it("repeats neither token nor control characters of an error", async () => {
    await using world = await open()
    world.account.intrude = (call) =>
      errors(400, "InvalidInput", `bad\u001b[31m ${String(call.headers["x-amz-access-token"])}`)
    const failure = await world.failure()
    expect(failure.message).toContain("bad [31m [secret] (InvalidInput)")
    expect(failure.message).not.toContain("canary")
  })
})

describe("the pace of Amazon", () => {
  it("takes over the account's own rate when it is told", async () => {
    await using world = await open()
    world.account.rateHeaders = { "x-amzn-RateLimit-Limit": "0.0167" }
    await world.page()
    await world.page()
    expect(world.client.taken.map((t) => [t.account, t.allowance])).toEqual([
      ["channel:7:searchOrders", { requests: 0.0056, perMs: 1000, burst: 20 }],
      ["channel:7:searchOrders", { requests: 0.0167, perMs: 1000, burst: 20 }]
    ])
  })

  it.each(["0", "-1", "soon", "1e9", ""])("does not believe a rate of %j", async (told) => {
    await using world = await open()
    world.account.rateHeaders = { "x-amzn-RateLimit-Limit": told }
    await world.page()
    await world.page()
    expect(world.client.taken.map((t) => t.allowance.requests)).toEqual([0.0056, 0.0056])
  })

  it.each([
    ["the time of one request", {}, Math.ceil(1000 / 0.0056)],
    ["the time of one request at the told rate", { "x-amzn-RateLimit-Limit": "0.05" }, 20_000],
    ["what Amazon says", { "retry-after": "7" }, 7000]
  ])("blocks the lane for %s after a 429", async (_what, headers, forMs) => {
    await using world = await open()
    world.account.intrude = () => ({
      ...errors(429, "QuotaExceeded", "You exceeded your quota for the requested resource."),
      headers
    })
    expect(await world.failure()).toMatchObject({ reason: "Throttled", retryAfterMs: forMs })
    expect(new Set(world.client.blocks.map((b) => JSON.stringify(b)))).toEqual(
      new Set([JSON.stringify({ account: "channel:7:searchOrders", forMs })])
    )
  })
})

describe("testing the connection to Amazon", () => {
  it("says what works", async () => {
    await using world = await open()
    expect(await world.test()).toEqual([
      `Signed in. Talking to ${new URL(world.server.url).host} about marketplace ATVPDKIKX0DER.`,
      "Read order 111-0000001-0000001 (UNSHIPPED, 21.50 USD).",
      "Names and addresses come with the orders.",
      "Read the listing SKU/1."
    ])
    expect(Object.fromEntries(world.server.calls[0]?.query ?? [])).toMatchObject({
      createdAfter: "2026-10-23T12:00:00.000Z",
      maxResultsPerPage: "1"
    })
  })

  it("signs in anew, so that changed secrets are tried", async () => {
    await using world = await open()
    await world.test()
    await world.test()
    expect(world.server.signIns).toHaveLength(2)
  })

  it("says that addresses and listings are kept back", async () => {
    await using world = await open()
    const { recipient: _, ...order } = fakeOrder(1)
    world.account.orders = [order]
    world.account.intrude = (call) =>
      call.path.startsWith("/listings") ? errors(403, "Unauthorized", "Access is denied.") : null
    const lines = await world.test()
    expect(lines[2]).toContain('lacks the role "Direct-to-Consumer Shipping (Restricted)"')
    expect(lines[3]).toMatch(/^Inventory Upload will not work: .*needs the role "Product Listing"/)
  })

  it("says that a listing is another seller's, and that there is no order yet", async () => {
    await using world = await open()
    world.account.listings.clear()
    expect((await world.test())[3]).toContain("check the setting sellerId")
    world.account.orders = []
    expect((await world.test())[1]).toContain("Reading orders is allowed")
  })

  it("says that Amazon writes to its buyers whatever is set here", async () => {
    await using world = await open({ notifyCustomer: false })
    expect((await world.test()).at(-1)).toContain("Amazon tells its buyers of each shipment by itself")
  })

  it("places no order", async () => {
    await using world = await open()
    expect(await world.client.run((c) => c.placeTestOrder(world.channel))).toBe(null)
    expect(world.server.calls).toHaveLength(0)
  })
})

describe("where a channel's requests go", () => {
  const place = (settings: Readonly<Record<string, string>>, environment: SalesChannel["environment"]) =>
    Effect.runPromise(Effect.result(placeOf(amazonChannel("", { settings, environment }))))

  it.each([
    ["US", "live", "https://sellingpartnerapi-na.amazon.com", "ATVPDKIKX0DER"],
    ["uk", "live", "https://sellingpartnerapi-eu.amazon.com", "A1F83G8C2ARO7P"],
    ["A1VC38T7YXB528", "live", "https://sellingpartnerapi-fe.amazon.com", "A1VC38T7YXB528"],
    ["de", "sandbox", "https://sandbox.sellingpartnerapi-eu.amazon.com", "A1PA6795UKMFR9"]
  ] as const)("%s, %s: %s", async (marketplace, environment, endpoint, marketplaceId) => {
    expect(await place({ marketplace }, environment)).toMatchObject({
      success: { endpoint, marketplaceId, login: "https://api.amazon.com" }
    })
  })

  it.each([
    ["an endpoint on a live channel", { marketplace: "US", endpoint: "http://127.0.0.1:1" }, "live"],
    ["a sign-in on a live channel", { marketplace: "US", loginUrl: "http://127.0.0.1:1" }, "live"],
    ["another machine", { marketplace: "US", endpoint: "https://amazon.example.com" }, "sandbox"],
    ["no marketplace", {}, "live"],
    ["a country without Amazon", { marketplace: "XX" }, "live"],
    ["a new marketplace without its region", { marketplace: "A0NEWMARKET00" }, "live"],
    ["a region that is none", { marketplace: "US", region: "moon" }, "live"],
    ["a region of another marketplace", { marketplace: "US", region: "eu" }, "live"]
  ] as const)("refuses %s", async (_what, settings, environment) => {
    expect(await place(settings, environment)).toMatchObject({ failure: { reason: "Misconfigured" } })
  })

  it("believes the region of a marketplace that it does not know", async () => {
    expect(await place({ marketplace: "A0NEWMARKET00", region: "fe" }, "live")).toMatchObject({
      success: { endpoint: "https://sellingpartnerapi-fe.amazon.com", currency: null }
    })
  })
})
