import { describe, expect, it } from "vitest"
import type { IncomingOrder } from "../../../src/domain/model/order.ts"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import type { OrderPage } from "../../../src/domain/ports/sales-channels.ts"
import { idsOf, World } from "./shopify-fixture.ts"
import {
  away,
  type FakeOrder,
  home,
  lineGid,
  lineOf,
  orderGid,
  orderOf,
  service,
  workOf
} from "./shopify-shop.ts"

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

const onlyOrder = async (...given: Parameters<typeof only>): Promise<IncomingOrder> => {
  const page = await only(...given)
  const [order] = page.orders
  if (order === undefined) throw new Error(`no order: ${JSON.stringify(page)}`)
  return order
}

const split = (n: number): FakeOrder => {
  const lines = [lineOf(n, 1, { quantity: 5, currentQuantity: 5 }), lineOf(n, 2)]
  const here = workOf(n, lines.slice(0, 1), {}, 1)
  const there = workOf(n, lines, { location: away }, 2)
  for (const [work, quantity] of [
    [here, 3],
    [there, 2]
  ] as const) {
    const [first] = work.lines
    if (first !== undefined) Object.assign(first, { totalQuantity: quantity, remainingQuantity: quantity })
  }
  return orderOf(n, { lines, works: [here, there] })
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

describe("what of a Shopify order is ours", () => {
  it.each([
    ["everything the merchant's locations have", {}, [5, 2]],
    ["one location's part, by its name", { location: "main WAREHOUSE" }, [3]],
    ["one location's part, by its number", { location: "2" }, [2, 2]],
    ["one location's part, by its id", { location: home.id }, [3]],
    ["several locations", { location: `${home.name}, ${away.id}` }, [5, 2]]
  ])("is %s", async (_what, settings, quantities) => {
    const order = await onlyOrder(split(1), settings)
    expect(order.lines.map((l) => l.quantity)).toEqual(quantities)
  })

  it("is not what a fulfillment service has, unless it is named", async () => {
    const lines = [lineOf(1)]
    const order = orderOf(1, { lines, works: [workOf(1, lines, { location: service })] })
    expect((await only(order)).skipped).toEqual([
      { channelOrderNumber: "#1001", reason: "no location of the merchant has anything of it to send" }
    ])
    expect((await only(order, { location: "Big 3PL" })).orders).toHaveLength(1)
    expect((await only(order, { location: home.name })).skipped[0]?.reason).toContain(
      `assigned to ${home.name}`
    )
  })

  it("counts what is left of a line, not what was ordered", async () => {
    const order = await onlyOrder(
      orderOf(1, {
        lines: [lineOf(1, 1, { quantity: 9, currentQuantity: 4 }), lineOf(1, 2, { currentQuantity: 0 })]
      })
    )
    expect(order.lines.map((l) => [l.channelLineId, l.quantity])).toEqual([[lineGid(1, 1), 4]])
  })

  it("does not ship gift cards, services and what is picked up", async () => {
    const lines = [
      lineOf(1, 1),
      lineOf(1, 2, { isGiftCard: true }),
      lineOf(1, 3, { requiresShipping: false, sku: null }),
      lineOf(1, 4)
    ]
    const works = [
      workOf(1, lines.slice(0, 3), {}, 1),
      workOf(1, lines.slice(3), { methodType: "PICK_UP" }, 2)
    ]
    const order = await onlyOrder(orderOf(1, { lines, works }))
    expect(order.lines.map((l) => [l.sku, l.ships])).toEqual([
      ["SKU-1", true],
      ["SKU-2", false],
      ["", false],
      ["SKU-4", false]
    ])
  })

  it("counts pieces once after a canceled shipment made a new fulfillment order of them", async () => {
    const lines = [lineOf(1)]
    const works = [workOf(1, lines, { status: "CLOSED" }, 1), workOf(1, lines, {}, 2)]
    expect((await onlyOrder(orderOf(1, { lines, works }))).lines[0]?.quantity).toBe(2)
    const [half] = works
    const [, open] = works
    if (half?.lines[0] === undefined || open?.lines[0] === undefined) throw new Error("no lines")
    half.lines[0].remainingQuantity = 1
    open.lines[0].totalQuantity = 1
    open.lines[0].remainingQuantity = 1
    const order = await onlyOrder(
      orderOf(1, { lines, works }),
      {},
      { eligibleStatuses: ["PARTIALLY_FULFILLED"] }
    )
    expect(order.lines[0]?.quantity).toBe(2)
  })
})

describe("how a Shopify order stands", () => {
  const held = (more: object = {}) => {
    const lines = [lineOf(1)]
    const holds = [{ reason: "INCORRECT_ADDRESS", reasonNotes: "no\u202esuch street" }]
    return orderOf(1, { lines, works: [workOf(1, lines, { status: "ON_HOLD", holds, ...more })] })
  }

  it("is held here with Shopify's reason, or skipped with it", async () => {
    expect(await onlyOrder(held())).toMatchObject({
      channelStatus: "ON_HOLD",
      signals: { risk: "on hold at Shopify: incorrect address (no such street)" }
    })
    const page = await only(held(), {}, { eligibleStatuses: ["UNFULFILLED"] })
    expect(page.skipped[0]?.reason).toMatch(/^ON_HOLD is not an eligible.*incorrect address/)
  })

  it.each([
    ["OPEN", "UNFULFILLED"],
    ["IN_PROGRESS", "IN_PROGRESS"],
    ["ON_HOLD", "ON_HOLD"],
    ["SCHEDULED", "SCHEDULED"],
    ["INCOMPLETE", "INCOMPLETE"],
    ["CLOSED", "RESTOCKED"]
  ])("from a fulfillment order %s is %s", async (status, said) => {
    await using world = await World.open()
    const lines = [lineOf(1)]
    world.shop.orders.push(orderOf(1, { lines, works: [workOf(1, lines, { status })] }))
    const page = await world.run((c) =>
      c.downloadPage(world.channel({}, { eligibleStatuses: [] }), past, null)
    )
    const reason = page.skipped[0]?.reason ?? ""
    // A closed one with nothing sent leaves no piece that is ours.
    if (status === "CLOSED") expect(reason).toContain("no location")
    else expect(reason).toMatch(new RegExp(`^${said} is not`))
  })

  it("is over when it is canceled or refunded, whatever the settings say, with the quantities that it had", async () => {
    const none = { eligibleStatuses: [] }
    const gone = (more: Partial<FakeOrder>) => {
      const lines = [lineOf(1, 1, { quantity: 3, currentQuantity: 0 })]
      return orderOf(1, { lines, works: [workOf(1, lines, { status: "CLOSED" })], ...more })
    }
    const canceled = await onlyOrder(gone({ cancelledAt: "2026-11-22T04:00:00Z" }), {}, none)
    expect([canceled.standing, canceled.lines[0]?.quantity]).toEqual(["canceled", 3])
    for (const displayFinancialStatus of ["REFUNDED", "VOIDED"]) {
      const refunded = await onlyOrder(gone({ displayFinancialStatus }), {}, none)
      expect([refunded.standing, refunded.lines[0]?.quantity]).toEqual(["refunded", 3])
    }
    const part = await onlyOrder(orderOf(1, { displayFinancialStatus: "PARTIALLY_REFUNDED" }))
    expect([part.standing, part.signals?.paid]).toEqual(["ok", true])
  })

  it("is not handed over for a refund after all of it was sent", async () => {
    const order = orderOf(1, { displayFinancialStatus: "REFUNDED" })
    for (const work of order.works) for (const line of work.lines) line.remainingQuantity = 0
    for (const work of order.works) work.status = "CLOSED"
    expect((await only(order)).skipped[0]?.reason).toContain("FULFILLED")
  })

  it.each([
    ["PAID", true],
    ["PARTIALLY_REFUNDED", true],
    ["AUTHORIZED", false],
    ["PENDING", false],
    [null, false]
  ])("%s is paid: %s", async (displayFinancialStatus, paid) => {
    expect((await onlyOrder(orderOf(1, { displayFinancialStatus }))).signals?.paid).toBe(paid)
  })

  it("tells Shopify's advice, a wish to cancel, and when it should leave", async () => {
    const risk = { recommendation: "CANCEL", assessments: [{ riskLevel: "LOW" }, { riskLevel: "HIGH" }] }
    const order = orderOf(1, { more: { risk } })
    for (const work of order.works)
      Object.assign(work, { fulfillBy: "2026-11-25T00:00:00Z", requestStatus: "CANCELLATION_REQUESTED" })
    expect((await onlyOrder(order)).signals).toEqual({
      paid: true,
      risk: "Shopify recommends to cancel it (fraud risk high)",
      cancelRequested: true,
      tags: [],
      shipBy: new Date("2026-11-25T00:00:00Z")
    })
  })

  it("is skipped when it is older than the earliest order date", async () => {
    const page = await only(orderOf(1, { processedAt: "2026-10-01T00:00:00Z" }))
    expect(page.skipped[0]?.reason).toContain("earliest")
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
})
