import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { PayloadKeeping, type PayloadRetention } from "../domain/ports/payload-keeping.ts"
import { Database } from "./database.ts"

export const payloadKeepingLayer: Layer.Layer<PayloadKeeping, never, Database> = Layer.effect(
  PayloadKeeping,
  Effect.gen(function* () {
    const { query } = yield* Database
    return PayloadKeeping.of({
      look: Effect.fn("PayloadKeeping.look")(function* () {
        const [row] = yield* query(
          (sql) => sql<ReadonlyArray<PayloadRetention>>`
            select payload_days as days, payloads_walked_at as "walkedAt", (select count(*) from order_payloads) as kept
            from installation`
        )
        return row ?? { days: 30, kept: 0, walkedAt: null }
      }),
      setDays: Effect.fn("PayloadKeeping.setDays")((days) =>
        // Looked through anew at once: fewer days are meant now.
        Effect.asVoid(
          query(
            (sql) =>
              sql`update installation set payload_days = ${days}, payloads_walked_at = null, payloads_walked_to = 0`
          )
        )
      )
    })
  })
)
