import { describe, expect, it } from "vitest"
import type { StockLevel } from "../../../src/domain/ports/sales-channels.ts"
import { AmazonAccount } from "./amazon-account.ts"
import { AmazonClient, amazonChannel } from "./amazon-fixture.ts"
import { errors } from "./amazon-server.ts"

const level = (sku: string, quantity: number): StockLevel => ({ sku, quantity, shown: null })

const open = async () => {
  const account = await AmazonAccount.open()
  const client = new AmazonClient()
  const channel = amazonChannel(account.server.url)
  return {
    account,
    client,
    channel,
    upload: (...levels: ReadonlyArray<StockLevel>) =>
      client.run((c) => c.uploadInventory(channel, "batch-1", levels)),
    read: (...skus: ReadonlyArray<string>) => client.run((c) => c.readInventory(channel, skus)),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
      await account[Symbol.asyncDispose]()
    }
  }
}

describe("Amazon's inventory", () => {
  it("merges the quantity alone into a listing, one by one in a lane of its own", async () => {
    await using world = await open()
    world.account.listings.set("A/1 b", 0).set("B", 9)
    expect(await world.upload(level("A/1 b", 4), level("B", 0))).toEqual([
      { _tag: "Accepted", sku: "A/1 b" },
      { _tag: "Accepted", sku: "B" }
    ])
    const [call] = world.account.server.calls
    expect([call?.method, call?.path]).toEqual(["PATCH", "/listings/2021-08-01/items/A2SELLER/A%2F1%20b"])
    expect(Object.fromEntries(call?.query ?? [])).toEqual({
      marketplaceIds: "ATVPDKIKX0DER",
      includedData: "issues"
    })
    expect(JSON.parse(call?.body ?? "")).toEqual({
      productType: "PRODUCT",
      patches: [
        {
          op: "merge",
          path: "/attributes/fulfillment_availability",
          value: [{ fulfillment_channel_code: "DEFAULT", quantity: 4 }]
        }
      ]
    })
    expect(world.client.taken[1]).toEqual({
      account: "channel:7:patchListingsItem",
      allowance: { requests: 5, perMs: 1000, burst: 5 }
    })
    expect(await world.read("A/1 b", "B", "C")).toEqual([
      { sku: "A/1 b", quantity: 4 },
      { sku: "B", quantity: 0 }
    ])
  })

  it("answers for each level: unknown, invalid, refused", async () => {
    await using world = await open()
    world.account.listings.set("good", 1)
    world.account.intrude = (call) => {
      if (call.path.endsWith("/bad")) return errors(400, "InvalidInput", "not a SKU")
      if (!call.path.endsWith("/invalid")) return null
      const issue = { code: "90220", message: "'size' is required", severity: "ERROR", categories: [] }
      const warning = { ...issue, code: "1", message: "only a warning", severity: "WARNING" }
      return {
        status: 200,
        json: { sku: "invalid", status: "INVALID", submissionId: "s", issues: [warning, issue] }
      }
    }
    const answers = await world.upload(
      ...["absent", "invalid", "bad", "..", "good"].map((sku) => level(sku, 1))
    )
    expect(answers.map((a) => [a.sku, a._tag, "reason" in a ? a.reason : ""])).toEqual([
      ["absent", "Unknown", "The seller has no listing with this SKU in this marketplace."],
      ["invalid", "Rejected", "Amazon found the listing invalid: 'size' is required (90220)"],
      ["bad", "Rejected", "Amazon refused it: not a SKU (InvalidInput)"],
      ["..", "Unknown", "The seller has no listing with this SKU in this marketplace."],
      ["good", "Accepted", ""]
    ])
  })

  it("hands over what was set before a trouble, and fails when nothing was", async () => {
    await using world = await open()
    for (const sku of ["A", "B", "C"]) world.account.listings.set(sku, 1)
    world.account.intrude = (call) => (call.path.endsWith("/A") ? null : { status: 500 })
    expect(await world.upload(level("A", 2), level("B", 2), level("C", 2))).toEqual([
      { _tag: "Accepted", sku: "A" }
    ])
    const failure = await world.client.failure((c) =>
      c.uploadInventory(world.channel, "batch-2", [level("B", 2)])
    )
    expect(failure).toMatchObject({ reason: "NoAnswer" })
  })

  it("leaves out stock that lies with Amazon", async () => {
    await using world = await open()
    world.account.intrude = () => ({
      status: 200,
      json: { sku: "F", fulfillmentAvailability: [{ fulfillmentChannelCode: "AMAZON_NA" }] }
    })
    expect(await world.read("F")).toEqual([])
  })

  it("wants the seller id", async () => {
    await using world = await open()
    const { sellerId: _, ...settings } = world.channel.settings
    const failure = await world.client.failure((c) =>
      c.uploadInventory({ ...world.channel, settings }, "b", [level("A", 1)])
    )
    expect(failure).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("sellerId")
    })
  })
})
