import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { setStockAlias } from "../../src/domain/operations/set-stock-alias.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { later } from "../fixtures/sample-world.ts"
import type { DomainHouse } from "./domain-house.ts"

const suppliers = ["North", "South", "Mail"] as const
const skus = ["SKU-1", "SKU-2", "SKU-3", "SKU-4"] as const
const some = fc.integer({ min: 0, max: 3 })

/** What changes how much may be sold, besides orders. */
export type StockStep =
  | {
      readonly do: "levels"
      readonly supplier: number
      readonly skus: ReadonlyArray<number>
      readonly onHand: number
      readonly warehouse: string
      /** Minutes before now. */
      readonly age: number
    }
  | { readonly do: "alias"; readonly sku: number; readonly alias: number; readonly remove: boolean }
  | {
      readonly do: "rules"
      readonly warehouse: string | null
      readonly alias: string | null
      readonly minimum: number | null
      readonly safety: number
      readonly share: number
      readonly cap: number | null
    }
  | { readonly do: "archive" | "shadow"; readonly on: boolean }
  | { readonly do: "rename"; readonly to: string }

const orNull = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: null })

export const stockStep: fc.Arbitrary<StockStep> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("levels" as const),
      supplier: fc.integer({ min: 0, max: 2 }),
      skus: fc.uniqueArray(some, { minLength: 1, maxLength: 4 }),
      onHand: fc.constantFrom(0, 3, 20, 40),
      warehouse: fc.constantFrom("", "EAST", "WEST"),
      age: fc.integer({ min: -20, max: 20 })
    })
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("alias" as const), sku: some, alias: some, remove: fc.boolean() })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("rules" as const),
      warehouse: orNull(fc.constantFrom("EAST", "North", "North/WEST", "Renamed")),
      alias: orNull(fc.constant("UPC")),
      minimum: orNull(fc.integer({ min: 1, max: 6 })),
      safety: some,
      share: fc.constantFrom(100, 100, 70),
      cap: orNull(fc.constant(30))
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("archive" as const, "shadow" as const), on: fc.boolean() })
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("rename" as const), to: fc.constantFrom("North", "Renamed") })
  }
)

const levels = (house: DomainHouse, step: Extract<StockStep, { do: "levels" }>) =>
  house.run(
    Effect.gen(function* () {
      const name = suppliers[step.supplier] ?? "North"
      const at = later(house.time.now().getTime() - later(0).getTime() - step.age * 60_000)
      const found = yield* Effect.promise(
        () => house.sql()<Array<{ id: never; sku: string }>>`
          select u.id, p.supplier_sku as sku from suppliers u join supplier_products p on p.supplier_id = u.id
          join products n on n.id = p.product_id
          where u.name = ${name} and n.sku = any(${step.skus.map((n) => skus[n] ?? "")}::text[])`
      )
      const words = found.map(({ sku }) => ({
        supplierSku: sku,
        warehouse: step.warehouse,
        quantity: step.onHand
      }))
      if (found[0] !== undefined) yield* (yield* Catalog).saveStock(found[0].id, words, at)
    })
  )

/** One step, as the rows of the house say it. */
export const takeStockStep = async (house: DomainHouse, step: StockStep): Promise<void> => {
  const sql = house.sql()
  switch (step.do) {
    case "levels":
      return levels(house, step)
    case "alias": {
      const given = {
        type: "UPC",
        alias: `u${step.alias}`,
        sku: skus[step.sku] ?? "SKU-1",
        remove: step.remove
      }
      return void (await house.run(setStockAlias(given)))
    }
    case "rules":
      await sql`update channels set warehouse = ${step.warehouse}, stock_alias = ${step.alias},
        minimum_level = ${step.minimum}, safety_stock = ${step.safety}, share_percent = ${step.share},
        stock_cap = ${step.cap}`
      return
    case "archive":
      await sql`update channels set archived_at = case when ${step.on} then now() end, auto_processing = false`
      return
    case "shadow":
      await sql`update orders set shadow = ${step.on}`
      return
    case "rename":
      await sql`update suppliers set name = ${step.to} where name in ('North', 'Renamed')`
      return
  }
}
