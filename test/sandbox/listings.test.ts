import { expect, test } from "vitest"
import { Connector, channelOf } from "../connectors/channels/vendure-fixture.ts"
import { shopOf, withWorld } from "./opened-world.ts"

test("the sandbox's shop says what it lists to the production connector, every SKU once", () =>
  withWorld({ orders: 1 }, async (world) => {
    const { url, shopUrl, channelToken, username, password } = shopOf(world, "acme-shop")
    await using connector = new Connector({ username, password })
    const channel = channelOf(url, { settings: { url, shopUrl, channelToken } })
    const page = await connector.run((c) => c.readListings(channel, null))
    expect(page).toMatchObject({ next: null, broken: [] })
    const skus = page.listings.map((listing) => listing.sku)
    expect(skus.length).toBeGreaterThan(3)
    expect(new Set(skus).size).toBe(skus.length)
    const shown = await connector.run((c) => c.readInventory(channel, skus))
    expect(new Set(shown.map((one) => one.sku))).toEqual(new Set(skus))
  }))
