import { describe, expect, it } from "vitest"
import type { FulfillmentPush } from "../../../src/domain/model/fulfillment.ts"
import type { PushAnswer } from "../../../src/domain/ports/sales-channels.ts"
import { World } from "./shopify-fixture.ts"
import { canCompare, refusedVariables } from "./shopify-sent.ts"
import { sendJson } from "./shopify-server.ts"
import {
  away,
  type FakeOrder,
  type FakeParcel,
  type FakeWork,
  home,
  lineGid,
  lineOf,
  orderGid,
  orderOf,
  workOf
} from "./shopify-shop.ts"
import { pushOf } from "./vendure-fixture.ts"

const lines = () => [
  lineOf(1, 1, { quantity: 5, currentQuantity: 5 }),
  lineOf(1, 2, { quantity: 1, currentQuantity: 1 })
]

const pushed = (more: Partial<FulfillmentPush> = {}): FulfillmentPush =>
  pushOf({
    channelOrderId: orderGid(1),
    channelOrderNumber: "#1001",
    carrier: "UPS",
    lines: [{ channelLineId: lineGid(1, 1), quantity: 2 }],
    ...more
  })

const parcel = (more: Partial<FakeParcel> = {}): FakeParcel => ({
  id: "gid://shopify/Fulfillment/900",
  status: "SUCCESS",
  trackingInfo: [{ number: "1Z-A" }],
  lines: [{ quantity: 2, lineItem: { id: lineGid(1, 1) } }],
  notified: false,
  ...more
})

interface Scene extends AsyncDisposable {
  readonly world: World
  readonly order: FakeOrder
  readonly push: (more?: Partial<FulfillmentPush>, settings?: Record<string, string>) => Promise<PushAnswer>
  readonly ships: () => ReadonlyArray<Record<string, unknown>>
}

const open = async (change: (order: FakeOrder) => void = () => {}): Promise<Scene> => {
  const world = await World.open()
  const order = orderOf(1, { lines: lines() })
  change(order)
  world.shop.orders.push(order)
  return {
    world,
    order,
    push: (more, settings = {}) => world.run((c) => c.pushFulfillment(world.channel(settings), pushed(more))),
    ships: () =>
      world.shop.calls
        .filter((call) => call.operation === "Ship")
        .map((call) => call.variables.fulfillment as Record<string, unknown>),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]()
  }
}

const sentPieces = (order: FakeOrder) =>
  order.parcels.flatMap((one) => one.lines.map((line) => [line.lineItem.id, line.quantity]))

describe("pushing a shipment to Shopify", () => {
  it("sends these pieces of these lines, and no others", async () => {
    await using scene = await open()
    expect(await scene.push()).toEqual({
      _tag: "Accepted",
      channelFulfillmentId: "gid://shopify/Fulfillment/1",
      wasThere: false
    })
    expect(sentPieces(scene.order)).toEqual([[lineGid(1, 1), 2]])
    expect(scene.order.works[0]).toMatchObject({ status: "IN_PROGRESS" })
    expect(scene.ships()).toEqual([
      {
        notifyCustomer: true,
        trackingInfo: { company: "UPS", number: "1Z-A" },
        lineItemsByFulfillmentOrder: [
          {
            fulfillmentOrderId: scene.order.works[0]?.id,
            fulfillmentOrderLineItems: [{ id: scene.order.works[0]?.lines[0]?.id, quantity: 2 }]
          }
        ]
      }
    ])
  })

  it.each([true, false])("lets the shop tell its buyer as the channel says: %s", async (notifyCustomer) => {
    await using scene = await open()
    await scene.push({ notifyCustomer })
    expect(scene.order.parcels[0]?.notified).toBe(notifyCustomer)
  })

  it.each([
    ["FEDEX_GROUND", "FedEx"],
    ["U.S. Mail", "USPS"],
    ["DHL eCommerce", "DHL eCommerce"],
    ["Bob's Trucks", "Bob's Trucks"]
  ])("calls the carrier %s as Shopify does: %s", async (carrier, company) => {
    await using scene = await open()
    await scene.push({ carrier })
    expect(scene.order.parcels[0]?.trackingInfo).toEqual([{ number: "1Z-A", company }])
  })

  it("tells all numbers at once where the channel is told once an order, and finds them again", async () => {
    await using scene = await open()
    const all = {
      furtherTracking: ["1Z-B", "1Z-C", "1Z-B"],
      lines: [{ channelLineId: lineGid(1, 1), quantity: 5 }]
    }
    expect(await scene.push(all)).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(scene.order.parcels[0]?.trackingInfo.map((info) => info.number)).toEqual(["1Z-A", "1Z-B", "1Z-C"])
    expect(await scene.push(all)).toMatchObject({ _tag: "Accepted", wasThere: true })
    expect(scene.ships()).toHaveLength(1)
  })

  it("takes pieces of one line out of several fulfillment orders of one location", async () => {
    await using scene = await open((order) => {
      const [first, second] = order.lines
      if (first === undefined || second === undefined) throw new Error("no lines")
      const half = { ...first, currentQuantity: 3 }
      order.works = [workOf(1, [half], {}, 1), workOf(1, [{ ...first, currentQuantity: 2 }, second], {}, 2)]
    })
    expect(await scene.push({ lines: [{ channelLineId: lineGid(1, 1), quantity: 4 }] })).toMatchObject({
      _tag: "Accepted"
    })
    expect(scene.order.parcels).toHaveLength(1)
    expect(sentPieces(scene.order)).toEqual([
      [lineGid(1, 1), 3],
      [lineGid(1, 1), 1]
    ])
    expect(scene.order.works.map((work) => work.status)).toEqual(["CLOSED", "IN_PROGRESS"])
  })

  it("makes one fulfillment for each location, and goes on where it was cut off between them", async () => {
    await using scene = await open((order) => {
      order.works = [
        workOf(1, order.lines.slice(0, 1), {}, 1),
        workOf(1, order.lines.slice(1), { location: away }, 2)
      ]
    })
    const both = { lines: [1, 2].map((n) => ({ channelLineId: lineGid(1, n), quantity: 1 })) }
    scene.world.shop.intrude = (call, response) => {
      if (call.operation !== "Ship" || scene.order.parcels.length === 0) return false
      scene.world.shop.intrude = () => false
      response.socket?.destroy()
      return true
    }
    const failure = await scene.world.failure((c) => c.pushFulfillment(scene.world.channel(), pushed(both)))
    expect(failure).toMatchObject({ reason: "NoAnswer" })
    expect(await scene.push(both)).toEqual({
      _tag: "Accepted",
      channelFulfillmentId: "gid://shopify/Fulfillment/1, gid://shopify/Fulfillment/2",
      wasThere: false
    })
    expect(sentPieces(scene.order)).toEqual([
      [lineGid(1, 1), 1],
      [lineGid(1, 2), 1]
    ])
  })

  it("adds up a line that is named twice", async () => {
    await using scene = await open()
    const one = { channelLineId: lineGid(1, 1), quantity: 1 }
    await scene.push({ lines: [one, one] })
    expect(sentPieces(scene.order)).toEqual([[lineGid(1, 1), 2]])
  })
})

describe("a push to Shopify that is repeated", () => {
  it("finds what is there", async () => {
    await using scene = await open((order) => order.parcels.push(parcel()))
    expect(await scene.push()).toEqual({
      _tag: "Accepted",
      channelFulfillmentId: parcel().id,
      wasThere: true
    })
    expect(scene.ships()).toEqual([])
  })

  it("ships once, when the first answer is lost", async () => {
    await using scene = await open()
    const { shop } = scene.world
    shop.intrude = (call, response) => {
      if (call.operation !== "Ship") return false
      shop.intrude = () => false
      shop.answer(call, { writeHead: () => {}, end: () => {} } as unknown as typeof response)
      response.socket?.destroy()
      return true
    }
    const failure = await scene.world.failure((c) => c.pushFulfillment(scene.world.channel(), pushed()))
    expect(failure).toMatchObject({ reason: "NoAnswer", settlement: { _tag: "Retry" } })
    expect(await scene.push()).toMatchObject({ _tag: "Accepted", wasThere: true })
    expect(scene.order.parcels).toHaveLength(1)
  })

  it.each([
    ["a canceled one", { status: "CANCELLED" }],
    ["another tracking number", { trackingInfo: [{ number: "1Z-B" }] }],
    ["other lines", { lines: [{ quantity: 1, lineItem: { id: lineGid(1, 2) } }] }]
  ])("does not take %s for ours", async (_what, more) => {
    await using scene = await open((order) => order.parcels.push(parcel(more)))
    expect(await scene.push()).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(scene.ships()).toHaveLength(1)
  })

  it("reads parcels with very many lines to the end", async () => {
    await using scene = await open((order) => {
      const other = Array.from({ length: 150 }, (_, n) => ({ quantity: 1, lineItem: { id: lineGid(9, n) } }))
      order.parcels.push(parcel({ lines: [...other, { quantity: 2, lineItem: { id: lineGid(1, 1) } }] }))
    })
    expect(await scene.push({ lines: [{ channelLineId: lineGid(1, 1), quantity: 2 }] })).toMatchObject({
      _tag: "Accepted"
    })
    expect(scene.world.shop.operations()).toContain("MoreParcelLines")
  })

  it("looks again when Shopify refuses, and finds its own", async () => {
    await using scene = await open()
    scene.world.shop.intrude = (call, response) => {
      if (call.operation !== "Ship") return false
      scene.order.parcels.push(parcel())
      const userErrors = [{ field: null, message: "Invalid fulfillment order line item quantity requested." }]
      sendJson(response, { data: { fulfillmentCreate: { fulfillment: null, userErrors } } })
      return true
    }
    expect(await scene.push()).toEqual({
      _tag: "Accepted",
      channelFulfillmentId: parcel().id,
      wasThere: true
    })
  })
})

describe("a push that Shopify cannot take", () => {
  it("is refused by a userError inside HTTP 200, in Shopify's words", async () => {
    await using scene = await open()
    scene.world.shop.intrude = (call, response) => {
      if (call.operation !== "Ship") return false
      const userErrors = [{ field: ["fulfillment"], message: "The carrier is on strike." }]
      sendJson(response, { data: { fulfillmentCreate: { fulfillment: null, userErrors } } })
      return true
    }
    expect(await scene.push()).toMatchObject({
      _tag: "Rejected",
      reason: expect.stringContaining("The carrier is on strike. Look at the order there")
    })
  })

  it("is not applicable where somebody shipped the same pieces there", async () => {
    await using scene = await open((order) => {
      order.parcels.push(
        parcel({
          trackingInfo: [{ number: "HAND-1" }],
          lines: [{ quantity: 5, lineItem: { id: lineGid(1, 1) } }]
        })
      )
      const [line] = order.works[0]?.lines ?? []
      if (line !== undefined) line.remainingQuantity = 0
    })
    expect(await scene.push()).toMatchObject({
      _tag: "NotApplicable",
      reason: expect.stringMatching(/HAND-1.*1Z-A/)
    })
    expect(scene.ships()).toEqual([])
  })

  const set = (more: Partial<FakeWork>) => (order: FakeOrder) => {
    for (const work of order.works) Object.assign(work, more)
  }

  it.each<[string, (order: FakeOrder) => void, RegExp]>([
    [
      "on hold",
      set({ status: "ON_HOLD", holds: [{ reason: "HIGH_RISK_OF_FRAUD", reasonNotes: null }] }),
      /on hold at Shopify: high risk of fraud\. Release the hold there, then retry/
    ],
    [
      "scheduled",
      set({ status: "SCHEDULED", fulfillAt: "2026-12-24T00:00:00Z" }),
      /scheduled for 2026-12-24.*then retry/
    ],
    ["given back", set({ status: "INCOMPLETE" }), /INCOMPLETE.*then retry/],
    ["closed", set({ status: "CLOSED" }), /not open at Shopify.*then retry/],
    ["at another location", set({ location: away }), /to be sent from Second Street.*setting location/],
    [
      "canceled",
      (order) => {
        order.cancelledAt = "2026-11-22T04:00:00Z"
      },
      /was canceled at Shopify/
    ]
  ])("says what to do about pieces that are %s", async (_what, change, words) => {
    await using scene = await open(change)
    const answer = await scene.push({}, { location: home.name })
    expect(answer).toMatchObject({ _tag: "Rejected", reason: expect.stringMatching(words) })
    expect(scene.ships()).toEqual([])
  })

  it("sends nothing of it when only a part is open", async () => {
    await using scene = await open()
    const answer = await scene.push({ lines: [{ channelLineId: lineGid(1, 1), quantity: 6 }] })
    expect(answer).toMatchObject({
      _tag: "Rejected",
      reason: expect.stringContaining("1 piece of order #1001")
    })
    expect(scene.ships()).toEqual([])
  })

  it.each<[string, Partial<FulfillmentPush>, string]>([
    ["no line: Shopify would send everything", { lines: [] }, "no line"],
    ["0 pieces", { lines: [{ channelLineId: lineGid(1, 1), quantity: 0 }] }, "whole number above 0"],
    [
      "a negative quantity",
      { lines: [{ channelLineId: lineGid(1, 1), quantity: -1 }] },
      "whole number above 0"
    ],
    ["a line of another order", { lines: [{ channelLineId: lineGid(7), quantity: 1 }] }, "no line gid://"],
    ["no tracking number", { trackingNumber: " " }, "no tracking number"],
    ["an order that is gone", { channelOrderId: orderGid(77) }, "no order #1001"]
  ])("rejects %s", async (_what, more, words) => {
    await using scene = await open()
    const answer = await scene.push(more)
    expect(answer).toMatchObject({ _tag: "Rejected", reason: expect.stringContaining(words) })
    expect(scene.ships()).toEqual([])
    expect(scene.order.parcels).toEqual([])
  })

  it("never sends a fulfillment order without its lines, whatever is pushed", async () => {
    await using scene = await open((order) => {
      const [first, second] = order.lines
      if (first === undefined || second === undefined) throw new Error("no lines")
      order.works = [workOf(1, [second], {}, 1), workOf(1, [], {}, 2), workOf(1, [first], {}, 3)]
    })
    for (const quantity of [1, 2, 1, 1, 1])
      await scene.push({
        trackingNumber: `T-${scene.order.parcels.length}`,
        lines: [{ channelLineId: lineGid(1, 1), quantity }]
      })
    const groups = scene
      .ships()
      .flatMap(
        (ship) => ship.lineItemsByFulfillmentOrder as ReadonlyArray<Record<string, ReadonlyArray<unknown>>>
      )
    expect(groups.length).toBeGreaterThan(2)
    for (const group of groups) expect(group.fulfillmentOrderLineItems?.length).toBeGreaterThan(0)
    expect(sentPieces(scene.order).map(([id]) => id)).not.toContain(lineGid(1, 2))
  })
})

it.skipIf(!canCompare)("all that these tests sent is what Shopify's schema takes", () => {
  expect(refusedVariables()).toEqual([])
})
