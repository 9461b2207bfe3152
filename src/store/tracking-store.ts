import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { CurrentJob } from "../domain/ports/current-job.ts"
import { TrackingStore, type UntrackedPurchaseOrder } from "../domain/ports/tracking-store.ts"
import { Database } from "./database.ts"
import { storableText } from "./storable-text.ts"
import { selectExceptions, selectOfOrder } from "./tracking-exceptions.ts"
import {
  claimNumbers,
  heldForMs,
  judgeShipments,
  keepNumbers,
  makeDue,
  recordNews,
  releaseNumbers,
  untrackedOrders
} from "./tracking-moves.ts"

const longestReason = 500

export const trackingStoreLayer: Layer.Layer<TrackingStore, never, Database> = Layer.effect(
  TrackingStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return TrackingStore.of({
      judge: Effect.fn("TrackingStore.judge")((limit) => query((sql) => judgeShipments(sql, limit))),
      claim: Effect.fn("TrackingStore.claim")(function* (account, at, limit) {
        const rows = yield* query((sql) => claimNumbers(sql, account, at, limit))
        return rows.map((row) => row.number)
      }),
      keep: Effect.fn("TrackingStore.keep")(function* (carrier, numbers) {
        yield* query((sql) => keepNumbers(sql, carrier, numbers))
      }),
      heldForMs: Effect.fn("TrackingStore.heldForMs")(function* (account, at) {
        const [held] = yield* query((sql) => heldForMs(sql, account, at))
        return held?.ms ?? null
      }),
      release: Effect.fn("TrackingStore.release")(function* (carrier, numbers) {
        yield* query((sql) => releaseNumbers(sql, carrier, numbers))
      }),
      record: Effect.fn("TrackingStore.record")(function* (carrier, news, at, askAt) {
        const job = yield* CurrentJob
        return yield* query((sql) => recordNews(sql, carrier, news, { at, askAt, job }))
      }),
      askNow: Effect.fn("TrackingStore.askNow")(function* (carrier, at) {
        const rows = yield* query((sql) => makeDue(sql, carrier, at))
        return rows.length
      }),
      untracked: Effect.fn("TrackingStore.untracked")((account, at, limit) =>
        query(
          (sql) => sql<ReadonlyArray<UntrackedPurchaseOrder>>`${untrackedOrders(sql, account, at, limit)}`
        )
      ),
      looked: Effect.fn("TrackingStore.looked")(function* (account, id, at, askAt, leftBecause) {
        yield* query(
          (sql) => sql`
            insert into reference_look_ups (purchase_order_id, carrier_account_id, asked_at, ask_at, left_because)
            values (${id}, ${account.id}, ${at}, ${askAt}, ${storableText(leftBecause, longestReason)})
            on conflict (purchase_order_id, carrier_account_id) do update
              set asked_at = excluded.asked_at, ask_at = excluded.ask_at, left_because = excluded.left_because`
        )
      }),
      isTaken: Effect.fn("TrackingStore.isTaken")(function* (carrier, number, by) {
        const rows = yield* query(
          (sql) => sql`
            select from shipments where tracking_number = ${number} and carrier_code = ${carrier}
              and purchase_order_id <> ${by} limit 1`
        )
        return rows.length > 0
      }),
      exceptions: Effect.fn("TrackingStore.exceptions")((at, standstillDays, limit) =>
        query((sql) => selectExceptions(sql, at, standstillDays, limit))
      ),
      ofOrder: Effect.fn("TrackingStore.ofOrder")(function* (id) {
        const rows = yield* query((sql) => selectOfOrder(sql, id))
        // Inside JSON a time is a text.
        return rows.map((row) => ({
          ...row,
          events: row.events.map((e) => ({ ...e, at: e.at === null ? null : new Date(e.at) }))
        }))
      })
    })
  })
)
