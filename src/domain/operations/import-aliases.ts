import * as Effect from "effect/Effect"
import { giveAliases, noteAliases } from "../give-aliases.ts"
import type { AliasClash, AliasLine, BrokenAlias, WantedAlias } from "../model/alias-plan.ts"
import { aliasFault, aliasTypeFault } from "../model/stock-alias.ts"
import { nameHolders } from "../name-holders.ts"
import { ActivityLog, type ActivityRow } from "../ports/activity-log.ts"
import { type AliasMark, AliasStore, type NewAlias } from "../ports/alias-store.ts"
import { Refusal } from "../ports/failure.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const typesNamed = 5

const faultOf = ({ line, type, alias, sku }: AliasLine): BrokenAlias | null => {
  const inType = aliasTypeFault(type)
  if (inType !== null) return { line, column: "type", reason: inType }
  const inAlias = aliasFault(alias)
  if (inAlias !== null) return { line, column: "alias", reason: inAlias }
  return sku === "" ? { line, column: "sku", reason: "is empty" } : null
}

const typesOf = (aliases: ReadonlyArray<NewAlias>): string => {
  const types = [...new Set(aliases.map((a) => a.type))]
  return types.length > typesNamed ? `${types.slice(0, typesNamed).join(", ")} ...` : types.join(", ")
}

/** Products that share an alias once these were added: they are named, and none of them is told. */
const clashesOf = (
  aliases: ReadonlyArray<WantedAlias>,
  holders: (wanted: WantedAlias) => ReadonlyArray<{ readonly sku: string }>
): ReadonlyArray<AliasClash> =>
  [...Map.groupBy(aliases, (a) => JSON.stringify([a.type, a.alias])).values()].flatMap((given) => {
    const [first] = given
    if (first === undefined) return []
    const skus = new Set([...holders(first), ...given].map((holder) => holder.sku))
    return skus.size < 2 ? [] : [{ type: first.type, alias: first.alias, skus: [...skus].sort() }]
  })

/**
 * Takes aliases from a file. Every line that is wrong is named with its place and reason; then nothing is taken, unless the
 * others are wanted without them. What is there already stays as it is. `dryRun` says all of it and writes nothing.
 */
export const importAliases = Effect.fn("importAliases")(function* (
  lines: ReadonlyArray<AliasLine>,
  from: string,
  { dryRun, skipBroken }: { readonly dryRun: boolean; readonly skipBroken: boolean }
) {
  const faults = lines.flatMap((line) => faultOf(line) ?? [])
  const faulty = new Set(faults.map((fault) => fault.line))
  const sound = lines.filter((line) => !faulty.has(line.line))
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const products = yield* nameHolders(sound.map((line) => ({ type: null, name: line.sku })))
      const placed = sound.map((line) => ({ ...line, product: products({ type: null, name: line.sku })[0] }))
      const unknown = placed.flatMap(
        ({ line, sku, product }): ReadonlyArray<BrokenAlias> =>
          product === undefined
            ? [{ line, column: "sku", reason: `There is no product with the master SKU “${sku}”.` }]
            : []
      )
      const aliases = placed.flatMap(
        ({ type, alias, sku, product }): ReadonlyArray<WantedAlias> =>
          product === undefined ? [] : [{ type, alias, sku, productId: product.productId }]
      )
      const held = yield* nameHolders(aliases.map((a) => ({ type: a.type, name: a.alias })))
      const holders = (a: WantedAlias) => held({ type: a.type, name: a.alias })
      const fresh = aliases.filter((a) => holders(a).every((h) => h.productId !== a.productId))
      const distinct = [
        ...new Map(fresh.map((a) => [JSON.stringify([a.type, a.alias, a.productId]), a])).values()
      ]
      const broken = [...faults, ...unknown].toSorted((a, b) => a.line - b.line)
      const isWritten = !dryRun && (broken.length === 0 || skipBroken)
      const mark = isWritten ? yield* giveAliases("aliases given", typesOf(distinct), distinct, from) : null
      return {
        isWritten,
        /** By which what was added is taken back; null: nothing was. */
        mark,
        types: typesOf(distinct),
        added: distinct.length,
        known: aliases.length - distinct.length,
        broken,
        clashes: clashesOf(distinct, holders)
      }
    })
  )
})

const goneRefusal = () =>
  new Refusal({ message: "None of its aliases is there any more, so there is nothing to undo." })

/** What taking an import back would do now; nothing is taken. */
export const undoingAliasImport = Effect.fn("undoingAliasImport")(function* (mark: AliasMark) {
  const lost = yield* (yield* AliasStore).wouldLose(mark)
  return lost.aliases === 0 ? yield* goneRefusal() : lost
})

/** Takes back what one import gave, but for what somebody took away since. What was there before it stays. */
export const undoAliasImport = Effect.fn("undoAliasImport")(function* (mark: AliasMark, name: string) {
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const undone = yield* (yield* AliasStore).takeBack(mark)
      if (undone === 0) return yield* goneRefusal()
      yield* noteAliases("aliases taken away", name, `${undone} of the import of ${mark.by}`)
      return undone
    })
  )
})

const rowsAtOnce = 500

/** The newest import of aliases from a file, whoever made it. */
export const lastAliasImport = Effect.fn("lastAliasImport")(function* () {
  const log = yield* ActivityLog
  for (let before: number | null = null; ; ) {
    const page: ReadonlyArray<ActivityRow> = yield* log.page(
      { subject: { kind: "alias-type" } },
      before,
      rowsAtOnce
    )
    const found = page.find(({ act }) => act === "aliases given" || act === "aliases taken away")
    if (found?.act === "aliases taken away")
      return yield* new Refusal({ message: `${found.actor} took the last import of aliases back already.` })
    if (found !== undefined)
      return { mark: { by: found.actor, at: found.at }, name: found.subject.name, note: found.note }
    if (page.length < rowsAtOnce)
      return yield* new Refusal({ message: "Nobody imported aliases, so there is nothing to undo." })
    before = page.at(-1)?.id ?? null
  }
})
