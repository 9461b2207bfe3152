import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { OrderId } from "../../../src/domain/model/order.ts"
import {
  channelChecklist,
  confirmReceipt,
  findTestOrder,
  placeTestOrder,
  testOrderFacts
} from "../../../src/domain/operations/test-order.ts"
import { ChannelStore } from "../../../src/domain/ports/channel-store.ts"
import { later, sampleChannel } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking,
  shopShows,
  supplierShips,
  syncOrders
} from "../sample-business.ts"

const house = withDomain()

beforeEach(async () => {
  await openBusiness(house)
})

const states = async (id: OrderId | undefined) =>
  (await house.run(testOrderFacts(id as OrderId))).map((f) => f.state)
const done = "done"
const open = "open"
const none = "not applicable"

test("IN-20, A9: eight facts, each from what is recorded and none from a click alone", async () => {
  const [id] = await importOrders(house, orderOf(1, ["SKU-1"], { shipMethodName: "Drone" }))
  expect(await states(id)).toEqual([done, none, done, open, open, open, open, open])
  shopShows(house, orderOf(1, ["SKU-1"], { updatedAt: later(60_000) }))
  await syncOrders(house)
  expect(await states(id)).toEqual([done, none, done, done, open, open, open, open])
  await pressProcess(house, "#1001")
  expect(await states(id)).toEqual([done, none, done, done, done, open, open, open])
  const [po] = await purchaseOrdersOf(house, "#1001")
  await house.run(confirmReceipt(po?.number ?? ""), "bea")
  expect(await states(id)).toEqual([done, none, done, done, done, done, open, open])
  supplierShips(house, "North", "ship.csv", [po?.number ?? "", "N-1", 2, "1Z1"])
  house.shop.pushes.push({ reject: "locked" })
  await receiveTracking(house)
  expect(await states(id), "recorded here, not with the channel").toEqual([
    done,
    none,
    done,
    done,
    done,
    done,
    open,
    open
  ])
  await house.sql()`update fulfillments set state = 'due', settled_at = null`
  await house.sweep()
  expect(await states(id)).toEqual([done, none, done, done, done, done, done, done])
  const facts = await house.run(testOrderFacts(id as OrderId))
  expect(facts[5]?.detail).toBe("North, ticked by bea")
})

test("a purchase order that was not sent cannot be ticked as received", async () => {
  house.suppliers.sends.push("refuse")
  const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
  await pressProcess(house, "#1001")
  const [po] = await purchaseOrdersOf(house, "#1001")
  await expect(house.run(confirmReceipt(po?.number ?? ""))).rejects.toThrow("no sent purchase order")
  expect(await states(id)).toEqual([done, none, done, done, open, open, open, open])
})

test("where the channel cannot be told, the seventh fact is not applicable, and it is ready to sell", async () => {
  const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
  await pressProcess(house, "#1001")
  const [po] = await purchaseOrdersOf(house, "#1001")
  await house.run(confirmReceipt(po?.number ?? ""))
  house.shop.pushes.push({ notApplicable: "no tracking here" })
  supplierShips(house, "North", "ship.csv", [po?.number ?? "", "N-1", 2, "1Z1"])
  await receiveTracking(house)
  expect(await states(id)).toEqual([done, none, done, done, done, done, none, done])
})

const checklist = () =>
  house.run(
    Effect.gen(function* () {
      const channel = yield* (yield* ChannelStore).byName(sampleChannel.name)
      if (channel === null) throw new Error("there is no channel")
      return yield* channelChecklist(channel)
    })
  )

test("the channel's own checklist: all open before the first order, then the facts of the one that came farthest", async () => {
  const before = await checklist()
  expect(before.orderNumber).toBeNull()
  expect(before.facts.map((f) => f.state)).toEqual([open, none, open, open, open, open, open, open])
  await importOrders(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-1"]))
  await pressProcess(house, "#1001")
  const after = await checklist()
  expect(after.orderNumber).toBe("#1001")
  expect(after.facts.map((f) => f.state)).toEqual([done, none, done, done, done, open, open, open])
})

test("it says when in words that a person reads, not as a machine writes them", async () => {
  const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
  const said = (await house.run(testOrderFacts(id as OrderId))).map((f) => f.detail).join("\n")
  expect(said).toMatch(/on .+, \d{4}-\d\d-\d\d \d\d:\d\d UTC$/m)
  expect(said).not.toMatch(/T\d\d:\d\d/)
})

test("A9: on a live channel none is placed; one is picked up, of this channel alone", async () => {
  expect(await house.run(placeTestOrder(sampleChannel.name))).toBe("#TEST")
  await house.sql()`update channels set environment = 'live'`
  expect(await house.run(placeTestOrder(sampleChannel.name))).toBeNull()
  const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
  const [channel] = await house.sql()<Array<{ id: number }>>`select id from channels`
  expect(await house.run(findTestOrder("#1001", channel?.id as never))).toBe(id)
  await expect(house.run(findTestOrder("#1001", 999 as never))).rejects.toThrow("was imported yet")
})
