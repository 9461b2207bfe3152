import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import {
  type Breaker,
  type BreakerState,
  burstSeconds,
  drainPerMinute,
  firstProbeSeconds,
  longestProbeSeconds,
  opensAfter,
  passesNow
} from "../domain/model/breaker.ts"
import { withoutContacts } from "../domain/model/contacts-in-text.ts"
import type { DispatchIntentId } from "../domain/model/dispatch-intent.ts"
import type { SupplierId } from "../domain/model/supplier.ts"
import { Breakers, type SupplierTrouble } from "../domain/ports/breakers.ts"
import { Database, type Sql } from "./database.ts"
import { buyerOf, type KnownBuyer, withoutBuyer } from "./known-buyer.ts"
import { isKept, pacedSuppliers } from "./send-gate-sql.ts"

type IdRows = ReadonlyArray<{ readonly id: DispatchIntentId }>

const waiting = (sql: Sql, at: Date) => sql`
  i.state = 'planned' and i.not_before <= ${at} and not ${isKept(sql)}`

const selectBreakers = (sql: Sql) => sql<ReadonlyArray<Breaker>>`
  select s.id as "supplierId", s.name as supplier, coalesce(b.state, 'closed') as state,
    coalesce(b.failures, 0) as failures, b.reason, b.message, b.opened_at as "openedAt",
    b.next_probe_at as "nextProbeAt", coalesce(b.probe_seconds, ${firstProbeSeconds}) as "probeSeconds",
    (s.terms ->> 'sendsPerMinute')::int as "sendsPerMinute",
    case when coalesce(b.state, 'closed') = 'closed' then 0 else (
      select count(*)::int from dispatch_intents i where i.supplier_id = s.id and i.state = 'planned') end as parked
  from suppliers s left join breakers b on b.supplier_id = s.id order by s.name`

/** Shown where nobody knows any more which order it was about: without its buyer. */
const saidOfSend = async (sql: Sql, { intentId, message }: SupplierTrouble): Promise<string> => {
  const [found] = await sql<ReadonlyArray<{ buyer: KnownBuyer }>>`
    select ${buyerOf(sql)} as buyer from dispatch_intents i join purchase_orders p on p.id = i.purchase_order_id
    join orders o on o.id = p.order_id where i.id = ${intentId}`
  return found === undefined ? message : withoutBuyer(found.buyer)(message)
}

/** Newly open, or open and this was its probe: the pauses grow. Any other failure of an open one is a straggler's. */
const countFailure = (sql: Sql, t: SupplierTrouble, at: Date) => sql<
  ReadonlyArray<{ state: BreakerState; openedNow: boolean }>
>`
  insert into breakers as b (supplier_id, failures, reason, message)
  values (${t.supplierId}, 1, ${t.reason}, ${t.message})
  on conflict (supplier_id) do update set (failures, reason, message, state, opened_at, probe_seconds, next_probe_at,
      probe_intent_id) = (
    select b.failures + 1, excluded.reason, excluded.message, case when k.opens then 'open' else b.state end,
      case when k.opens then coalesce(b.opened_at, ${at}) else b.opened_at end, k.seconds,
      case when k.opens or k.is_probe then ${at}::timestamptz + make_interval(secs => k.seconds) else b.next_probe_at end,
      case when k.is_probe then null else b.probe_intent_id end
    from (
      select j.opens, j.is_probe, case when j.opens then ${firstProbeSeconds}
        when j.is_probe then least(b.probe_seconds * 2, ${longestProbeSeconds}) else b.probe_seconds end as seconds
      from (select b.state <> 'open' and b.failures + 1 >= ${opensAfter} as opens,
        b.state = 'open' and b.probe_intent_id = ${t.intentId} as is_probe) j) k)
  returning b.state, b.state = 'open' and b.probe_intent_id is null as "openedNow"`

/** What was allowed before the supplier fell silent is not allowed any more. */
const takeBackPasses = (sql: Sql, id: SupplierId) =>
  sql`update dispatch_intents set pass = false where supplier_id = ${id} and pass and state = 'planned'`

/** What was open is remembered after it closed; a straggler's failure opens nothing anew. */
const rememberOpening = (sql: Sql, { supplierId, message }: SupplierTrouble, at: Date) => sql`
  insert into breaker_openings (supplier_id, opened_at, message) values (${supplierId}, ${at}, ${message})
  on conflict (supplier_id) where ended_at is null do nothing`

const countSuccess = (sql: Sql, id: SupplierId, at: Date) => sql`
  with recovered as (
  update breakers set failures = 0, next_probe_at = null, probe_intent_id = null,
    probe_seconds = ${firstProbeSeconds},
    paced_at = case when state = 'open' then ${at} else paced_at end,
    state = case when state = 'open' then 'draining' else state end
  where supplier_id = ${id} and (failures > 0 or state = 'open') returning supplier_id)
  update breaker_openings o set ended_at = ${at} from recovered r
  where o.supplier_id = r.supplier_id and o.ended_at is null`

interface LockedBreaker {
  readonly state: BreakerState
  readonly nextProbeAt: Date | null
  readonly pacedAt: Date | null
  readonly perMinute: number | null
}

/** The row's lock makes one turn at a time, over all workers. */
const lockBreaker = async (sql: Sql, id: SupplierId): Promise<LockedBreaker | undefined> => {
  await sql`insert into breakers (supplier_id) values (${id}) on conflict do nothing`
  const [row] = await sql<Array<LockedBreaker>>`
    select b.state, b.next_probe_at as "nextProbeAt", b.paced_at as "pacedAt",
      (s.terms ->> 'sendsPerMinute')::int as "perMinute"
    from breakers b join suppliers s on s.id = b.supplier_id where b.supplier_id = ${id} for update of b`
  return row
}

/** Oldest first: in the order in which they were written. */
const choose = (sql: Sql, id: SupplierId, count: number, at: Date) => sql<IdRows>`
  update dispatch_intents u set pass = true from (
    select i.id from dispatch_intents i
    where i.supplier_id = ${id} and not i.pass and ${waiting(sql, at)}
    order by i.id limit ${count} for no key update skip locked) c
  where u.id = c.id returning u.id`

const elect = async (sql: Sql, id: SupplierId, b: LockedBreaker, at: Date): Promise<void> => {
  if (b.nextProbeAt === null || b.nextProbeAt > at) return
  // A pass that nobody used (its worker died) is the probe.
  const unused = await sql<IdRows>`
    select i.id from dispatch_intents i where i.supplier_id = ${id} and i.pass and ${waiting(sql, at)}
    order by i.id limit 1`
  const [probe] = unused.length > 0 ? unused : await choose(sql, id, 1, at)
  if (probe === undefined) return
  await sql`
    update breakers set probe_intent_id = ${probe.id},
      next_probe_at = ${at}::timestamptz + make_interval(secs => probe_seconds)
    where supplier_id = ${id}`
}

const release = async (sql: Sql, id: SupplierId, b: LockedBreaker, at: Date): Promise<void> => {
  const perMinute = b.perMinute ?? drainPerMinute
  const count = passesNow(perMinute, b.pacedAt, at)
  if (count === 0) return
  const chosen = await choose(sql, id, count, at)
  // What was not used up is saved for one burst, no longer.
  const from = Math.max(b.pacedAt?.getTime() ?? 0, at.getTime() - burstSeconds * 1000)
  const pacedAt = new Date(from + (chosen.length * 60_000) / perMinute)
  const drained = b.state === "draining" && chosen.length < count
  await sql`
    update breakers set paced_at = ${pacedAt},
      state = case when ${drained} then 'closed' else state end,
      opened_at = case when ${drained} then null else opened_at end
    where supplier_id = ${id}`
}

const grant = async (
  sql: Sql,
  id: SupplierId,
  among: ReadonlyArray<DispatchIntentId>,
  at: Date
): Promise<ReadonlyArray<DispatchIntentId>> => {
  const breaker = await lockBreaker(sql, id)
  if (breaker !== undefined)
    await (breaker.state === "open" ? elect(sql, id, breaker, at) : release(sql, id, breaker, at))
  const rows = await sql<IdRows>`
    select i.id from dispatch_intents i where i.supplier_id = ${id} and i.pass and i.state = 'planned'
    union
    select i.id from dispatch_intents i
    where i.id = any(${among}::bigint[]) and i.state in ('claimed', 'transmitting')
    order by id`
  return rows.map((r) => r.id)
}

/** The few that are paced first, then each by itself (`offset 0`): else the server asks all gates of all that is planned. */
const selectDue = (sql: Sql, at: Date) => sql<ReadonlyArray<{ id: SupplierId }>>`
  with paced as materialized (
    select s.id, b.state, b.next_probe_at from suppliers s left join breakers b on b.supplier_id = s.id
    where s.id in (${pacedSuppliers(sql)}))
  select s.id from paced s
  where (s.state is distinct from 'open' or s.next_probe_at <= ${at} or exists (
      select from dispatch_intents i where i.supplier_id = s.id and i.pass and i.state = 'planned'))
    and (s.state = 'draining' or exists (
      select from dispatch_intents i where i.supplier_id = s.id and ${waiting(sql, at)} offset 0))
  order by s.id`

export const breakersLayer: Layer.Layer<Breakers, never, Database> = Layer.effect(
  Breakers,
  Effect.gen(function* () {
    const { query } = yield* Database
    return Breakers.of({
      list: Effect.fn("Breakers.list")(() =>
        Effect.map(query(selectBreakers), (all) =>
          all.map((one) => ({ ...one, message: withoutContacts(one.message) }))
        )
      ),
      pace: Effect.fn("Breakers.pace")(function* (id) {
        const [row] = yield* query(
          (sql) => sql<Array<{ state: BreakerState; paced: boolean }>>`
            select coalesce(b.state, 'closed') as state,
              coalesce(b.state, 'closed') <> 'closed' or s.terms ? 'sendsPerMinute' as paced
            from suppliers s left join breakers b on b.supplier_id = s.id where s.id = ${id}`
        )
        return row ?? { state: "closed", paced: false }
      }),
      failed: Effect.fn("Breakers.failed")(function* (told, at) {
        const trouble = { ...told, message: yield* query((sql) => saidOfSend(sql, told)) }
        const [row] = yield* query((sql) => countFailure(sql, trouble, at))
        if (row?.openedNow === true) {
          yield* query((sql) => takeBackPasses(sql, trouble.supplierId))
          yield* query((sql) => rememberOpening(sql, trouble, at))
        }
        return row?.state ?? "closed"
      }),
      succeeded: Effect.fn("Breakers.succeeded")(function* (id, at) {
        yield* query((sql) => countSuccess(sql, id, at))
      }),
      grant: Effect.fn("Breakers.grant")((id, among, at) => query((sql) => grant(sql, id, among, at))),
      due: Effect.fn("Breakers.due")(function* (at) {
        const rows = yield* query((sql) => selectDue(sql, at))
        return rows.map((r) => r.id)
      }),
      close: Effect.fn("Breakers.close")(function* (id, actor, at) {
        const rows = yield* query(
          (sql) => sql`
            with closed as (
              update breakers set state = 'draining', failures = 0, next_probe_at = null, probe_intent_id = null,
                probe_seconds = ${firstProbeSeconds}, paced_at = ${at}, closed_by = ${actor}
              where supplier_id = ${id} and state = 'open' returning supplier_id),
            ended as (
              update breaker_openings o set ended_at = ${at}, ended_by = ${actor} from closed c
              where o.supplier_id = c.supplier_id and o.ended_at is null)
            select supplier_id from closed`
        )
        return rows.length > 0
      })
    })
  })
)
