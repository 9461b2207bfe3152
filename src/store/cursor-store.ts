import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { CursorStore } from "../domain/ports/cursor-store.ts"
import { Database } from "./database.ts"

const service = "orders"

const make = Effect.gen(function* () {
  const { query } = yield* Database
  return CursorStore.of({
    watermark: Effect.fn("CursorStore.watermark")(function* (channelId) {
      const [row] = yield* query(
        (sql) => sql<Array<{ watermark: Date }>>`
          select watermark from cursors where channel_id = ${channelId} and service = ${service}`
      )
      return row?.watermark ?? null
    }),
    advanceTo: Effect.fn("CursorStore.advanceTo")(function* (channelId, watermark, at) {
      yield* query(
        (sql) => sql`
          insert into cursors (channel_id, service, watermark, updated_at)
          values (${channelId}, ${service}, ${watermark}, ${at})
          on conflict (channel_id, service) do update
            set watermark = greatest(cursors.watermark, excluded.watermark), updated_at = excluded.updated_at`
      )
    })
  })
})

export const cursorStoreLayer: Layer.Layer<CursorStore, never, Database> = Layer.effect(CursorStore, make)
