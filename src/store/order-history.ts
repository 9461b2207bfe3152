import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { CurrentJob } from "../domain/ports/current-job.ts"
import { OrderHistory } from "../domain/ports/order-history.ts"
import { Database } from "./database.ts"
import { jobColumns, jobValues } from "./job-columns.ts"
import { rowParameter } from "./row-parameter.ts"

export const orderHistoryLayer: Layer.Layer<OrderHistory, never, Database> = Layer.effect(
  OrderHistory,
  Effect.gen(function* () {
    const { query } = yield* Database
    return OrderHistory.of({
      append: Effect.fn("OrderHistory.append")(function* (entries, actor, at) {
        if (entries.length === 0) return
        const job = yield* CurrentJob
        yield* query(
          (sql) => sql`
            insert into order_history (order_id, at, actor, event, subject, before, after, detail,
              ${jobColumns(sql)})
            select r."orderId", ${at}, ${actor}, r.event, r.subject, r.before, r.after, r.detail,
              ${jobValues(sql, job)}
            from rows from (
              jsonb_to_recordset(${rowParameter(entries)}::text::jsonb) as (
                "orderId" bigint, event text, subject text, before text, after text, detail jsonb)
            ) with ordinality r
            order by r.ordinality`
        )
      })
    })
  })
)
