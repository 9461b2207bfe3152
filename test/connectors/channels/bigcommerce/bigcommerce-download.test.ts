import { describe, expect, it } from "vitest"
import { noon } from "../lone-connector.ts"
import { addressOf, orderOf, productOf, rfcTime } from "./bigcommerce-store.ts"
import { openWorld, since } from "./bigcommerce-world.ts"

describe("downloading from BigCommerce", () => {
  it.each([false, true])("hands an order over in our words (parts as links: %s)", async (asLinks) => {
    await using world = await openWorld()
    world.store.asLinks = asLinks
    world.store.orders.push(orderOf(100))
    const page = await world.firstPage()
    expect(page.broken).toEqual([])
    expect(page.orders).toEqual([
      {
        channelOrderId: "100",
        channelOrderNumber: "100",
        channelStatus: "11",
        standing: "ok",
        placedAt: new Date("2026-11-22T03:00:00Z"),
        updatedAt: new Date("2026-11-22T03:00:10Z"),
        currency: "USD",
        total: "85.64",
        customerName: "Jane Doe",
        customerEmail: "jane@example.test",
        shipTo: {
          name: "Trishy Smith",
          company: "Acme",
          address1: "666 Sussex St",
          address2: "",
          city: "Austin",
          region: "Texas",
          postalCode: "78251",
          country: "US",
          phone: "+12175550100"
        },
        shipMethodName: "Flat Rate – Île",
        lines: [
          {
            channelLineId: "1001",
            sku: "SKU-1001",
            title: "Linen Sheet",
            quantity: 2,
            unitPrice: "80.65",
            ships: true
          }
        ],
        signals: { paid: true }
      }
    ])
    expect(page.next).toBeNull()
    expect(page.newestAt).toEqual(new Date("2026-11-22T03:00:10Z"))
  })

  it("asks for a page of orders with all their parts at once", async () => {
    await using world = await openWorld()
    world.store.orders.push(...Array.from({ length: 30 }, (_, i) => orderOf(i + 1)))
    await world.firstPage()
    expect(world.store.server.calls).toHaveLength(1)
    expect(world.store.server.calls[0]?.query.get("include")).toBe("consignments.line_items")
  })

  it("takes an empty list, which comes without a body, for the end", async () => {
    await using world = await openWorld()
    expect(await world.firstPage()).toEqual({
      orders: [],
      broken: [],
      skipped: [],
      next: null,
      newestAt: null
    })
  })

  it("neither skips nor repeats while the store goes on selling, with all changes in one second", async () => {
    await using world = await openWorld()
    world.store.orders.push(...Array.from({ length: 170 }, (_, i) => orderOf(i + 1)))
    let changed = 0
    world.store.meanwhile = () => {
      // What was read already is changed and would move to the end of a list by time; new orders come, too.
      for (const order of world.store.orders.slice(changed, changed + 7))
        order.date_modified = rfcTime(new Date(noon + 60_000))
      changed += 7
      world.store.orders.push(orderOf(1000 + changed))
    }
    const pages = await world.allPages()
    const ids = pages.flatMap((p) => p.orders.map((o) => o.channelOrderId))
    expect(new Set(ids).size).toBe(ids.length)
    const early = Array.from({ length: 170 }, (_, i) => String(i + 1))
    expect(early.filter((id) => !ids.includes(id))).toEqual([])
    // Only the end names the watermark, and it stays before what changed behind the run's back.
    expect(pages.slice(0, -1).map((p) => p.newestAt)).toEqual(pages.slice(0, -1).map(() => null))
    expect(pages.at(-1)?.newestAt?.getTime()).toBeLessThanOrEqual(noon)
  })

  it("asks for each page from the last id of the one before", async () => {
    await using world = await openWorld()
    world.store.orders.push(...Array.from({ length: 120 }, (_, i) => orderOf(i + 1)))
    const pages = await world.allPages()
    expect(pages.flatMap((p) => p.orders)).toHaveLength(120)
    const from = world.store.server.calls.map((c) => c.query.get("min_id"))
    expect(from).toEqual([null, "50", "99"])
  })

  it("loses none where the store does not count the given id in", async () => {
    await using world = await openWorld()
    world.store.orders.push(...Array.from({ length: 120 }, (_, i) => orderOf(i + 1)))
    world.store.server.intrude = (call) => {
      const query = new URLSearchParams(call.query)
      if (query.has("min_id")) query.set("min_id", String(Number(query.get("min_id")) + 1))
      return world.store.answer({ ...call, query })
    }
    const ids = (await world.allPages()).flatMap((p) => p.orders.map((o) => o.channelOrderId))
    expect(ids).toEqual(Array.from({ length: 120 }, (_, i) => String(i + 1)))
  })

  it("stops with a reason when the same page comes again and again", async () => {
    await using world = await openWorld()
    world.store.orders.push(...Array.from({ length: 60 }, (_, i) => orderOf(i + 1)))
    const first = await world.firstPage()
    world.store.server.intrude = (call) => {
      const again = world.store.answer({ ...call, query: new URLSearchParams({ limit: "50" }) })
      return again
    }
    const failure = await world.connector.failure((c) => c.downloadPage(world.channel(), since, first.next))
    expect(failure).toMatchObject({ reason: "Malformed" })
  })

  it("leaves out what is not eligible or too old, and hands canceled and refunded orders over", async () => {
    await using world = await openWorld()
    world.store.orders.push(
      orderOf(1, { status_id: 2 }),
      orderOf(2, { date_created: "Thu, 01 Oct 2026 00:00:00 +0000" }),
      orderOf(3, { status_id: 5 }),
      orderOf(4, { status_id: 14 }),
      orderOf(5, { status_id: 11, fields: { refunded_amount: "3.0000" } })
    )
    const page = await world.firstPage()
    expect(page.orders.map((o) => [o.channelOrderId, o.standing])).toEqual([
      ["3", "canceled"],
      ["4", "refunded"],
      ["5", "refunded"]
    ])
    expect(page.skipped).toEqual([
      { channelOrderNumber: "1", reason: "2 Shipped is not an eligible status of this channel" },
      {
        channelOrderNumber: "2",
        reason: "placed 2026-10-01T00:00:00.000Z, before the earliest order date of this channel"
      }
    ])
  })

  it("never looks at the name of a status, which a store may change", async () => {
    await using world = await openWorld()
    world.store.orders.push(orderOf(1, { fields: { status: "Shipped", custom_status: "Versendet" } }))
    expect((await world.firstPage()).orders).toHaveLength(1)
  })

  it.each([false, true])(
    "sets an order for several addresses aside, saying why (links: %s)",
    async (asLinks) => {
      await using world = await openWorld()
      world.store.asLinks = asLinks
      world.store.orders.push(
        orderOf(1, {
          addresses: [addressOf(51), addressOf(52, { city: "Boston" })],
          products: [productOf(11), productOf(12, { order_address_id: 52 })]
        }),
        // A second address to which nothing goes is no second address.
        orderOf(2, { addresses: [addressOf(51), addressOf(52)] })
      )
      const page = await world.firstPage()
      expect(page.orders.map((o) => o.channelOrderId)).toEqual(["2"])
      expect(page.broken.map((b) => b.place)).toEqual(["1"])
      expect(page.broken[0]?.reason).toContain("2 addresses")
      expect(page.broken[0]?.raw).toContain("Boston")
    }
  )

  it("does not look into the parts of an order that nobody wants", async () => {
    await using world = await openWorld()
    world.store.asLinks = true
    world.store.orders.push(orderOf(1, { status_id: 2 }))
    await world.firstPage()
    expect(world.store.server.calls).toHaveLength(1)
  })

  it("knows what does not ship, and what the payment says", async () => {
    await using world = await openWorld()
    world.store.orders.push(
      orderOf(1, {
        products: [productOf(11), productOf(12, { type: "digital", order_address_id: 0, sku: "" })]
      }),
      orderOf(2, { fields: { payment_status: "pending" } }),
      orderOf(3, { fields: { payment_status: "" } }),
      orderOf(4, { fields: { payment_status: "held for review" } })
    )
    const { orders } = await world.firstPage()
    expect(orders[0]?.lines.map((l) => l.ships)).toEqual([true, false])
    expect(orders.slice(1).map((o) => o.signals)).toEqual([
      { paid: false },
      undefined,
      { paid: false, risk: "payment held for review" }
    ])
  })

  it("sets broken orders aside with their raw form, and goes on", async () => {
    await using world = await openWorld()
    world.store.orders.push(
      orderOf(1, { fields: { total_inc_tax: "a lot" } }),
      orderOf(2, { products: [productOf(21, { sku: "" })] }),
      orderOf(3, { products: [productOf(31, { name: "NUL\u0000" })] }),
      orderOf(4, { date_modified: "soon" }),
      orderOf(5)
    )
    world.store.server.intrude = (call) => {
      const usual = world.store.answer({ ...call, query: new URLSearchParams() })
      if (usual === "cut" || call.path.split("/").at(-1) !== "orders") return null
      const odd = world.store.orders.find((o) => o.id === 4)
      return {
        status: 200,
        json: ["nonsense", ...(usual.json as ReadonlyArray<unknown>), { ...odd, id: "x" }]
      }
    }
    const page = await world.firstPage()
    expect(page.orders.map((o) => o.channelOrderId)).toEqual(["5"])
    const places = page.broken.map((b) => b.place)
    expect(places).toEqual(expect.arrayContaining(["item 0 of the page", "1", "2", "3"]))
    const reasons = page.broken.map((b) => b.reason).join(" | ")
    expect(reasons).toContain("total_inc_tax")
    expect(reasons).toContain("has no SKU")
    expect(reasons).toContain("NUL")
    expect(page.broken.every((b) => b.raw !== "")).toBe(true)
  })

  it.each([
    ["8564.0000", "JPY", "8564"],
    ["62.6793", "USD", "62.6793"],
    ["8", "USD", "8.00"],
    [5.1, "USD", "5.10"],
    ["1.5000", "KWD", "1.500"]
  ])("keeps %s %s exact", async (total_inc_tax, default_currency_code, total) => {
    await using world = await openWorld()
    world.store.orders.push(orderOf(1, { fields: { total_inc_tax, default_currency_code } }))
    expect((await world.firstPage()).orders[0]?.total).toBe(total)
  })

  it("begins again from a place-mark that it cannot read", async () => {
    await using world = await openWorld()
    world.store.orders.push(orderOf(1))
    const page = await world.connector.run((c) => c.downloadPage(world.channel(), since, "%%%"))
    expect(page.orders).toHaveLength(1)
  })

  it("reads orders as they stand, whatever their status, and leaves out what is gone", async () => {
    await using world = await openWorld()
    world.store.orders.push(orderOf(1, { status_id: 2 }), orderOf(2, { status_id: 5 }))
    const read = await world.connector.run((c) => c.readOrders(world.channel(), ["1", "2", "3", "../x"]))
    expect(read.map((o) => [o.channelOrderId, o.channelStatus, o.standing])).toEqual([
      ["1", "2", "ok"],
      ["2", "5", "canceled"]
    ])
  })
})
