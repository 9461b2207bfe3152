import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type ChannelDraft, ChannelDrafts } from "../domain/ports/channel-drafts.ts"
import { Database } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

export const channelDraftsLayer: Layer.Layer<ChannelDrafts, never, Database> = Layer.effect(
  ChannelDrafts,
  Effect.gen(function* () {
    const { query } = yield* Database
    return ChannelDrafts.of({
      list: Effect.fn("ChannelDrafts.list")(() =>
        query(
          (sql) => sql<ReadonlyArray<ChannelDraft>>`
            select name, answers, left_by as "leftBy", left_at as "leftAt" from channel_drafts order by name`
        )
      ),
      keep: Effect.fn("ChannelDrafts.keep")(function* ({ name, answers, leftBy, leftAt }) {
        yield* query(
          (sql) => sql`
            insert into channel_drafts (name, answers, left_by, left_at)
            values (${name}, ${rowParameter(answers)}::text::jsonb, ${leftBy}, ${leftAt})
            on conflict (name) do update
              set answers = excluded.answers, left_by = excluded.left_by, left_at = excluded.left_at`
        )
      }),
      drop: Effect.fn("ChannelDrafts.drop")(function* (name) {
        yield* query((sql) => sql`delete from channel_drafts where name = ${name}`)
      })
    })
  })
)
