import * as fc from "fast-check"
import { expect, it } from "vitest"
import type { OrderPage } from "../../../src/domain/ports/sales-channels.ts"
import { Connector, channelOf } from "./woocommerce-fixture.ts"
import { orderOf, WoocommerceShop } from "./woocommerce-shop.ts"

const since = new Date("2026-11-22T00:30:00Z")
const old = "2026-11-20T00:00:00"

/** What may happen to the orders from `from` on, `count` of them, while the list is read. */
interface Happening {
  readonly what: "enter" | "leave" | "delete" | "edit"
  readonly from: number
  readonly count: number
}

const happening = (most: number): fc.Arbitrary<Happening> =>
  fc.record({
    what: fc.constantFrom("enter", "leave", "leave", "delete", "edit"),
    from: fc.integer({ min: 1, max: most }),
    count: fc.integer({ min: 1, max: 130 })
  })

const story = fc.record({
  /** Orders at the beginning: each of them changed since, or long before. */
  changed: fc.array(fc.boolean(), { minLength: 90, maxLength: 420, size: "max" }),
  after: fc.array(fc.array(happening(420), { minLength: 1, maxLength: 3, size: "max" }), {
    minLength: 4,
    maxLength: 8,
    size: "max"
  })
})

/** Carries out one happening, at a time of its own, and says whom it touched. */
const carryOut = (
  shop: WoocommerceShop,
  { what, from, count }: Happening,
  at: string
): ReadonlyArray<number> => {
  const ids = Array.from({ length: count }, (_, n) => from + n).filter((id) => shop.orders.has(id))
  for (const id of ids) {
    if (what === "delete") shop.orders.delete(id)
    else if (what === "leave") shop.change(id, { status: "completed", date_modified_gmt: at })
    else shop.change(id, { status: "processing", date_modified_gmt: at })
  }
  return ids
}

const idsOf = (pages: ReadonlyArray<OrderPage>): ReadonlyArray<number> =>
  pages.flatMap((p) => p.orders.map((o) => Number(o.channelOrderId)))

it("WooCommerce's list may move as it likes: what stays is read once, and the next run knows the rest", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ changed, after }) => {
      await using shop = await WoocommerceShop.open(
        changed.map((isChanged, n) => orderOf(n + 1, isChanged ? {} : { date_modified_gmt: old }))
      )
      // Not in the first hours of a day, where an hour more is asked for.
      shop.clock = new Date("2026-11-22T08:00:00Z")
      await using connector = new Connector()
      const channel = channelOf(shop.url)
      const touched = new Set<number>()
      const pages = await connector.pages(channel, since, (page) => {
        const at = new Date(shop.clock.getTime() + page * 60_000)
        for (const one of after[page - 1] ?? [])
          for (const id of carryOut(shop, one, at.toISOString().slice(0, 19))) touched.add(id)
      })
      const read = idsOf(pages)
      expect(new Set(read).size).toBe(read.length)
      const stayed = changed.flatMap((isChanged, n) => (isChanged && !touched.has(n + 1) ? [n + 1] : []))
      expect(stayed.filter((id) => !read.includes(id))).toEqual([])
      const watermark = pages.at(-1)?.newestAt ?? since
      const next = idsOf(await connector.pages(channel, watermark))
      const open = [...touched].filter((id) => shop.orders.get(id)?.status === "processing")
      expect(open.filter((id) => !next.includes(id))).toEqual([])
    }),
    { numRuns: 120, seed: 20261122, endOnFailure: true }
  )
}, 240_000)
