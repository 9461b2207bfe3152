import { describe, expect, it } from "vitest"
import type { FulfillmentPush } from "../../../../src/domain/model/fulfillment.ts"
import { parcelOf } from "../lone-connector.ts"
import type { RestReply } from "../rest-server.ts"
import { type FakeOrder, type FakeParcel, lineOf, orderOf } from "./ebay-market.ts"
import { openWorld } from "./ebay-world.ts"

const number = "1Z999AA10123456784"
const orderId = "01-00001-00000"

const open = async (more: Partial<FakeOrder> = {}) => {
  const world = await openWorld()
  const order = orderOf(1, {
    lineItems: [lineOf("1", { quantity: 5 }), lineOf("2", { quantity: 1 })],
    ...more
  })
  world.market.orders.push(order)
  const of = (changes: Partial<FulfillmentPush>) =>
    parcelOf({ channelOrderId: orderId, channelOrderNumber: orderId, ...changes })
  return Object.assign(world, {
    order,
    push: (changes: Partial<FulfillmentPush> = {}) =>
      world.connector.run((c) => c.pushFulfillment(world.channel(), of(changes))),
    pushFailure: () => world.connector.failure((c) => c.pushFulfillment(world.channel(), of({})))
  })
}

const parcel = (more: Partial<FakeParcel> = {}): FakeParcel => ({
  fulfillmentId: "F9",
  shipmentTrackingNumber: number,
  lineItems: [{ lineItemId: "1", quantity: 2 }],
  ...more
})

describe("pushing a parcel to eBay", () => {
  it("makes one fulfillment of just these pieces, and keeps the id behind its address", async () => {
    await using world = await open()
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "F1", wasThere: false })
    expect(world.order.parcels).toEqual([
      {
        fulfillmentId: "F1",
        shipmentTrackingNumber: number,
        shippingCarrierCode: "UPS",
        lineItems: [{ lineItemId: "1", quantity: 2 }]
      }
    ])
  })

  it("tells of each package by itself", async () => {
    await using world = await open()
    await world.push()
    await world.push({ trackingNumber: "B", lines: [{ channelLineId: "1", quantity: 3 }] })
    await world.push({ trackingNumber: "C", lines: [{ channelLineId: "2", quantity: 1 }] })
    expect(world.order.parcels.map((p) => p.shipmentTrackingNumber)).toEqual([number, "B", "C"])
  })

  it("leaves out the spaces and hyphens of a number, and knows it again", async () => {
    await using world = await open()
    const trackingNumber = "1z 999-AA1 0123456784"
    await world.push({ trackingNumber })
    expect(world.order.parcels[0]?.shipmentTrackingNumber).toBe("1z999AA10123456784")
    expect(await world.push({ trackingNumber })).toMatchObject({ _tag: "Accepted", wasThere: true })
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: true })
  })

  it("pushes twice and tells once, when the first answer is lost", async () => {
    await using world = await open()
    world.market.server.intrude = (call) => {
      if (call.method !== "POST" || !call.path.endsWith("shipping_fulfillment")) return null
      world.market.server.intrude = () => null
      world.market.answer(call)
      return "cut"
    }
    expect(await world.pushFailure()).toMatchObject({ reason: "NoAnswer" })
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "F1", wasThere: true })
    expect(world.order.parcels).toHaveLength(1)
  })

  const refusing =
    (reply: RestReply, first: () => void = () => {}) =>
    (call: { method: string; path: string }) => {
      if (call.method !== "POST" || !call.path.endsWith("shipping_fulfillment")) return null
      first()
      return reply
    }
  const refusal = (status: number, errorId: number): RestReply => ({
    status,
    json: { errors: [{ errorId, message: "eBay's own words" }] }
  })

  it.each([
    [400, 32200],
    [400, 34500],
    [409, 1]
  ])("looks again after a %i with %i, and finds its own parcel", async (status, errorId) => {
    await using world = await open()
    world.market.server.intrude = refusing(
      refusal(status, errorId),
      () => void world.order.parcels.push(parcel())
    )
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "F9", wasThere: true })
  })

  it.each([
    [400, 32210, "one line twice"],
    [400, 32300, "this tracking number with this carrier"],
    [400, 34100, "as many tracking numbers"],
    [400, 34500, "with other pieces"],
    [409, 1, "being changed"],
    [400, 99999, "refused the shipment"]
  ])("says what %i with %i means, in our words and its own", async (status, errorId, words) => {
    await using world = await open()
    world.market.server.intrude = refusing(refusal(status, errorId))
    const answer = await world.push()
    expect(answer).toMatchObject({ _tag: "Rejected" })
    expect(JSON.stringify(answer)).toContain(words)
    expect(JSON.stringify(answer)).toContain(`eBay's own words [${errorId}]`)
  })

  it("finds the id of a parcel that was taken without saying where", async () => {
    await using world = await open()
    world.market.server.intrude = refusing({ status: 201 }, () => void world.order.parcels.push(parcel()))
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "F9", wasThere: false })
  })

  it("does not believe a parcel that is nowhere to be seen", async () => {
    await using world = await open()
    world.market.server.intrude = refusing({ status: 201 })
    expect(await world.pushFailure()).toMatchObject({ reason: "Malformed" })
  })

  it.each([
    ["another number", { shipmentTrackingNumber: "OTHER" }],
    ["other pieces", { lineItems: [{ lineItemId: "1", quantity: 1 }] }]
  ])("does not take %s for ours", async (_what, more) => {
    await using world = await open()
    world.order.parcels.push(parcel(more))
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: false })
  })

  it("takes a parcel that names no pieces for all of its line", async () => {
    await using world = await open({ lineItems: [lineOf("1", { quantity: 2 })] })
    world.order.parcels.push(parcel({ lineItems: [{ lineItemId: "1" }] }))
    expect(await world.push()).toMatchObject({ _tag: "Accepted", channelFulfillmentId: "F9", wasThere: true })
  })

  it.each([
    [
      "under another number",
      { parcels: [parcel({ shipmentTrackingNumber: "HAND", lineItems: [{ lineItemId: "1" }] })] }
    ],
    [
      "without a parcel",
      { lineItems: [lineOf("1", { quantity: 2, lineItemFulfillmentStatus: "FULFILLED" })] }
    ]
  ])("leaves pieces alone that somebody marked shipped %s", async (_what, more) => {
    await using world = await open(more)
    expect(await world.push()).toMatchObject({ _tag: "NotApplicable" })
    expect(world.market.server.calls.some((c) => c.method === "POST" && c.path.endsWith("fulfillment"))).toBe(
      false
    )
  })

  it.each([
    ["a canceled order", { cancelState: "CANCELED" }, {}, "canceled"],
    ["an unknown line", {}, { lines: [{ channelLineId: "77", quantity: 1 }] }, "no line 77"],
    ["too many pieces", {}, { lines: [{ channelLineId: "1", quantity: 6 }] }, "5 open"],
    ["no pieces", {}, { lines: [] }, "no line"],
    ["minus one", {}, { lines: [{ channelLineId: "1", quantity: -1 }] }, "above 0"],
    ["no number", {}, { trackingNumber: " - " }, "letters and digits"],
    ["an order that is gone", {}, { channelOrderId: "02-00000-00000" }, "no order"],
    ["an id that is none", {}, { channelOrderId: "a/../b" }, "no order"]
  ] as const)("refuses %s without telling of a parcel", async (_what, order, push, words) => {
    await using world = await open(order)
    const answer = await world.push(push)
    expect(answer).toMatchObject({ _tag: "Rejected" })
    expect(JSON.stringify(answer)).toContain(words)
    expect(world.order.parcels).toEqual([])
  })

  it.each([
    ["FEDEX_GROUND", "FedEx"],
    ["FedEx SmartPost", "FedExSmartPost"],
    ["U.S. Mail", "USPS"],
    ["DHL eCommerce", "DHLGlobalMail"],
    ["OnTrac", "ONTRACK"],
    ["Upstate Couriers", "Other"]
  ])("calls %s what eBay calls it", async (carrier, code) => {
    await using world = await open()
    await world.push({ carrier })
    expect(world.order.parcels[0]?.shippingCarrierCode).toBe(code)
  })
})
