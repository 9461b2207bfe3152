import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type Presence, presenceMs } from "../domain/model/presence.ts"
import { OrderPresence, type Seat } from "../domain/ports/order-presence.ts"
import { Database, type Sql } from "./database.ts"

const oldest = (sql: Sql) => sql`clock_timestamp() - ${presenceMs} * interval '1 millisecond'`

/** Who went away without a word is taken away by whoever comes next: nobody else has to look for them. */
const forgetGone = (sql: Sql) => sql`delete from order_claims where seen_at < ${oldest(sql)}`

const beat = (sql: Sql, { orderId, session, doing }: Seat, actor: string) => sql<
  ReadonlyArray<{ readonly isNew: boolean }>
>`
  insert into order_claims as c (order_id, session, doing, actor, since, seen_at)
  select ${orderId}, ${session}::uuid, ${doing}, ${actor}, t.at, t.at from (select clock_timestamp() as at) t
  on conflict (order_id, session, doing) do update
    set seen_at = excluded.seen_at,
      -- Away for so long that others did not see them: they come anew.
      since = case when c.seen_at < ${oldest(sql)} then excluded.since else c.since end, actor = excluded.actor
  returning c.since = c.seen_at as "isNew"`

const others = (sql: Sql, orderId: number, session: string) => sql<ReadonlyArray<Presence>>`
  select actor, doing, since from order_claims
  where order_id = ${orderId} and session <> ${session}::uuid and seen_at >= ${oldest(sql)}
  order by doing, since limit 20`

export const orderPresenceLayer: Layer.Layer<OrderPresence, never, Database> = Layer.effect(
  OrderPresence,
  Effect.gen(function* () {
    const { query } = yield* Database
    return OrderPresence.of({
      beat: Effect.fn("OrderPresence.beat")(function* (seat, actor) {
        const [row] = yield* query((sql) => beat(sql, seat, actor))
        const isNew = row?.isNew ?? false
        if (isNew) yield* query(forgetGone)
        return isNew
      }),
      leave: Effect.fn("OrderPresence.leave")(function* ({ orderId, session, doing }) {
        const gone = yield* query(
          (sql) => sql`
            delete from order_claims where order_id = ${orderId} and session = ${session}::uuid and doing = ${doing}
            returning 1`
        )
        return gone.length > 0
      }),
      others: (orderId, session) => query((sql) => others(sql, orderId, session))
    })
  })
)
