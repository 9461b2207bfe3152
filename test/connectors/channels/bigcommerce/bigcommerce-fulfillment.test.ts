import { describe, expect, it } from "vitest"
import type { FulfillmentPush } from "../../../../src/domain/model/fulfillment.ts"
import { parcelOf } from "../lone-connector.ts"
import { addressOf, type FakeOrder, orderOf, productOf } from "./bigcommerce-store.ts"
import { openWorld } from "./bigcommerce-world.ts"

const number = "1Z999AA10123456784"

const open = async (more: Partial<FakeOrder> = {}) => {
  const world = await openWorld()
  const order = orderOf(10, {
    products: [productOf(1, { quantity: 5 }), productOf(2, { quantity: 1 })],
    ...more
  })
  world.store.orders.push(order)
  return Object.assign(world, {
    order,
    push: (changes: Partial<FulfillmentPush> = {}) =>
      world.connector.run((c) => c.pushFulfillment(world.channel(), parcelOf(changes))),
    pushFailure: () => world.connector.failure((c) => c.pushFulfillment(world.channel(), parcelOf()))
  })
}

const shipment = (more: Readonly<Record<string, unknown>> = {}) => ({
  id: 9,
  order_address_id: 51,
  tracking_number: number,
  items: [{ order_product_id: 1, quantity: 2 }],
  ...more
})

describe("pushing a shipment to BigCommerce", () => {
  it("makes a shipment of just these pieces, to the address of the order", async () => {
    await using world = await open()
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "100", wasThere: false })
    expect(world.order.shipments).toEqual([
      {
        id: 100,
        order_address_id: 51,
        tracking_number: number,
        shipping_provider: "",
        tracking_carrier: "ups",
        shipping_method: "UPS Ground",
        items: [{ order_product_id: 1, quantity: 2 }]
      }
    ])
  })

  it("ships an order in parts", async () => {
    await using world = await open()
    await world.push()
    await world.push({ trackingNumber: "B", lines: [{ channelLineId: "1", quantity: 3 }] })
    await world.push({ trackingNumber: "C", lines: [{ channelLineId: "2", quantity: 1 }] })
    expect(world.order.products.map((p) => p.quantity_shipped)).toEqual([5, 1])
  })

  it("pushes twice and ships once, when the first answer is lost", async () => {
    await using world = await open()
    world.store.server.intrude = (call) => {
      if (call.method !== "POST") return null
      world.store.server.intrude = () => null
      world.store.answer(call)
      return "cut"
    }
    expect(await world.pushFailure()).toMatchObject({ reason: "NoAnswer" })
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "100", wasThere: true })
    expect(world.order.shipments).toHaveLength(1)
    expect(world.store.mails).toBe(1)
  })

  it.each([400, 409, 422])("looks again after a %i, and finds its own parcel", async (status) => {
    await using world = await open()
    world.store.server.intrude = (call) => {
      if (call.method !== "POST") return null
      world.order.shipments.push(shipment())
      return { status, json: [{ status, message: "no" }] }
    }
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "9", wasThere: true })
  })

  it("says what the store said when the pieces are another's", async () => {
    await using world = await open()
    world.store.server.intrude = (call) =>
      call.method === "POST"
        ? { status: 400, json: [{ status: 400, message: "Nothing\u001b[31m left" }] }
        : null
    expect(await world.push()).toEqual({
      _tag: "Rejected",
      reason: "The store refused the shipment (HTTP 400). Nothing [31m left"
    })
  })

  it.each([
    ["another number", { tracking_number: "OTHER" }],
    ["other pieces", { items: [{ order_product_id: 1, quantity: 1 }] }]
  ])("does not take %s for ours", async (_what, more) => {
    await using world = await open()
    world.order.shipments.push(shipment(more))
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: false })
  })

  it("leaves pieces alone that somebody shipped at the store already", async () => {
    await using world = await open({ products: [productOf(1, { quantity: 2, quantity_shipped: 2 })] })
    const answer = await world.push()
    expect(answer).toMatchObject({ _tag: "NotApplicable" })
    expect(world.store.mails).toBe(0)
  })

  it.each([
    ["a canceled order", { status_id: 5 }, {}, "Cancelled"],
    ["an unknown line", {}, { lines: [{ channelLineId: "77", quantity: 1 }] }, "no line 77"],
    ["too many pieces", {}, { lines: [{ channelLineId: "1", quantity: 6 }] }, "5 open"],
    ["no pieces", {}, { lines: [] }, "no line"],
    ["minus one", {}, { lines: [{ channelLineId: "1", quantity: -1 }] }, "above 0"],
    ["no number", {}, { trackingNumber: " " }, "no tracking number"],
    ["a number that is too long", {}, { trackingNumber: "9".repeat(51) }, "50 characters"],
    ["an order that is gone", {}, { channelOrderId: "4711" }, "no order"],
    ["an id that is none", {}, { channelOrderId: "1/../2" }, "no order"]
  ] as const)("refuses %s without asking for a shipment", async (_what, order, push, words) => {
    await using world = await open(order)
    const answer = await world.push(push)
    expect(answer).toMatchObject({ _tag: "Rejected" })
    expect(JSON.stringify(answer)).toContain(words)
    expect(world.store.server.calls.filter((c) => c.method === "POST")).toEqual([])
  })

  it("does not put pieces for two addresses into one parcel", async () => {
    await using world = await open({
      addresses: [addressOf(51), addressOf(52)],
      products: [productOf(1), productOf(2, { order_address_id: 52 })]
    })
    const lines = [
      { channelLineId: "1", quantity: 1 },
      { channelLineId: "2", quantity: 1 }
    ]
    expect(await world.push({ lines })).toMatchObject({ _tag: "Rejected" })
  })

  it.each([
    ["FEDEX_GROUND", "fedex"],
    ["U.S. Mail", "usps"],
    ["Royal Mail", "royal-mail"],
    ["DHL eCommerce", "dhl-global-mail"],
    ["DHL Express", "dhl"],
    ["Upstate Couriers", ""]
  ])("calls %s what BigCommerce calls it", async (carrier, code) => {
    await using world = await open()
    await world.push({ carrier, service: "" })
    expect(world.order.shipments[0]).toMatchObject({ tracking_carrier: code, shipping_method: carrier })
  })

  it("tells of several parcels at once by their first number, and of the others in a comment", async () => {
    await using world = await open()
    await world.push({ furtherTracking: ["B", "C"] })
    expect(world.order.shipments[0]).toMatchObject({
      tracking_number: number,
      comments: "Further parcels: B, C"
    })
    expect(await world.push({ furtherTracking: ["B", "C"] })).toMatchObject({ wasThere: true })
  })
})
