import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { DownloadPlace, DownloadService, StoredPlace } from "../domain/model/download-place.ts"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import { CursorStore, type PlaceMove } from "../domain/ports/cursor-store.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

const json = (place: DownloadPlace | null) => (place === null ? null : rowParameter(place))

/** Two workers may be at one reading (a job is only a wake-up): who commits a page first goes on, the other one writes nothing. */
const movePlace = (
  sql: Sql,
  channelId: ChannelId,
  service: DownloadService,
  { from, to, watermark }: PlaceMove,
  at: Date
) => sql`
  insert into cursors (channel_id, service, watermark, cursor, updated_at)
  values (${channelId}, ${service}, ${watermark}, ${json(to)}::text::jsonb, ${at})
  on conflict (channel_id, service) do update set
    watermark = greatest(cursors.watermark, excluded.watermark), cursor = excluded.cursor,
    updated_at = excluded.updated_at
  where cursors.cursor is not distinct from ${json(from)}::text::jsonb
  returning channel_id`

const make = Effect.gen(function* () {
  const { query } = yield* Database
  return CursorStore.of({
    watermark: Effect.fn("CursorStore.watermark")(function* (channelId, service) {
      const [row] = yield* query(
        (sql) => sql<Array<{ watermark: Date | null }>>`
          select watermark from cursors where channel_id = ${channelId} and service = ${service}`
      )
      return row?.watermark ?? null
    }),
    place: Effect.fn("CursorStore.place")(function* (channelId, service) {
      const [row] = yield* query(
        (sql) => sql<Array<StoredPlace>>`
          select cursor as place, updated_at as at from cursors
          where channel_id = ${channelId} and service = ${service} and cursor is not null`
      )
      return row ?? null
    }),
    move: Effect.fn("CursorStore.move")(function* (channelId, service, move, at) {
      return (yield* query((sql) => movePlace(sql, channelId, service, move, at))).length > 0
    }),
    forgetPlace: Effect.fn("CursorStore.forgetPlace")(function* (channelId, service) {
      yield* query(
        (sql) => sql`
          update cursors set cursor = null
          where channel_id = ${channelId} and service = ${service} and cursor is not null`
      )
    })
  })
})

export const cursorStoreLayer: Layer.Layer<CursorStore, never, Database> = Layer.effect(CursorStore, make)
