import { describe, expect, it } from "vitest"
import type { FulfillmentPush } from "../../../src/domain/model/fulfillment.ts"
import { line, lost, medusaChannel, openMedusa, orderOf } from "./medusa-fixture.ts"
import type { FakeFulfillment, FakeOrder } from "./medusa-shop.ts"
import { pushOf } from "./vendure-fixture.ts"

const open = async (fulfillments: ReadonlyArray<FakeFulfillment> = [], more: Partial<FakeOrder> = {}) => {
  const world = await openMedusa()
  const order = orderOf(10, { items: [line("L1", 5), line("L2", 1)], ...more })
  for (const fulfillment of fulfillments) {
    order.fulfillments.push(fulfillment)
    if (fulfillment.canceled_at !== null) continue
    for (const item of fulfillment.items) {
      const there = order.items.find((l) => l.id === item.line_item_id)
      if (there !== undefined) there.detail.fulfilled_quantity += item.quantity
    }
  }
  world.shop.orders = [order]
  const channel = medusaChannel(world.shop.url)
  const push = (changes: Partial<FulfillmentPush> = {}) => pushOf({ channelOrderId: order.id, ...changes })
  return {
    shop: world.shop,
    order,
    channel,
    push: (changes: Partial<FulfillmentPush> = {}) =>
      world.connector.run((c) => c.pushFulfillment(channel, push(changes))),
    pushAt: (stockLocation: string) =>
      world.connector.run((c) =>
        c.pushFulfillment({ ...channel, settings: { ...channel.settings, stockLocation } }, push())
      ),
    pushFailure: () => world.connector.failure((c) => c.pushFulfillment(channel, push())),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]()
  }
}

const parcel = (more: Partial<FakeFulfillment> = {}): FakeFulfillment => ({
  id: "ful_9",
  shipped_at: "2026-11-21T00:00:00.000Z",
  canceled_at: null,
  delivered_at: null,
  location_id: null,
  no_notification: false,
  metadata: null,
  items: [{ line_item_id: "L1", inventory_item_id: null, quantity: 2 }],
  labels: [{ tracking_number: "1Z-A", tracking_url: "#", label_url: "#" }],
  ...more
})

const packed = (more: Partial<FakeFulfillment> = {}) => parcel({ shipped_at: null, labels: [], ...more })

describe("pushing a shipment to Medusa", () => {
  it("adds the fulfillment and ships it with a label", async () => {
    await using world = await open()
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "ful_1", wasThere: false })
    expect(world.order.fulfillments).toMatchObject([
      {
        items: [{ line_item_id: "L1", quantity: 2 }],
        metadata: { tracking_number: "1Z-A", carrier: "UPS", service: "Ground" },
        labels: [
          {
            tracking_number: "1Z-A",
            tracking_url: "https://www.ups.com/track?tracknum=1Z-A",
            label_url: "#"
          }
        ]
      }
    ])
    expect(world.order.fulfillments[0]?.shipped_at).not.toBeNull()
  })

  it.each([true, false])("tells the buyer or not, as the channel is set: %s", async (notifyCustomer) => {
    await using world = await open()
    await world.push({ notifyCustomer })
    const said = world.shop.calls.filter((c) => c.method === "POST").map((c) => c.body.no_notification)
    expect(said).toEqual([!notifyCustomer, !notifyCustomer])
  })

  it("ships from the channel's stock location", async () => {
    await using world = await open()
    await world.pushAt("sloc_2")
    expect(world.order.fulfillments[0]?.location_id).toBe("sloc_2")
  })

  it("leaves a parcel alone that is there", async () => {
    await using world = await open([parcel()])
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "ful_9", wasThere: true })
    expect(world.shop.calls.filter((c) => c.method === "POST")).toEqual([])
  })

  it.each([
    ["an earlier attempt noted", { metadata: { tracking_number: "1Z-A" } }],
    ["somebody packed without a note", { metadata: null }]
  ])("ships what %s, and doubles nothing", async (_what, more) => {
    await using world = await open([packed(more)])
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "ful_9", wasThere: true })
    expect(world.order.fulfillments).toMatchObject([{ labels: [{ tracking_number: "1Z-A" }] }])
  })

  it.each([
    ["a canceled one", packed({ canceled_at: "2026-11-21T00:00:00.000Z" })],
    ["one that waits for another number", packed({ metadata: { tracking_number: "1Z-B" } })],
    ["another tracking number", parcel({ labels: [{ tracking_number: "1Z-B" }] })],
    ["other pieces", packed({ items: [{ line_item_id: "L1", inventory_item_id: null, quantity: 1 }] })]
  ])("does not take %s for ours", async (_what, there) => {
    await using world = await open([there])
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(world.order.fulfillments).toHaveLength(2)
  })

  it.each(["/fulfillments", "/shipments"])("ships once when the answer to %s is lost", async (ending) => {
    await using world = await open()
    world.shop.intrude = (call, response) => {
      if (!call.path.endsWith(ending)) return false
      world.shop.answer(call, lost)
      response.socket?.destroy()
      return true
    }
    const first = await world.push()
    world.shop.intrude = () => false
    const second = await world.push()
    expect([first, second]).toMatchObject([{ _tag: "Accepted" }, { _tag: "Accepted", wasThere: true }])
    expect(world.order.fulfillments).toHaveLength(1)
    expect(world.order.fulfillments[0]?.shipped_at).not.toBeNull()
  })

  it("goes on after a death between packing and shipping", async () => {
    await using world = await open()
    world.shop.intrude = (call, response) => {
      if (!call.path.endsWith("/shipments")) return false
      response.socket?.destroy()
      return true
    }
    expect(await world.pushFailure()).toMatchObject({ reason: "NoAnswer" })
    expect(world.order.fulfillments).toMatchObject([{ shipped_at: null }])
    world.shop.intrude = () => false
    expect(await world.push()).toMatchObject({
      _tag: "Accepted",
      channelFulfillmentId: "ful_1",
      wasThere: true
    })
    expect(world.shop.posts("/fulfillments")).toHaveLength(1)
  })

  it("understands a refusal as already done when its own parcel is there", async () => {
    await using world = await open()
    world.shop.intrude = (call, _response) => {
      // Somebody is faster, twice: with the fulfillment, and with its shipping.
      if (call.method === "POST") world.shop.answer(call, lost)
      return false
    }
    expect(await world.push({ lines: [{ channelLineId: "L1", quantity: 5 }] })).toMatchObject({
      _tag: "Accepted"
    })
    expect(world.order.fulfillments).toHaveLength(1)
  })

  it("says what the shop said when the refusal is one", async () => {
    await using world = await open()
    world.shop.intrude = (call, response) => {
      if (call.method !== "POST") return false
      const said = { type: "invalid_data", message: "No stock reservation found for item L1" }
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify(said))
      return true
    }
    const answer = await world.push()
    expect(answer).toMatchObject({
      _tag: "Rejected",
      reason: expect.stringContaining("No stock reservation")
    })
  })

  it("tries again later where two requests met at the shop", async () => {
    await using world = await open()
    world.shop.intrude = (call, response) => {
      if (call.method !== "POST") return false
      response.writeHead(409, { "content-type": "application/json" }).end('{"message":"conflicted"}')
      return true
    }
    expect(await world.pushFailure()).toMatchObject({ reason: "Throttled", settlement: { _tag: "Snooze" } })
  })

  it("recognizes that somebody shipped the same pieces at the shop, and doubles nothing", async () => {
    const byHand = [
      parcel({
        labels: [{ tracking_number: "HAND-1" }],
        items: [{ line_item_id: "L1", inventory_item_id: null, quantity: 3 }]
      }),
      parcel({ id: "ful_10", labels: [] })
    ]
    await using world = await open(byHand)
    expect(await world.push()).toMatchObject({
      _tag: "NotApplicable",
      reason: expect.stringMatching(/HAND-1, fulfillment ful_10.*1Z-A/)
    })
    expect(world.order.fulfillments).toHaveLength(2)
  })

  it("knows the pieces of a kit, of which the shop lists the parts", async () => {
    const kit = {
      inventory_items: [
        { inventory_item_id: "iitem_leg", required_quantity: 4 },
        { inventory_item_id: "iitem_top", required_quantity: 1 }
      ]
    }
    await using world = await open([], { items: [line("L1", 5, { variant: kit })] })
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(world.order.fulfillments[0]?.items.map((i) => i.quantity)).toEqual([8, 2])
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: true })
  })

  it("ships things of another shipping profile the way that was chosen for them", async () => {
    await using world = await open([], {
      items: [line("L1", 5, { ships_by: "so_van" }), line("L2", 1, { ships_by: "so_post" })],
      shipping_methods: ["so_post", "so_air", "so_van"].map((shipping_option_id) => ({ shipping_option_id }))
    })
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(world.shop.posts("/fulfillments").map((c) => c.body.shipping_option_id)).toEqual([
      undefined,
      "so_air",
      "so_van"
    ])
    expect(world.order.fulfillments).toHaveLength(1)
    const small = { trackingNumber: "1Z-B", lines: [{ channelLineId: "L2", quantity: 1 }] }
    expect(await world.push(small)).toMatchObject({ _tag: "Accepted" })
    expect(world.shop.posts("/fulfillments")).toHaveLength(4)
  })

  it("rejects what no way of the order carries, in the shop's words", async () => {
    await using world = await open([], {
      items: [line("L1", 5, { ships_by: "so_van" })],
      shipping_methods: [{ shipping_option_id: "so_post" }]
    })
    expect(await world.push()).toMatchObject({
      _tag: "Rejected",
      reason: expect.stringContaining("Shipping profile")
    })
  })

  it("tells all numbers at once where the channel is told once an order, and finds them again", async () => {
    await using world = await open()
    const all = { furtherTracking: ["1Z-B"], lines: [{ channelLineId: "L1", quantity: 5 }] }
    expect(await world.push(all)).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(world.order.fulfillments[0]?.labels.map((l) => l.tracking_number)).toEqual(["1Z-A", "1Z-B"])
    expect(await world.push(all)).toMatchObject({ _tag: "Accepted", wasThere: true })
  })

  it.each([
    ["no line", { lines: [] }, "no line"],
    ["a negative quantity", { lines: [{ channelLineId: "L1", quantity: -1 }] }, "whole number above 0"],
    ["a line of another order", { lines: [{ channelLineId: "L7", quantity: 1 }] }, "no line L7"],
    ["more than is open", { lines: [{ channelLineId: "L1", quantity: 6 }] }, "has 5 open"],
    ["no tracking number", { trackingNumber: " " }, "no tracking number"],
    ["an order that is gone", { channelOrderId: "../stores" }, "no order"]
  ])("rejects %s and asks for nothing to be done", async (_what, more, words) => {
    await using world = await open()
    const answer = await world.push(more)
    expect(answer).toMatchObject({ _tag: "Rejected", reason: expect.stringContaining(words) })
    expect(world.shop.calls.filter((c) => c.method === "POST")).toEqual([])
  })

  it("stops when the order is canceled", async () => {
    await using world = await open([], { status: "canceled" })
    expect(await world.push()).toMatchObject({ _tag: "Rejected" })
  })
})
