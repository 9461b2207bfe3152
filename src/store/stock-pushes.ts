import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import { StockPushes } from "../domain/ports/stock-pushes.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { Database } from "./database.ts"
import { beginBatch, levelsOfBatch, settleBatch } from "./stock-batches.ts"
import { claimPush, keepPush, losePush, releasePush } from "./stock-leases.ts"
import { noteReading, readingPage } from "./stock-readings.ts"
import { countDue, nextOwed, owedPushes, standings, unpark, wakePushes } from "./stock-wakes.ts"
import { storableText } from "./storable-text.ts"

const longestFailure = 2_000
/** Rows that somebody computes anew are free again when that transaction ends. */
const rowsWaitMs = 50

const make = Effect.gen(function* () {
  const { query } = yield* Database
  const unit = yield* UnitOfWork
  return StockPushes.of({
    wake: Effect.fn("StockPushes.wake")(function* (channelIds, at) {
      const woken = yield* query((sql) => wakePushes(sql, channelIds, at))
      return woken.filter((w) => w.isNew).map((w): ChannelId => w.channelId)
    }),
    forgetWake: Effect.fn("StockPushes.forgetWake")(function* (channelId) {
      yield* query((sql) => sql`delete from stock_wakes where channel_id = ${channelId}`)
    }),
    owed: Effect.fn("StockPushes.owed")(function* (at, limit) {
      return (yield* query((sql) => owedPushes(sql, at, limit))).map((row) => row.channelId)
    }),
    nextOwed: Effect.fn("StockPushes.nextOwed")(function* (at) {
      return (yield* query((sql) => nextOwed(sql, at)))[0]?.at ?? null
    }),
    claim: Effect.fn("StockPushes.claim")((channelId, wish) =>
      unit.run(query((sql) => claimPush(sql, channelId, wish)))
    ),
    keep: Effect.fn("StockPushes.keep")(function* (turn, leaseMs) {
      return (yield* query((sql) => keepPush(sql, turn, leaseMs))).length > 0
    }),
    release: Effect.fn("StockPushes.release")(function* (turn, quietMs, at) {
      return (yield* query((sql) => releasePush(sql, turn, quietMs, at)))[0]?.owed === true
    }),
    unpark: Effect.fn("StockPushes.unpark")(function* (channelId, at, refused) {
      yield* query((sql) => unpark(sql, channelId, at, refused))
    }),
    countDue: Effect.fn("StockPushes.countDue")(function* (channelId) {
      return (yield* query((sql) => countDue(sql, channelId)))[0]?.due ?? 0
    }),
    begin: Effect.fn("StockPushes.begin")((turn, wish) =>
      unit.run(query((sql) => beginBatch(sql, turn, wish)))
    ),
    levelsOf: Effect.fn("StockPushes.levelsOf")((turn, batch) =>
      query((sql) => levelsOfBatch(sql, turn, batch))
    ),
    settle: Effect.fn("StockPushes.settle")(function* (turn, batch, levels, heard, at) {
      while (true) {
        const settled = yield* unit.run(query((sql) => settleBatch(sql, turn, batch, levels, heard, at)))
        if (settled !== "left") return settled === "all"
        yield* Effect.sleep(rowsWaitMs)
      }
    }),
    lose: Effect.fn("StockPushes.lose")(function* (turn, failure) {
      const why = storableText(failure.why, longestFailure)
      yield* query((sql) => losePush(sql, turn, { ...failure, why }))
    }),
    readingPage: Effect.fn("StockPushes.readingPage")((turn, limit, at) =>
      query((sql) => readingPage(sql, turn, limit, at))
    ),
    noteReading: Effect.fn("StockPushes.noteReading")((turn, levels, upTo, at) =>
      unit.run(query((sql) => noteReading(sql, turn, levels, upTo, at)))
    ),
    standing: Effect.fn("StockPushes.standing")((channelIds) => query((sql) => standings(sql, channelIds)))
  })
})

export const stockPushesLayer: Layer.Layer<StockPushes, never, Database | UnitOfWork> = Layer.effect(
  StockPushes,
  make
)
