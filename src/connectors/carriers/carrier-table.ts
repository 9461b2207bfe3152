import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { CarrierAccount } from "../../domain/model/carrier-account.ts"
import { Carriers } from "../../domain/ports/carriers.ts"
import { CarrierFailure } from "../../domain/ports/failure.ts"
import { Vault } from "../../domain/ports/vault.ts"
import { type HttpLimits, makeHttp } from "../http.ts"
import type { CarrierConnector } from "./carrier-connector.ts"
import { makeCarrierSession } from "./carrier-session.ts"
import { makeFedex } from "./fedex.ts"
import { makeUps } from "./ups.ts"
import { makeUsps } from "./usps.ts"

/** Thirty parcels with all their scans are far smaller. */
export const carrierLimits: HttpLimits = { bodyBytes: 4 * 1024 * 1024, connectMs: 10_000, totalMs: 30_000 }

/** Adding a carrier: its own file, its status table in the model, and its row in `rows`. */
export const carriersLayer = (limits: HttpLimits = carrierLimits): Layer.Layer<Carriers, never, Vault> =>
  Layer.effect(
    Carriers,
    Effect.gen(function* () {
      const session = makeCarrierSession(yield* Vault, yield* makeHttp(limits))
      const rows: ReadonlyArray<CarrierConnector> = [makeUps(session), makeFedex(session), makeUsps(session)]
      const connector = (account: CarrierAccount): Effect.Effect<CarrierConnector, CarrierFailure> => {
        const row = rows.find((r) => r.kind.carrier === account.carrier)
        if (row !== undefined) return Effect.succeed(row)
        return new CarrierFailure({
          reason: "Misconfigured",
          message: `Nobody here can ask ${account.carrier}. Known: ${rows.map((r) => r.kind.carrier).join(", ")}.`
        })
      }
      return Carriers.of({
        kinds: rows.map((row) => row.kind),
        track: (account, numbers) => Effect.flatMap(connector(account), (c) => c.track(account, numbers)),
        findByReference: (account, reference, from) =>
          Effect.flatMap(connector(account), (c) =>
            c.findByReference === undefined ? Effect.succeed([]) : c.findByReference(account, reference, from)
          ),
        test: Effect.fn("Carriers.test")(function* (account) {
          const { kind, signIn } = yield* connector(account)
          yield* session.signIn(account, signIn)
          return [
            `${kind.label} takes the login of ${account.name} (${account.environment}). No parcel was asked for.`
          ]
        })
      })
    })
  )
