import { beforeEach, describe, expect, test } from "vitest"
import { type IntakeRules, usualIntake } from "../../src/domain/model/intake-rules.ts"
import type { IncomingOrder } from "../../src/domain/model/order.ts"
import { releaseHolds } from "../../src/domain/operations/release-holds.ts"
import { setChannel } from "../../src/domain/operations/set-channel.ts"
import { ChannelFailure } from "../../src/domain/ports/failure.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"
import { withDomain } from "./domain-house.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  syncOrders
} from "./sample-business.ts"

const house = withDomain()

beforeEach(async () => {
  await openBusiness(house)
})

const rules = (intake: Partial<IntakeRules>) =>
  house.run(
    setChannel(sampleChannel.name, {
      change: { intake: { ...usualIntake, ...intake } },
      services: [],
      secrets: {}
    })
  )

/** The channel says this now: what it said before of the order is no longer shown. */
const channelSays = async (order: IncomingOrder) => {
  const shown = house.shop.listings.get(sampleChannel.name) ?? []
  house.shop.listings.set(sampleChannel.name, [
    ...shown.filter((l) => !("channelOrderId" in l) || l.channelOrderId !== order.channelOrderId),
    { ...order, updatedAt: new Date(order.updatedAt.getTime() + 60_000) }
  ])
  await syncOrders(house)
}

const holdsOf = async (number: string) =>
  (
    await house.sql()<Array<{ kind: string }>>`
      select h.kind from holds h join orders o on o.id = h.order_id
      where o.channel_order_number = ${number} and h.released_at is null order by h.kind`
  ).map((h) => h.kind)

const historyOf = async (number: string) =>
  (
    await house.sql()<Array<{ event: string; message: string | null }>>`
      select h.event, h.detail ->> 'message' as message from order_history h join orders o on o.id = h.order_id
      where o.channel_order_number = ${number} order by h.id`
  ).map((h) => (h.message === null ? h.event : `${h.event}: ${h.message}`))

const skipped = () => house.sql()`
  select reference, detail from sync_run_records where result = 'skipped' order by reference`

const release = async (number: string) =>
  house.run(releaseHolds((await house.order(number)).id, null, "looked at it"))

describe("field filters", () => {
  test("leave out what they name, and say of each order why", async () => {
    await rules({
      countries: { allow: [], deny: ["CA"] },
      tags: { require: [], deny: ["wholesale"] },
      skus: { allow: [], deny: ["SKU-9"] }
    })
    const { shipTo } = orderOf(1, ["SKU-1"])
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await channelSays(orderOf(2, ["SKU-1"], { shipTo: { ...shipTo, country: "CA" } }))
    await channelSays(orderOf(3, ["SKU-1"], { signals: { tags: ["Wholesale"] } }))
    await channelSays(orderOf(4, ["SKU-9"]))
    await channelSays(orderOf(5, ["SKU-9", "SKU-1"]))
    expect(
      (await house.sql()`select channel_order_number as n from orders order by 1`).map((o) => o.n)
    ).toEqual(["#1001", "#1005"])
    const reasons = Object.fromEntries((await skipped()).map((s) => [s.reference, s.detail]))
    expect(reasons["#1002"]).toContain("ships to CA")
    expect(reasons["#1003"]).toContain("tag wholesale")
    expect(reasons["#1004"]).toContain("no line whose SKU")
  })

  test("do not let go of an order that was let in: its changes are still taken", async () => {
    const order = orderOf(1, ["SKU-1"])
    await importOrders(house, order)
    await rules({ countries: { allow: ["DE"], deny: [] } })
    await channelSays({ ...order, standing: "canceled" })
    expect(await holdsOf("#1001")).toEqual(["canceled_on_channel"])
  })
})

describe("an order that ended on its channel before it came here", () => {
  test("is left out when that is long ago, and held when it is not", async () => {
    const { placedAt } = orderOf(1, ["SKU-1"])
    const old = new Date(placedAt.getTime() - 25 * 3_600_000)
    house.shop.listings.set(sampleChannel.name, [
      orderOf(1, ["SKU-1"], { standing: "canceled" }),
      orderOf(2, ["SKU-1"], { standing: "refunded", updatedAt: old })
    ])
    await syncOrders(house)
    expect(await holdsOf("#1001")).toEqual(["canceled_on_channel"])
    expect(await house.sql()`select 1 from orders where channel_order_number = '#1002'`).toEqual([])
    expect(await skipped()).toMatchObject([
      { reference: "#1002", detail: "was refunded on the channel before it came here" }
    ])
  })
})

describe("guards at the door", () => {
  test("an order that is old when it comes is held once; released, it goes on", async () => {
    await rules({ staleAfterDays: 3 })
    const order = orderOf(1, ["SKU-1"])
    house.time.pass(4 * 24 * 3_600_000)
    await importOrders(house, order)
    expect(await holdsOf("#1001")).toEqual(["stale_order"])
    await release("#1001")
    await channelSays({ ...order, customerName: "Ann B. Lee" })
    expect(await holdsOf("#1001")).toEqual([])
    expect((await house.order("#1001")).action).toBe("process")
  })

  test("an order that the channel does not call paid waits, and goes on by itself once it is", async () => {
    await rules({ requirePaid: true })
    const order = orderOf(1, ["SKU-1"], { signals: { paid: false } })
    await importOrders(house, order)
    expect(await holdsOf("#1001")).toEqual(["not_paid"])
    await channelSays({ ...order, signals: { paid: true } })
    expect(await holdsOf("#1001")).toEqual([])
  })

  test("a risk that the channel names holds until a person has seen it, and a new one holds again", async () => {
    const order = orderOf(1, ["SKU-1"], { signals: { risk: "card and address differ" } })
    await importOrders(house, order)
    expect(await holdsOf("#1001")).toEqual(["risk_on_channel"])
    await release("#1001")
    await channelSays({ ...order, customerName: "Another Name" })
    expect(await holdsOf("#1001")).toEqual([])
    await channelSays({ ...order, signals: { risk: "reported stolen" } })
    expect(await holdsOf("#1001")).toEqual(["risk_on_channel"])
  })

  test("the twin of an order is held, both know of it, and other orders are left alone", async () => {
    await rules({ twinWindowHours: 24 })
    const first = orderOf(1, ["SKU-1", "SKU-2"])
    const street = `${first.shipTo.address1.toUpperCase()} `
    const twin = orderOf(2, ["SKU-2", "SKU-1"], { shipTo: { ...first.shipTo, address1: street } })
    const other = orderOf(3, ["SKU-1"])
    const later = orderOf(4, ["SKU-1", "SKU-2"], {
      placedAt: new Date(first.placedAt.getTime() + 25 * 3_600_000)
    })
    await importOrders(house, first)
    await importOrders(house, twin, other, later)
    expect(await holdsOf("#1001")).toEqual([])
    expect(await holdsOf("#1002")).toEqual(["twin_order"])
    expect(await holdsOf("#1003")).toEqual([])
    expect(await holdsOf("#1004")).toEqual([])
    const [hold] = await house.sql()`select message, detail from holds where kind = 'twin_order'`
    expect(hold?.message).toContain("#1001")
    expect(hold?.detail).toMatchObject({ twin: "#1001" })
    expect(await historyOf("#1001")).toContain("twin came")
  })
})

describe("an order that its channel changed after it came", () => {
  test("unsent: the new truth is taken, and the history says what became what", async () => {
    const order = orderOf(1, ["SKU-1"])
    await importOrders(house, order)
    await channelSays({ ...order, shipTo: { ...order.shipTo, city: "Salem" } })
    const [row] = await house.sql()`select city from orders`
    expect(row?.city).toBe("Salem")
    expect(await historyOf("#1001")).toContainEqual(
      expect.stringMatching(/^changed on the channel: City: .+ became “Salem”$/)
    )
  })

  test("waiting to leave: taken back, written anew with the new address, never sent with the old one", async () => {
    await house.run(
      setChannel(sampleChannel.name, { change: { releaseSeconds: 600 }, services: [], secrets: {} })
    )
    const order = orderOf(1, ["SKU-1"])
    await importOrders(house, order)
    await pressProcess(house, "#1001")
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([{ state: "queued" }])
    await channelSays({ ...order, shipTo: { ...order.shipTo, city: "Salem" } })
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([{ state: "canceled", intent: "withdrawn" }])
    expect((await house.order("#1001")).action).toBe("process")
    await pressProcess(house, "#1001")
    house.time.pass(700_000)
    await house.sweep()
    expect(house.suppliers.book).toHaveLength(1)
    expect(house.suppliers.book[0]?.text).toContain("Salem")
    expect(await historyOf("#1001")).toContain("taken back: changed on the channel")
  })

  test("waiting to leave and canceled: nothing leaves, and the order says so", async () => {
    await house.run(
      setChannel(sampleChannel.name, { change: { releaseSeconds: 600 }, services: [], secrets: {} })
    )
    const order = orderOf(1, ["SKU-1"])
    await importOrders(house, order)
    await pressProcess(house, "#1001")
    await channelSays({ ...order, standing: "canceled" })
    house.time.pass(700_000)
    await house.sweep()
    expect(house.suppliers.book).toEqual([])
    expect(await holdsOf("#1001")).toEqual(["canceled_on_channel"])
  })

  test("a line that was removed is not ordered again after its purchase order was taken back", async () => {
    await house.run(
      setChannel(sampleChannel.name, { change: { releaseSeconds: 600 }, services: [], secrets: {} })
    )
    const order = orderOf(1, ["SKU-1", "SKU-2"])
    await importOrders(house, order)
    await pressProcess(house, "#1001")
    await channelSays({ ...order, lines: order.lines.slice(0, 1) })
    await pressProcess(house, "#1001")
    house.time.pass(700_000)
    await house.sweep()
    expect(house.suppliers.book).toHaveLength(1)
    expect(house.suppliers.book[0]?.text).not.toContain("N-2")
    expect(await historyOf("#1001")).toContainEqual(expect.stringContaining("Line removed: 2 x SKU-2"))
  })

  test("sent: nothing is taken back, and a hold says what to do", async () => {
    const order = orderOf(1, ["SKU-1"])
    await importOrders(house, order)
    await pressProcess(house, "#1001")
    await channelSays({ ...order, shipTo: { ...order.shipTo, city: "Salem" } })
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([{ state: "sent" }])
    expect(await holdsOf("#1001")).toEqual(["changed_on_channel"])
  })
})

describe("a channel that tells of cancel requests only when asked for the single order", () => {
  beforeEach(() => {
    house.shop.askBeforeSend = true
  })

  const wantsToCancel = (order: IncomingOrder) =>
    house.shop.listings.set(sampleChannel.name, [
      { ...order, updatedAt: new Date(order.updatedAt.getTime() + 1), signals: { cancelRequested: true } }
    ])

  test("is asked right before the purchase orders are written", async () => {
    const order = orderOf(1, ["SKU-1"])
    await importOrders(house, order)
    wantsToCancel(order)
    await pressProcess(house, "#1001")
    expect(house.suppliers.book).toEqual([])
    expect(await holdsOf("#1001")).toEqual(["cancel_requested"])
    await release("#1001")
    await pressProcess(house, "#1001")
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("that cannot be asked lets nothing go, and the order goes once it answers", async () => {
    const order = orderOf(1, ["SKU-1"])
    await importOrders(house, order)
    house.shop.downloadFailure = new ChannelFailure({ reason: "Unreachable", message: "nobody answers" })
    await pressProcess(house, "#1001")
    expect(house.suppliers.book).toEqual([])
    house.shop.downloadFailure = null
    await pressProcess(house, "#1001")
    expect(house.suppliers.book).toHaveLength(1)
  })
})
