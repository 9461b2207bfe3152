import * as Effect from "effect/Effect"
import { setProducts } from "../../domain/operations/set-supplier.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { answer, type Block, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import type { BrokenLine } from "../csv-rows.ts"
import { findSupplier } from "../find-party.ts"
import { textFile } from "../inbox.ts"
import { argument, has } from "../input.ts"
import { readProducts } from "../read-products.ts"
import { countOf } from "../wording.ts"

const brokenShown = 50

const brokenBlocks = (broken: ReadonlyArray<BrokenLine>): ReadonlyArray<Block> => {
  const rows = broken.slice(0, brokenShown).map((b) => [String(b.line), b.column, b.reason])
  const more = broken.length - rows.length
  return [
    table([">line", "column", "what is wrong"], rows),
    ...(more > 0 ? [`... and ${more} lines more (--json has all)`] : [])
  ]
}

export const importProducts: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* findSupplier(argument(input, "supplier"))
    const file = argument(input, "file")
    const { products, broken, unusable } = readProducts(yield* textFile(file))
    if (unusable !== null)
      return yield* new Refusal({ message: `${file}: ${unusable} Nothing was imported.` })
    if (broken.length > 0 && !has(input, "skip-broken"))
      return answer(
        { imported: 0, broken },
        [
          ...brokenBlocks(broken),
          `Nothing was imported: ${broken.length} of ${products.length + broken.length} lines of ${file} are broken.`,
          "Correct them, or import the others with --skip-broken."
        ],
        true
      )
    if (products.length === 0)
      return yield* new Refusal({ message: `${file} has no product that can be imported.` })
    yield* setProducts(supplier.name, products)
    return answer({ imported: products.length, broken }, [
      ...(broken.length > 0 ? [...brokenBlocks(broken), `Left out: ${countOf(broken.length, "line")}.`] : []),
      `Imported ${countOf(products.length, "product")} of ${supplier.name}; orders that waited for them are checked anew.`
    ])
  })
