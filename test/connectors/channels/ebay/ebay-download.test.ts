import { describe, expect, it } from "vitest"
import { ebayKind } from "../../../../src/connectors/channels/ebay/ebay.ts"
import { noon } from "../lone-connector.ts"
import { type FakeOrder, lineOf, orderOf } from "./ebay-market.ts"
import { openWorld, since } from "./ebay-world.ts"

const many = (count: number, more: (i: number) => Partial<FakeOrder> = () => ({})) =>
  Array.from({ length: count }, (_, i) => orderOf(i + 1, more(i)))

describe("downloading from eBay", () => {
  it("hands an order over in our words", async () => {
    await using world = await openWorld()
    world.market.orders.push(orderOf(1))
    const { orders, broken } = await world.download()
    expect(broken).toEqual([])
    expect(orders).toEqual([
      {
        channelOrderId: "01-00001-00000",
        channelOrderNumber: "01-00001-00000",
        channelStatus: "NOT_STARTED",
        standing: "ok",
        placedAt: new Date("2026-11-21T03:00:00Z"),
        updatedAt: new Date("2026-11-21T03:00:10Z"),
        currency: "USD",
        total: "45.98",
        customerName: "Jane Doe",
        customerEmail: "relay@members.example.test",
        shipTo: {
          name: "Trishy Smith",
          company: "Acme",
          address1: "666 Sussex St",
          address2: "Apt 2",
          city: "Austin",
          region: "TX",
          postalCode: "78251",
          country: "US",
          phone: "5125550100"
        },
        shipMethodName: "USPSPriority",
        lines: [
          {
            channelLineId: "1",
            sku: "SKU-1",
            title: "Linen Sheet",
            quantity: 2,
            unitPrice: "19.99",
            ships: true
          }
        ],
        signals: { paid: true, shipBy: new Date("2026-11-24T07:59:59Z") }
      }
    ])
  })

  it("asks for closed windows of change time, encoded as eBay wants it, 200 at a time", async () => {
    await using world = await openWorld()
    const pages = await world.allPages(new Date(noon - 75 * 86_400_000))
    expect(pages).toHaveLength(3)
    const lists = world.market.server.calls.filter((c) => c.path.endsWith("/order"))
    expect(lists.every((c) => c.rawQuery.startsWith("filter=lastmodifieddate%3A%5B"))).toBe(true)
    expect(lists.map((c) => c.query.get("limit"))).toEqual(["200", "200", "200"])
    const ranges = lists.map((c) => /\[(.+)\.\.(.+)\]/.exec(c.query.get("filter") ?? "") ?? [])
    expect(ranges[1]?.[1]).toBe(ranges[0]?.[2])
    expect(ranges[2]?.[1]).toBe(ranges[1]?.[2])
  })

  it("reaches back two years and no further, which it says", async () => {
    await using world = await openWorld()
    expect(ebayKind.capabilities.reachBackDays).toBe(729)
    await world.connector.run((c) => c.downloadPage(world.channel(), new Date("2019-01-01T00:00:00Z"), null))
    const filter = world.market.server.calls.at(-1)?.query.get("filter") ?? ""
    const from = Date.parse(/\[(.+)\.\./.exec(filter)?.[1] ?? "")
    expect(from).toBeGreaterThan(noon - 730 * 86_400_000)
  })

  it.each([true, false])(
    "skips none while buyers go on buying, all in one second (newest first: %s)",
    async (isNewestFirst) => {
      await using world = await openWorld()
      world.market.isNewestFirst = isNewestFirst
      world.market.orders.push(...many(950))
      let changed = 0
      world.market.meanwhile = () => {
        // Changed from all over the list: they leave the window, and what stands behind them moves up.
        for (let i = 0; i < 30; i++) {
          const order = world.market.orders[(changed * 37 + 11 * i) % 950]
          if (order !== undefined) order.lastModifiedDate = new Date(noon + 3_600_000).toISOString()
        }
        changed += 30
        world.market.orders.push(orderOf(5000 + changed, { lastModifiedDate: new Date(noon).toISOString() }))
      }
      const pages = await world.allPages()
      const seen = new Set(pages.flatMap((p) => p.orders.map((o) => o.channelOrderId)))
      const left = world.market.orders.filter((o) => o.lastModifiedDate === "2026-11-21T03:00:10.000Z")
      expect(left.length).toBeGreaterThan(700)
      expect(left.filter((o) => !seen.has(o.orderId))).toEqual([])
      // Only the end names the watermark, and it stays before what was changed meanwhile.
      expect(pages.slice(0, -1).every((p) => p.newestAt === null)).toBe(true)
      expect(pages.at(-1)?.newestAt).toEqual(new Date("2026-11-21T03:00:10Z"))
    }
  )

  it("repeats none while nothing changes", async () => {
    await using world = await openWorld()
    world.market.orders.push(...many(601))
    const pages = await world.allPages()
    expect(pages.flatMap((p) => p.orders)).toHaveLength(601)
    const offsets = world.market.server.calls.flatMap((c) => c.query.get("offset") ?? [])
    expect(offsets).toEqual(["0", "600", "400", "200", "0"])
  })

  it("leaves out what is not eligible or too old, and hands canceled and refunded orders over", async () => {
    await using world = await openWorld()
    world.market.orders.push(
      orderOf(1, { fields: { orderFulfillmentStatus: "FULFILLED" } }),
      orderOf(2, { creationDate: "2026-10-01T00:00:00.000Z" }),
      orderOf(3, { cancelState: "CANCELED", fields: { orderFulfillmentStatus: "FULFILLED" } }),
      orderOf(4, { fields: { orderPaymentStatus: "FULLY_REFUNDED" } })
    )
    const { orders, skipped } = await world.download()
    expect(new Map(orders.map((o) => [o.channelOrderId, o.standing]))).toEqual(
      new Map([
        ["01-00004-00000", "refunded"],
        ["01-00003-00000", "canceled"]
      ])
    )
    expect(skipped.map((s) => s.channelOrderNumber)).toEqual(
      expect.arrayContaining(["01-00001-00000", "01-00002-00000"])
    )
  })

  it("asks once more about an order whose cancel the list only hints at", async () => {
    await using world = await openWorld()
    world.market.orders.push(
      orderOf(1, { cancelState: "IN_PROGRESS", cancelRequests: [{ cancelRequestState: "REQUESTED" }] }),
      orderOf(2, { cancelState: "IN_PROGRESS", cancelRequests: [{ cancelRequestState: "REJECTED" }] }),
      orderOf(3)
    )
    const { orders } = await world.download()
    const asked = Object.fromEntries(orders.map((o) => [o.channelOrderId, o.signals?.cancelRequested]))
    expect(asked).toEqual({
      "01-00001-00000": true,
      "01-00002-00000": undefined,
      "01-00003-00000": undefined
    })
    expect(world.market.server.calls.filter((c) => c.path.includes("/order/"))).toHaveLength(2)
  })

  it("reads orders one by one before a send, because a list never names cancel requests", async () => {
    await using world = await openWorld()
    expect(ebayKind.capabilities.askBeforeSend).toBe(true)
    // The list would say NONE_REQUESTED without a request.
    world.market.orders.push(
      orderOf(1, { cancelRequests: [{ cancelRequestState: "REQUESTED" }] }),
      orderOf(2)
    )
    const ids = ["01-00001-00000", "01-00002-00000", "99-99999-99999", "../token"]
    const read = await world.connector.run((c) => c.readOrders(world.channel(), ids))
    expect(read.map((o) => [o.channelOrderId, o.signals?.cancelRequested ?? false])).toEqual([
      ["01-00001-00000", true],
      ["01-00002-00000", false]
    ])
    expect(world.market.server.calls.some((c) => c.query.has("orderIds"))).toBe(false)
  })

  it("sends what goes through eBay's hub with the number by which the hub finds the buyer", async () => {
    await using world = await openWorld()
    const instruction = (id: string) => ({
      fulfillmentInstructionsType: "SHIP_TO",
      shippingStep: {
        shipTo: { fullName: "Jane", contactAddress: { addressLine1: "1850 Airport Exchange" } },
        shipToReferenceId: id
      }
    })
    world.market.orders.push(
      orderOf(1, { fields: { fulfillmentStartInstructions: [instruction("1234567890123456")] } })
    )
    const { orders } = await world.download()
    expect(orders[0]?.shipTo).toMatchObject({
      company: "Reference #1234567890123456",
      address1: "1850 Airport Exchange"
    })
  })

  it("names a listing without SKU by its item number, and knows what leaves no parcel", async () => {
    await using world = await openWorld()
    const { sku: _, ...bare } = lineOf("1")
    const fulfillmentStartInstructions = [{ fulfillmentInstructionsType: "PREPARE_FOR_PICKUP" }]
    world.market.orders.push(
      orderOf(1, { lineItems: [bare] }),
      orderOf(2, { fields: { fulfillmentStartInstructions } })
    )
    const { orders } = await world.download()
    const lines = new Map(orders.map((o) => [o.channelOrderId, o.lines[0]]))
    expect(lines.get("01-00001-00000")).toMatchObject({ sku: "110181400870", ships: true })
    expect(lines.get("01-00002-00000")).toMatchObject({ sku: "SKU-1", ships: false })
  })

  it.each([
    ["39.98", 2, "19.99"],
    ["10.00", 3, "3.3333"],
    ["20.00", 3, "6.6667"],
    ["0.0", 1, "0.00"],
    ["12345678901.99", 1, "12345678901.99"]
  ])("says what one of a line costs: %s for %i is %s", async (value, quantity, price) => {
    await using world = await openWorld()
    const line = lineOf("1", { quantity, lineItemCost: { value, currency: "USD" } })
    world.market.orders.push(orderOf(1, { lineItems: [line] }))
    expect((await world.download()).orders[0]?.lines[0]?.unitPrice).toBe(price)
  })

  it("sets broken orders aside with their raw form, and goes on", async () => {
    await using world = await openWorld()
    const there = (city: string) => ({
      fulfillmentInstructionsType: "SHIP_TO",
      shippingStep: { shipTo: { fullName: "A", contactAddress: { city } } }
    })
    world.market.orders.push(
      orderOf(1, { fields: { pricingSummary: { total: { value: "much", currency: "USD" } } } }),
      orderOf(2, { fields: { fulfillmentStartInstructions: [there("Austin"), there("Boston")] } }),
      orderOf(3, { lineItems: [lineOf("1", { title: "NUL\u0000" })] }),
      orderOf(4)
    )
    const { orders, broken } = await world.download()
    expect(orders.map((o) => o.channelOrderId)).toEqual(["01-00004-00000"])
    const reasons = Object.fromEntries(broken.map((b) => [b.place, b.reason]))
    expect(reasons["01-00001-00000"]).toContain("pricingSummary.total.value")
    expect(reasons["01-00002-00000"]).toContain("2 places")
    expect(reasons["01-00003-00000"]).toContain("NUL")
    expect(broken.every((b) => b.raw.includes("lineItems"))).toBe(true)
  })

  it("begins again from a place-mark that it cannot read", async () => {
    await using world = await openWorld()
    world.market.orders.push(orderOf(1))
    const page = await world.connector.run((c) => c.downloadPage(world.channel(), since, "%%%"))
    expect(page.orders).toHaveLength(1)
  })
})
