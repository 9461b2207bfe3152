import * as Effect from "effect/Effect"
import { newMark } from "../give-aliases.ts"
import { aliasFault, aliasTypeFault } from "../model/stock-alias.ts"
import { noteActivity } from "../note-activity.ts"
import { Refusal } from "../ports/failure.ts"
import { InventoryStore } from "../ports/inventory-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

interface GivenAlias {
  readonly type: string
  readonly alias: string
  readonly sku: string
  readonly remove: boolean
}

/** At the moment that the alias bears, which is nobody else's: whoever takes an import back finds what came together by it. */
const noteAlias = ({ type, alias, sku, remove }: GivenAlias, at: Date) =>
  noteActivity(
    remove ? "alias taken away" : "alias given",
    { kind: "alias-type", id: null, name: type },
    [{ field: sku, before: remove ? alias : null, after: remove ? null : alias }],
    "",
    at
  )

/**
 * A name of a type that channels can be told a product under. Returns who else has that alias: with two, neither is told.
 * What a channel itself calls a product in its orders is `map sku`.
 */
export const setStockAlias = Effect.fn("setStockAlias")(function* (given: GivenAlias) {
  const fault = aliasTypeFault(given.type) ?? aliasFault(given.alias)
  if (fault !== null) return yield* new Refusal({ message: fault })
  const store = yield* InventoryStore
  const product = yield* store.product(given.sku)
  if (product === null)
    return yield* new Refusal({ message: `There is no product with the master SKU “${given.sku}”.` })
  const did = yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const mark = yield* newMark()
      const changed = yield* given.remove
        ? store.removeAlias(given.type, given.alias, product.id)
        : store.addAlias(given.type, given.alias, product.id, mark)
      if (changed) yield* noteAlias(given, mark.at)
      return changed
    })
  )
  const claims = yield* store.aliasClaims(given.type, [product.id])
  const others = claims.filter((c) => c.alias === given.alias && c.sku !== product.sku).map((c) => c.sku)
  return { did, others }
})
