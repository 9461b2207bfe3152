import { describe, expect, it } from "vitest"
import { closedPort } from "../json-server.ts"
import { World } from "./shopify-fixture.ts"
import { accessToken, clientSecret, sendJson } from "./shopify-server.ts"
import { away, home, orderOf, workOf } from "./shopify-shop.ts"

const since = new Date("2026-11-01T00:00:00Z")
const download = (world: World, settings: Record<string, string> = {}) =>
  world.run((c) => c.downloadPage(world.channel(settings), since, null))
const downloadFailure = (world: World, settings: Record<string, string> = {}) =>
  world.failure((c) => c.downloadPage(world.channel(settings), since, null))

describe("where a Shopify channel asks", () => {
  it.each([
    "my-shop.example.com",
    "my-shop.myshopify.com.evil.example",
    "https://evil.example/my-shop.myshopify.com",
    "my-shop.myshopify.com@evil.example",
    "evil.example/?.myshopify.com",
    "a.b.myshopify.com",
    "http://my-shop.myshopify.com",
    "my-shop.myshopify.com:8443",
    "http://127.0.0.1:1/",
    "http://localhost:1"
  ])("is never %s on a live channel", async (shop) => {
    await using world = await World.open()
    const channel = world.channel({ shop }, { environment: "live" })
    const failure = await world.failure((c) => c.downloadPage(channel, since, null))
    expect(failure).toMatchObject({ reason: "Misconfigured", settlement: { _tag: "Stop" } })
    expect(failure.message).toContain("my-shop.myshopify.com")
  })

  it("is no other host on a sandbox channel, either", async () => {
    await using world = await World.open()
    for (const shop of ["http://10.0.0.1", "http://evil.example", "https://127.0.0.1.evil.example", ""])
      expect(await downloadFailure(world, { shop })).toMatchObject({ reason: "Misconfigured" })
  })

  it("is one pinned version", async () => {
    await using world = await World.open()
    await download(world)
    expect(new Set(world.shop.calls.map((call) => call.path))).toEqual(
      new Set(["/admin/api/2026-10/graphql.json"])
    )
  })
})

describe("signing in at Shopify", () => {
  it("sends the access token with every request", async () => {
    await using world = await World.open({ accessToken })
    world.shop.orders.push(orderOf(1))
    expect((await download(world)).orders).toHaveLength(1)
    expect(world.shop.logins).toBe(0)
  })

  it("fetches a token with the client id once, keeps it, and another when Shopify refuses it", async () => {
    await using world = await World.open({ clientSecret })
    const settings = { clientId: "client-1" }
    for (const _ of [1, 2, 3]) await download(world, settings)
    expect(world.shop.logins).toBe(1)
    world.shop.tokens = new Set()
    await download(world, settings)
    expect(world.shop.logins).toBe(2)
  })

  it("gives up when Shopify refuses a fresh token, too", async () => {
    await using world = await World.open({ clientSecret })
    world.shop.intrude = (_call, response) => {
      sendJson(response, { errors: "[API] Invalid API key or access token" }, 401)
      return true
    }
    expect(await downloadFailure(world, { clientId: "client-1" })).toMatchObject({ reason: "Unauthorized" })
    expect(world.shop.logins).toBe(1)
  })

  it("tells wrong credentials, and never repeats them", async () => {
    await using token = await World.open({ accessToken: "shpat_canary_wrong" })
    await using client = await World.open({ clientSecret: "shpss_canary_wrong" })
    const failures = [await downloadFailure(token), await downloadFailure(client, { clientId: "client-1" })]
    expect(failures.map((failure) => failure.reason)).toEqual(["Unauthorized", "Unauthorized"])
    expect(failures[1]?.message).toContain("not installed in this shop")
    expect(JSON.stringify(failures)).not.toContain("canary")
    await using none = await World.open({})
    expect(await downloadFailure(none)).toMatchObject({ _tag: "VaultFailure" })
  })
})

describe("what Shopify says when it does not answer", () => {
  it.each([
    [401, "Unauthorized", "refuses the access token"],
    [402, "Rejected", "frozen the shop"],
    [403, "Unauthorized", "a scope is missing"],
    [404, "Misconfigured", "no shop of this name"],
    [423, "Rejected", "locked the shop"],
    [429, "Throttled", ""],
    [500, "NoAnswer", ""],
    [503, "NoAnswer", ""]
  ])("HTTP %i is %s", async (status, reason, words) => {
    await using world = await World.open()
    world.shop.intrude = (_call, response) => {
      sendJson(response, { errors: `no, ${accessToken}` }, status)
      return true
    }
    const failure = await downloadFailure(world)
    expect(failure.reason).toBe(reason)
    expect(failure.message).toContain(words)
    expect(failure.message).not.toContain("canary")
  })

  it.each([
    [
      { data: null, errors: [{ message: "Access denied", extensions: { code: "ACCESS_DENIED" } }] },
      "Unauthorized"
    ],
    [{ data: { orders: null }, errors: [{ message: "Internal error" }] }, "NoAnswer"],
    [{ errors: [{ message: "no field", extensions: { code: "undefinedField" } }] }, "Misconfigured"],
    [{ errors: [{ message: "no time", extensions: { code: "BAD_REQUEST" } }] }, "Rejected"],
    [{ errors: "Not Found" }, "Rejected"],
    [{ data: null }, "Malformed"],
    [{ data: { orders: null } }, "Malformed"],
    [{ data: { orders: { nodes: {} } } }, "Malformed"],
    [{ data: { orders: { nodes: [], pageInfo: { hasNextPage: true, endCursor: null } } } }, "Malformed"],
    [[], "Malformed"]
  ])("HTTP 200 with %j is no success", async (answer, reason) => {
    await using world = await World.open()
    world.shop.intrude = (_call, response) => {
      sendJson(response, answer)
      return true
    }
    expect((await downloadFailure(world)).reason).toBe(reason)
  })

  it("is told where nobody is reached", async () => {
    await using world = await World.open()
    const shop = `http://127.0.0.1:${await closedPort()}`
    expect(await downloadFailure(world, { shop })).toMatchObject({ reason: "Unreachable" })
  })
})

describe("Shopify's bucket of points", () => {
  it("is waited for when it is empty, and the request goes again", async () => {
    await using world = await World.open()
    world.shop.orders.push(orderOf(1))
    world.shop.throttled = 2
    expect((await download(world)).orders).toHaveLength(1)
    // 100 are asked for, 5 are there, 100 come back in a second.
    expect(world.blocks).toEqual([1, 2].map(() => ({ account: "channel:7", forMs: 1000 })))
  })

  it("is given up on when it stays empty, with the time to come again", async () => {
    await using world = await World.open()
    world.shop.throttled = 1000
    world.shop.throttleStatus = { maximumAvailable: 2000, currentlyAvailable: 5, restoreRate: 10 }
    expect(await downloadFailure(world)).toMatchObject({ reason: "Throttled", retryAfterMs: 9500 })
    expect(world.shop.calls.length).toBeLessThan(20)
  })

  it("is left alone in time when it runs low, and only then", async () => {
    await using world = await World.open()
    await download(world)
    expect(world.blocks).toEqual([])
    world.shop.throttleStatus = { maximumAvailable: 2000, currentlyAvailable: 40, restoreRate: 20 }
    await download(world)
    expect(world.blocks).toEqual([{ account: "channel:7", forMs: 3000 }])
  })
})

describe("testing a Shopify channel", () => {
  const test = (world: World, settings: Record<string, string> = {}, more = {}) =>
    world.run((c) => c.test(world.channel(settings, more)))

  it("tells in words what works", async () => {
    await using world = await World.open()
    world.shop.scopes.push("read_all_orders")
    world.shop.orders.push(orderOf(1))
    expect(await test(world, { location: "main warehouse", allOrders: "yes" })).toEqual([
      "Signed in to Pat's Shop (pats.myshopify.com), in USD.",
      "Shopify answers by version 2026-10 of its Admin API.",
      "The app has every scope that is needed.",
      "The app may read all orders, however old.",
      "The shop has 3 active locations: Main warehouse, Second Street, Big 3PL. This channel sends from Main warehouse.",
      "Read order #1001 (UNFULFILLED, 31.00 USD)."
    ])
  })

  it("says how far back it can read", async () => {
    await using world = await World.open()
    const old = { earliestOrderAt: new Date("2020-01-01T00:00:00Z") }
    const recent = { earliestOrderAt: new Date(Date.now() - 5 * 86_400_000) }
    expect((await test(world, {}, old))[3]).toMatch(/^Only orders of the last 60 days.*read_all_orders/)
    expect((await test(world, {}, recent))[3]).toBe("Orders of the last 60 days can be read.")
    expect((await test(world, { allOrders: "yes" }, recent))[3]).toContain("not granted")
    world.shop.scopes.push("read_all_orders")
    expect((await test(world))[3]).toContain("say so in the setting allOrders")
  })

  it("names each scope that is missing, and stops where orders cannot be read", async () => {
    await using world = await World.open()
    world.shop.scopes = ["read_orders", "read_merchant_managed_fulfillment_orders"]
    expect(await test(world)).toEqual(
      expect.arrayContaining([
        "The app lacks the scope write_merchant_managed_fulfillment_orders, needed to tell Shopify of shipments.",
        "The app lacks the scope write_inventory, needed to set stock."
      ])
    )
    world.shop.scopes = ["read_products"]
    expect(await world.failure((c) => c.test(world.channel()))).toMatchObject({
      reason: "Unauthorized",
      message: expect.stringContaining("lacks read_orders and read_merchant_managed_fulfillment_orders")
    })
  })

  it("notices another version, a location that is not there, and an order that is elsewhere", async () => {
    await using world = await World.open()
    const order = orderOf(1)
    order.works = [workOf(1, order.lines, { location: away })]
    world.shop.orders.push(order)
    world.shop.version = "2027-01"
    const said = await test(world, { location: home.id })
    expect(said[1]).toContain("2027-01 instead of 2026-10")
    expect(said.at(-1)).toContain("nothing of it is to be sent")
    expect(
      await world.failure((c) => c.test(world.channel({ location: "Attic, Main warehouse" })))
    ).toMatchObject({ reason: "Misconfigured", message: expect.stringMatching(/Attic.*Main warehouse/) })
  })

  it("places no order", async () => {
    await using world = await World.open()
    expect(await world.run((c) => c.placeTestOrder(world.channel()))).toBeNull()
    expect(world.shop.calls).toEqual([])
  })
})
