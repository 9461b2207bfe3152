import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { Order } from "../model/order.ts"
import { OrderBoard } from "../ports/order-board.ts"
import { OrderStore } from "../ports/order-store.ts"
import type { NewSupplier } from "../ports/supplier-store.ts"
import { SupplierTransports } from "../ports/supplier-transports.ts"
import { Vault } from "../ports/vault.ts"
import { renderSpecimen, unsaved } from "../render-specimen.ts"

/** Signs in as this supplier would be signed in at, before anything of it is stored. */
export const trySupplier = Effect.fn("trySupplier")(function* (
  given: NewSupplier,
  secrets: Readonly<Record<string, Redacted.Redacted>>
) {
  const supplier = unsaved(given)
  const vault = yield* Vault
  const transports = yield* SupplierTransports
  return yield* Effect.scoped(
    Effect.andThen(vault.lend(`supplier:${supplier.id}`, secrets), transports.test(supplier))
  )
})

/** The newest order that waits for a PROCESS, or any that nothing was sent of; null: there is none. */
const waitingOrder = Effect.fn("waitingOrder")(function* () {
  const { rows } = yield* (yield* OrderBoard).page({ status: "not_processed" }, null, 20)
  const first = rows.find((row) => row.action === "process") ?? rows[0]
  if (first === undefined) return null
  const [order] = yield* (yield* OrderStore).load([first.id])
  // An order of gift cards alone shows nothing of a purchase order.
  return order?.lines.some((line) => line.ships) ? order : null
})

/** The first purchase order as this supplier would get it: of a real order that waits, else a specimen. */
export const showFirstOrder = Effect.fn("showFirstOrder")(function* (given: NewSupplier) {
  const order: Order | null = yield* waitingOrder()
  return yield* renderSpecimen(given, order)
})
