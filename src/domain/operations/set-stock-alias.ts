import * as Effect from "effect/Effect"
import { Refusal } from "../ports/failure.ts"
import { InventoryStore } from "../ports/inventory-store.ts"

const isOneLine = (text: string): boolean => text.trim() === text && text !== "" && !/\p{Cc}/u.test(text)

/**
 * A name of a type that channels can be told a product under. Returns who else has that alias: with two, neither is told.
 * What a channel itself calls a product in its orders is `map sku`.
 */
export const setStockAlias = Effect.fn("setStockAlias")(function* (given: {
  readonly type: string
  readonly alias: string
  readonly sku: string
  readonly remove: boolean
}) {
  if (!isOneLine(given.type) || given.type.length > 80 || /^channel:/.test(given.type))
    return yield* new Refusal({
      message: "An alias type is one line of 1 to 80 characters, and does not begin with channel:."
    })
  if (!isOneLine(given.alias) || given.alias.length > 200)
    return yield* new Refusal({ message: "An alias is one line of 1 to 200 characters." })
  const store = yield* InventoryStore
  const product = yield* store.product(given.sku)
  if (product === null)
    return yield* new Refusal({ message: `There is no product with the master SKU “${given.sku}”.` })
  const did = yield* given.remove
    ? store.removeAlias(given.type, given.alias, product.id)
    : store.addAlias(given.type, given.alias, product.id)
  const claims = yield* store.aliasClaims(given.type, [product.id])
  const others = claims.filter((c) => c.alias === given.alias && c.sku !== product.sku).map((c) => c.sku)
  return { did, others }
})
