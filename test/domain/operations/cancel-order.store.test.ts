import { beforeEach, describe, expect, test } from "vitest"
import type { OrderId } from "../../../src/domain/model/order.ts"
import { cancelOrder } from "../../../src/domain/operations/cancel-order.ts"
import { stopSends } from "../../../src/domain/operations/stop-sends.ts"
import type { SendDial } from "../../fixtures/fake-supplier-transports.ts"
import { sampleLine, sampleOrder } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess, purchaseOrdersOf } from "../sample-business.ts"

const house = withDomain()

beforeEach(async () => {
  await openBusiness(house)
})

const history = async () =>
  (await house.sql()`select event, subject, actor from order_history order by id`).filter(
    (h) => h.event === "canceled"
  )
const canceledForGood = async () => {
  expect(await house.order("#1001")).toMatchObject({ status: "canceled", action: null })
  expect(await house.sql()`select 1 from holds where released_at is null`).toHaveLength(0)
  const lines = await house.sql()`select ordered, canceled, open from order_lines`
  expect(lines.every((l) => l.canceled === l.ordered && l.open === 0)).toBe(true)
  expect(await history()).toMatchObject([{ subject: "nothing was sent", actor: "ann" }])
  house.time.pass(600_000)
  await house.sweep()
}

describe("PO-7, A3: nothing was sent, so it is canceled at once", () => {
  test.each([
    ["ready", orderOf(1, ["SKU-1", "SKU-3"])],
    ["on hold", orderOf(1, ["SKU-9"])],
    ["canceled on the channel", orderOf(1, ["SKU-1"], { standing: "canceled" })],
    ["without anything that ships", sampleOrder(1, { lines: [sampleLine(1, { ships: false })] })]
  ] as const)("%s", async (_, order) => {
    const [id] = await importOrders(house, order)
    await house.run(cancelOrder(id as OrderId))
    await canceledForGood()
    expect(house.suppliers.tried).toHaveLength(0)
  })

  test("queued: the promise is withdrawn and never sent", async () => {
    await house.run(stopSends(true))
    const [id] = await importOrders(house, orderOf(1, ["SKU-1", "SKU-3"]))
    await pressProcess(house, "#1001")
    await house.run(cancelOrder(id as OrderId))
    await house.run(stopSends(false))
    await canceledForGood()
    expect(await purchaseOrdersOf(house, "#1001")).toMatchObject([
      { state: "canceled", intent: "withdrawn" },
      { state: "canceled", intent: "withdrawn" }
    ])
    expect(house.suppliers.tried).toHaveLength(0)
  })

  test("failed before anything left", async () => {
    house.suppliers.sends.push("misconfigured")
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    await house.run(cancelOrder(id as OrderId))
    await canceledForGood()
  })

  test("a second time is refused, and the history says it once", async () => {
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
    await house.run(cancelOrder(id as OrderId))
    await expect(house.run(cancelOrder(id as OrderId))).rejects.toThrow("canceled already")
    await canceledForGood()
  })
})

describe("something left or may have left: refused, and nothing is changed", () => {
  test.each([
    ["sent", ["accept"]],
    ["one of two sent", ["accept", "refuse"]],
    ["in doubt", ["unknown, lost"]],
    ["sending", ["die after mark"]]
  ] as const)("%s", async (_, fates: ReadonlyArray<SendDial>) => {
    house.suppliers.lookUp = "cannot tell"
    house.suppliers.sends.push(...fates)
    const [id] = await importOrders(house, orderOf(1, fates.length === 2 ? ["SKU-1", "SKU-3"] : ["SKU-1"]))
    await pressProcess(house, "#1001")
    const before = await purchaseOrdersOf(house, "#1001")
    await expect(house.run(cancelOrder(id as OrderId))).rejects.toThrow("Ask the supplier")
    expect(await purchaseOrdersOf(house, "#1001")).toEqual(before)
    expect(await history()).toEqual([])
    expect(await house.sql()`select 1 from order_lines where canceled > 0`).toHaveLength(0)
  })
})
