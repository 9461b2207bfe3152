import { beforeEach, expect, test } from "vitest"
import { withPayload } from "../../src/domain/model/order-payload.ts"
import { withDomain } from "../domain/domain-house.ts"
import { importOrders, openBusiness, orderOf } from "../domain/sample-business.ts"
import { performed } from "./performed.ts"

const house = withDomain()
beforeEach(() => openBusiness(house))

test("what the channel said is shown, with how long that is kept; fewer days are written down with who said so", async () => {
  await importOrders(house, withPayload(orderOf(1, ["SKU-1"]), '{"id":1,\n"note":"leave at the door"}'))
  expect((await performed(house, ["orders", "payload", "#1001"])).stdout).toContain("leave at the door")
  const before = await performed(house, ["payloads", "keep"])
  expect(before.stdout).toContain("forgotten 30 days after it was completed or canceled")
  expect(before.stdout).toContain("that of 1 order.")
  const set = await performed(house, ["payloads", "keep", "--days", "14", "--json"])
  expect(JSON.parse(set.stdout)).toMatchObject({ days: 14, kept: 1 })
  expect((await performed(house, ["activity"])).stdout).toMatch(/bea.*30.*14/)
  expect((await performed(house, ["payloads", "keep", "--days", "0"])).code).toBe(2)
  expect(JSON.parse((await performed(house, ["payloads", "keep", "--json"])).stdout)).toMatchObject({
    days: 14
  })
})
