import type { AlertId } from "../domain/model/alert.ts"
import { withoutContacts } from "../domain/model/contacts-in-text.ts"
import type { AlertRow } from "../domain/ports/alert-store.ts"
import type { Sql } from "./database.ts"

/** Alerts `a` with every message that named them. */
const alertsWithTellings = (sql: Sql) => sql`
  select a.id, a.cause, a.channel_id as "channelId", n.name as "channelName", a.title, a.count, a.first_at as "firstAt",
    a.last_at as "lastAt", a.value, a.urgency, a.muted_by as "mutedBy", a.muted_reason as "mutedReason",
    a.dismissed_at as "goneAt", coalesce(said.tellings, '[]') as tellings
  from alerts a left join channels n on n.id = a.channel_id
  left join lateral (
    select jsonb_agg(jsonb_build_object('to', coalesce(r.name, c.alert_address, ''), 'kind', t.kind, 'state', t.state,
      'at', coalesce(t.told_at, t.created_at), 'failure', t.failure) order by t.id) as tellings
    from alert_telling_causes tc join alert_tellings t on t.id = tc.telling_id
    left join alert_routes r on r.id = t.route_id left join channels c on c.id = t.channel_id
    where tc.alert_id = a.id) said on true`

/** A cause can be a supplier's own words; those of one order are on its page. */
export const alertShown = (alert: AlertRow): AlertRow => ({ ...alert, title: withoutContacts(alert.title) })

/** The urgent ones first. */
export const selectOpenAlerts = (sql: Sql, limit: number) => sql<ReadonlyArray<AlertRow>>`
  ${alertsWithTellings(sql)} where a.dismissed_at is null
  order by a.urgency desc, a.first_at, a.id limit ${limit}`

/** By their numbers: most alerts went long ago, so a page is a short walk from wherever it begins. */
export const selectPastAlerts = (sql: Sql, before: AlertId | null, limit: number) => sql<
  ReadonlyArray<AlertRow>
>`
  ${alertsWithTellings(sql)} where a.dismissed_at is not null and ${before === null ? sql`true` : sql`a.id < ${before}`}
  order by a.id desc limit ${limit}`

export const selectAlert = (sql: Sql, id: AlertId) => sql<ReadonlyArray<AlertRow>>`
  ${alertsWithTellings(sql)} where a.id = ${id}`
