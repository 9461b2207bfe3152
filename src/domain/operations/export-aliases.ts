import * as Effect from "effect/Effect"
import { type AliasRow, AliasStore } from "../ports/alias-store.ts"
import { Refusal } from "../ports/failure.ts"
import { MappingFiles } from "../ports/mapping-files.ts"

const pageSize = 5_000
/** More is written page by page, by the command. */
const mostAtOnce = 100_000

/** All aliases of a type, or of every one, page by page in the columns that the import reads. Returns how many. */
export const eachAliasPage = Effect.fn("eachAliasPage")(function* <E, R>(
  type: string | null,
  take: (rows: ReadonlyArray<ReadonlyArray<string>>, soFar: number) => Effect.Effect<void, E, R>
) {
  const store = yield* AliasStore
  let count = 0
  for (let after: number | null = null; ; ) {
    const page: ReadonlyArray<AliasRow> = yield* store.page(type, after, pageSize)
    count += page.length
    yield* take(
      page.map((row) => [row.type, row.alias, row.sku]),
      count
    )
    after = page.at(-1)?.id ?? null
    if (page.length < pageSize) return count
  }
})

/** Writes all aliases into a new file at once, and says how many and where. */
export const exportAliases = Effect.fn("exportAliases")(function* (path: string) {
  const rows: Array<ReadonlyArray<string>> = []
  const count = yield* eachAliasPage(null, (page, soFar) => {
    rows.push(...page)
    return soFar <= mostAtOnce
      ? Effect.void
      : new Refusal({
          message: `There are more than ${mostAtOnce.toLocaleString("en-US")} aliases: switchyard inventory alias export writes them.`
        })
  })
  return { rows: count, path: yield* (yield* MappingFiles).writeAliases(path, rows) }
})
