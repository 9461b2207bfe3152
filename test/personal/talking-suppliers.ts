import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { supplierTransportsLayer } from "../../src/connectors/transports/transport-table.ts"
import { TransportFailure } from "../../src/domain/ports/failure.ts"
import { SupplierTransports } from "../../src/domain/ports/supplier-transports.ts"
import { ediInterchangesLayer } from "../../src/store/edi-interchanges.ts"
import { memoryVault } from "../connectors/memory-vault.ts"
import { fakeSuppliers } from "../fixtures/fake-supplier-transports.ts"
import { said } from "./planted-buyer.ts"

/** What each supplier does with every purchase order; whoever is not named takes it. */
export type Temper = "refuses" | "is silent" | "is away"

const detail = { answer: said }
const refused = { _tag: "Refused", reason: said, evidence: { kind: "refusal", detail } } as const
const silent = { _tag: "Unknown", reason: said, evidence: { kind: "attempt", detail } } as const
const taken = { _tag: "Sent", receipt: { kind: "transport_receipt", detail: { receipt: said } } } as const

const settings = Object.fromEntries(
  Array.from({ length: 50 }, (_, id) => [`supplier:${id}/replyKey`, "canary"] as const)
)
const production = supplierTransportsLayer().pipe(
  Layer.provide(memoryVault(settings)),
  Layer.provide(ediInterchangesLayer)
)

/** Renders as in production, so that the bytes are those that leave; what is said back names the buyer in every way. */
export const talkingSuppliers = (tempers: ReadonlyMap<string, Temper>) => {
  const fake = fakeSuppliers()
  const layer = Layer.effect(
    SupplierTransports,
    Effect.gen(function* () {
      const { kinds, prepare, render, renderMessage } = yield* SupplierTransports
      const memory = yield* Effect.provide(SupplierTransports, fake.layer)
      return SupplierTransports.of({
        ...memory,
        kinds,
        prepare,
        render,
        renderMessage,
        send: (supplier, _intent, mark) =>
          Effect.gen(function* () {
            const temper = tempers.get(supplier.name)
            if (temper === "is away")
              return yield* new TransportFailure({ reason: "Unreachable", message: said })
            yield* mark
            return temper === "refuses" ? refused : temper === "is silent" ? silent : taken
          }),
        lookUp: () => Effect.succeed({ _tag: "CannotTell", evidence: { kind: "look_up", detail } } as const)
      })
    })
  ).pipe(Layer.provide(production))
  return { layer, files: fake.files }
}
