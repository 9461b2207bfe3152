import { describe, expect, it } from "vitest"
import { AmazonAccount, fakeOrder } from "./amazon-account.ts"
import { AmazonClient, amazonChannel, amazonPush } from "./amazon-fixture.ts"
import { contractsAreHere, faultsOf, responseExamples, sandboxCases } from "./amazon-model.ts"
import { belowThePort, drives, kindOf, openSandbox } from "./amazon-sandbox.ts"
import { AmazonServer } from "./amazon-server.ts"

describe.skipIf(!contractsAreHere)("the static sandbox of Amazon's models", () => {
  it("has sixteen cases for the operations that we use, eleven of them below the port", () => {
    const counts = Map.groupBy(sandboxCases, (each) => each.operationId)
    expect(Object.fromEntries([...counts].map(([id, cases]) => [id, cases.length]))).toEqual({
      searchOrders: 4,
      getOrder: 4,
      confirmShipment: 2,
      patchListingsItem: 4,
      getListingsItem: 2
    })
    expect(sandboxCases.filter((each) => kindOf(each) in belowThePort)).toHaveLength(11)
  })

  it.each(sandboxCases.map((each) => [each.name, each] as const))("%s", async (_name, each) => {
    await using sandbox = await openSandbox()
    await drives[each.operationId]?.(sandbox, each)
    expect(sandbox.met).toEqual([each.name])
  })
})

describe.skipIf(!contractsAreHere)("the examples of Amazon's response schemas", () => {
  it("are four: a confirmed shipment has no body", () => {
    expect(responseExamples.map((each) => each.operationId).sort()).toEqual([
      "getListingsItem",
      "getOrder",
      "patchListingsItem",
      "searchOrders"
    ])
  })

  it.each(responseExamples.map((each) => [each.operationId, each.json] as const))(
    "%s is read",
    async (operationId, json) => {
      await using server = await AmazonServer.open(() => ({ status: 200, json }))
      await using client = new AmazonClient()
      const channel = amazonChannel(server.url, { earliestOrderAt: new Date(0) })
      if (operationId === "searchOrders") {
        const page = await client.run((c) => c.downloadPage(channel, new Date("2024-12-25T00:00:00Z"), null))
        expect(page.broken).toEqual([])
        expect(page.skipped).toMatchObject([{ reason: "SHIPPED is not an eligible status of this channel" }])
      }
      if (operationId === "getOrder") {
        const orders = await client.run((c) => c.readOrders(channel, ["any"]))
        expect(orders).toMatchObject([{ channelOrderId: "202-1234567-8901234", total: "103.97" }])
      }
      if (operationId === "patchListingsItem") {
        const levels = [{ sku: "A", quantity: 1, shown: null }]
        const answers = await client.run((c) => c.uploadInventory(channel, "key", levels))
        expect(answers).toEqual([{ _tag: "Accepted", sku: "A" }])
      }
      if (operationId === "getListingsItem") {
        const shown = await client.run((c) => c.readInventory(channel, ["A"]))
        expect(shown).toEqual([{ sku: "A", quantity: 100 }])
      }
      expect(server.calls).toHaveLength(1)
    }
  )
})

describe.skipIf(!contractsAreHere)("what we send, by Amazon's models", () => {
  it("is known to them in every part", async () => {
    await using account = await AmazonAccount.open()
    account.orders = [fakeOrder(1)]
    account.listings.set("SKU/1", 1)
    await using client = new AmazonClient()
    const channel = amazonChannel(account.server.url)
    await client.run((c) => c.test(channel))
    await client.run((c) => c.downloadPage(channel, new Date("2026-11-01T00:00:00Z"), null))
    await client.run((c) => c.readOrders(channel, ["111-0000001-0000001"]))
    await client.run((c) => c.pushFulfillment(channel, amazonPush({ carrier: "Upstate Couriers" })))
    await client.run((c) => c.uploadInventory(channel, "k", [{ sku: "SKU/1", quantity: 1, shown: null }]))
    await client.run((c) => c.readInventory(channel, ["SKU/1"]))
    expect(account.server.calls.map((call) => call.method).join(" ")).toBe(
      "GET GET GET GET GET POST PATCH GET"
    )
    expect(account.server.calls.flatMap(faultsOf)).toEqual([])
  })

  it("would not be, were a name wrong", () => {
    const call = {
      method: "POST",
      path: "/orders/v0/orders/1/shipmentConfirmation",
      query: new URLSearchParams({ soon: "1" }),
      headers: {},
      body: JSON.stringify({ marketplaceId: "A", packageDetail: { carrier: "UPS", shipDate: "soon" } })
    }
    expect(faultsOf(call)).toEqual([
      "soon is not known",
      "payload.packageDetail.packageReferenceId is missing",
      "payload.packageDetail.carrierCode is missing",
      "payload.packageDetail.trackingNumber is missing",
      "payload.packageDetail.orderItems is missing",
      "payload.packageDetail.carrier is not known",
      "payload.packageDetail.shipDate is no time"
    ])
  })
})
