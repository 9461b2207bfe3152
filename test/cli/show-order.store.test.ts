import { beforeEach, describe, expect, test } from "vitest"
import type { OrderId } from "../../src/domain/model/order.ts"
import { requestCancel } from "../../src/domain/operations/request-cancel.ts"
import { acknowledgement, said, setTerms, supplierSays } from "../domain/answering-business.ts"
import { withDomain } from "../domain/domain-house.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf
} from "../domain/sample-business.ts"
import { performed } from "./performed.ts"

const house = withDomain()
let number = ""
let id = 0 as OrderId

const perform = (...argv: ReadonlyArray<string>) => performed(house, argv)
const shown = async () => (await perform("orders", "show", "#1001")).stdout
const json = async () => JSON.parse((await perform("orders", "show", "#1001", "--json")).stdout)

beforeEach(async () => {
  await openBusiness(house)
  await setTerms(house, "North", { authorization: { by: "call", automatic: false } })
  const [made] = await importOrders(house, orderOf(1, ["SKU-1", "SKU-2"]))
  id = made as OrderId
  await pressProcess(house, "#1001")
  number = (await purchaseOrdersOf(house, "#1001"))[0]?.number ?? ""
})

describe("orders show", () => {
  test("tells the supplier's number and its answer, line by line", async () => {
    const lines = [
      said("N-1", "accepted", { quantity: 2 }),
      said("N-2", "rejected", { code: "IR", reason: "gone" })
    ]
    await supplierSays(house, "North", {
      acknowledgements: [acknowledgement(number, { supplierOrderNumber: "S-77", lines })]
    })
    const text = await shown()
    expect(text).toContain("What the suppliers answered")
    expect(text).toMatch(/S-77 +changed +2 x N-1 accepted, N-2 rejected IR gone/)
    expect((await json()).acknowledgements).toMatchObject([
      { number, supplierOrderNumber: "S-77", standing: "changed", lines: [{ sku: "N-1" }, { sku: "N-2" }] }
    ])
  })

  test("tells what the supplier was asked since", async () => {
    house.suppliers.lookUp = "cannot tell"
    house.suppliers.sends.push("unknown, lost")
    const lines = [{ sku: "SKU-1", quantity: 1 }]
    await house.run(requestCancel({ orderId: id, lines, code: "buyer_request", reason: "changed mind" }))
    await house.drain()
    const text = await shown()
    expect(text).toContain("What they were asked since")
    expect(text).toMatch(/cancel 1 +requested, its send is IN DOUBT +1 x SKU-1/)
    expect((await json()).requests).toMatchObject([
      { about: "cancel", purchaseOrder: number, state: "requested" }
    ])
  })

  test("tells that a payment waits, how much, and how the yes is given", async () => {
    const text = await shown()
    expect(text).toMatch(/29\.00.*AWAITING AUTHORIZATION/)
    expect(text).toContain(`switchyard payments authorize ${number}`)
    expect((await json()).payments).toMatchObject([{ number, state: "awaiting", amount: "29.0000" }])
  })
})
