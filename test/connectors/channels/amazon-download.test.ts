import { describe, expect, it } from "vitest"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import type { OrderPage } from "../../../src/domain/ports/sales-channels.ts"
import { AmazonAccount, type FakeOrder, fakeOrder } from "./amazon-account.ts"
import { AmazonClient, amazonChannel } from "./amazon-fixture.ts"
import { errors } from "./amazon-server.ts"

const hourAgo = new Date("2026-11-22T11:00:00Z")

const open = async (orders: ReadonlyArray<FakeOrder>, more: Partial<SalesChannel> = {}) => {
  const account = await AmazonAccount.open()
  account.orders = [...orders]
  const client = new AmazonClient()
  const channel = amazonChannel(account.server.url, more)
  const page = (since: Date, mark: string | null) => client.run((c) => c.downloadPage(channel, since, mark))
  return {
    account,
    client,
    channel,
    page,
    pages: async (since: Date) => {
      const pages: Array<OrderPage> = []
      for (let mark: string | null = null; pages.length < 50; ) {
        const read: OrderPage = await page(since, mark)
        pages.push(read)
        if (read.next === null) break
        mark = read.next
      }
      return pages
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
      await account[Symbol.asyncDispose]()
    }
  }
}

const numbersOf = (pages: ReadonlyArray<OrderPage>) =>
  pages.flatMap((p) => p.orders.map((o) => o.channelOrderNumber))

describe("downloading orders from Amazon", () => {
  it("asks once for a short time, for what is needed, and moves the watermark by Amazon's clock", async () => {
    await using world = await open([fakeOrder(1)])
    const [page, ...others] = await world.pages(hourAgo)
    expect(others).toEqual([])
    expect(Object.fromEntries(world.account.server.calls[0]?.query ?? [])).toEqual({
      lastUpdatedAfter: "2026-11-22T11:00:00.000Z",
      fulfillmentStatuses: "UNSHIPPED,CANCELLED",
      marketplaceIds: "ATVPDKIKX0DER",
      fulfilledBy: "MERCHANT",
      maxResultsPerPage: "100",
      includedData: "FULFILLMENT,PROCEEDS,CANCELLATION,BUYER,RECIPIENT"
    })
    expect(page?.newestAt).toEqual(new Date("2026-11-22T11:58:00Z"))
    expect(page?.orders).toEqual([
      {
        channelOrderId: "111-0000001-0000001",
        channelOrderNumber: "111-0000001-0000001",
        channelStatus: "UNSHIPPED",
        standing: "ok",
        placedAt: new Date("2026-11-20T10:00:00Z"),
        updatedAt: new Date("2026-11-22T11:30:00Z"),
        currency: "USD",
        total: "21.50",
        customerName: "Ada Buyer",
        customerEmail: "abc@marketplace.amazon.com",
        shipTo: {
          name: "Ada Receiver",
          company: "",
          address1: "1 Main St",
          address2: "Apt 2, Floor 3",
          city: "Springfield",
          region: "IL",
          postalCode: "62701",
          country: "US",
          phone: "+1 217 555 0100"
        },
        shipMethodName: "STANDARD",
        lines: [
          {
            channelLineId: "I1",
            sku: "SKU/1",
            title: "A thing",
            quantity: 2,
            unitPrice: "10.00",
            ships: true
          }
        ],
        signals: { shipBy: new Date("2026-11-24T07:59:59Z") }
      }
    ])
  })

  it("takes a place in a lane of its own for each request, at Amazon's rate", async () => {
    await using world = await open([])
    await world.pages(hourAgo)
    expect(world.client.taken).toEqual([
      { account: "channel:7:searchOrders", allowance: { requests: 0.0056, perMs: 1000, burst: 20 } }
    ])
  })

  it("reads pages by their tokens, each order once, and keeps the watermark until the last", async () => {
    const orders = Array.from({ length: 250 }, (_, n) => fakeOrder(n))
    await using world = await open(orders)
    const pages = await world.pages(hourAgo)
    expect(pages.map((p) => p.orders.length)).toEqual([100, 100, 50])
    expect(new Set(numbersOf(pages)).size).toBe(250)
    expect(pages.map((p) => p.newestAt?.toISOString() ?? null)).toEqual([
      null,
      null,
      "2026-11-22T11:58:00.000Z"
    ])
    const questions = world.account.server.calls.map((call) => {
      const { paginationToken: _, ...question } = Object.fromEntries(call.query)
      return JSON.stringify(question)
    })
    expect(new Set(questions).size).toBe(1)
  })

  it("crosses a month in windows that grow, so that what was read is kept when the allowance ends", async () => {
    const spread = Array.from({ length: 30 }, (_, n) =>
      fakeOrder(n, { lastUpdatedTime: new Date(Date.UTC(2026, 9, 24 + n, 12)).toISOString() })
    )
    await using world = await open(spread, { earliestOrderAt: new Date("2026-10-01T00:00:00Z") })
    const pages = await world.pages(new Date("2026-10-23T12:00:00Z"))
    expect(new Set(numbersOf(pages)).size).toBe(30)
    expect(pages.length).toBeLessThan(12)
    const marks = pages.map((p) => p.newestAt?.getTime() ?? 0)
    expect(marks.every((at, i) => at > (marks[i - 1] ?? 0))).toBe(true)
    expect(world.account.server.calls.slice(0, 3).map((c) => c.query.get("lastUpdatedBefore"))).toEqual([
      "2026-10-23T14:00:00.000Z",
      "2026-10-23T18:00:00.000Z",
      "2026-10-24T02:00:00.000Z"
    ])
    expect(world.account.server.calls.at(-1)?.query.has("lastUpdatedBefore")).toBe(false)
  })

  it("goes on with a token after a death, and begins again when the token is a day old", async () => {
    await using world = await open(Array.from({ length: 150 }, (_, n) => fakeOrder(n)))
    const { next } = await world.page(hourAgo, null)
    expect(numbersOf([await world.page(hourAgo, next)])).toHaveLength(50)
    world.client.pass(23 * 3_600_000)
    await world.page(hourAgo, next)
    const tokens = world.account.server.calls.map((call) => call.query.get("paginationToken"))
    expect(tokens).toEqual([null, "page-100-1", null])
  })

  it.each([
    ["a changed channel", 2],
    ["a mark that cannot be read", 1]
  ])("begins again for %s", async (what, version) => {
    await using world = await open(Array.from({ length: 150 }, (_, n) => fakeOrder(n)))
    const { next } = await world.page(hourAgo, null)
    const changed = { ...world.channel, version }
    const mark = what.startsWith("a mark") ? "{not a mark" : next
    await world.client.run((c) => c.downloadPage(changed, hourAgo, mark))
    expect(world.account.server.calls.at(-1)?.query.has("paginationToken")).toBe(false)
  })

  it("does not ask about a time to come", async () => {
    await using world = await open([])
    await world.pages(new Date("2026-11-23T00:00:00Z"))
    expect(world.account.server.calls[0]?.query.get("lastUpdatedAfter")).toBe("2026-11-22T11:55:00.000Z")
  })

  it("never asks for orders that are pending, and hands over canceled ones", async () => {
    const canceled = fakeOrder(2, {
      fulfillment: { fulfillmentStatus: "CANCELLED", fulfilledBy: "MERCHANT" },
      proceeds: undefined,
      recipient: undefined,
      orderItems: [{ orderItemId: "I1", quantityOrdered: 0, product: { sellerSku: "S" } }]
    })
    const pending = fakeOrder(1, {
      fulfillment: { fulfillmentStatus: "PENDING", fulfilledBy: "MERCHANT" }
    })
    await using world = await open([pending, canceled], { eligibleStatuses: ["PENDING", "UNSHIPPED"] })
    const [page] = await world.pages(hourAgo)
    expect(world.account.server.calls[0]?.query.get("fulfillmentStatuses")).toBe("UNSHIPPED,CANCELLED")
    expect(page?.orders).toMatchObject([
      { standing: "canceled", total: "0", currency: "USD", lines: [{ quantity: 1 }], signals: {} }
    ])
  })

  it("refuses a status that Amazon does not have, and asks nothing", async () => {
    await using world = await open([fakeOrder(1)], { eligibleStatuses: ["Unshipped"] })
    for (const use of [
      world.client.failure((c) => c.downloadPage(world.channel, hourAgo, null)),
      world.client.failure((c) => c.test(world.channel))
    ])
      expect(await use).toMatchObject({
        reason: "Misconfigured",
        message: expect.stringContaining('"Unshipped" is no status of Amazon')
      })
    expect(world.account.server.calls).toEqual([])
  })

  it("leaves out what Amazon ships itself and what was placed too early, and says so", async () => {
    const byAmazon = fakeOrder(1, { fulfillment: { fulfillmentStatus: "UNSHIPPED", fulfilledBy: "AMAZON" } })
    const old = fakeOrder(2, { createdTime: "2026-10-31T23:59:59Z" })
    await using world = await open([byAmazon, old])
    const [page] = await world.pages(hourAgo)
    expect(page?.orders).toEqual([])
    expect(page?.skipped.map((s) => s.reason)).toEqual([
      "fulfilled by Amazon",
      "placed 2026-10-31T23:59:59.000Z, before the earliest order date of this channel"
    ])
  })

  it("hands a broken order over raw and reads the others", async () => {
    const broken = { ...fakeOrder(1), lastUpdatedTime: "2026-11-22T11:30:00Z", createdTime: "yesterday" }
    const nameless = fakeOrder(3, { orderItems: [{ orderItemId: "I", quantityOrdered: 1, product: {} }] })
    await using world = await open([broken, nameless, fakeOrder(2)])
    const [page] = await world.pages(hourAgo)
    expect(page?.orders).toHaveLength(1)
    expect(page?.broken.map((b) => [b.place, b.reason.split(":")[0]])).toEqual([
      ["111-0000001-0000001", "createdTime"],
      ["111-0000001-0000003", "orderItems.0.product.sellerSku"]
    ])
    expect(JSON.parse(page?.broken[0]?.raw ?? "null")).toMatchObject({ createdTime: "yesterday" })
  })

  it("tells the buyer's wish to cancel, until it was carried out, and the programs", async () => {
    const item = { orderItemId: "I1", quantityOrdered: 1, product: { sellerSku: "S" } }
    const asked = { cancellationRequest: { requester: "BUYER", cancelReason: "changed mind" } }
    const wish = fakeOrder(1, { programs: ["PRIME"], orderItems: [{ ...item, cancellation: asked }] })
    const done = fakeOrder(2, {
      orderItems: [
        { ...item, programs: ["TRANSPARENCY"], cancellation: { ...asked, cancellationExecution: {} } }
      ]
    })
    await using world = await open([wish, done])
    const [page] = await world.pages(hourAgo)
    expect(page?.orders.map((o) => [o.signals?.cancelRequested, o.signals?.tags])).toEqual([
      [true, ["PRIME"]],
      [undefined, ["TRANSPARENCY"]]
    ])
  })

  it("goes on without personal data when the role is missing, and does not ask for it twice", async () => {
    await using world = await open([fakeOrder(1)])
    world.account.intrude = (call) =>
      (call.query.get("includedData") ?? "").includes("RECIPIENT")
        ? errors(403, "Unauthorized", "Access to requested resource is denied.")
        : null
    const [page] = await world.pages(hourAgo)
    await world.pages(hourAgo)
    expect(page?.orders).toMatchObject([
      { customerName: "", shipTo: { name: "", address1: "", postalCode: "", country: "" } }
    ])
    expect(world.account.server.calls.map((c) => c.query.get("includedData"))).toEqual([
      "FULFILLMENT,PROCEEDS,CANCELLATION,BUYER,RECIPIENT",
      "FULFILLMENT,PROCEEDS,CANCELLATION",
      "FULFILLMENT,PROCEEDS,CANCELLATION"
    ])
  })

  it("reads orders by their ids, whatever their status, and leaves out what Amazon does not know", async () => {
    const shipped = fakeOrder(1, { fulfillment: { fulfillmentStatus: "SHIPPED", fulfilledBy: "MERCHANT" } })
    await using world = await open([shipped])
    const orders = await world.client.run((c) =>
      c.readOrders(world.channel, ["111-0000001-0000001", "111-0000001-9999999"])
    )
    expect(orders.map((o) => o.channelStatus)).toEqual(["SHIPPED"])
    expect(world.client.taken.map((t) => [t.account, t.allowance.requests])).toEqual([
      ["channel:7:getOrder", 0.5],
      ["channel:7:getOrder", 0.5]
    ])
  })
})
