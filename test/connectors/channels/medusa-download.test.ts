import { describe, expect, it } from "vitest"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import type { OrderPage } from "../../../src/domain/ports/sales-channels.ts"
import { closedPort } from "../json-server.ts"
import { line, medusaChannel, openMedusa, orderOf } from "./medusa-fixture.ts"
import { apiKey, email, type MedusaShop, password } from "./medusa-shop.ts"
import type { Connector } from "./vendure-fixture.ts"

const since = new Date("2026-11-19T00:00:00Z")
const longAgo = new Date("2020-01-01T00:00:00Z")

/** All pages of one run; `between` happens at the shop after each. */
const run = async (
  connector: Connector,
  channel: SalesChannel,
  from: Date,
  between: (page: number) => void = () => {}
): Promise<ReadonlyArray<OrderPage>> => {
  const pages: Array<OrderPage> = []
  let cursor: string | null = null
  do {
    const page: OrderPage = await connector.run((c) => c.downloadPage(channel, from, cursor))
    pages.push(page)
    between(pages.length)
    cursor = page.next
  } while (cursor !== null && pages.length < 50)
  return pages
}

const idsOf = (pages: ReadonlyArray<OrderPage>): ReadonlyArray<string> =>
  pages.flatMap((p) => p.orders.map((o) => o.channelOrderId))

const firstPage = async (
  orders: ReadonlyArray<object>,
  more: Partial<SalesChannel> = {}
): Promise<OrderPage> => {
  await using world = await openMedusa()
  world.shop.orders = orders as MedusaShop["orders"]
  return await world.connector.run((c) => c.downloadPage(medusaChannel(world.shop.url, more), since, null))
}

const daysAgo = (days: number): string => new Date(Date.now() - days * 24 * 3_600_000).toISOString()

describe("downloading from Medusa", () => {
  it("hands an order over in our words", async () => {
    const page = await firstPage([orderOf(1043)])
    expect(page.broken).toEqual([])
    expect(page.orders).toEqual([
      {
        channelOrderId: "order_001043",
        channelOrderNumber: "1043",
        channelStatus: "captured",
        standing: "ok",
        placedAt: new Date("2026-11-20T03:00:00.000Z"),
        updatedAt: new Date("2026-11-20T03:00:00.000Z"),
        currency: "USD",
        total: "85.64",
        customerName: "Pat Buyer",
        customerEmail: "buyer-2@example.test",
        shipTo: {
          name: "Pat Buyer",
          company: "",
          address1: "101 Main Street",
          address2: "",
          city: "Springfield",
          region: "IL",
          postalCode: "62702",
          country: "US",
          phone: "+12175550101"
        },
        shipMethodName: "Drone Drop (beta) – Île de ré",
        lines: [
          {
            channelLineId: "L1043",
            sku: "BIR-SHEET-02",
            title: "Linen Sheet (queen)",
            quantity: 1,
            unitPrice: "80.65",
            ships: true
          }
        ]
      }
    ])
  })

  it.each([
    ["usd", 59.8, "59.80"],
    ["usd", 0.1 + 0.2, "0.30"],
    ["usd", 12.3456, "12.3456"],
    ["jpy", 8564, "8564"],
    ["kwd", 8.5, "8.500"],
    ["eur", 0, "0.00"],
    ["eur", 1234567890.12, "1234567890.12"]
  ])("writes %s %d as a decimal", async (currency_code, total, text) => {
    expect((await firstPage([orderOf(1, { currency_code, total })])).orders[0]?.total).toBe(text)
  })

  it("sets a broken order aside with its raw form, and goes on", async () => {
    const broken = orderOf(3, { created_at: "soon", items: [line("L", -1)] })
    const bare = orderOf(4, { items: [line("L", 1, { variant_sku: null })] })
    const page = await firstPage([orderOf(2), broken, bare, orderOf(5, { email: "NUL\u0000" }), orderOf(6)])
    expect(page.orders.map((o) => o.channelOrderNumber)).toEqual(["2", "6"])
    expect(page.broken.map((b) => b.place)).toEqual(["order_000003", "order_000004", "order_000005"])
    expect(page.broken[0]?.reason).toMatch(/created_at: .*items\.0\.quantity: /s)
    expect(page.broken[1]?.reason).toContain("has no SKU")
    expect(JSON.parse(page.broken[0]?.raw ?? "")).toEqual(JSON.parse(JSON.stringify(broken)))
  })

  it("reads an order without address, method or SKU that needs no shipping", async () => {
    const page = await firstPage([
      orderOf(1, {
        shipping_address: null,
        shipping_methods: [],
        items: [line("L", 1, { variant_sku: null, requires_shipping: false })]
      })
    ])
    expect(page.orders[0]).toMatchObject({ customerName: "", lines: [{ sku: "L", ships: false }] })
  })

  it("takes what says most of three statuses, and leaves out what is not eligible, with the reason", async () => {
    const page = await firstPage([
      orderOf(1, { payment_status: "authorized" }),
      orderOf(2, { fulfillment_status: "partially_shipped" }),
      orderOf(3, { status: "completed" }),
      orderOf(4, { fulfillment_status: "canceled" }),
      orderOf(5, { status: "canceled", payment_status: "canceled" }),
      orderOf(6, { payment_status: "partially_refunded" }),
      orderOf(7, { payment_status: "refunded", fulfillment_status: "delivered" })
    ])
    expect(page.orders.map((o) => [o.channelOrderNumber, o.channelStatus, o.standing])).toEqual([
      ["4", "captured", "ok"],
      ["5", "canceled", "canceled"],
      ["6", "partially_refunded", "refunded"]
    ])
    expect(page.skipped.map((s) => [s.channelOrderNumber, s.reason.split(" ")[0]])).toEqual([
      ["1", "authorized"],
      ["2", "partially_shipped"],
      ["3", "completed"],
      ["7", "delivered"]
    ])
  })

  it("reads all pages, though orders of the same second and new ones move the set under it", async () => {
    await using world = await openMedusa()
    const { shop, connector } = world
    const second = "2026-11-20T03:00:00.000Z"
    shop.orders = Array.from({ length: 230 }, (_, n) => orderOf(n + 1, { updated_at: second }))
    const old = orderOf(0, { updated_at: "2026-11-01T00:00:00.000Z", created_at: "2026-11-01T00:00:00.000Z" })
    shop.orders.push(old)
    const pages = await run(connector, medusaChannel(shop.url), since, (page) => {
      // An old order changes and joins at the very front; a new one is placed at the end.
      if (page === 1) old.updated_at = new Date().toISOString()
      if (page === 2) shop.orders.push(orderOf(500, { updated_at: second }))
    })
    const seen = new Set(idsOf(pages))
    for (const order of shop.orders.filter((o) => o !== old)) expect(seen).toContain(order.id)
    const mark = pages.at(-1)?.newestAt
    expect(pages.slice(0, -1).every((p) => p.newestAt === null)).toBe(true)
    // What joined behind our back is younger than the watermark: the next run reads it.
    expect(mark?.getTime()).toBeLessThan(Date.parse(old.updated_at))
    expect(idsOf(await run(connector, medusaChannel(shop.url), mark ?? since))).toContain(old.id)
  })

  it("goes on where the shop gives fewer at once than it was asked for", async () => {
    await using world = await openMedusa()
    world.shop.orders = Array.from({ length: 25 }, (_, n) => orderOf(n + 1))
    world.shop.intrude = (call, response) => {
      call.query.set("limit", "10")
      world.shop.answer(call, response)
      return true
    }
    const pages = await run(world.connector, medusaChannel(world.shop.url), since)
    expect(new Set(idsOf(pages)).size).toBe(25)
    expect(pages.map((p) => p.remaining).slice(0, 3)).toEqual([15, 5, 0])
  })

  it("finds the order that is paid late, which moves no time at the shop", async () => {
    await using world = await openMedusa()
    const { shop, connector } = world
    const placed = { created_at: daysAgo(3), updated_at: daysAgo(3) }
    const late = orderOf(1, { ...placed, payment_status: "not_paid" })
    const long = { created_at: daysAgo(20), updated_at: daysAgo(20), payment_status: "captured" }
    shop.orders = [late, orderOf(2, long)]
    const channel = medusaChannel(shop.url, { earliestOrderAt: longAgo })
    const from = new Date(daysAgo(1))
    expect(idsOf(await run(connector, channel, from))).toEqual([])
    late.payment_status = "captured"
    expect(idsOf(await run(connector, channel, from))).toEqual([late.id])
    const longer = { ...channel, settings: { url: shop.url, waitDays: "30" } }
    expect(idsOf(await run(connector, longer, from))).toEqual([late.id, "order_000002"])
    const never = { ...channel, settings: { url: shop.url, waitDays: "0" } }
    expect(idsOf(await run(connector, never, from))).toEqual([])
    const wrong = { ...channel, settings: { url: shop.url, waitDays: "soon" } }
    expect(await connector.failure((c) => c.downloadPage(wrong, from, null))).toMatchObject({
      reason: "Misconfigured"
    })
  })

  it("asks one sales channel alone, where one is set", async () => {
    await using world = await openMedusa()
    world.shop.orders = [orderOf(1), orderOf(2, { sales_channel_id: "sc_2" })]
    const settings = { url: world.shop.url, salesChannel: "sc_2" }
    const pages = await run(world.connector, medusaChannel(world.shop.url, { settings }), since)
    expect(idsOf(pages)).toEqual(["order_000002"])
  })

  it("does not let one order from the future carry the watermark away", async () => {
    const page = await firstPage([orderOf(1, { updated_at: "2999-01-01T00:00:00.000Z" })], {
      earliestOrderAt: since
    })
    expect(page.next).toBeNull()
    expect(page.newestAt?.getTime()).toBeLessThanOrEqual(Date.now())
  })

  it("reads orders that we hold as they stand, more of them than one list takes", async () => {
    await using world = await openMedusa()
    world.shop.orders = Array.from({ length: 45 }, (_, n) =>
      orderOf(n + 1, { status: n === 44 ? "canceled" : "pending" })
    )
    const ids = [...world.shop.orders.map((o) => o.id), "order_unknown"]
    const orders = await world.connector.run((c) => c.readOrders(medusaChannel(world.shop.url), ids))
    expect(orders).toHaveLength(45)
    expect(orders.find((o) => o.channelOrderNumber === "45")?.standing).toBe("canceled")
  })
})

describe("signing in at Medusa", () => {
  it("sends the secret API key as Medusa wants it", async () => {
    await using world = await openMedusa()
    const settings = { url: `${world.shop.url}/app/` }
    await run(world.connector, medusaChannel(world.shop.url, { settings }), since)
    expect(world.shop.calls[0]).toMatchObject({ authorization: `Basic ${apiKey}`, path: "/admin/orders" })
  })

  it("signs in once by e-mail and password, and again when the session ended", async () => {
    await using world = await openMedusa({ password })
    const channel = medusaChannel(world.shop.url, { settings: { url: world.shop.url, email } })
    await run(world.connector, channel, since)
    await run(world.connector, channel, since)
    expect(world.shop.logins).toBe(1)
    world.shop.forgetSessions()
    await run(world.connector, channel, since)
    expect(world.shop.logins).toBe(2)
  })

  it.each([
    ["a wrong key", { apiKey: "sk_canary_wrong" }, { email }],
    ["a wrong password", { password: "canary-wrong" }, { email }]
  ])("tells %s, and never repeats it", async (_what, secrets, more) => {
    await using world = await openMedusa(secrets)
    const channel = medusaChannel(world.shop.url, { settings: { url: world.shop.url, ...more } })
    const failure = await world.connector.failure((c) => c.test(channel))
    expect(failure).toMatchObject({ reason: "Unauthorized", settlement: { _tag: "Stop" } })
    expect(JSON.stringify(failure)).not.toContain("canary")
  })

  it("tells what is missing: a secret, an address, a server", async () => {
    await using world = await openMedusa({})
    const failure = (url: string) => world.connector.failure((c) => c.test(medusaChannel(url)))
    expect(await failure(world.shop.url)).toMatchObject({ reason: "Misconfigured" })
    expect(await failure("")).toMatchObject({ reason: "Misconfigured" })
    await using keyed = await openMedusa()
    const gone = medusaChannel(`http://127.0.0.1:${await closedPort()}`)
    expect(await keyed.connector.failure((c) => c.test(gone))).toMatchObject({ reason: "Unreachable" })
  })

  it.each([
    [200, "text/html", "<html>Welcome</html>", "Malformed"],
    [200, "application/json", '{"orders":null}', "Malformed"],
    [200, "application/json", '{"orders":[],"count":"many"}', "Malformed"],
    [404, "application/json", '{"type":"not_found","message":"no"}', "Misconfigured"],
    [400, "application/json", '{"type":"invalid_data","message":"Unrecognized key"}', "Misconfigured"],
    [403, "application/json", '{"type":"forbidden","message":"Forbidden"}', "Unauthorized"],
    [500, "application/json", '{"code":"unknown_error"}', "NoAnswer"],
    [429, "text/plain", "slow down", "Throttled"]
  ])("does not read through %i %s %s", async (status, type, body, reason) => {
    await using world = await openMedusa()
    world.shop.intrude = (_call, response) => {
      response.writeHead(status, { "content-type": type }).end(body)
      return true
    }
    const channel = medusaChannel(world.shop.url)
    const failure = await world.connector.failure((c) => c.downloadPage(channel, since, null))
    expect(failure.reason).toBe(reason)
  })
})

describe("testing a Medusa channel", () => {
  it("tells in words what works", async () => {
    await using world = await openMedusa()
    world.shop.orders = [orderOf(1043)]
    const settings = { url: world.shop.url, salesChannel: "sc_1" }
    const channel = medusaChannel(world.shop.url, { settings })
    expect(await world.connector.run((c) => c.test(channel))).toEqual([
      "Signed in.",
      "Talking to Acme, sales channel Web (sc_1).",
      "1 orders. Read order 1043 (captured, 85.64 USD).",
      "Stock is set at the only stock location, Main (sloc_1)."
    ])
    world.shop.locations.push({ id: "sloc_2", name: "North" })
    const lines = await world.connector.run((c) => c.test(channel))
    expect(lines[3]).toContain("Main (sloc_1), North (sloc_2). Say which")
  })

  it.each(["salesChannel", "stockLocation"])("notices a %s that the shop does not know", async (name) => {
    await using world = await openMedusa()
    const channel = medusaChannel(world.shop.url, { settings: { url: world.shop.url, [name]: "nope" } })
    const failure = await world.connector.failure((c) => c.test(channel))
    expect(failure).toMatchObject({ reason: "Misconfigured" })
    expect(failure.message).toContain(name)
  })

  it("places no order", async () => {
    await using world = await openMedusa()
    expect(await world.connector.run((c) => c.placeTestOrder(medusaChannel(world.shop.url)))).toBeNull()
    expect(world.shop.calls).toEqual([])
  })
})
