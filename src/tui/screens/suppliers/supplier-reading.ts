import * as Effect from "effect/Effect"
import type { Breaker } from "../../../domain/model/breaker.ts"
import type { Supplier } from "../../../domain/model/supplier.ts"
import { type LateAnswer, listLateAnswers } from "../../../domain/operations/list-late-answers.ts"
import { Breakers } from "../../../domain/ports/breakers.ts"
import { type InFlight, SendGates, type SendStop } from "../../../domain/ports/send-gates.ts"
import { SupplierStore } from "../../../domain/ports/supplier-store.ts"
import { SyncBoard, type SyncLine } from "../../../domain/ports/sync-board.ts"
import { isOpen } from "../../stop-words.ts"
import { onTheWay } from "../../switch-sends.ts"

/** A supplier with everything that can keep its orders there or here. */
export interface SupplierRow {
  readonly supplier: Supplier
  readonly breaker: Breaker | null
  /** A stop of this supplier alone. */
  readonly stop: SendStop | null
  readonly going: number
  readonly late: ReadonlyArray<LateAnswer>
  readonly tracking: SyncLine | null
}

const stopsRead = 100
const lateRead = 500

interface Parts {
  readonly suppliers: ReadonlyArray<Supplier>
  readonly breakers: ReadonlyArray<Breaker>
  readonly stops: ReadonlyArray<SendStop>
  readonly inFlight: ReadonlyArray<InFlight>
  readonly late: ReadonlyArray<LateAnswer>
  readonly sync: ReadonlyArray<SyncLine>
}

const rowsOf = ({ suppliers, breakers, stops, inFlight, late, sync }: Parts): ReadonlyArray<SupplierRow> =>
  suppliers.map((supplier) => ({
    supplier,
    breaker: breakers.find(({ supplierId }) => supplierId === supplier.id) ?? null,
    stop: stops.find((s) => isOpen(s) && s.scope === "supplier" && s.party === supplier.name) ?? null,
    going: onTheWay(inFlight.filter((row) => row.supplier === supplier.name)),
    late: late.filter((row) => row.supplier === supplier.name),
    tracking:
      sync.find(({ partyKind, partyId }) => partyKind === "supplier" && partyId === supplier.id) ?? null
  }))

export const readSuppliers = Effect.gen(function* () {
  const gates = yield* SendGates
  return rowsOf({
    suppliers: yield* (yield* SupplierStore).list(),
    breakers: yield* (yield* Breakers).list(),
    stops: yield* gates.stops(stopsRead),
    inFlight: yield* gates.inFlight(),
    late: yield* listLateAnswers(lateRead),
    sync: yield* (yield* SyncBoard).status()
  })
})
