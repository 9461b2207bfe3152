import { describe, expect, it } from "vitest"
import type { IncomingOrder } from "../../../src/domain/model/order.ts"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import type { OrderPage } from "../../../src/domain/ports/sales-channels.ts"
import { World } from "./shopify-fixture.ts"
import { away, type FakeOrder, home, lineGid, lineOf, orderOf, service, workOf } from "./shopify-shop.ts"

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
      ["no-sku:Thing 3 - blue", false],
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
