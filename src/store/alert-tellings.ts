import type { AlertRoute, Telling, TellingId, ToldCause } from "../domain/model/alert.ts"
import type { TellingMove } from "../domain/ports/alert-store.ts"
import type { Sql } from "./database.ts"
import { leaseEnd, leaseIsDead } from "./lease.ts"
import { storableText } from "./storable-text.ts"

const mostCausesATelling = 500
const longestFailure = 500

interface ClaimedTelling extends Omit<Telling, "causes" | "route"> {
  readonly routeId: AlertRoute["id"] | null
}

/** One worker holds it; a dead one's is taken over with the next attempt, which fences what the dead may still write. */
const takeLease = (sql: Sql, worker: number, leaseMs: number, at: Date) => sql<Array<ClaimedTelling>>`
  with free as materialized (
    select t.id from alert_tellings t
    where (t.state = 'due' and t.not_before <= ${at}) or (t.state = 'telling' and ${leaseIsDead(sql, sql("t"))})
    order by t.not_before, t.id limit 1 for no key update skip locked)
  update alert_tellings t set state = 'telling', attempt = t.attempt + 1, lease_worker = ${worker},
    lease_until = ${leaseEnd(sql, leaseMs)}
  from free where t.id = free.id
  returning t.id, t.event_id as "eventId", t.kind, t.attempt, t.created_at as "createdAt", t.route_id as "routeId",
    (select c.alert_address from channels c where c.id = t.channel_id) as address,
    (select p.dedup_key from alert_pages p where p.id = t.page_id) as "dedupKey"`

export const routeColumns = (sql: Sql) => sql`
  id, name, kind, target, created_by as "createdBy", created_at as "createdAt", tested_at as "testedAt"`

const selectRoute = (sql: Sql, id: AlertRoute["id"]) => sql<Array<AlertRoute>>`
  select ${routeColumns(sql)} from alert_routes where id = ${id}`

const selectCauses = (sql: Sql, id: TellingId) => sql<Array<ToldCause>>`
  select a.id as "alertId", a.cause, a.urgency, a.channel_id as "channelId", n.name as "channelName", a.title, a.count,
    a.first_at as "firstAt", a.last_at as "lastAt", a.value, c.gone
  from alert_telling_causes c join alerts a on a.id = c.alert_id left join channels n on n.id = a.channel_id
  where c.telling_id = ${id} order by a.urgency desc, a.id limit ${mostCausesATelling}`

export const claimTelling = async (
  sql: Sql,
  worker: number,
  leaseMs: number,
  at: Date
): Promise<Telling | null> => {
  const [taken] = await takeLease(sql, worker, leaseMs, at)
  if (taken === undefined) return null
  const { routeId, ...telling } = taken
  const [route] = routeId === null ? [] : await selectRoute(sql, routeId)
  return { ...telling, route: route ?? null, causes: await selectCauses(sql, telling.id) }
}

export const confirmTelling = (sql: Sql, { id, attempt }: TellingMove, at: Date) => sql`
  update alert_tellings set state = 'told', told_at = ${at}, failure = null, lease_worker = null, lease_until = null
  where id = ${id} and attempt = ${attempt} and state = 'telling'`

export const releaseTelling = (
  sql: Sql,
  { id, attempt }: TellingMove,
  failure: string,
  notBefore: Date,
  giveUp: boolean
) => sql`
  update alert_tellings set state = ${giveUp ? "given_up" : "due"}, failure = ${storableText(failure, longestFailure)},
    not_before = ${notBefore}, lease_worker = null, lease_until = null
  where id = ${id} and attempt = ${attempt} and state = 'telling'`
