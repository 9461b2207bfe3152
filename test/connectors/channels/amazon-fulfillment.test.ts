import { describe, expect, it } from "vitest"
import { amazonCarrier } from "../../../src/connectors/channels/amazon/amazon-carriers.ts"
import { FulfillmentId, type FulfillmentPush } from "../../../src/domain/model/fulfillment.ts"
import { AmazonAccount, type FakeOrder, type FakePackage, fakeOrder } from "./amazon-account.ts"
import { AmazonClient, amazonChannel, amazonPush } from "./amazon-fixture.ts"
import { errors } from "./amazon-server.ts"

const item = (orderItemId: string, quantityOrdered: number, quantityUnfulfilled = quantityOrdered) => ({
  orderItemId,
  quantityOrdered,
  product: { sellerSku: orderItemId },
  fulfillment: { quantityFulfilled: quantityOrdered - quantityUnfulfilled, quantityUnfulfilled }
})

const parcel = (more: Partial<FakePackage> = {}): FakePackage => ({
  packageReferenceId: "1",
  trackingNumber: "1Z999AA10123456784",
  packageStatus: { status: "SHIPPED" },
  packageItems: [{ orderItemId: "I1", quantity: 2 }],
  ...more
})

const open = async (more: Partial<FakeOrder> = {}) => {
  const account = await AmazonAccount.open()
  const order = fakeOrder(1, { orderItems: [item("I1", 5), item("I2", 1)], ...more })
  account.orders = [order]
  const client = new AmazonClient()
  const channel = amazonChannel(account.server.url)
  return {
    account,
    client,
    order,
    told: () =>
      account.server.calls.filter((c) => c.method === "POST").map((c) => JSON.parse(c.body) as unknown),
    push: (changes: Partial<FulfillmentPush> = {}) =>
      client.run((c) => c.pushFulfillment(channel, amazonPush(changes))),
    pushFailure: () => client.failure((c) => c.pushFulfillment(channel, amazonPush())),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
      await account[Symbol.asyncDispose]()
    }
  }
}

describe("telling Amazon of a shipment", () => {
  it("confirms a part of an order under a number of our own", async () => {
    await using world = await open()
    expect(await world.push({ carrier: "FEDEX_GROUND" })).toEqual({
      _tag: "Accepted",
      channelFulfillmentId: "1000000042",
      wasThere: false
    })
    expect(world.told()).toEqual([
      {
        marketplaceId: "ATVPDKIKX0DER",
        packageDetail: {
          packageReferenceId: "1000000042",
          carrierCode: "FedEx",
          shippingMethod: "Ground",
          trackingNumber: "1Z999AA10123456784",
          shipDate: "2026-11-22T12:00:00.000Z",
          orderItems: [{ orderItemId: "I1", quantity: 2 }]
        }
      }
    ])
    expect(world.client.taken.map((t) => [t.account, t.allowance.requests, t.allowance.burst])).toEqual([
      ["channel:7:getOrder", 0.5, 30],
      ["channel:7:confirmShipment", 2, 10]
    ])
  })

  it("is told twice and shipped once, when the answer is lost", async () => {
    await using world = await open()
    world.account.intrude = (call) => {
      if (call.method !== "POST") return null
      world.account.intrude = () => null
      return { ...world.account.answer(call), cut: true }
    }
    expect(await world.pushFailure()).toMatchObject({ reason: "NoAnswer" })
    expect(await world.push()).toEqual({
      _tag: "Accepted",
      channelFulfillmentId: "1000000042",
      wasThere: true
    })
    expect(world.told()).toHaveLength(1)
    expect(world.order.packages).toHaveLength(1)
  })

  it("tells the same package again when Amazon does not show it yet", async () => {
    await using world = await open()
    world.account.intrude = (call) =>
      call.method === "GET" ? { status: 200, json: { order: { ...world.order, packages: [] } } } : null
    await world.push()
    world.client.pass(60_000)
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(world.told()).toHaveLength(2)
    expect(world.order.packages.map((p) => p.packageReferenceId)).toEqual(["1000000042"])
  })

  it("corrects its own package, although the pieces of it count as shipped", async () => {
    await using world = await open({
      orderItems: [item("I1", 2, 0)],
      packages: [parcel({ packageReferenceId: "1000000042", trackingNumber: "WRONG" })]
    })
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(world.order.packages.map((p) => p.trackingNumber)).toEqual(["1Z999AA10123456784"])
  })

  it("gives each parcel of an order a package of its own", async () => {
    await using world = await open()
    await world.push()
    await world.push({ id: FulfillmentId(43), trackingNumber: "1Z999AA10123456793" })
    expect(world.order.packages.map((p) => p.packageReferenceId)).toEqual(["1000000042", "1000000043"])
  })

  it("leaves alone what a person told with the same number and pieces", async () => {
    await using world = await open({ packages: [parcel({ trackingNumber: "1z999aa1 0123456784" })] })
    expect(await world.push()).toEqual({ _tag: "Accepted", channelFulfillmentId: "1", wasThere: true })
    expect(world.told()).toEqual([])
  })

  it("does not double what was shipped there under another number", async () => {
    await using world = await open({
      orderItems: [item("I1", 2, 0)],
      packages: [parcel({ trackingNumber: "OTHER" })]
    })
    expect(await world.push()).toMatchObject({
      _tag: "NotApplicable",
      reason: expect.stringContaining("under OTHER")
    })
    expect(world.told()).toEqual([])
  })

  it.each<[string, Partial<FakeOrder>, Partial<FulfillmentPush>, string]>([
    ["an order that Amazon does not know", {}, { channelOrderId: "111-9" }, "does not know order"],
    [
      "a canceled order",
      { fulfillment: { fulfillmentStatus: "CANCELLED", fulfilledBy: "MERCHANT" } },
      {},
      "was canceled at Amazon"
    ],
    ["an item that is not there", {}, { lines: [{ channelLineId: "I9", quantity: 1 }] }, "has no item I9"],
    ["too many pieces", {}, { lines: [{ channelLineId: "I2", quantity: 2 }] }, "has 1 open at Amazon"],
    ["no pieces", {}, { lines: [] }, "holds no pieces"],
    ["no tracking number", {}, { trackingNumber: " " }, "no tracking number"],
    ["no carrier", {}, { carrier: " " }, "names no carrier"]
  ])("refuses %s", async (_what, more, changes, words) => {
    await using world = await open(more)
    expect(await world.push(changes)).toMatchObject({
      _tag: "Rejected",
      reason: expect.stringContaining(words)
    })
    expect(world.told()).toEqual([])
  })

  it("says what Amazon said, after it looked again", async () => {
    await using world = await open()
    const no = errors(400, "InvalidInput", "shipDate must not be in the future.")
    world.account.intrude = (call) => (call.method === "POST" ? no : null)
    expect(await world.push()).toEqual({
      _tag: "Rejected",
      reason: "Amazon refused the shipment: shipDate must not be in the future. (InvalidInput)"
    })
    world.account.intrude = (call) => {
      if (call.method !== "POST") return null
      world.order.packages = [parcel()]
      return errors(400, "InvalidInput", "order already fulfilled")
    }
    expect(await world.push()).toMatchObject({ _tag: "Accepted", wasThere: true })
  })
})

describe("Amazon's codes of carriers", () => {
  it.each([
    ["UPS", "Ground", "UPS"],
    ["UPS", "UPS Mail Innovations", "UPS Mail Innovations"],
    ["United States Postal Service", "", "USPS"],
    ["FEDEX_GROUND", "", "FedEx"],
    ["Fed Ex", "SmartPost", "FedEx SmartPost"],
    ["DHL eCommerce", "", "DHL Global Mail"],
    ["DHL Express", "", "DHL"],
    ["Royal Mail", "Tracked 48", "Royal Mail"],
    ["Purolator", "Tracked, USPS not", "Other"]
  ])("%s %s: %s", (carrier, service, code) => {
    expect(amazonCarrier(carrier, service)?.carrierCode).toBe(code)
  })

  it("names a carrier that Amazon has no code for, bounded", () => {
    expect(amazonCarrier(" Upstate Couriers ", "")).toEqual({
      carrierCode: "Other",
      carrierName: "Upstate Couriers"
    })
    expect(amazonCarrier("x".repeat(500), "")?.carrierName).toHaveLength(100)
  })
})
