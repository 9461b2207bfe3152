import type postgres from "postgres"
import type { Sql } from "./database.ts"

/**
 * Appends our own numbers (rows of `order_id`, `word`) to what an order is found by. They stand after an empty line, so
 * that a later download can replace what the channel says and keep them.
 */
export const appendToSearch = (sql: Sql, words: postgres.PendingQuery<Array<postgres.Row>>) => sql`
  update order_search s
  set text = s.text || case when strpos(s.text, E'\n\n') = 0 then E'\n\n' else E'\n' end || n.words
  from (
    select order_id, string_agg(lower(word), E'\n' order by word) as words
    from (select distinct order_id, word from (${words}) w where word <> '') w
    group by order_id
  ) n
  where s.order_id = n.order_id`
