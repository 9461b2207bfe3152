import { describe, expect, it } from "vitest"
import { shopAddress } from "../../../src/connectors/channels/woocommerce/woocommerce-session.ts"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import { closedPort } from "../json-server.ts"
import { Connector, channelOf } from "./woocommerce-fixture.ts"
import { consumerKey, consumerSecret, error, orderOf, WoocommerceShop } from "./woocommerce-shop.ts"

const since = new Date("2026-11-22T00:30:00Z")

const failureOf = async (
  prepare: (shop: WoocommerceShop) => void,
  secrets = { consumerKey, consumerSecret },
  more: Partial<SalesChannel> = {}
) => {
  await using shop = await WoocommerceShop.open([orderOf(1)])
  await using connector = new Connector(secrets)
  prepare(shop)
  const failure = await connector.failure((c) => c.downloadPage(channelOf(shop.url, more), since, null))
  return { failure, blocks: connector.blocks }
}

const answering =
  (status: number, json: unknown, headers: Record<string, string> = {}) =>
  (shop: WoocommerceShop) => {
    shop.intrude = (_call, response) => {
      shop.answer(response, { status, json, headers })
      return true
    }
  }

const page =
  (status: number, headers: Record<string, string> = {}) =>
  (shop: WoocommerceShop) => {
    shop.intrude = (_call, response) => {
      response.writeHead(status, { "content-type": "text/html", ...headers })
      response.end("<!doctype html><title>Just a moment</title>")
      return true
    }
  }

describe("signing in at WooCommerce", () => {
  it("refuses an address without encryption, and says why, before anything is sent", async () => {
    await using connector = new Connector()
    const failure = await connector.failure((c) => c.test(channelOf("http://shop.example.com")))
    expect(failure).toMatchObject({ reason: "Misconfigured", message: expect.stringContaining("HTTPS only") })
    expect(await connector.failure((c) => c.test(channelOf("")))).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("url")
    })
    expect(await connector.failure((c) => c.test(channelOf("shop.example.com")))).toMatchObject({
      reason: "Misconfigured"
    })
    const gone = channelOf(`http://127.0.0.1:${await closedPort()}`)
    expect(await connector.failure((c) => c.test(gone))).toMatchObject({ reason: "Unreachable" })
  })

  it.each([
    ["https://shop.example.com/", "https://shop.example.com"],
    [" https://shop.example.com/wp-json/wc/v3/ ", "https://shop.example.com"],
    ["https://example.com/shop/wp-json", "https://example.com/shop"],
    ["https://shop.example.com/?utm=1", "https://shop.example.com"]
  ])("takes %s for %s", (given, address) => {
    expect(shopAddress(given)).toBe(address)
  })

  it.each([
    ["a wrong key", { consumerKey: "ck_canary", consumerSecret }, "does not know the consumer key"],
    ["a wrong secret", { consumerKey, consumerSecret: "cs_canary" }, "refuses the key pair"]
  ])("tells %s, and never repeats it", async (_what, secrets, words) => {
    const { failure } = await failureOf(() => {}, secrets)
    expect(failure).toMatchObject({ reason: "Unauthorized", settlement: { _tag: "Stop" } })
    expect(failure.message).toContain(words)
    expect(JSON.stringify(failure)).not.toContain("canary")
  })

  it("blots out a secret that the shop quotes", async () => {
    const quoting = answering(400, { code: "odd", message: `You sent ${consumerSecret}` })
    const { failure } = await failureOf(quoting)
    expect(failure.message).toContain("You sent [secret]")
  })

  it.each([
    [
      "no WooCommerce there",
      answering(404, error(404, "rest_no_route", "No route").json),
      "Misconfigured",
      "no such API"
    ],
    [
      "a closed API",
      answering(403, error(403, "rest_forbidden", "no").json),
      "Unauthorized",
      "security plug-in"
    ],
    [
      "a status that the shop does not know",
      answering(
        400,
        error(400, "rest_invalid_param", "Invalid parameter(s): status", {
          params: { status: "status[0] is not one of any, trash, processing." }
        }).json
      ),
      "Misconfigured",
      "is not one of any"
    ],
    ["a firewall's page", page(403), "Unauthorized", "HTTP 403"],
    ["a web page instead of data", page(200), "Malformed", "a web page"],
    [
      "a redirect",
      page(301, { location: "https://elsewhere.example/wp-json" }),
      "Misconfigured",
      "redirects"
    ],
    ["a breakdown", page(500), "NoAnswer", "HTTP 500"],
    ["an object instead of a list", answering(200, { orders: [] }), "Malformed", "orders"]
  ])("understands %s", async (_what, prepare, reason, words) => {
    const { failure } = await failureOf(prepare)
    expect(failure).toMatchObject({ reason })
    expect(failure.message).toContain(words)
  })

  it.each([
    ["too many requests", answering(429, {}, { "retry-after": "7" }), 7_000],
    ["maintenance", page(503, { "retry-after": "600" }), 600_000]
  ])("waits as long as the host asks: %s", async (_what, prepare, forMs) => {
    const { failure, blocks } = await failureOf(prepare)
    expect(failure).toMatchObject({ reason: "Throttled", retryAfterMs: forMs })
    expect(new Set(blocks.map((b) => JSON.stringify(b)))).toEqual(
      new Set([JSON.stringify({ account: "channel:7", forMs })])
    )
  })
})

describe("testing a WooCommerce channel", () => {
  it("says in words what works, and changes nothing", async () => {
    await using shop = await WoocommerceShop.open([orderOf(1), orderOf(2, { status: "completed" })])
    await using connector = new Connector()
    shop.hasCore = true
    expect(await connector.run((c) => c.test(channelOf(shop.url)))).toEqual([
      "Signed in.",
      "2 orders. Read order 2 (completed, 60.00 USD).",
      "The key may change orders, so shipments can be told.",
      "The key may change products, so stock can be set.",
      "Shipments are told by WooCommerce's own order fulfillments, each with its lines."
    ])
    const changes = shop.calls.filter((c) => c.method !== "GET")
    expect(changes.map((c) => c.body)).toEqual([{ update: [] }, { update: [] }])
  })

  it("notices a key that may only read, an empty shop, and which way is left", async () => {
    await using shop = await WoocommerceShop.open([])
    await using connector = new Connector()
    shop.mayWrite = false
    const lines = await connector.run((c) => c.test(channelOf(shop.url)))
    expect(lines[1]).toContain("no order yet")
    expect(lines[2]).toMatch(/NOT change orders.*may only read.*Read\/Write/)
    expect(lines[4]).toContain("whole orders only")
  })

  it("fails where the shop does not know an eligible status, because no download would work", async () => {
    await using shop = await WoocommerceShop.open([orderOf(1)])
    await using connector = new Connector()
    shop.intrude = (call, response) => {
      if (!(call.query.get("status") ?? "").includes("packed")) return false
      shop.answer(response, error(400, "rest_invalid_param", "Invalid parameter(s): status"))
      return true
    }
    const channel = channelOf(shop.url, { eligibleStatuses: ["packed"] })
    expect(await connector.failure((c) => c.test(channel))).toMatchObject({ reason: "Misconfigured" })
  })

  it("places a test order in a sandbox only", async () => {
    await using shop = await WoocommerceShop.open([])
    await using connector = new Connector()
    expect(
      await connector.run((c) => c.placeTestOrder(channelOf(shop.url, { environment: "live" })))
    ).toBeNull()
    expect(shop.calls).toEqual([])
    shop.products.push({
      id: 5,
      sku: "A",
      parent_id: 0,
      type: "simple",
      virtual: false,
      manage_stock: false,
      stock_quantity: null
    })
    shop.intrude = (call, response) => {
      if (call.method !== "POST") return false
      shop.answer(response, { status: 201, json: { number: "1042" } })
      return true
    }
    expect(await connector.run((c) => c.placeTestOrder(channelOf(shop.url)))).toBe("1042")
    expect(shop.called("POST", "/orders")[0]?.body).toMatchObject({
      set_paid: true,
      line_items: [{ product_id: 5, quantity: 1 }]
    })
  })
})
