import { beforeEach, expect, test } from "vitest"
import type { OrderId } from "../../../src/domain/model/order.ts"
import { confirmReceipt, testOrderFacts } from "../../../src/domain/operations/test-order.ts"
import { later } from "../../fixtures/sample-world.ts"
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
