import * as Effect from "effect/Effect"
import { inBatches } from "./model/job-request.ts"
import { AliasStore, type NamedProduct, type ProductName } from "./ports/alias-store.ts"

export const namesAtOnce = 1_000

/** Who has these names now, asked in as few questions as it takes. */
export const nameHolders = Effect.fn("nameHolders")(function* (names: ReadonlyArray<ProductName>) {
  const store = yield* AliasStore
  const found = yield* Effect.forEach(inBatches(names, namesAtOnce), (some) => store.named(some))
  const byName = Map.groupBy(found.flat(), ({ type, name }) => JSON.stringify([type, name]))
  return ({ type, name }: ProductName): ReadonlyArray<NamedProduct> =>
    byName.get(JSON.stringify([type, name])) ?? []
})
