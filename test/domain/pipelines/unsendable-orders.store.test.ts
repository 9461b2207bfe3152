import { beforeEach, describe, expect, test } from "vitest"
import { previewPurchaseOrders } from "../../../src/domain/operations/preview-purchase-orders.ts"
import { reissueOrder } from "../../../src/domain/operations/reissue-order.ts"
import { resolveOrder } from "../../../src/domain/operations/resolve-order.ts"
import { openHoldsOf } from "../answering-business.ts"
import { withDomain } from "../domain-house.ts"
import { expectSaidOnce } from "../invariants.ts"
import { importOrders, openBusiness, orderOf, pressProcess, purchaseOrdersOf } from "../sample-business.ts"

const house = withDomain()
const longCity = "Llanfairpwllgwyngyllgogerychwyrndrobwll"
const faraway = (n: number, skus: ReadonlyArray<string>) => {
  const order = orderOf(n, skus)
  return { ...order, shipTo: { ...order.shipTo, city: longCity } }
}
const idOf = async (number: string) => (await house.order(number)).id
const holds = async (number: string) => openHoldsOf(house, await idOf(number))

let business: Awaited<ReturnType<typeof openBusiness>>

beforeEach(async () => {
  business = await openBusiness(house)
})

describe("an order that its supplier's transport cannot say", () => {
  test("is told by the preview, with the reason, and nothing is shown as if it could be sent", async () => {
    await importOrders(house, faraway(1, ["SKU-1"]))
    expect(await house.run(previewPurchaseOrders(await idOf("#1001")))).toMatchObject({
      what: "held",
      purchaseOrders: [],
      reasons: ["North cannot take this order as it is: the city is too long"]
    })
  })

  test("waits for RESOLVE, none of its purchase orders is written, and the others of its batch go", async () => {
    await importOrders(house, faraway(1, ["SKU-1", "SKU-3"]), orderOf(2, ["SKU-1"]))
    await pressProcess(house, "#1001", "#1002")
    expect(await house.order("#1002")).toMatchObject({ status: "processed" })
    expect(await house.order("#1001")).toMatchObject({ status: "not_processed", action: "resolve" })
    expect(await holds("#1001")).toMatchObject([
      { kind: "not_sendable", field: "North", message: expect.stringContaining("the city is too long") },
      { kind: "not_sendable", field: "South" }
    ])
    expect(await purchaseOrdersOf(house, "#1001")).toEqual([])
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("shows PROCESS again once it was edited, and goes", async () => {
    await importOrders(house, faraway(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    const order = await house.order("#1001")
    const edited = await house.run(
      resolveOrder({
        orderId: order.id,
        version: order.version,
        address: { city: "Bangor" },
        shipMethods: []
      })
    )
    expect(edited.left).toEqual([])
    await pressProcess(house, "#1001")
    expect(await house.order("#1001")).toMatchObject({ status: "processed" })
    await expectSaidOnce(house)
  })

  test("is not given out anew either: what failed stays as it was", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    house.suppliers.sends.push("refuse")
    await pressProcess(house, "#1001")
    await house.sql()`update orders set city = ${longCity}`
    await expect(house.run(reissueOrder(await idOf("#1001"), business.north.id))).rejects.toThrow(
      "the city is too long"
    )
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([{ state: "failed" }])
  })

  test("as is one whose number has outgrown the supplier's field", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await house.sql()`update suppliers set terms = ${house.sql().json({ numbers: { maxLength: 4 } })}`
    await pressProcess(house, "#1001")
    expect(await holds("#1001")).toMatchObject([
      { kind: "not_sendable", message: expect.stringContaining("longer than North takes (4)") }
    ])
  })
})
