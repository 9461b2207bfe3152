import type { ChannelId } from "../domain/model/sales-channel.ts"
import type { StockGate, StockPushState } from "../domain/model/stock-push.ts"
import type { PushClaim, PushTurn, PushWish } from "../domain/ports/stock-pushes.ts"
import type { Sql } from "./database.ts"
import { leaseEnd, leaseIsDead } from "./lease.ts"

interface Standing {
  readonly state: StockPushState
  readonly gate: StockGate | null
  readonly isFree: boolean
  readonly quietMs: number
  readonly notBefore: Date | null
}

const busyMs = 1_000

/** Whether nobody keeps the lease of a row `p` of stock_pushes. */
export const isFree = (sql: Sql) => sql`(p.lease_until is null or ${leaseIsDead(sql, sql("p"))})`

const found = (sql: Sql, channelId: ChannelId) => sql`
  insert into stock_pushes (channel_id)
  select id from channels c where id = ${channelId} and not exists (select from stock_pushes p where p.channel_id = c.id)
  on conflict do nothing`

const lockStanding = (sql: Sql, channelId: ChannelId) => sql<Array<Standing>>`
  select p.state, stock_gate(p.channel_id) as gate, ${isFree(sql)} as "isFree", p.not_before as "notBefore",
    greatest(0, ceil(extract(epoch from p.quiet_until - clock_timestamp()) * 1000))::float8 as "quietMs"
  from stock_pushes p where p.channel_id = ${channelId} for no key update`

/** From now on it is quiet: whoever was at it has died, and its last request may still be under way. */
const hush = (sql: Sql, channelId: ChannelId, quietMs: number, at: Date) => sql`
  update stock_pushes set state = 'unheard', lease_worker = null, lease_until = null,
    quiet_until = clock_timestamp() + make_interval(secs => ${quietMs / 1000}::float8),
    not_before = greatest(not_before, ${new Date(at.getTime() + quietMs)}::timestamptz)
  where channel_id = ${channelId}`

const take = (sql: Sql, channelId: ChannelId, { worker, leaseMs }: PushWish) => sql<Array<PushTurn>>`
  update stock_pushes set turn = turn + 1, lease_worker = ${worker}, lease_until = ${leaseEnd(sql, leaseMs)}
  where channel_id = ${channelId}
  returning channel_id as "channelId", turn, failures, batch as unheard, read_at as "readAt",
    reading_since as "readingSince"`

const later = (afterMs: number, why: string): PushClaim => ({ _tag: "Later", afterMs, why })

/** Inside a transaction: the row is locked, so that of two who claim it one comes after the other. */
export const claimPush = async (sql: Sql, channelId: ChannelId, wish: PushWish): Promise<PushClaim> => {
  await found(sql, channelId)
  const [standing] = await lockStanding(sql, channelId)
  if (standing === undefined) return { _tag: "Kept", gate: "archived" }
  const { state, gate, quietMs, notBefore } = standing
  if (!standing.isFree) return later(busyMs, "Another upload to this channel is under way.")
  if (state === "uploading") {
    await hush(sql, channelId, wish.quietMs, wish.at)
    return later(wish.quietMs, "A worker died in an upload; the channel may still be at it.")
  }
  if (gate !== null) return { _tag: "Kept", gate }
  if (quietMs > 0) return later(quietMs, "The channel may still be at an upload whose answer was lost.")
  const waitMs = notBefore === null || wish.anyway ? 0 : notBefore.getTime() - wish.at.getTime()
  if (waitMs > 0) return later(waitMs, "The channel failed a moment ago; it is asked again then.")
  const [turn] = await take(sql, channelId, wish)
  return turn === undefined ? { _tag: "Kept", gate: "archived" } : { _tag: "Mine", turn }
}

/** The turn is still ours: nobody took the row over. */
export const isOurs = (sql: Sql, { channelId, turn }: PushTurn) =>
  sql`p.channel_id = ${channelId} and p.turn = ${turn} and p.lease_worker is not null`

export const keepPush = (sql: Sql, turn: PushTurn, leaseMs: number) => sql`
  update stock_pushes p set lease_until = ${leaseEnd(sql, leaseMs)} where ${isOurs(sql, turn)} returning p.turn`

/** Broken off in the middle of an upload: the channel may be at it, as after a death. */
export const releasePush = (sql: Sql, turn: PushTurn, quietMs: number, at: Date) => sql<
  Array<{ owed: boolean }>
>`
  with cut as (
    update stock_pushes p set lease_worker = null, lease_until = null,
      state = case p.state when 'uploading' then 'unheard' else p.state end,
      quiet_until = case p.state when 'uploading'
        then clock_timestamp() + make_interval(secs => ${quietMs / 1000}::float8) else p.quiet_until end,
      not_before = case p.state when 'uploading'
        then greatest(p.not_before, ${new Date(at.getTime() + quietMs)}::timestamptz) else p.not_before end
    where ${isOurs(sql, turn)}
    returning p.state, p.not_before
  ),
  owed as (
    insert into stock_wakes (channel_id, woken_at) select ${turn.channelId}, ${at} from cut where state = 'unheard'
    on conflict do nothing
  )
  select cut.state = 'resting' and coalesce(cut.not_before <= ${at}, true)
    and exists (select from stock_wakes w where w.channel_id = ${turn.channelId}) as owed
  from cut`

/** Asked in vain: what may be under way is left to end, and a level that was being told stays one of its batch. */
export const losePush = (
  sql: Sql,
  turn: PushTurn,
  failure: { readonly why: string; readonly quietMs: number; readonly notBefore: Date; readonly at: Date }
) => sql`
  with lost as (
    update stock_pushes p set failures = p.failures + 1, failing_since = coalesce(p.failing_since, ${failure.at}),
      failure = ${failure.why}, not_before = ${failure.notBefore},
      state = case p.state when 'uploading' then 'unheard' else p.state end,
      quiet_until = case when p.state <> 'resting'
        then clock_timestamp() + make_interval(secs => ${failure.quietMs / 1000}::float8) end
    where ${isOurs(sql, turn)}
    returning p.channel_id
  )
  insert into stock_wakes (channel_id, woken_at) select channel_id, ${failure.at} from lost
  on conflict do nothing`
