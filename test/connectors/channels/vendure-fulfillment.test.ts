import { describe, expect, it } from "vitest"
import type { FulfillmentPush } from "../../../src/domain/model/fulfillment.ts"
import errors from "../../fixtures/vendure/errors.json" with { type: "json" }
import { sendJson } from "../json-server.ts"
import { Connector, channelOf, pushOf } from "./vendure-fixture.ts"
import { type FakeFulfillment, type FakeOrder, VendureShop } from "./vendure-shop.ts"

const open = async (fulfillments: ReadonlyArray<FakeFulfillment> = [], more: Partial<FakeOrder> = {}) => {
  const shop = await VendureShop.open()
  const connector = new Connector()
  const order: FakeOrder = {
    id: "10",
    code: "CODE10",
    state: "PaymentSettled",
    lines: [
      { id: "L1", quantity: 5 },
      { id: "L2", quantity: 1 }
    ],
    fulfillments: [...fulfillments],
    ...more
  }
  shop.orders.set(order.id, order)
  const channel = channelOf(shop.server.url)
  return {
    shop,
    order,
    push: (changes: Partial<FulfillmentPush> = {}) =>
      connector.run((c) => c.pushFulfillment(channel, pushOf(changes))),
    pushFailure: () => connector.failure((c) => c.pushFulfillment(channel, pushOf())),
    async [Symbol.asyncDispose]() {
      await connector[Symbol.asyncDispose]()
      await shop[Symbol.asyncDispose]()
    }
  }
}

const parcel = (more: Partial<FakeFulfillment> = {}): FakeFulfillment => ({
  id: "F9",
  state: "Shipped",
  method: "UPS Ground",
  trackingCode: "1Z-A",
  lines: [{ orderLineId: "L1", quantity: 2 }],
  ...more
})

describe("pushing a shipment to Vendure", () => {
  it("adds the fulfillment and sets it to Shipped", async () => {
    await using world = await open()
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "1", wasThere: false })
    expect(world.order.fulfillments).toEqual([
      {
        id: "1",
        state: "Shipped",
        method: "UPS Ground",
        trackingCode: "1Z-A",
        lines: [{ orderLineId: "L1", quantity: 2 }]
      }
    ])
  })

  it.each(["Shipped", "Delivered"])("leaves a parcel alone that is there as %s", async (state) => {
    await using world = await open([parcel({ state })])
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "F9", wasThere: true })
    expect(world.shop.added).toBe(0)
  })

  it("finishes what an earlier attempt left Pending", async () => {
    await using world = await open([parcel({ state: "Pending" })])
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "F9", wasThere: true })
    expect(world.order.fulfillments.map((f) => f.state)).toEqual(["Shipped"])
  })

  it.each([
    ["a canceled one", { state: "Cancelled" }],
    ["another tracking number", { trackingCode: "1Z-B" }],
    ["other pieces", { lines: [{ orderLineId: "L1", quantity: 1 }] }]
  ])("does not take %s for ours", async (_what, more) => {
    await using world = await open([parcel(more)])
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(world.shop.added).toBe(1)
  })

  it("pushes twice and ships once, when the first answer is lost", async () => {
    await using world = await open()
    world.shop.intrude = (call, response) => {
      if (!call.query.includes("addFulfillmentToOrder")) return false
      world.shop.intrude = () => false
      world.shop.answer(call, { writeHead: () => {}, end: () => {} } as unknown as typeof response)
      response.socket?.destroy()
      return true
    }
    expect(await world.pushFailure()).toMatchObject({ reason: "NoAnswer" })
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: true })
    expect(world.shop.added).toBe(1)
  })

  it("looks again when the shop says that the pieces are taken, and finds its own", async () => {
    await using world = await open()
    world.shop.intrude = (call, response) => {
      if (!call.query.includes("addFulfillmentToOrder")) return false
      world.order.fulfillments.push(parcel())
      sendJson(response, errors.alreadyFulfilled)
      return true
    }
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "F9", wasThere: true })
  })

  it("says what the shop said when the pieces are another's", async () => {
    await using world = await open()
    world.shop.intrude = (call, response) => {
      if (!call.query.includes("addFulfillmentToOrder")) return false
      sendJson(response, errors.alreadyFulfilled)
      return true
    }
    const answer = await world.push()
    expect(answer._tag).toBe("Rejected")
    expect(JSON.stringify(answer)).toContain("One or more OrderItems are already part of a Fulfillment")
  })

  it("takes a transition that somebody else made for done", async () => {
    await using world = await open([parcel({ state: "Pending" })])
    world.shop.intrude = (call, response) => {
      if (!call.query.includes("transitionFulfillmentToState")) return false
      world.order.fulfillments.splice(0, 1, parcel())
      sendJson(response, errors.internal)
      return true
    }
    expect(await world.push()).toMatchObject({ _tag: "Accepted", channelFulfillmentId: "F9" })
  })

  it("closes an order that the shop left PartiallyShipped though all of it is gone", async () => {
    await using world = await open([parcel({ lines: [{ orderLineId: "L1", quantity: 5 }] })])
    await world.push({ trackingNumber: "1Z-B", lines: [{ channelLineId: "L2", quantity: 1 }] })
    expect(world.shop.closed).toBe(1)
    expect(world.order.state).toBe("Shipped")
  })

  it("recognizes that somebody shipped the same pieces at the shop, and doubles nothing", async () => {
    const byHand = [
      parcel({ trackingCode: "HAND-1", lines: [{ orderLineId: "L1", quantity: 3 }] }),
      parcel({ id: "F10", trackingCode: "", lines: [{ orderLineId: "L1", quantity: 2 }] })
    ]
    await using world = await open(byHand)
    expect(await world.push()).toMatchObject({
      _tag: "NotApplicable",
      reason: expect.stringMatching(/HAND-1, fulfillment F10.*1Z-A/)
    })
    expect(world.shop.added).toBe(0)
  })

  it("says what to do where only a part of the pieces is open", async () => {
    await using world = await open([
      parcel({ trackingCode: "HAND-1", lines: [{ orderLineId: "L1", quantity: 4 }] })
    ])
    expect(await world.push()).toMatchObject({
      _tag: "Rejected",
      reason: expect.stringMatching(/1 open at the shop; the shipment holds 2.*then retry/)
    })
  })

  it("tells all numbers at once where the channel is told once an order, and finds them again", async () => {
    await using world = await open()
    const all = { furtherTracking: ["1Z-B", "1Z-C"], lines: [{ channelLineId: "L1", quantity: 5 }] }
    expect(await world.push(all)).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(world.order.fulfillments.map((f) => f.trackingCode)).toEqual(["1Z-A, 1Z-B, 1Z-C"])
    expect(await world.push(all)).toMatchObject({ _tag: "Accepted", wasThere: true })
  })

  it("adds up a line that is named twice", async () => {
    await using world = await open()
    const half = { channelLineId: "L1", quantity: 1 }
    await world.push({ lines: [half, half] })
    expect(world.order.fulfillments[0]?.lines).toEqual([{ orderLineId: "L1", quantity: 2 }])
  })

  it.each([
    ["no line", { lines: [] }, "no line"],
    ["a negative quantity", { lines: [{ channelLineId: "L1", quantity: -1 }] }, "whole number above 0"],
    ["a line of another order", { lines: [{ channelLineId: "L7", quantity: 1 }] }, "no line L7"],
    ["more than is open", { lines: [{ channelLineId: "L1", quantity: 6 }] }, "has 5 open"],
    ["no tracking number", { trackingNumber: " " }, "no tracking number"],
    ["an order that is gone", { channelOrderId: "77" }, "no order"]
  ])("rejects %s, which the shop would take or lose", async (_what, more, words) => {
    await using world = await open()
    const answer = await world.push(more)
    expect(answer._tag).toBe("Rejected")
    expect(JSON.stringify(answer)).toContain(words)
    expect(world.shop.added).toBe(0)
  })

  it("waits while the shop's staff changes the order, and stops when it is canceled", async () => {
    await using changing = await open([], { state: "Modifying" })
    expect(await changing.pushFailure()).toMatchObject({
      reason: "Throttled",
      settlement: { _tag: "Snooze" }
    })
    await using canceled = await open([], { state: "Cancelled" })
    expect(await canceled.push()).toMatchObject({ _tag: "Rejected" })
  })
})
