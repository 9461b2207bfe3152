import { quoted, readSequences } from "./backup-catalog.ts"
import type { Sql } from "./database.ts"
import { freePieces } from "./line-pieces.ts"

export interface Restoration {
  /** When the backup was taken: whatever happened later is not known here. */
  readonly takenAt: Date
  readonly at: Date
  readonly actor: string
  readonly hash: string
  /** Numbers that are known to be used up: in the database that was replaced, or seen at a supplier. */
  readonly usedUp: ReadonlyMap<string, number>
}

export interface Afterwards {
  /** Sends that are looked up at the supplier before anything else. */
  readonly lookedUp: number
  /** Orders that wait for a person's word. */
  readonly held: number
  readonly numbersFrom: number
  readonly numbersTo: number
}

/** Orders placed a little after the restore by the channel's clock may have been placed before it by ours. */
const clockMarginMs = 10 * 60_000
/** Numbers purchase orders, and the interchanges of EDI. */
export const purchaseOrderNumbers = "purchase_order_numbers"
const fewestSkipped = 10_000
const dayMs = 24 * 60 * 60_000

/** How far the numbers of the database that is about to be replaced have gone. */
export const readUsedUp = async (sql: Sql): Promise<Map<string, number>> => {
  const [schema] = await sql`select from pg_namespace where nspname = 'switchyard'`
  const used = new Map<string, number>()
  if (schema === undefined) return used
  for (const { name, own } of await readSequences(sql)) {
    if (!own) continue
    const [row] = await sql<Array<{ last: number }>>`select last_value as last from ${sql(name)}`
    used.set(name, row?.last ?? 0)
  }
  return used
}

/** Leases of the lost workers. A worker that registers here has another id, so nobody keeps them. */
const endLeases = async (sql: Sql): Promise<void> => {
  const tables = await sql<Array<{ name: string }>>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'lease_until'
    where c.relnamespace = 'switchyard'::regnamespace and c.relkind = 'r' order by 1`
  for (const { name } of tables)
    await sql.unsafe(`update ${quoted(name)} set lease_until = 'epoch' where lease_until is not null`)
}

/**
 * What waited to be sent, or was being sent, may have been sent since. `transmitting` under a dead lease says just that:
 * the next worker looks at the supplier first, sends only what is proved absent, and leaves the rest in doubt. Bytes,
 * numbers and keys stay as they are.
 */
const doubtSends = async (sql: Sql, { takenAt, at, actor }: Restoration): Promise<number> => {
  const reason = `restored from the backup of ${takenAt.toISOString()}; it may have been sent since`
  // The gates keep a stopped send from being marked; here the mark is no send, and must not be missing once sends go on.
  await sql`alter table dispatch_intents disable trigger user`
  const rows = await sql`
    with unsure as materialized (
      select i.id, i.attempt, i.state, i.purchase_order_id, p.order_id, p.number
      from dispatch_intents i join purchase_orders p on p.id = i.purchase_order_id
      where i.state in ('planned', 'claimed', 'transmitting')
    ),
    marked as (
      update dispatch_intents i set state = 'transmitting', lease_worker = 0, lease_until = 'epoch',
        -- Which attempt went last is not known any more, and the numbers of those made since are not used again.
        marked_attempt = null, attempt = i.attempt + 1000
      from unsure u where i.id = u.id
    ),
    forgotten as (
      update dispatch_intents set marked_attempt = null, attempt = attempt + 1000
      where state in ('in_doubt', 'refused')
    ),
    started as (
      update purchase_orders p set state = 'sending', version = p.version + 1
      from unsure u where p.id = u.purchase_order_id and p.state = 'queued'
    ),
    proved as (
      insert into evidence (dispatch_intent_id, attempt, kind, at, actor, detail)
      select id, attempt, 'attempt', ${at}, ${actor}, jsonb_build_object('restored', ${reason}::text) from unsure order by id
    )
    insert into order_history (order_id, at, actor, event, subject, before, after, detail)
    select order_id, ${at}, ${actor}, 'purchase-order.restored', number, state, 'transmitting',
      jsonb_build_object('reason', ${reason}::text) from unsure order by id
    returning id`
  await sql`alter table dispatch_intents enable trigger user`
  return rows.length
}

const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")}Z`

/** Of an order `w`: pieces that a supplier gave back, or that were withdrawn, and that nobody had at the time of the backup. */
const hasFreedPieces = (sql: Sql) => sql`exists (
  select from order_lines o where o.order_id = w.id and o.open > 0
    and exists (select from purchase_order_lines g where g.order_line_id = o.id) and ${freePieces(sql)} > 0)`

/**
 * Orders of which nothing was sent, those that failed, and those with pieces that were given back and not placed again: since
 * the backup they may have been sent, under numbers nobody knows.
 */
const holdOrders = async (sql: Sql, { takenAt, at, actor }: Restoration): Promise<number> => {
  const said = ` may have been sent after the backup of ${minute(takenAt)}. Check at `
  const rows = await sql`
    with unsure as materialized (
      select w.id, w.status, case when w.status in ('not_processed', 'failed') then 'This order'
        else 'What was given back or failed of this order' end as what, coalesce((
        select string_agg(distinct s.name, ' and ') from order_lines l join suppliers s on s.id = l.supplier_id
        where l.order_id = w.id), 'its supplier') as suppliers
      from orders w where w.status in ('not_processed', 'failed') or exists (
        select from purchase_orders p where p.order_id = w.id and p.state = 'failed') or ${hasFreedPieces(sql)}
    ),
    held as (
      insert into holds (order_id, kind, message, detail, opened_at)
      select id, 'restored', what || ${said}::text || suppliers || ', then release it.', jsonb_build_object('backup', ${takenAt.toISOString()}::text), ${at}
      from unsure on conflict do nothing
      returning order_id, message
    ),
    stopped as (
      update orders o set action = 'resolve', version = o.version + 1
      from unsure u where o.id = u.id and u.status = 'not_processed' and o.action is distinct from 'resolve'
    )
    insert into order_history (order_id, at, actor, event, subject, detail)
    select order_id, ${at}, ${actor}, 'hold opened', 'restored', jsonb_build_object('message', message) from held
    returning id`
  return rows.length
}

/** A yes to a payment may have been given since, and a second one may be captured: whoever is asked now is told so. */
const warnPayers = (sql: Sql, { takenAt }: Restoration) => sql`
  update authorizations set reason = ${`It may have been authorized after the backup of ${minute(takenAt)}: look in the portal first, and record it with --done-in-portal if so.`}
  where state = 'awaiting'`

/** What channels show may have been changed since: nobody knows, so that all of it is told anew. */
const forgetShownStock = async (sql: Sql): Promise<void> => {
  await sql`
    update channel_stock set shown = null, shown_at = null, batch = null where shown is not null or batch is not null`
  await sql`
    update stock_pushes set state = 'resting', batch = null, quiet_until = null, read_at = null, reading_since = null,
      read_sku = null`
}

/** A run that was under way will never end by itself, and would keep the next one from starting. */
const endRuns = (sql: Sql, { at }: Restoration) => sql`
  update sync_runs set state = 'failed', ended_at = ${at}, error = 'It was under way when the backup was taken.'
  where state = 'running'`

/**
 * Numbers given after the backup are known to suppliers, so they must not be given again: far more are skipped than can
 * have been used, ten times the busiest day for every day since the backup. One more for each second since, so that the
 * same backup, restored a second time, does not begin where it began the first time.
 */
const gapOf = async (sql: Sql, { takenAt, at }: Restoration): Promise<number> => {
  const [busiest] = await sql<Array<{ n: number }>>`
    select coalesce(max(n), 0) as n from (
      select count(*) as n from purchase_orders group by created_at::date) per_day`
  const sinceMs = Math.max(0, at.getTime() - takenAt.getTime())
  const days = Math.max(1, Math.ceil(sinceMs / dayMs))
  return Math.max(fewestSkipped, 10 * (busiest?.n ?? 0) * days) + Math.ceil(sinceMs / 1_000)
}

const skipNumbers = async (sql: Sql, restoration: Restoration) => {
  const gap = await gapOf(sql, restoration)
  let range = { from: 0, to: 0 }
  for (const { name, own } of await readSequences(sql)) {
    if (!own) continue
    const usedUp = restoration.usedUp.get(name) ?? 0
    const [row] = await sql<Array<{ from: number; to: number }>>`
      select last_value as from,
        setval(${`switchyard.${quoted(name)}`}::regclass, greatest(last_value, ${usedUp}::bigint) + ${gap}::bigint, true) as to
      from ${sql(name)}`
    if (name === purchaseOrderNumbers && row !== undefined) range = row
  }
  return range
}

/** Makes a restored database honest about what it cannot know, before anybody works on it. */
export const afterRestore = async (sql: Sql, restoration: Restoration): Promise<Afterwards> => {
  await endLeases(sql)
  const lookedUp = await doubtSends(sql, restoration)
  const held = await holdOrders(sql, restoration)
  await warnPayers(sql, restoration)
  await forgetShownStock(sql)
  await endRuns(sql, restoration)
  const { from, to } = await skipNumbers(sql, restoration)
  const heldUntil = new Date(restoration.at.getTime() + clockMarginMs)
  await sql`
    insert into restores (taken_at, restored_at, held_until, restored_by, file_hash, numbers_from, numbers_to)
    values (${restoration.takenAt}, ${restoration.at}, ${heldUntil}, ${restoration.actor}, ${restoration.hash}, ${from}, ${to})`
  return { lookedUp, held, numbersFrom: from, numbersTo: to }
}
