import { expect, test } from "vitest"
import { oddNames } from "../../src/sandbox/buyers.ts"
import {
  discontinued,
  exoticMethod,
  freeShipping,
  northwind,
  orphan,
  twoDay
} from "../../src/sandbox/catalog.ts"
import { expectedOf, planOrders } from "../../src/sandbox/plan.ts"

const plan = planOrders(1, 60)

test("the same seed gives the same plan, another seed another one", () => {
  expect(planOrders(5, 60)).toEqual(planOrders(5, 60))
  expect(planOrders(6, 60)).not.toEqual(planOrders(5, 60))
})

test("at least four of five orders come to a good end, however small the plan", () => {
  for (const count of [1, 4, 5, 7, 10, 20, 35, 60, 500]) {
    const fine = planOrders(1, count).filter((order) => order.expected.outcome === "completed")
    expect(fine.length / count).toBeGreaterThanOrEqual(0.8)
  }
})

test("what is fine needs two ship methods, a known SKU, and everything in its address", () => {
  for (const order of plan.filter((o) => o.expected.outcome === "completed")) {
    expect([freeShipping, twoDay]).toContain(order.methodName)
    const skus = order.lines.map((line) => line.sku)
    expect(skus).not.toContain(orphan.sku)
    expect(skus).not.toContain(discontinued.sku)
    const { fullName, streetLine1, city, postalCode, countryCode, phoneNumber } = order.buyer.address
    expect([fullName, streetLine1, city, postalCode, countryCode, phoneNumber].every(Boolean)).toBe(true)
  }
})

test("every kind of trouble is planted once, and the plan says which order has it", () => {
  const trouble = plan.filter((order) => order.expected.outcome !== "completed")
  expect(trouble.map((order) => order.expected.reason).sort()).toEqual([
    "550 from the mail supplier: discontinued",
    "address_missing",
    "canceled_on_channel",
    "phone_missing",
    "ship_method_unmapped",
    "sku_unknown",
    "the payload cannot be decoded"
  ])
  const planted = (reason: string) => {
    const found = trouble.find((order) => order.expected.reason === reason)
    if (found === undefined) throw new Error(`${reason} is not planted`)
    return found
  }
  expect(planted("ship_method_unmapped").methodName).toBe(exoticMethod)
  expect(planted("address_missing").buyer.address.postalCode).toBe("")
  expect(planted("canceled_on_channel")).toMatchObject({ canceledLater: true, methodName: exoticMethod })
  const phoneless = planted("phone_missing")
  expect(phoneless.buyer.address.phoneNumber).toBeNull()
  const northwinds = northwind.products.map((product) => product.sku)
  expect(phoneless.lines.every((line) => northwinds.includes(line.sku))).toBe(true)
  expect(expectedOf(plan)[phoneless.number]).toEqual({ outcome: "held", reason: "phone_missing" })
})

test("orders are ordinary and odd: both shops, both suppliers, many of one thing, every odd name", () => {
  expect(new Set(plan.map((order) => order.number)).size).toBe(60)
  expect(plan.filter((order) => order.shop === "marigold")).toHaveLength(30)
  expect(plan.filter((order) => order.lines.length > 1).length).toBeGreaterThan(5)
  expect(plan.filter((order) => order.lines.some((line) => line.quantity > 1)).length).toBeGreaterThan(10)
  const names = plan.map((order) => order.buyer.lastName)
  for (const [, lastName] of oddNames) expect(names).toContain(lastName)
})
