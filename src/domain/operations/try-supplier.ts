import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { Order } from "../model/order.ts"
import { type Supplier, SupplierId } from "../model/supplier.ts"
import { OrderBoard } from "../ports/order-board.ts"
import { OrderStore } from "../ports/order-store.ts"
import type { NewSupplier, SupplierChange } from "../ports/supplier-store.ts"
import { SupplierTransports } from "../ports/supplier-transports.ts"
import { Vault } from "../ports/vault.ts"
import { renderSpecimen, unsaved } from "../render-specimen.ts"

type Secrets = Readonly<Record<string, Redacted.Redacted>>

let trials = 0

/**
 * Each trial is a supplier of its own that nobody has: connections and tokens that transports keep for a while belong to a
 * supplier, so what is tried neither gets one that was made with other secrets nor leaves one behind.
 */
const trialId = (): SupplierId => {
  trials += 1
  return SupplierId(-trials)
}

const tried = Effect.fn("tried")(function* (supplier: Supplier, secrets: Secrets) {
  const trial = { ...supplier, id: trialId() }
  const vault = yield* Vault
  const transports = yield* SupplierTransports
  return yield* Effect.scoped(
    Effect.andThen(vault.lend(`supplier:${trial.id}`, secrets), transports.test(trial))
  )
})

/** Signs in as this supplier would be signed in at, before anything of it is stored. */
export const trySupplier = (given: NewSupplier, secrets: Secrets) => tried(unsaved(given), secrets)

/** The same for a supplier that is stored, with a change that is not: secrets that are not given are the stored ones. */
export const trySupplierChange = Effect.fn("trySupplierChange")(function* (
  supplier: Supplier,
  change: SupplierChange,
  secrets: Secrets
) {
  const vault = yield* Vault
  const owner = `supplier:${supplier.id}`
  const others = (yield* vault.fields(owner)).filter((field) => !Object.hasOwn(secrets, field))
  const stored = yield* Effect.forEach(others, (field) =>
    Effect.map(vault.get(owner, field), (secret) => [field, secret] as const)
  )
  return yield* tried({ ...supplier, ...change }, { ...Object.fromEntries(stored), ...secrets })
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
