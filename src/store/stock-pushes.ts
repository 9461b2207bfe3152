import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import { StockPushes } from "../domain/ports/stock-pushes.ts"
import { Database } from "./database.ts"
import { wakePushes } from "./stock-wakes.ts"

export const stockPushesLayer: Layer.Layer<StockPushes, never, Database> = Layer.effect(
  StockPushes,
  Effect.gen(function* () {
    const { query } = yield* Database
    return StockPushes.of({
      wake: Effect.fn("StockPushes.wake")(function* (channelIds, at) {
        const woken = yield* query((sql) => wakePushes(sql, channelIds, at))
        return woken.filter((w) => w.isNew).map((w): ChannelId => w.channelId)
      })
    })
  })
)
