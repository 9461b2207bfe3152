import * as Effect from "effect/Effect"
import type { Supplier } from "./model/supplier.ts"
import { SupplierTransports } from "./ports/supplier-transports.ts"

type Asked = Pick<Supplier, "transport" | "settings">

/** Whether a supplier is set up to say what it has: such a one is read even where no tracking numbers come from it. */
export const bringsStock = Effect.map(SupplierTransports, ({ kinds }) => (supplier: Asked): boolean => {
  const kind = kinds.find((k) => k.transport === supplier.transport)
  return kind?.bringsStock?.(supplier.settings) ?? false
})

/** Whether it may say so: where its settings do not tell, it is asked. */
export const mayBringStock = Effect.map(SupplierTransports, ({ kinds }) => (supplier: Asked): boolean => {
  const kind = kinds.find((k) => k.transport === supplier.transport)
  return kind?.brings.includes("inventory") === true && kind.bringsStock?.(supplier.settings) !== false
})
