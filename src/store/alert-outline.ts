import { randomUUID } from "node:crypto"
import type { AlertPageId } from "../domain/model/alert.ts"
import {
  type AlertPlan,
  nightMs,
  type Outline,
  type PlannedCause,
  type PlannedPage,
  type PlannedRoute
} from "../domain/model/alert-plan.ts"
import type { Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

/** Any number: under this lock one worker decides what is told, and all others find it decided. */
const planLock = 5_948_014
const mostCauses = 3_000
/** A cause that went is still told of for so long. */
const rememberMs = 24 * 3_600_000

export const lockPlanning = (sql: Sql) => sql`select pg_advisory_xact_lock(${planLock})`

export const routeKey = (sql: Sql) => sql`coalesce('route:' || t.route_id, 'channel:' || t.channel_id)`

const selectCauses = (sql: Sql, at: Date) => sql<Array<PlannedCause>>`
  select a.id as "alertId", a.urgency, a.channel_id as "channelId", a.page_id as "pageId",
    (a.dismissed_at is not null or a.muted_at is not null) as gone, coalesce(a.dismissed_at, a.muted_at) as "goneAt",
    coalesce(heard.told, '{}') as told, coalesce(heard.told_gone, '{}') as "toldGone"
  from alerts a
  left join lateral (
    select array_agg(distinct ${routeKey(sql)}) as told,
      array_agg(distinct ${routeKey(sql)}) filter (where c.gone) as told_gone
    from alert_telling_causes c join alert_tellings t on t.id = c.telling_id where c.alert_id = a.id) heard on true
  where a.muted_at is null and (a.dismissed_at is null or a.dismissed_at > ${new Date(at.getTime() - rememberMs)})
    or a.page_id = (select id from alert_pages where closed_at is null)
  order by a.id limit ${mostCauses}`

const selectRoutes = (sql: Sql) => sql<Array<PlannedRoute>>`
  select 'route:' || r.id as key, r.kind, r.created_at as since,
    (select max(t.created_at) from alert_tellings t where t.route_id = r.id and t.kind = 'digest') as "digestAt",
    exists (select from alert_tellings t where t.route_id = r.id and t.state in ('due', 'telling')) as busy
  from alert_routes r
  union all
  select 'channel:' || c.id, 'channel', c.created_at, null, false from channels c where c.alert_address is not null
  order by 1`

const selectPages = (sql: Sql, at: Date) => sql<Array<PlannedPage>>`
  select id, opened_at as "openedAt", quiet_since as "quietSince", closed_at as "closedAt" from alert_pages
  where closed_at is null or opened_at > ${new Date(at.getTime() - nightMs)} order by id desc`

export const readOutline = async (sql: Sql, at: Date): Promise<Outline> => ({
  causes: await selectCauses(sql, at),
  routes: await selectRoutes(sql),
  pages: await selectPages(sql, at)
})

const openPage = async (sql: Sql, at: Date): Promise<AlertPageId | null> => {
  const [row] = await sql<Array<{ id: AlertPageId }>>`
    insert into alert_pages (dedup_key, opened_at) values (${`switchyard-${randomUUID()}`}, ${at}) returning id`
  return row?.id ?? null
}

const turnPage = async (sql: Sql, { page }: AlertPlan, at: Date): Promise<AlertPageId | null> => {
  if (page.quiet !== "as it is")
    await sql`update alert_pages set quiet_since = ${page.quiet === "since now" ? at : null} where closed_at is null`
  if (page.close !== null) await sql`update alert_pages set closed_at = ${at} where id = ${page.close}`
  const [found] = page.open
    ? [{ id: await openPage(sql, at) }]
    : await sql<Array<{ id: AlertPageId }>>`select id from alert_pages where closed_at is null`
  const id = found?.id ?? null
  if (page.joins.length > 0)
    await sql`update alerts set page_id = ${id} where id = any(${[...page.joins]}::bigint[])`
  return id
}

export const writePlan = async (sql: Sql, plan: AlertPlan, at: Date): Promise<void> => {
  const page = await turnPage(sql, plan, at)
  if (plan.tellings.length === 0) return
  const tellings = plan.tellings.map((t) => {
    const [sort = "", id = ""] = t.route.split(":")
    return {
      event: randomUUID(),
      kind: t.kind,
      route: sort === "route" ? Number(id) : null,
      channel: sort === "channel" ? Number(id) : null,
      page: t.page === "none" ? null : t.page === "open" ? page : t.page,
      causes: t.causes
    }
  })
  await sql`
    with given as materialized (
      select * from jsonb_to_recordset(${rowParameter(tellings)}::text::jsonb)
        as g (event uuid, kind text, route bigint, channel bigint, page bigint, causes jsonb)),
    made as (
      insert into alert_tellings (event_id, kind, route_id, channel_id, page_id, not_before, created_at)
      select event, kind, route, channel, page, ${at}, ${at} from given returning id, event_id)
    insert into alert_telling_causes (telling_id, alert_id, gone)
    select m.id, c."alertId", c.gone from made m join given g on g.event = m.event_id
    cross join lateral jsonb_to_recordset(g.causes) as c ("alertId" bigint, gone boolean)`
}
