import { describe, expect, it } from "vitest"
import type { FulfillmentPush } from "../../../src/domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import { Connector, channelOf, pushOf } from "./woocommerce-fixture.ts"
import { type Call, error, type Json, orderOf, WoocommerceShop } from "./woocommerce-shop.ts"

const open = async (
  prepare: (shop: WoocommerceShop) => void = () => {},
  order: Json = {},
  channel: Partial<SalesChannel> = {}
) => {
  const shop = await WoocommerceShop.open([orderOf(10, order)])
  const connector = new Connector()
  prepare(shop)
  const ofShop = channelOf(shop.url, channel)
  return {
    shop,
    status: () => shop.orders.get(10)?.status,
    push: (more: Partial<FulfillmentPush> = {}) =>
      connector.run((c) => c.pushFulfillment(ofShop, pushOf(more))),
    pushFailure: () => connector.failure((c) => c.pushFulfillment(ofShop, pushOf())),
    async [Symbol.asyncDispose]() {
      await connector[Symbol.asyncDispose]()
      await shop[Symbol.asyncDispose]()
    }
  }
}

const withCore = (shop: WoocommerceShop): void => {
  shop.hasCore = true
}
const withExtension = (shop: WoocommerceShop): void => {
  shop.hasExtension = true
}

const parcel = (pieces: Readonly<Record<number, number>>, tracking: string, more: Json = {}): Json => ({
  id: 900,
  is_fulfilled: true,
  meta_data: [
    {
      id: 1,
      key: "_items",
      value: Object.entries(pieces).map(([id, qty]) => ({ item_id: Number(id), qty }))
    },
    { id: 2, key: "_tracking_number", value: tracking },
    { id: 3, key: "_shipped_by", value: "Bob" }
  ],
  ...more
})

const metaOf = (fulfillment: Json | undefined): Json =>
  Object.fromEntries(
    ((fulfillment?.meta_data ?? []) as ReadonlyArray<{ key: string; value: unknown }>).map((m) => [
      m.key,
      m.value
    ])
  )

const rest = {
  trackingNumber: "1Z-B",
  lines: [
    { channelLineId: "101", quantity: 3 },
    { channelLineId: "102", quantity: 1 }
  ]
}
const all = {
  lines: [
    { channelLineId: "101", quantity: 5 },
    { channelLineId: "102", quantity: 1 }
  ]
}

/** The first such request is carried out by the shop, and its answer is lost on the way. */
const loseAnswer = (shop: WoocommerceShop, isIt: (call: Call) => boolean) => {
  shop.intrude = (call, response) => {
    if (!isIt(call)) return false
    shop.intrude = () => false
    shop.reply(call)
    response.socket?.destroy()
    return true
  }
}

describe("telling WooCommerce by its own order fulfillments", () => {
  it("tells a parcel with its lines, and completes the order with the last one", async () => {
    await using world = await open(withCore)
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "900", wasThere: false })
    expect(world.shop.fulfillments[0]).toMatchObject({ status: "fulfilled", is_fulfilled: true })
    expect(metaOf(world.shop.fulfillments[0])).toEqual({
      _items: [{ item_id: 101, qty: 2 }],
      _tracking_number: "1Z-A",
      _shipment_provider: "ups",
      _shipping_provider: "ups",
      _tracking_url: "https://www.ups.com/track?tracknum=1Z-A"
    })
    expect(world.status()).toBe("processing")
    expect(await world.push(rest)).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(world.status()).toBe("completed")
  })

  it.each([
    [true, "true"],
    [false, "false"]
  ])("lets the shop tell its buyer: %s", async (notifyCustomer, asked) => {
    await using world = await open(withCore)
    await world.push({ notifyCustomer })
    expect(world.shop.called("POST", "/fulfillments")[0]?.query.get("notify_customer")).toBe(asked)
  })

  it("completes nothing where buyers are not to be told, unless it is wished", async () => {
    await using silent = await open(withCore, {}, { notifyCustomer: false })
    await silent.push(all)
    expect(silent.status()).toBe("processing")
    await using never = await open(withCore)
    const settings = { url: never.shop.url, completeOrder: "no" }
    await using connector = new Connector()
    await connector.run((c) => c.pushFulfillment(channelOf(never.shop.url, { settings }), pushOf(all)))
    expect(never.status()).toBe("processing")
  })

  it("finds its own parcel again, and completes what an earlier attempt left", async () => {
    await using world = await open((shop) => {
      withCore(shop)
      shop.fulfillments.push(parcel({ 101: 5, 102: 1 }, "1Z-A"))
    })
    expect(await world.push(all)).toEqual({ _tag: "Accepted", channelFulfillmentId: "900", wasThere: true })
    expect(world.shop.fulfillments).toHaveLength(1)
    expect(world.status()).toBe("completed")
  })

  it("finds it again in what PHP makes of numbers and lists", async () => {
    const items = { 1: { item_id: 101, qty: 2 } }
    const meta_data = [
      { key: "_items", value: items },
      { key: "_tracking_number", value: 7712345678 }
    ]
    await using world = await open((shop) => {
      withCore(shop)
      shop.fulfillments.push(parcel({}, "", { meta_data }))
    })
    expect(await world.push({ trackingNumber: "7712345678" })).toMatchObject({ wasThere: true })
  })

  it("pushes twice and ships once, when the first answer is lost", async () => {
    await using world = await open((shop) => {
      withCore(shop)
      loseAnswer(shop, (call) => call.method === "POST")
    })
    expect(await world.pushFailure()).toMatchObject({ reason: "NoAnswer" })
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: true })
    expect(world.shop.fulfillments).toHaveLength(1)
  })

  it("takes over the draft that the staff prepared for these very pieces, with what they wrote", async () => {
    await using world = await open((shop) => {
      withCore(shop)
      shop.fulfillments.push(parcel({ 101: 2 }, "", { is_fulfilled: false }))
    })
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "900", wasThere: false })
    expect(world.shop.fulfillments).toHaveLength(1)
    expect(metaOf(world.shop.fulfillments[0])).toMatchObject({ _tracking_number: "1Z-A", _shipped_by: "Bob" })
  })

  it("recognizes that somebody shipped the same pieces at the shop, and doubles nothing", async () => {
    await using world = await open((shop) => {
      withCore(shop)
      shop.fulfillments.push(parcel({ 101: 5 }, "HAND-1"))
    })
    expect(await world.push()).toMatchObject({
      _tag: "NotApplicable",
      reason: expect.stringMatching(/HAND-1.*1Z-A/)
    })
    expect(world.shop.called("POST", "/fulfillments")).toEqual([])
  })

  it.each([
    ["more than is open", { 101: 4 }, true],
    ["what a draft holds back", { 101: 4 }, false]
  ])("says what to do about %s", async (_what, pieces, is_fulfilled) => {
    await using world = await open((shop) => {
      withCore(shop)
      shop.fulfillments.push(parcel(pieces, "HAND-1", { is_fulfilled }))
    })
    expect(await world.push()).toMatchObject({
      _tag: "Rejected",
      reason: expect.stringMatching(/1 open at the shop; the shipment holds 2.*retry/)
    })
  })

  it("counts refunded pieces as gone, and lines that do not ship as none", async () => {
    await using world = await open(
      (shop) => {
        withCore(shop)
        shop.refunds.set(10, [
          { line_items: [{ quantity: -3, meta_data: [{ key: "_refunded_item_id", value: "101" }] }] }
        ])
        shop.products.push({
          id: 1102,
          sku: "SKU-102",
          parent_id: 0,
          type: "simple",
          virtual: true,
          manage_stock: false,
          stock_quantity: null
        })
      },
      { refunds: [{ id: 90, total: "-30.00" }] }
    )
    expect(await world.push()).toMatchObject({ _tag: "Accepted" })
    expect(world.status()).toBe("completed")
  })

  it("names a carrier that the shop does not know as another one", async () => {
    await using world = await open(withCore)
    await world.push({ carrier: "<b>Speedy & Sons</b>" })
    expect(metaOf(world.shop.fulfillments[0])).toMatchObject({
      _shipment_provider: "other",
      _provider_name: "b Speedy   Sons /b"
    })
  })
})

describe("telling WooCommerce by the Shipment Tracking extension", () => {
  it("adds the number under the shop's own name of the carrier, and completes the order with the last piece", async () => {
    await using world = await open(withExtension)
    expect(await world.push({ carrier: "FEDEX_GROUND" })).toEqual({
      _tag: "Accepted",
      channelFulfillmentId: "t0",
      wasThere: false
    })
    expect(world.shop.trackings).toEqual([
      { tracking_id: "t0", tracking_provider: "Fedex", tracking_number: "1Z-A" }
    ])
    expect(world.status()).toBe("processing")
    await world.push(rest)
    expect(world.status()).toBe("completed")
  })

  it("names a carrier that the shop does not list as a custom one", async () => {
    await using world = await open(withExtension)
    await world.push({ carrier: "DHL Express" })
    expect(world.shop.trackings[0]).toMatchObject({
      custom_tracking_provider: "DHL Express",
      custom_tracking_link: expect.stringContaining("%1$s")
    })
  })

  it("pushes twice and adds once, wherever the first attempt broke off", async () => {
    for (const isIt of [(c: Call) => c.method === "POST", (c: Call) => c.method === "PUT"]) {
      await using world = await open((shop) => {
        withExtension(shop)
        loseAnswer(shop, isIt)
      })
      expect(await world.pushFailure()).toMatchObject({ reason: "NoAnswer" })
      expect(await world.push()).toMatchObject({
        _tag: "Accepted",
        channelFulfillmentId: "t0",
        wasThere: true
      })
      await world.push(rest)
      expect(world.shop.trackings).toHaveLength(2)
      expect(world.status()).toBe("completed")
    }
  })

  it("adds each number of what is told at once", async () => {
    await using world = await open(withExtension, {}, { shipmentPolicy: "all" })
    await world.push({ ...all, furtherTracking: ["1Z-B"] })
    expect(world.shop.trackings.map((t) => t.tracking_number)).toEqual(["1Z-A", "1Z-B"])
    expect(world.status()).toBe("completed")
  })

  it("recognizes an order that somebody shipped at the shop", async () => {
    await using world = await open(
      (shop) => {
        withExtension(shop)
        shop.trackings.push({ tracking_id: "h", tracking_number: "HAND-1" })
      },
      { status: "completed" }
    )
    expect(await world.push()).toMatchObject({
      _tag: "NotApplicable",
      reason: expect.stringContaining("HAND-1")
    })
    expect(await world.push({ trackingNumber: "HAND-1" })).toMatchObject({ _tag: "Accepted", wasThere: true })
  })
})

describe("telling WooCommerce by a note", () => {
  it("writes the note and completes the whole order, once", async () => {
    await using world = await open()
    expect(await world.push(all)).toEqual({ _tag: "Accepted", channelFulfillmentId: "500", wasThere: false })
    expect(world.shop.notes).toEqual([
      {
        id: 500,
        note: "Shipped by UPS Ground, tracking number 1Z-A. https://www.ups.com/track?tracknum=1Z-A",
        customer_note: true
      }
    ])
    expect(world.status()).toBe("completed")
    expect(await world.push(all)).toMatchObject({
      _tag: "Accepted",
      channelFulfillmentId: "500",
      wasThere: true
    })
  })

  it("keeps the note from the buyer where buyers are not to be told", async () => {
    await using world = await open()
    await world.push({ ...all, notifyCustomer: false })
    expect(world.shop.notes[0]).toMatchObject({ customer_note: false })
  })

  it("does not write the note again, when the shop broke before it completed the order", async () => {
    await using world = await open((shop) => {
      shop.intrude = (call, response) => {
        if (call.method !== "PUT") return false
        shop.intrude = () => false
        shop.answer(response, { status: 500, json: {} })
        return true
      }
    })
    await expect(world.push(all)).rejects.toMatchObject({ reason: "NoAnswer" })
    await world.push(all)
    expect(world.shop.notes).toHaveLength(1)
    expect(world.status()).toBe("completed")
  })

  it("cannot tell a part, and says what would help; by the policy `first` the first stands for all", async () => {
    await using each = await open()
    expect(await each.push()).toMatchObject({
      _tag: "NotApplicable",
      reason: expect.stringMatching(/whole orders.*shipment policy/)
    })
    expect(each.shop.notes).toEqual([])
    await using first = await open(() => {}, {}, { shipmentPolicy: "first" })
    expect(await first.push()).toMatchObject({ _tag: "Accepted" })
    expect(first.status()).toBe("completed")
  })

  it("leaves an order alone that somebody completed, and is not fooled by a longer number", async () => {
    await using world = await open(
      (shop) => void shop.notes.push({ id: 400, note: "see 1Z-A77, invoice X1Z-A" }),
      { status: "completed" }
    )
    expect(await world.push(all)).toMatchObject({ _tag: "NotApplicable" })
  })

  it("does not believe a shop that leaves the order as it was", async () => {
    await using world = await open((shop) => {
      shop.intrude = (call, response) => {
        if (call.method !== "PUT") return false
        shop.answer(response, { status: 200, json: { id: 10, status: "processing" } })
        return true
      }
    })
    expect(await world.push(all)).toMatchObject({
      _tag: "Rejected",
      reason: expect.stringContaining("instead of completed")
    })
  })
})

describe("choosing how to tell WooCommerce", () => {
  it("asks which way there is once, and again when it is gone", async () => {
    await using world = await open((shop) => {
      withCore(shop)
      withExtension(shop)
    })
    await world.push()
    await world.push(rest)
    expect(world.shop.called("GET", "/fulfillments")).toHaveLength(3)
    world.shop.hasCore = false
    world.shop.change(10, { status: "processing" })
    expect(await world.push({ trackingNumber: "1Z-C" })).toMatchObject({ channelFulfillmentId: "t0" })
  })

  it.each([
    ["no line", { lines: [] }, "no line"],
    ["a negative quantity", { lines: [{ channelLineId: "101", quantity: -1 }] }, "below 1"],
    ["a line that is no number", { lines: [{ channelLineId: "1/2", quantity: 1 }] }, "not the shop's"],
    ["no tracking number", { trackingNumber: " " }, "no tracking number"],
    ["an order that is gone", { channelOrderId: "77" }, "no order"],
    ["an order that cannot be the shop's", { channelOrderId: "../77" }, "no order"]
  ])("rejects %s", async (_what, more, words) => {
    await using world = await open(withCore)
    const answer = await world.push(more)
    expect(answer._tag).toBe("Rejected")
    expect(JSON.stringify(answer)).toContain(words)
    expect(world.shop.fulfillments).toEqual([])
  })

  it("gives to a person what the shop understood and refused, and tries again what it could not", async () => {
    await using world = await open((shop) => {
      withCore(shop)
      shop.intrude = (call, response) => {
        if (call.method !== "POST") return false
        shop.answer(response, error(400, "rest_invalid_param", "Invalid parameter(s): meta_data"))
        return true
      }
    })
    expect(await world.push()).toMatchObject({
      _tag: "Rejected",
      reason: expect.stringContaining("Invalid parameter(s): meta_data [rest_invalid_param]")
    })
    world.shop.mayWrite = false
    world.shop.intrude = () => false
    expect(await world.pushFailure()).toMatchObject({ reason: "Unauthorized" })
  })

  it.each(["cancelled", "refunded", "failed", "trash"])(
    "tells nothing about an order that is %s",
    async (status) => {
      await using world = await open(withCore, { status })
      expect(await world.push()).toMatchObject({ _tag: "Rejected" })
    }
  )
})
