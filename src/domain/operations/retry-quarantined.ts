import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import type { IncomingShipmentRow } from "../model/shipment.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { Quarantine } from "../ports/quarantine.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { recordShipments } from "../take-shipments.ts"

/** What a person knows better than the row: the names that were not known. */
export interface RowEdits {
  readonly sku: string | null
  readonly purchaseOrder: string | null
}

const refuse = (message: string) => new Refusal({ message })

const demandOpen = Effect.fn("demandOpen")(function* (id: number) {
  const row = yield* (yield* Quarantine).get(id)
  if (row === null) return yield* refuse(`There is no input ${id} in quarantine.`)
  if (row.settledBy !== null) return yield* refuse(`Input ${id} was settled already, by ${row.settledBy}.`)
  return row
})

const edited = (row: IncomingShipmentRow, { sku, purchaseOrder }: RowEdits): IncomingShipmentRow => ({
  ...row,
  ...(sku !== null && { sku, lineId: "" }),
  ...(purchaseOrder !== null && { purchaseOrderNumber: purchaseOrder })
})

/**
 * Takes a quarantined row of a shipment once more, through the door that files go through: all of it, or nothing. Settled
 * when it was taken; else it stays, and the reason is said.
 */
export const retryQuarantined = Effect.fn("retryQuarantined")(function* (id: number, edits: RowEdits) {
  const work = Effect.gen(function* () {
    const input = yield* demandOpen(id)
    if (input.retry === null || input.supplierId === null)
      return yield* refuse(
        `Input ${id} (${input.source}) could not be read at all, so there is no row to take again. Ask for it again and let it be read; then: switchyard quarantine dismiss ${id} --reason "..."`
      )
    const supplier = yield* (yield* SupplierStore).get(input.supplierId)
    if (supplier === null) return yield* refuse("Its supplier does not exist any more.")
    if (input.retry.length > 1 && edits.sku !== null)
      return yield* refuse(
        `Input ${id} is a correction of ${input.retry.length} rows: --sku cannot be about all of them.`
      )
    const rows = input.retry.map((row) => edited(row, edits))
    const { matched, corrected, step } = yield* recordShipments(supplier, { name: `quarantine ${id}`, rows })
    const [refused] = matched.refused
    if (refused !== undefined) return yield* refuse(`Nothing was taken, and it stays: ${refused.reason}`)
    yield* (yield* Quarantine).settleOne(id, "taken again", yield* Actor, yield* now)
    return { ...step, value: { parcels: matched.parcels, corrected, known: matched.known.length } }
  })
  return yield* advance(work)
})

/** A person says that nothing follows from an input: it stays in the database, settled, with the reason. */
export const dismissQuarantined = Effect.fn("dismissQuarantined")(function* (id: number, reason: string) {
  if (reason.trim() === "") return yield* refuse("Say why (--reason): it is kept with the input.")
  const work = Effect.gen(function* () {
    const input = yield* demandOpen(id)
    yield* (yield* Quarantine).settleOne(id, reason.trim(), yield* Actor, yield* now)
    return { value: input, orders: [] }
  })
  return yield* advance(work)
})
