import { describe, expect, it } from "vitest"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import type { OrderPage } from "../../../src/domain/ports/sales-channels.ts"
import errors from "../../fixtures/vendure/errors.json" with { type: "json" }
import order from "../../fixtures/vendure/order.json" with { type: "json" }
import { closedPort, sendJson } from "../json-server.ts"
import { Connector, channelOf } from "./vendure-fixture.ts"
import { VendureShop } from "./vendure-shop.ts"

const since = new Date("2026-11-22T00:00:00Z")

const orderWith = (more: Readonly<Record<string, unknown>>) => ({ ...order, ...more })

const firstPage = async (
  listed: ReadonlyArray<unknown>,
  more: Partial<SalesChannel> = {}
): Promise<OrderPage> => {
  await using shop = await VendureShop.open()
  await using connector = new Connector()
  shop.listed = listed
  return await connector.run((c) => c.downloadPage(channelOf(shop.server.url, more), since, null))
}

describe("downloading from Vendure", () => {
  it("hands an order over in our words", async () => {
    const page = await firstPage([order])
    expect(page.broken).toEqual([])
    expect(page.orders).toEqual([
      {
        channelOrderId: "2",
        channelOrderNumber: "GEB75L1DACSQ3V5U",
        channelStatus: "PaymentSettled",
        standing: "ok",
        placedAt: new Date("2026-11-22T03:00:28.782Z"),
        updatedAt: new Date("2026-11-22T03:00:28.782Z"),
        currency: "USD",
        total: "85.64",
        customerName: "Pat Buyer2",
        customerEmail: "buyer-2@example.test",
        shipTo: {
          name: "Pat Buyer2",
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
            channelLineId: "2",
            sku: "BIR-SHEET-02",
            title: "Linen Sheet, queen",
            quantity: 1,
            unitPrice: "80.65",
            ships: true
          }
        ]
      }
    ])
  })

  it.each([
    ["JPY", 8564, "8564"],
    ["KWD", 8564, "8.564"],
    ["USD", 5, "0.05"],
    ["EUR", 0, "0.00"],
    ["USD", 9_007_199_254_740_991, "90071992547409.91"]
  ])("keeps %s %i exact", async (currencyCode, totalWithTax, total) => {
    expect((await firstPage([orderWith({ currencyCode, totalWithTax })])).orders[0]?.total).toBe(total)
  })

  it("sets a broken order aside with its raw form, and goes on", async () => {
    const broken = orderWith({ id: "3", orderPlacedAt: "soon", lines: [{ ...order.lines[0], quantity: -1 }] })
    const page = await firstPage([
      order,
      broken,
      "nonsense",
      orderWith({ id: "4", code: "NUL\u0000" }),
      orderWith({ id: "5" })
    ])
    expect(page.orders.map((o) => o.channelOrderId)).toEqual(["2", "5"])
    expect(page.broken.map((b) => b.place)).toEqual(["3", "item 2 of the page", "4"])
    expect(page.broken[0]?.reason).toContain("orderPlacedAt: ")
    expect(page.broken[0]?.reason).toContain("lines.0.quantity: ")
    expect(JSON.parse(page.broken[0]?.raw ?? "")).toEqual(broken)
  })

  it.each(["customer", "shippingAddress", "payments"])("reads an order without %s", async (field) => {
    expect((await firstPage([orderWith({ [field]: null })])).orders).toHaveLength(1)
  })

  it("knows canceled and refunded orders", async () => {
    const gone = { ...order.lines[0], quantity: 0, orderPlacedQuantity: 3 }
    const page = await firstPage([
      orderWith({ id: "1", state: "Cancelled", lines: [gone] }),
      orderWith({ id: "2", payments: [{ refunds: [{ state: "Pending", total: 100 }] }] }),
      orderWith({ id: "3", payments: [{ refunds: [{ state: "Failed", total: 100 }] }] }),
      orderWith({ id: "4", lines: [gone, order.lines[0]] })
    ])
    expect(page.orders.map((o) => o.standing)).toEqual(["canceled", "refunded", "ok", "ok"])
    expect(page.orders[0]?.lines[0]?.quantity).toBe(3)
    expect(page.orders[3]?.lines).toHaveLength(1)
  })

  it("leaves out what is not eligible or too old, with the reason", async () => {
    const page = await firstPage([
      orderWith({ code: "A", state: "Shipped" }),
      orderWith({ code: "B", orderPlacedAt: "2026-10-01T00:00:00Z" }),
      orderWith({ code: "C", state: "PartiallyShipped" })
    ])
    expect(page.orders).toEqual([])
    expect(
      page.skipped.map((s) => [
        s.channelOrderNumber,
        s.reason.includes("Shipped"),
        s.reason.includes("earliest")
      ])
    ).toEqual([
      ["A", true, false],
      ["B", false, true],
      ["C", true, false]
    ])
  })

  it("reads all pages of what changed, then all that waits, and names the newest change at the very end", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    const past = new Date("2020-11-22T00:00:00Z")
    const channel = channelOf(shop.server.url, { earliestOrderAt: new Date("2020-11-01T00:00:00Z") })
    const many = Array.from({ length: 230 }, (_, n) =>
      orderWith({
        id: String(n + 1),
        updatedAt: past.toISOString(),
        orderPlacedAt: new Date(Date.UTC(2020, 10, 22, 3, 0, 229 - n)).toISOString()
      })
    )
    shop.intrude = (call) => {
      const waiting = JSON.stringify(call.variables).includes("PaymentSettled")
      shop.listed = waiting ? many.slice(0, 3) : many
      return false
    }
    const pages: Array<OrderPage> = []
    let cursor: string | null = null
    do {
      const page: OrderPage = await connector.run((c) => c.downloadPage(channel, past, cursor))
      pages.push(page)
      cursor = page.next
    } while (cursor !== null && pages.length < 20)
    expect(pages.map((p) => p.orders.length)).toEqual([100, 100, 30, 3])
    expect(new Set(pages.flatMap((p) => p.orders.map((o) => o.channelOrderId))).size).toBe(230)
    expect(pages.map((p) => p.newestAt)).toEqual([
      null,
      null,
      null,
      new Date(Date.UTC(2020, 10, 22, 3, 3, 49))
    ])
    const options = shop.server.calls.map((c) => c.variables.options).filter((o) => o !== undefined)
    expect(options[0]).toMatchObject({
      sort: { id: "ASC" },
      filter: {
        _and: [
          { orderPlacedAt: { isNull: false } },
          { _or: [{ orderPlacedAt: { after: "2020-11-21T23:59:59.999Z" } }, {}] }
        ]
      }
    })
    expect(options[3]).toMatchObject({ skip: 0 })
  })

  it("does not let one order from the future carry the watermark away", async () => {
    const page = await firstPage([orderWith({ orderPlacedAt: "2999-01-01T00:00:00Z" })], {
      eligibleStatuses: []
    })
    expect(page.next).toBeNull()
    expect(page.newestAt?.getTime()).toBeLessThanOrEqual(Date.now())
    expect(page.newestAt?.getTime()).toBeGreaterThan(Date.now() - 60_000)
  })

  it("begins again from a place-mark that it cannot read", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    shop.listed = [order]
    const page = await connector.run((c) => c.downloadPage(channelOf(shop.server.url), since, "%%%"))
    expect(page.orders).toHaveLength(1)
  })
})

describe("signing in at Vendure", () => {
  it("signs in once and sends the session and the channel with every request", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    const channel = channelOf(shop.server.url, { settings: { url: shop.server.url, channelToken: "tok-2" } })
    for (const _ of [1, 2, 3]) await connector.run((c) => c.downloadPage(channel, since, null))
    expect(shop.logins).toBe(1)
    expect(shop.server.calls.every((call) => call.channelToken === "tok-2")).toBe(true)
  })

  it("signs in again when the shop forgot the session", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    shop.listed = [order]
    const channel = channelOf(shop.server.url)
    await connector.run((c) => c.downloadPage(channel, since, null))
    shop.forgetSessions()
    expect((await connector.run((c) => c.downloadPage(channel, since, null))).orders).toHaveLength(1)
    expect(shop.logins).toBe(2)
  })

  it("gives up when the shop refuses the session twice", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    shop.intrude = (call, response) => {
      if (call.query.includes("login(")) return false
      sendJson(response, errors.forbidden)
      return true
    }
    const failure = await connector.failure((c) => c.test(channelOf(shop.server.url)))
    expect(failure).toMatchObject({ reason: "Unauthorized", settlement: { _tag: "Stop" } })
  })

  it("tells wrong credentials, and never repeats them", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector({ username: "superadmin", password: "canary-wrong" })
    const failure = await connector.failure((c) => c.test(channelOf(shop.server.url)))
    expect(failure).toMatchObject({ reason: "Unauthorized" })
    expect(JSON.stringify(failure)).not.toContain("canary")
  })

  it.each([
    [errors.internal, "NoAnswer"],
    [errors.validation, "Misconfigured"],
    [errors.wrongPath, "Malformed"],
    [{ data: null }, "Malformed"],
    [{ data: { orders: null } }, "Malformed"],
    [[], "Malformed"]
  ])("does not read through %j", async (answer, reason) => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    shop.intrude = (call, response) => {
      if (call.query.includes("login(")) return false
      sendJson(response, answer)
      return true
    }
    const failure = await connector.failure((c) => c.downloadPage(channelOf(shop.server.url), since, null))
    expect(failure.reason).toBe(reason)
  })

  it.each([
    ["seconds", "7", 7_000],
    ["a date that is over", "Sun, 22 Nov 2020 00:00:00 GMT", 1_000],
    ["nothing", undefined, 10_000]
  ])("stops all jobs of the channel when its host says 429 with %s", async (_what, retryAfter, forMs) => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    shop.intrude = (call, response) => {
      if (call.query.includes("login(")) return false
      response.writeHead(429, retryAfter === undefined ? {} : { "retry-after": retryAfter }).end("slow down")
      return true
    }
    const channel = channelOf(shop.server.url)
    const failure = await connector.failure((c) => c.downloadPage(channel, since, null))
    expect(failure).toMatchObject({ reason: "Throttled", settlement: { _tag: "Snooze" } })
    expect(connector.blocks).toEqual([{ account: "channel:7", forMs }])
  })

  it("tells an unreachable shop and a missing address", async () => {
    await using connector = new Connector()
    const gone = channelOf(`http://127.0.0.1:${await closedPort()}/admin-api`)
    expect(await connector.failure((c) => c.test(gone))).toMatchObject({ reason: "Unreachable" })
    expect(await connector.failure((c) => c.test(channelOf("")))).toMatchObject({ reason: "Misconfigured" })
    expect(await connector.failure((c) => c.test(channelOf("x", { kind: "nope" })))).toMatchObject({
      reason: "Misconfigured"
    })
  })
})

describe("testing a Vendure channel", () => {
  it("tells in words what works", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    shop.listed = [order]
    expect(await connector.run((c) => c.test(channelOf(shop.server.url)))).toEqual([
      "Signed in.",
      "Talking to the shop's channel __default_channel__, in USD.",
      "1 placed orders. Read order GEB75L1DACSQ3V5U (PaymentSettled, 85.64 USD).",
      "Stock is set at the only stock location, Default Stock Location (1)."
    ])
  })

  it("says what the user's role keeps from working", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    shop.permissions = ["Authenticated", "ReadOrder", "ReadProduct"]
    const lines = await connector.run((c) => c.test(channelOf(shop.server.url)))
    expect(lines.slice(3)).toEqual([
      "Shipment Upload will not work: the user's role lacks UpdateOrder.",
      "Inventory Upload will not work: the user's role lacks ReadCatalog or ReadStockLocation, and UpdateCatalog or UpdateProduct."
    ])
  })

  it("asks for the stock location where there are several, and notices one that is not there", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    shop.locations.push({ id: "2", name: "North" })
    const last = async (stockLocation: string) => {
      const settings = { url: shop.server.url, stockLocation }
      return (await connector.run((c) => c.test(channelOf(shop.server.url, { settings })))).at(-1)
    }
    expect(await last("")).toContain("Default Stock Location (1), North (2). Say which")
    expect(await last("2")).toBe("Stock is set at North (2).")
    expect(await last("9")).toContain('no stock location "9"')
  })

  it("notices a channel token that the shop ignored", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    const channel = channelOf(shop.server.url, { settings: { url: shop.server.url, channelToken: "tok-2" } })
    expect(await connector.failure((c) => c.test(channel))).toMatchObject({ reason: "Misconfigured" })
  })

  it("places no order on a live channel, nor without the buyers' address", async () => {
    await using shop = await VendureShop.open()
    await using connector = new Connector()
    const settings = { url: shop.server.url, shopUrl: shop.server.url }
    const live = channelOf(shop.server.url, { environment: "live", settings })
    expect(await connector.run((c) => c.placeTestOrder(live))).toBeNull()
    expect(await connector.run((c) => c.placeTestOrder(channelOf(shop.server.url)))).toBeNull()
    expect(shop.server.calls).toEqual([])
  })
})
