import type { SalesChannel } from "../domain/model/sales-channel.ts"
import type { StockRules } from "../domain/model/stock-rules.ts"
import type { StockTrial } from "../domain/model/stock-trial.ts"
import { named } from "./channel-stock.ts"
import type { Sql } from "./database.ts"
import { factTables } from "./stock-facts.ts"

/** Numbers in place of a channel's: the rules that hold, and those that are tried. */
const [holding, tried] = [0, 1]

const rulesRow = (sql: Sql, id: number, rules: StockRules, usesAvailable: boolean) => sql`
  select ${id}::bigint as id, ${rules.warehouse ?? ""}::text as scope, ${rules.alias}::text as stock_alias,
    ${rules.safetyStock}::int as safety_stock, ${rules.sharePercent}::int as share_percent, ${rules.cap}::int as stock_cap,
    ${usesAvailable ? rules.minimumLevel : null}::int as minimum_level`

/**
 * The whole channel under both rules from the same facts, by the arithmetic of the recompute, in one statement that only reads.
 */
export const stockTrial = (
  sql: Sql,
  channel: SalesChannel,
  rules: StockRules,
  usesAvailable: boolean,
  samples: number
) => sql<ReadonlyArray<StockTrial>>`
  with chosen as materialized (
    ${rulesRow(sql, holding, channel.stock, usesAvailable)} union all ${rulesRow(sql, tried, rules, usesAvailable)}),
  scopes as (select distinct scope from chosen),
  ${factTables(sql, null)},
  fresh as materialized (${named(sql, null)}),
  moves as materialized (
    select sku, b.quantity as before, a.quantity as after
    from (select sku, quantity from fresh where channel_id = ${holding}) b
    full join (select sku, quantity from fresh where channel_id = ${tried}) a using (sku))
  select count(*) as listings,
    count(*) filter (where before > 0 and after = 0) as "toZero",
    count(*) filter (where after < before and after > 0) as down,
    count(*) filter (where after > before and before > 0) as up,
    count(*) filter (where before = 0 and after > 0) as "fromZero",
    count(*) filter (where before is null) as added,
    count(*) filter (where after is null) as gone,
    coalesce((select json_agg(s) from (
      select sku, before, after from moves where before is distinct from after
      order by coalesce(after, 0) - coalesce(before, 0), sku limit ${samples}) s), '[]') as samples
  from moves`
