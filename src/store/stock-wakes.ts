import type { ChannelId } from "../domain/model/sales-channel.ts"
import type { Sql } from "./database.ts"

/** A row `s` of channel_stock of which the channel is to be told something now (the index channel_stock_due says the same). */
export const isDue = (sql: Sql) => sql`
  (s.quantity is distinct from s.shown and (s.parked_until is null or s.version > s.parked_version))`

/**
 * Who is owed a push already is written once more: the lock makes a push that is beginning wait for us, so that it reads what
 * we changed.
 */
export const wakePushes = (sql: Sql, channelIds: ReadonlyArray<ChannelId> | null, at: Date) => sql<
  ReadonlyArray<{ channelId: ChannelId; isNew: boolean }>
>`
  insert into stock_wakes as w (channel_id, woken_at)
  select c.channel_id, ${at} from channel_services c
  where c.service = 'inventory_upload' and c.enabled
    and ${channelIds === null ? sql`true` : sql`c.channel_id = any(${channelIds}::bigint[])`}
    and coalesce(stock_gate(c.channel_id), 'stopped') = 'stopped'
    and exists (select from channel_stock s where s.channel_id = c.channel_id and ${isDue(sql)})
  order by c.channel_id
  on conflict (channel_id) do update set woken_at = w.woken_at
  returning channel_id as "channelId", (xmax = 0) as "isNew"`
