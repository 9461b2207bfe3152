import { describe, expect, it, vi } from "vitest"
import { kindRows } from "./channel-kinds.ts"
import { ChannelLife } from "./channel-life.ts"
import { listingKinds } from "./operations.ts"
import { openWorld } from "./world-table.ts"

/** Much is said over real connections; how long that takes is the machine's affair. */
vi.setConfig({ testTimeout: 120_000 })

const open = async (kind: string) => {
  const world = await openWorld(kind)
  const life = new ChannelLife(world)
  return {
    world,
    life,
    list: (cursor: string | null) => life.outcome((c) => c.readListings(world.channel, cursor)),
    async [Symbol.asyncDispose]() {
      await life[Symbol.asyncDispose]()
      await world[Symbol.asyncDispose]()
    }
  }
}

it("the kinds that say what they list are those of the table", () => {
  const said = kindRows.flatMap(([name, kind]) => (kind.capabilities.listings === true ? [name] : []))
  expect(new Set(said)).toEqual(listingKinds)
})

describe.each(kindRows.filter(([, kind]) => kind.capabilities.listings === true))(
  "what %s lists",
  (name: string) => {
    it("names every SKU that it keeps stock of, and ends", async () => {
      await using shop = await open(name)
      for (const sku of ["SKU-A", "SKU-B"]) await shop.world.setStock(sku, 3)
      const found: Array<string> = []
      const places = new Set<string>()
      for (let cursor: string | null = null; ; ) {
        const outcome: Awaited<ReturnType<typeof shop.list>> = await shop.list(cursor)
        if (!("value" in outcome)) throw new Error(`it failed: ${JSON.stringify(outcome)}`)
        found.push(...outcome.value.listings.map((listing) => listing.sku))
        cursor = outcome.value.next
        if (cursor === null) break
        expect(places.has(cursor)).toBe(false)
        places.add(cursor)
      }
      expect(found).toEqual(expect.arrayContaining(["SKU-A", "SKU-B"]))
    })
  }
)

describe.each(kindRows.filter(([, kind]) => kind.capabilities.listings !== true))(
  "%s offers no list",
  (name: string) => {
    it("and says so, without a request", async () => {
      await using shop = await open(name)
      const heard = shop.world.gate?.heard.length ?? 0
      const outcome = await shop.list(null)
      expect(outcome).toMatchObject({ failure: { reason: "Misconfigured", settlement: { _tag: "Stop" } } })
      expect(shop.world.gate?.heard.length ?? 0).toBe(heard)
    })
  }
)
