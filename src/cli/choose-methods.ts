import * as Effect from "effect/Effect"
import type { SupplierShipMethod } from "../domain/model/supplier.ts"
import type { SaveChoice, ShipMethodChoice, SupplierPick } from "../domain/operations/resolve-order.ts"
import { Refusal } from "../domain/ports/failure.ts"
import { methodName } from "./resolve-advice.ts"

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

const listed = (methods: ReadonlyArray<SupplierShipMethod>): string =>
  methods.length === 0
    ? "it has none; add one: switchyard suppliers set <supplier> --ship-method 'Carrier|Method|code'"
    : methods
        .slice(0, 20)
        .map((m) => `“${methodName(m)}”`)
        .join(", ")

/** One of the supplier's own methods by `Carrier Method` or by its code, in any case of letters. */
export const ownMethod = Effect.fn("ownMethod")(function* (
  supplier: string,
  methods: ReadonlyArray<SupplierShipMethod>,
  wanted: string
) {
  const byName = methods.filter((m) => same(methodName(m), wanted))
  const found = byName.length > 0 ? byName : methods.filter((m) => same(m.code, wanted))
  const [method] = found
  if (method === undefined)
    return yield* new Refusal({
      message: `“${wanted}” is not one of ${supplier}'s own methods: ${listed(methods)}.`
    })
  if (found.length > 1)
    return yield* new Refusal({
      message: `“${wanted}” names ${found.length} methods of ${supplier}. Give the code: ${found.map((m) => m.code).join(", ")}.`
    })
  return method
})

/** `Supplier=Carrier Method`, read against the suppliers that this order goes to. */
export const chooseMethod = Effect.fn("chooseMethod")(function* (
  picks: ReadonlyArray<SupplierPick>,
  given: string,
  save: SaveChoice
) {
  // By prefix, longest first: a supplier's name may hold an = itself.
  const pick = picks
    .filter((p) => given.toLowerCase().startsWith(`${p.supplier.toLowerCase()}=`))
    .sort((a, b) => b.supplier.length - a.supplier.length)[0]
  if (pick === undefined)
    return yield* new Refusal({
      message: `“${given}” names no supplier of this order. It goes to: ${picks.map((p) => p.supplier).join(", ") || "nobody yet"}.`
    })
  const method = yield* ownMethod(pick.supplier, pick.methods, given.slice(pick.supplier.length + 1))
  return { supplierId: pick.supplierId, shipMethodId: method.id, save } satisfies ShipMethodChoice
})
