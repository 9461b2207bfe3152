import { describe, expect, it } from "vitest"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import type { OrderPage } from "../../../src/domain/ports/sales-channels.ts"
import { Connector, channelOf } from "./woocommerce-fixture.ts"
import { address, type Json, lineOf, orderOf, WoocommerceShop } from "./woocommerce-shop.ts"

const since = new Date("2026-11-22T00:30:00Z")

const many = (count: number, more: Json = {}): ReadonlyArray<Json> =>
  Array.from({ length: count }, (_, n) => orderOf(n + 1, more))

const firstPage = async (
  orders: ReadonlyArray<Json>,
  more: Partial<SalesChannel> = {},
  prepare: (shop: WoocommerceShop) => void = () => {}
): Promise<OrderPage> => {
  await using shop = await WoocommerceShop.open(orders)
  await using connector = new Connector()
  prepare(shop)
  return await connector.run((c) => c.downloadPage(channelOf(shop.url, more), since, null))
}

const idsOf = (pages: ReadonlyArray<OrderPage>): ReadonlyArray<number> =>
  pages.flatMap((p) => p.orders.map((o) => Number(o.channelOrderId)))

const upTo = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, n) => n + 1)

describe("downloading from WooCommerce", () => {
  it("hands an order over in our words", async () => {
    const page = await firstPage([orderOf(7)])
    expect(page.broken).toEqual([])
    expect(page.orders).toEqual([
      {
        channelOrderId: "7",
        channelOrderNumber: "7",
        channelStatus: "processing",
        standing: "ok",
        placedAt: new Date("2026-11-22T01:00:00Z"),
        updatedAt: new Date("2026-11-22T01:00:00Z"),
        currency: "USD",
        total: "60.00",
        customerName: "Jane Doe",
        customerEmail: "jane@example.test",
        shipTo: {
          name: "Jane Doe",
          company: "",
          address1: "1 Main St",
          address2: "",
          city: "Portland",
          region: "OR",
          postalCode: "97201",
          country: "US",
          phone: "+1 503-555-0100"
        },
        shipMethodName: "Flat – Île de ré",
        lines: [
          {
            channelLineId: "101",
            sku: "SKU-101",
            title: "Product 101",
            quantity: 5,
            unitPrice: "10.00",
            ships: true
          },
          {
            channelLineId: "102",
            sku: "SKU-102",
            title: "Product 102",
            quantity: 1,
            unitPrice: "10.00",
            ships: true
          }
        ]
      }
    ])
  })

  it("hands over orders of half characters, of which no address can be made", async () => {
    const odd = "SKU-\ud800"
    const page = await firstPage([
      orderOf(1, { line_items: [lineOf(1, 1, { sku: odd, name: odd })] }),
      orderOf(2, { line_items: [lineOf(2, 1)] })
    ])
    expect(page.orders.map((o) => o.channelOrderId)).toEqual(["1", "2"])
  })

  it("ships to the billing address where the shop has no street to ship to", async () => {
    const billing = address({ address_1: "9 Bill Rd", company: "Bills", email: "b@example.test", phone: "1" })
    const shipping = address({ first_name: "", last_name: "", address_1: "", city: "Elsewhere" })
    const [order] = (await firstPage([orderOf(1, { billing, shipping })])).orders
    expect(order?.shipTo).toMatchObject({
      name: "Jane Doe",
      address1: "9 Bill Rd",
      city: "Portland",
      phone: "1"
    })
  })

  it.each([
    ["10.00", 3, "3.3333"],
    ["54.00", 3, "18.00"],
    ["1234", 1, "1234"],
    ["0.125", 2, "0.0625"],
    ["-5.00", 2, "-2.50"]
  ])("keeps money exact: %s for %i", async (total, quantity, unitPrice) => {
    const page = await firstPage([orderOf(1, { line_items: [lineOf(1, quantity, { total })] })])
    expect(page.orders[0]?.lines[0]?.unitPrice).toBe(unitPrice)
  })

  it("names a product without a SKU, so that two of them are not one", async () => {
    const lines = [
      lineOf(1, 1, { sku: "" }),
      lineOf(2, 1, { sku: null, variation_id: 77 }),
      lineOf(3, 1, { sku: null, product_id: 0 })
    ]
    const page = await firstPage([orderOf(1, { line_items: lines })])
    expect(page.orders[0]?.lines.map((l) => l.sku)).toEqual(["product-1001", "variation-77", "line-3"])
  })

  it("knows which lines do not ship, by their products, and asks for each once", async () => {
    await using shop = await WoocommerceShop.open([orderOf(1), orderOf(2)])
    await using connector = new Connector()
    const product = { parent_id: 0, type: "simple", manage_stock: false, stock_quantity: null } as const
    shop.products.push(
      { ...product, id: 1101, sku: "SKU-101", virtual: false },
      { ...product, id: 1102, sku: "SKU-102", virtual: true }
    )
    for (const _ of [1, 2]) {
      const page = await connector.run((c) => c.downloadPage(channelOf(shop.url), since, null))
      expect(page.orders.map((o) => o.lines.map((l) => l.ships))).toEqual([
        [true, false],
        [true, false]
      ])
    }
    expect(shop.called("GET", "/products")).toHaveLength(1)
  })

  it("takes an order that needs no processing for one without parcels, and lets everything ship where it may not look", async () => {
    const hidden = (shop: WoocommerceShop) => {
      shop.intrude = (call, response) => {
        if (!call.path.endsWith("/products")) return false
        shop.answer(response, { status: 403, json: { code: "woocommerce_rest_cannot_view", message: "no" } })
        return true
      }
    }
    const page = await firstPage([orderOf(1), orderOf(2, { needs_processing: false })], {}, hidden)
    expect(page.orders.map((o) => o.lines[0]?.ships)).toEqual([true, false])
  })

  it("takes refunded pieces off, and tells a whole refund from a part", async () => {
    const refund = (line: number, quantity: number) => ({
      line_items: [{ quantity, meta_data: [{ key: "_refunded_item_id", value: String(line) }] }]
    })
    const page = await firstPage(
      [
        orderOf(1, { refunds: [{ id: 90, total: "-20.00" }] }),
        orderOf(2, {
          refunds: [
            { id: 91, total: "-40.00" },
            { id: 92, total: "-20.00" }
          ]
        }),
        orderOf(3, { status: "refunded" }),
        orderOf(4, { refunds: [{ id: 93, total: "-5.00" }] }),
        orderOf(5, { refunds: [{ id: 94, total: "-59.00" }] })
      ],
      {},
      (shop) => {
        shop.refunds.set(1, [refund(101, -2), refund(102, -1)])
        shop.refunds.set(5, [refund(101, -5), refund(102, -1)])
      }
    )
    expect(page.orders.map((o) => o.standing)).toEqual(["ok", "refunded", "refunded", "ok", "refunded"])
    expect(page.orders.map((o) => o.lines.map((l) => l.quantity))).toEqual([
      [3],
      [5, 1],
      [5, 1],
      [5, 1],
      [5, 1]
    ])
  })

  it("sets a broken order aside with its raw form, and goes on", async () => {
    const orders = [
      orderOf(1, { date_created_gmt: null, total: "ten", line_items: [lineOf(1, 1.5)] }),
      orderOf(2),
      orderOf(3, { billing: address({ first_name: "NUL\u0000" }) }),
      orderOf(4, { line_items: [] })
    ]
    const page = await firstPage(orders)
    expect(page.orders.map((o) => o.channelOrderId)).toEqual(["2"])
    expect(page.broken.map((b) => b.place)).toEqual(["1", "3"])
    expect(page.skipped).toEqual([{ channelOrderNumber: "4", reason: "has no product to ship" }])
    expect(page.broken[0]?.reason).toMatch(/date_created_gmt: .*total: .*line_items\.0\.quantity: /)
    expect(JSON.parse(page.broken[0]?.raw ?? "")).toEqual(orders[0])
  })

  it("hears of orders that were given up, and not of baskets that were left", async () => {
    const page = await firstPage([
      orderOf(1, { status: "cancelled" }),
      orderOf(2, { status: "trash" }),
      orderOf(3, { status: "failed" }),
      orderOf(4, { status: "cancelled", date_paid_gmt: null })
    ])
    expect(page.orders.map((o) => [o.channelOrderId, o.standing])).toEqual([
      ["1", "canceled"],
      ["2", "canceled"],
      ["3", "canceled"]
    ])
    expect(page.skipped).toEqual([{ channelOrderNumber: "4", reason: "cancelled before it was paid" }])
    const unpaid = await firstPage([orderOf(4, { status: "cancelled", date_paid_gmt: null })], {
      eligibleStatuses: ["on-hold"]
    })
    expect(unpaid.orders.map((o) => o.standing)).toEqual(["canceled"])
  })

  it("says of an order that waits for its money that it is not paid", async () => {
    const page = await firstPage([orderOf(1, { status: "on-hold", date_paid_gmt: null }), orderOf(2)], {
      eligibleStatuses: ["wc-processing", "on-hold"]
    })
    expect(page.orders.map((o) => o.signals)).toEqual([{ paid: false }, undefined])
  })

  it("asks in whole seconds and in GMT, and begins an hour earlier where clocks may skip", async () => {
    await using shop = await WoocommerceShop.open([])
    await using connector = new Connector()
    const asked = async (at: string) => {
      await connector.run((c) => c.downloadPage(channelOf(shop.url), new Date(at), null))
      return shop.calls.at(-1)?.query
    }
    const query = await asked("2026-11-22T10:00:00.700Z")
    expect(query?.get("modified_after")).toBe("2026-11-22T09:59:59")
    expect(query?.get("after")).toBe("2026-10-31T23:59:59")
    expect(query?.get("dates_are_gmt")).toBe("true")
    expect(query?.get("status")).toBe("processing,cancelled,failed,trash,refunded")
    expect((await asked("2026-03-29T02:30:00Z"))?.get("modified_after")).toBe("2026-03-29T01:29:59")
  })
})

describe("a run over WooCommerce's moving list", () => {
  it("reads every order of one second once, and names the newest change with the last page only", async () => {
    await using shop = await WoocommerceShop.open(many(250))
    await using connector = new Connector()
    const pages = await connector.pages(channelOf(shop.url), since)
    expect(idsOf(pages)).toEqual(upTo(250))
    expect(pages.map((p) => p.newestAt?.toISOString() ?? null)).toEqual([
      null,
      null,
      "2026-11-22T01:00:00.000Z"
    ])
  })

  it("says how many come after each page", async () => {
    await using shop = await WoocommerceShop.open(many(250))
    await using connector = new Connector()
    const pages = await connector.pages(channelOf(shop.url), since)
    expect(pages.map((p) => p.remaining)).toEqual([150, 55, 0])
  })

  it.each([
    ["one that was read", (shop: WoocommerceShop) => shop.change(3, { status: "completed" }), 3],
    ["the last that was read", (shop: WoocommerceShop) => shop.change(100, { status: "completed" }), 100],
    [
      "eighty at once",
      (shop: WoocommerceShop) => {
        for (const id of upTo(80)) shop.change(id, { status: "completed" })
      },
      80
    ],
    [
      "all that were read, deleted for good",
      (shop: WoocommerceShop) => {
        for (const id of upTo(100)) shop.orders.delete(id)
      },
      100
    ]
  ])("passes over none when orders leave the list: %s", async (_what, leave) => {
    await using shop = await WoocommerceShop.open(many(250))
    await using connector = new Connector()
    const pages = await connector.pages(channelOf(shop.url), since, (page) => {
      if (page === 1) leave(shop)
    })
    expect(idsOf(pages)).toEqual(upTo(250))
  })

  it("hands none over twice when orders come in behind the reader, and hears of those in the next run", async () => {
    const old = { date_modified_gmt: "2026-11-20T00:00:00" }
    await using shop = await WoocommerceShop.open([...many(120, old), ...many(400).slice(120)])
    await using connector = new Connector()
    shop.clock = new Date("2026-11-22T01:30:00Z")
    const channel = channelOf(shop.url)
    const pages = await connector.pages(channel, since, (page) => {
      // While the run goes on, 120 earlier orders change, and a late one changes after them.
      if (page !== 1) return
      for (const id of upTo(120)) shop.change(id, { date_modified_gmt: "2026-11-22T01:40:00" })
      shop.change(400, { date_modified_gmt: "2026-11-22T01:50:00" })
    })
    const ids = idsOf(pages)
    expect(new Set(ids).size).toBe(ids.length)
    expect([...ids].sort((a, b) => a - b).filter((id) => id > 120)).toEqual(upTo(400).slice(120))
    const watermark = pages.at(-1)?.newestAt
    expect(watermark).toEqual(new Date("2026-11-22T01:30:00Z"))
    const next = await connector.pages(channel, watermark ?? since)
    expect(idsOf(next).slice(0, 120)).toEqual(upTo(120))
  })

  it("is not led astray by orders that the shop counts and cannot show", async () => {
    const hole = many(300).map((o) =>
      Number(o.id) > 90 && Number(o.id) <= 110 ? { ...o, unreadable: true } : o
    )
    await using shop = await WoocommerceShop.open(hole)
    await using connector = new Connector()
    const pages = await connector.pages(channelOf(shop.url), since)
    expect(idsOf(pages)).toEqual(upTo(300).filter((id) => id <= 90 || id > 110))
  })

  it("reads to the end where the host takes the count away", async () => {
    await using shop = await WoocommerceShop.open(many(230))
    await using connector = new Connector()
    shop.intrude = (call, response) => {
      if (!call.path.endsWith("/orders")) return false
      const { status, json } = shop.reply(call)
      shop.answer(response, { status, json })
      return true
    }
    const pages = await connector.pages(channelOf(shop.url), since)
    expect(idsOf(pages)).toEqual(upTo(230))
    expect(pages.map((p) => p.remaining)).toEqual(pages.map(() => undefined))
  })

  it("stops rather than miss orders of a shop that sorts otherwise", async () => {
    await using shop = await WoocommerceShop.open(many(3))
    await using connector = new Connector()
    shop.intrude = (_call, response) => {
      shop.answer(response, { status: 200, json: [orderOf(2), orderOf(1)] })
      return true
    }
    const failure = await connector.failure((c) => c.downloadPage(channelOf(shop.url), since, null))
    expect(failure).toMatchObject({ reason: "Malformed", message: expect.stringContaining("plug-in") })
  })

  it("stops rather than miss orders of a shop that answers with its first page for ever", async () => {
    await using shop = await WoocommerceShop.open(many(250))
    await using connector = new Connector()
    shop.intrude = (call, response) => {
      if (!call.path.endsWith("/orders")) return false
      call.query.set("offset", "0")
      shop.answer(response, shop.reply(call))
      return true
    }
    const channel = channelOf(shop.url)
    const page = await connector.run((c) => c.downloadPage(channel, since, null))
    const failure = await connector.failure((c) => c.downloadPage(channel, since, page.next))
    expect(failure).toMatchObject({ reason: "Malformed", message: expect.stringContaining("cache") })
  })

  it("gives up on a list that never holds still, and begins again from a place-mark that it cannot read", async () => {
    await using shop = await WoocommerceShop.open(many(3))
    await using connector = new Connector()
    const channel = channelOf(shop.url)
    const page = await connector.run((c) => c.downloadPage(channel, since, "%%%"))
    expect(page.orders).toHaveLength(3)
    const restless = {
      since: since.toISOString(),
      began: null,
      offset: 50,
      head: 1,
      last: 1,
      newest: null,
      vain: 20
    }
    const failure = await connector.failure((c) => c.downloadPage(channel, since, JSON.stringify(restless)))
    expect(failure).toMatchObject({ reason: "Malformed", settlement: { _tag: "Retry" } })
  })

  it("does not let one order from the future carry the watermark away", async () => {
    const page = await firstPage([orderOf(1, { date_modified_gmt: "2999-01-01T00:00:00" })])
    expect(page.newestAt).toEqual(new Date("2026-11-22T02:00:00Z"))
  })
})

describe("reading orders of WooCommerce by id", () => {
  it("reads them whatever their status, also out of the trash, and asks for nothing that is no id", async () => {
    await using shop = await WoocommerceShop.open([
      orderOf(1, { status: "completed" }),
      orderOf(2, { status: "trash" }),
      orderOf(3)
    ])
    await using connector = new Connector()
    const orders = await connector.run((c) =>
      c.readOrders(channelOf(shop.url), ["1", "2", "9", "0", "x,3", "../3"])
    )
    expect(orders.map((o) => [o.channelOrderId, o.standing])).toEqual([
      ["1", "ok"],
      ["2", "canceled"]
    ])
    expect(shop.calls.map((c) => c.query.get("include")).filter((i) => i !== null)).toEqual(["1,2,9", "2,9"])
  })
})
