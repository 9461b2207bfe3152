import { describe, expect, it } from "vitest"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import type { OrderPage } from "../../../src/domain/ports/sales-channels.ts"
import { idsOf, World } from "./shopify-fixture.ts"
import { canCompare, refusedVariables } from "./shopify-sent.ts"
import { away, type FakeOrder, home, lineOf, orderGid, orderOf, workOf } from "./shopify-shop.ts"

const past = new Date("2026-11-01T00:00:00Z")

const only = async (
  order: FakeOrder,
  settings: Readonly<Record<string, string>> = {},
  more: Partial<SalesChannel> = {}
): Promise<OrderPage> => {
  await using world = await World.open()
  world.shop.orders.push(order)
  return await world.run((c) => c.downloadPage(world.channel(settings, more), past, null))
}

describe("downloading from Shopify", () => {
  it("hands an order over in our words", async () => {
    const page = await only(orderOf(1, { tags: ["wholesale", "gift"] }))
    expect(page.broken).toEqual([])
    expect(page.orders).toEqual([
      {
        channelOrderId: "gid://shopify/Order/1",
        channelOrderNumber: "#1001",
        channelStatus: "UNFULFILLED",
        standing: "ok",
        placedAt: new Date("2026-11-22T03:00:00Z"),
        updatedAt: new Date("2026-11-22T03:00:00Z"),
        currency: "USD",
        total: "31.00",
        customerName: "Pat B. Buyer",
        customerEmail: "pat@example.test",
        shipTo: {
          name: "Pat Buyer",
          company: "",
          address1: "101 Main Street",
          address2: "",
          city: "Springfield",
          region: "IL",
          postalCode: "62702",
          country: "US",
          phone: "+12175550100"
        },
        shipMethodName: "Drone Drop (beta) – Île de ré",
        lines: [
          {
            channelLineId: "gid://shopify/LineItem/1001",
            sku: "SKU-1",
            title: "Thing 1 - blue",
            quantity: 2,
            unitPrice: "12.50",
            ships: true
          }
        ],
        signals: { paid: true, tags: ["wholesale", "gift"] }
      }
    ])
  })

  it("sets a broken order aside with its raw form, and goes on", async () => {
    await using world = await World.open()
    world.shop.orders.push(
      orderOf(1),
      orderOf(2, { more: { processedAt: "soon", lineItems: { nodes: [{}] } } }),
      orderOf(3, { more: { shippingLines: { nodes: [{ title: "NUL\u0000" }] } } }),
      orderOf(4)
    )
    const page = await world.run((c) => c.downloadPage(world.channel(), past, null))
    expect(page.orders.map((o) => o.channelOrderId)).toEqual([orderGid(1), orderGid(4)])
    expect(page.broken.map((b) => b.place)).toEqual([orderGid(2), orderGid(3)])
    expect(page.broken[0]?.reason).toContain("processedAt: ")
    expect(page.broken[0]?.reason).toContain("lineItems.nodes.0.id: ")
    expect(page.broken[1]?.reason).toContain("NUL")
    expect(JSON.parse(page.broken[0]?.raw ?? "")).toMatchObject({ processedAt: "soon" })
  })

  it.each(["shippingAddress", "billingAddress", "risk", "email", "phone"])(
    "reads an order without %s",
    async (field) => {
      expect((await only(orderOf(1, { more: { [field]: null } }))).orders).toHaveLength(1)
    }
  )

  it("reads lines, fulfillment orders and their lines beyond the first page", async () => {
    const lines = Array.from({ length: 260 }, (_, n) => lineOf(1, n + 1))
    const works = Array.from({ length: 12 }, (_, n) => workOf(1, lines.slice(n * 20, n * 20 + 20), {}, n + 1))
    works.push(workOf(1, lines.slice(240, 260), {}, 13), workOf(1, [], {}, 14))
    const long = workOf(2, lines, {}, 1)
    await using world = await World.open()
    world.shop.orders.push(orderOf(1, { lines, works }), orderOf(2, { lines, works: [long] }))
    const page = await world.run((c) => c.downloadPage(world.channel(), past, null))
    expect(page.orders.map((o) => o.lines.length)).toEqual([260, 260])
    expect(new Set(page.orders[0]?.lines.map((l) => l.channelLineId)).size).toBe(260)
    expect(new Set(world.shop.operations())).toEqual(
      new Set(["Orders", "MoreLines", "MoreWork", "MoreWorkLines"])
    )
  })
})

describe("reading Shopify orders page by page", () => {
  const second = "2026-11-22T03:00:00Z"
  const later = (n: number) => new Date(Date.UTC(2026, 10, 22, 4, 0, n)).toISOString().replace(".000", "")

  it("neither skips nor repeats orders of one second", async () => {
    await using world = await World.open()
    const many = Array.from({ length: 730 }, (_, n) => orderOf(n + 1, { updatedAt: second }))
    world.shop.orders.push(...many)
    const ids = idsOf(await world.pages(world.channel(), past))
    expect(ids).toHaveLength(730)
    expect(new Set(ids).size).toBe(730)
  })

  it("misses none of a set that moves while it is read, and reads again what changed", async () => {
    await using world = await World.open()
    const many = Array.from({ length: 450 }, (_, n) => orderOf(n + 1, { updatedAt: later(n) }))
    world.shop.orders.push(...many)
    let ticks = 0
    const pages = await world.pages(world.channel(), past, (soFar) => {
      // After each page: one that was read changes, one that was not read changes, and a new one comes.
      if (soFar.length > 4) return
      for (const n of [soFar.length * 10, 449 - soFar.length]) {
        const order = many[n]
        if (order !== undefined) order.updatedAt = later(1000 + ticks++)
      }
      world.shop.orders.push(orderOf(1000 + soFar.length, { updatedAt: later(1000 + ticks++) }))
    })
    const ids = idsOf(pages)
    const all = world.shop.orders.map((order) => order.id)
    expect(new Set(ids)).toEqual(new Set(all))
    // Twice only those that had been read before they changed.
    const twice = all.filter((id) => ids.filter((one) => one === id).length > 1)
    expect(twice).toEqual([10, 20, 30, 40].map((n) => orderGid(n + 1)))
  })

  it("begins a list that grew long again at its newest change, without a repeat", async () => {
    await using world = await World.open()
    // Place-marks of a list that was read up to here; the next page reaches the limit.
    world.shop.orders.push(
      ...Array.from({ length: 250 }, (_, n) => orderOf(n + 1, { updatedAt: later(Math.floor(n / 3)) }))
    )
    const channel = world.channel()
    const first = await world.run((c) => c.downloadPage(channel, past, null))
    const cursor = { ...JSON.parse(first.next ?? ""), listed: 19_900 }
    const second = await world.run((c) => c.downloadPage(channel, past, JSON.stringify(cursor)))
    expect(JSON.parse(second.next ?? "")).toMatchObject({
      after: null,
      listed: 0,
      since: "2026-11-22T04:01:06.000Z"
    })
    const third = await world.run((c) => c.downloadPage(channel, past, second.next))
    const ids = idsOf([first, second, third])
    expect(third.next).toBeNull()
    expect(ids).toHaveLength(250)
    expect(new Set(ids).size).toBe(250)
  })

  it("reads a list on where very many changed in its newest second, rather than repeat them", async () => {
    await using world = await World.open()
    world.shop.orders.push(...Array.from({ length: 1300 }, (_, n) => orderOf(n + 1, { updatedAt: second })))
    const channel = world.channel()
    const pages = [await world.run((c) => c.downloadPage(channel, past, null))]
    for (let next = pages[0]?.next ?? null; next !== null; next = pages.at(-1)?.next ?? null) {
      const place = JSON.stringify({ ...JSON.parse(next), listed: 19_950 - (pages.length < 11 ? 5000 : 0) })
      pages.push(await world.run((c) => c.downloadPage(channel, past, place)))
    }
    expect(idsOf(pages)).toHaveLength(1300)
    expect(new Set(idsOf(pages)).size).toBe(1300)
  })

  it("moves the watermark with each page, never past the beginning of the run", async () => {
    await using world = await World.open()
    world.shop.orders.push(
      ...Array.from({ length: 150 }, (_, n) => orderOf(n + 1, { updatedAt: later(n) })),
      orderOf(999, { updatedAt: "2999-01-01T00:00:00Z" })
    )
    const started = Date.now()
    const pages = await world.pages(world.channel(), past)
    expect(pages[0]?.newestAt).toEqual(new Date(Math.min(Date.parse(later(99)), started)))
    expect(pages.at(-1)?.newestAt?.getTime()).toBeLessThanOrEqual(Date.now())
  })

  it("asks for fewer at once when Shopify finds a page too costly, and remembers it", async () => {
    await using world = await World.open()
    world.shop.mostNodes = 30
    world.shop.orders.push(...Array.from({ length: 60 }, (_, n) => orderOf(n + 1)))
    expect(idsOf(await world.pages(world.channel(), past))).toHaveLength(60)
    expect(world.shop.calls.map((call) => call.variables.first)).toEqual([100, 50, 25, 25, 25])
  })

  it("begins again from a place-mark that it cannot read", async () => {
    await using world = await World.open()
    world.shop.orders.push(orderOf(1))
    const page = await world.run((c) => c.downloadPage(world.channel(), past, "%%%"))
    expect(page.orders).toHaveLength(1)
  })

  it("asks for changes from the caller's time on, in whole seconds", async () => {
    await using world = await World.open()
    const since = new Date("2026-11-22T03:00:00.789Z")
    const updatedAt = "2026-11-22T02:59:59Z"
    world.shop.orders.push(
      orderOf(1),
      orderOf(2, { updatedAt, works: [workOf(2, [lineOf(2)], { updatedAt })] })
    )
    expect(idsOf(await world.pages(world.channel(), since))).toEqual([orderGid(1)])
    expect(world.shop.calls.at(-1)?.variables.query).toBe("updated_at:>='2026-11-22T03:00:00Z'")
  })
})

describe("fulfillment orders that change without their order", () => {
  const since = new Date("2026-11-22T05:00:00Z")
  const quiet = (n: number) => orderOf(n, { updatedAt: "2026-11-22T03:00:00Z" })
  const touch = (order: FakeOrder, more: object = {}) => {
    for (const work of order.works) Object.assign(work, { updatedAt: "2026-11-22T06:00:00Z", ...more })
    return order
  }

  it("bring their order, before the orders that changed themselves", async () => {
    await using world = await World.open()
    world.shop.orders.push(
      touch(quiet(1), { status: "ON_HOLD", holds: [{ reason: "OTHER", reasonNotes: null }] }),
      quiet(2),
      touch(orderOf(3, { updatedAt: "2026-11-22T06:00:00Z" }))
    )
    const pages = await world.pages(world.channel(), since)
    expect(pages.map((page) => page.orders.map((o) => o.channelOrderId))).toEqual([
      [orderGid(1)],
      [orderGid(3)]
    ])
    expect(pages.map((page) => page.newestAt)).toEqual([null, new Date("2026-11-22T06:00:00Z")])
    expect(pages[0]?.orders[0]?.signals?.risk).toBe("on hold at Shopify: other")
    expect(world.shop.operations()).toEqual(["Moved", "OrdersById", "Orders"])
  })

  it("are read to the end, many at a time", async () => {
    await using world = await World.open()
    world.shop.orders.push(...Array.from({ length: 230 }, (_, n) => touch(quiet(n + 1))))
    const pages = await world.pages(world.channel(), since)
    expect(pages.map((page) => page.orders.length)).toEqual([100, 100, 30, 0])
    expect(new Set(idsOf(pages)).size).toBe(230)
  })

  it("are not asked about by the first run: what may be imported is new to it anyway", async () => {
    await using world = await World.open()
    world.shop.orders.push(quiet(1))
    await world.pages(world.channel(), past)
    expect(world.shop.operations()).toEqual(["Orders"])
  })
})

describe("reading Shopify orders by their ids", () => {
  it("leaves out what it does not know or cannot read, whatever their status", async () => {
    await using world = await World.open()
    world.shop.orders.push(
      orderOf(1),
      orderOf(2, { cancelledAt: "2026-11-22T04:00:00Z" }),
      orderOf(3, { more: { processedAt: 7 } })
    )
    const ids = [...[1, 2, 3, 4].map(orderGid), "gid://shopify/Return/1", "17", orderGid(1)]
    const channel = world.channel({}, { eligibleStatuses: [] })
    const orders = await world.run((c) => c.readOrders(channel, ids))
    expect(orders.map((o) => [o.channelOrderId, o.standing])).toEqual([
      [orderGid(1), "ok"],
      [orderGid(2), "canceled"]
    ])
    expect(world.shop.calls.map((call) => call.variables.ids)).toEqual([[1, 2, 3, 4].map(orderGid)])
    expect(await world.run((c) => c.readOrders(channel, []))).toEqual([])
  })

  it("calls an order canceled that others send now: it was ours when we asked for it", async () => {
    await using world = await World.open()
    world.shop.orders.push(orderOf(1, { works: [workOf(1, [lineOf(1)], { location: away })] }))
    const channel = world.channel({ location: home.name })
    const [order] = await world.run((c) => c.readOrders(channel, [orderGid(1)]))
    expect([order?.standing, order?.lines[0]?.quantity]).toEqual(["canceled", 2])
  })
})

it.skipIf(!canCompare)("all that these tests sent is what Shopify's schema takes", () => {
  expect(refusedVariables()).toEqual([])
})
