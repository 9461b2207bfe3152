import { availability } from "../../src/domain/model/availability.ts"
import type { Sql } from "../../src/store/database.ts"
import { secondsOf } from "../slices.ts"

interface Row {
  readonly channelId: number
  readonly sku: string | null
  readonly onHand: number | null
  readonly committed: number
  readonly unsent: number
  readonly minimumLevel: number | null
  readonly safetyStock: number
  readonly sharePercent: number
  readonly cap: number | null
  readonly quantity: number | null
}

/** One prepared query tells all that is known of one product on all channels: nothing is asked twice, every look has its index. */
const askOne = (sql: Sql, productId: number) => sql<Array<Row>>`
  select c.id as "channelId", coalesce(a.alias, case when c.stock_alias is null then p.sku end) as sku,
    v.on_hand as "onHand", coalesce(k.pieces, 0) as committed, w.pieces as unsent, c.minimum_level as "minimumLevel",
    c.safety_stock as "safetyStock", c.share_percent as "sharePercent", c.stock_cap as cap, s.quantity
  from products p cross join channels c
  left join sku_aliases a on a.alias_type = c.stock_alias and a.product_id = p.id
  cross join lateral (
    select sum(l.on_hand)::bigint as on_hand, min(l.as_of) as as_of from stock_levels l
    where l.product_id = p.id and (c.warehouse is null or l.warehouse = c.warehouse)) v
  left join lateral (
    select sum(pl.quantity - pl.canceled - pl.rejected) as pieces
    from order_lines n join purchase_order_lines pl on pl.order_line_id = n.id
    join purchase_orders po on po.id = pl.purchase_order_id
    where n.product_id = p.id and (po.state in ('queued', 'sending', 'in_doubt') or (po.state = 'sent' and po.sent_at > (
      select min(l.as_of) from stock_levels l where l.product_id = p.id and l.supplier_id = po.supplier_id
        and (c.warehouse is null or l.warehouse = c.warehouse))))) k on true
  cross join lateral (
    select coalesce(sum(n.open), 0)::bigint as pieces from order_lines n join orders o on o.id = n.order_id
    where n.product_id = p.id and n.open > 0 and o.status in ('not_processed', 'processing', 'failed')) w
  left join channel_stock s on s.channel_id = c.id and s.sku = coalesce(a.alias, p.sku)
  where p.id = ${productId}`

interface Word {
  readonly channelId: number
  readonly sku: string
  readonly quantity: number
}

/** All channels' rows of one product, in one statement and one commit. */
const writeOne = (sql: Sql, productId: number, words: ReadonlyArray<Word>) => sql`
  insert into channel_stock (channel_id, sku, product_id, quantity, changed_at)
  select c, s, ${productId}, q, now()
  from unnest(${words.map((w) => w.channelId)}::bigint[], ${words.map((w) => w.sku)}::text[],
    ${words.map((w) => w.quantity)}::bigint[]) as w (c, s, q)
  on conflict (channel_id, sku) do update set quantity = excluded.quantity, version = nextval('stock_versions'),
    changed_at = excluded.changed_at`

const computeOne = async (sql: Sql, productId: number): Promise<void> => {
  const words: Array<Word> = []
  for (const row of await askOne(sql, productId)) {
    const { channelId, sku } = row
    if (sku === null || row.onHand === null) continue
    const facts = { onHand: row.onHand, committed: Number(row.committed), unsentDemand: row.unsent }
    const rules = { ...row, warehouse: null, alias: null }
    const { quantity } = availability(facts, rules, true)
    if (quantity !== row.quantity) words.push({ channelId, sku, quantity })
  }
  if (words.length > 0) await writeOne(sql, productId, words)
}

/** Seconds a product, of a sample spread over the catalog. */
export const queryPerSku = async (sql: Sql, products: number, sample: number): Promise<number> => {
  const step = Math.floor(products / sample)
  // Off the beaten track: neither always the same tenth nor the best sellers alone.
  const ids = Array.from({ length: sample }, (_, i) => 1 + i * step + ((i * 7) % step))
  const seconds = await secondsOf(async () => {
    for (const id of ids) await computeOne(sql, id)
  })
  return seconds / sample
}
