import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeEach, expect, test } from "vitest"
import {
  isMoreThan,
  kindsOfChannel,
  kindsWithSubject,
  mostCauses,
  type WaitingCause
} from "../../src/domain/model/waiting-cause.ts"
import { MappingBoard } from "../../src/domain/ports/mapping-board.ts"
import { foldCauses, foldManyCauses } from "../../src/store/cause-counts.ts"
import { connect, type Sql } from "../../src/store/database.ts"
import { mappingBoardLayer } from "../../src/store/mapping-board.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt, plantHold, plantOrder, plantParties } from "./plant.ts"

const store = withTestDatabase(Layer.mergeAll(mappingBoardLayer))

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
})

const causes = () => store.run(Effect.flatMap(MappingBoard, (board) => board.causes()))
const waitingFor = (cause: WaitingCause) =>
  store.run(Effect.flatMap(MappingBoard, (board) => board.waitingFor(cause, 1_000)))
const fold = () => store.run(foldCauses)

interface Told {
  readonly kind: string
  readonly channel: number
  readonly supplier: number
  readonly subject: string
  readonly orders: number
  readonly alone: number
  readonly amounts: string
  readonly oldest: string
}

/** The same, counted from the holds themselves by the words of the model. */
const fromHolds = (sql: Sql) => sql<Array<Told>>`
  select kind, channel, supplier, subject, sum(orders)::int as orders, sum(alone)::int as alone,
    string_agg(amount::text || ' ' || currency, ', ' order by currency) as amounts, min(oldest)::text as oldest
  from (
    select kind, channel, supplier, subject, currency, count(*) as orders, count(*) filter (where alone) as alone,
      sum(total) as amount, min(placed_at) as oldest
    from (
      select distinct on (kind, channel, supplier, subject, order_id) * from (
        select h.kind, h.order_id, o.placed_at, o.total, o.currency,
          case when h.kind = any(${[...kindsOfChannel]}::text[]) then o.channel_id else 0 end as channel,
          case when h.kind = 'ship_method_unmapped' then h.field::bigint else 0 end as supplier,
          case when h.kind = 'ship_method_unmapped' then o.ship_method_name
            when h.kind = any(${[...kindsWithSubject]}::text[]) then h.field else '' end as subject,
          count(*) over (partition by h.order_id) = 1 as alone
        from holds h join orders o on o.id = h.order_id
        where h.released_at is null and h.kind <> 'not_checked' and o.action = 'resolve') every_hold) one_each
    group by 1, 2, 3, 4, 5) parts
  group by 1, 2, 3, 4 order by 1, 2, 3, 4`

const asTold = (found: ReadonlyArray<WaitingCause>): ReadonlyArray<Told> =>
  found
    .map((c) => ({
      kind: c.kind,
      channel: c.channelId ?? 0,
      supplier: c.supplierId ?? 0,
      subject: c.subject,
      orders: c.orders,
      alone: c.alone,
      amounts: c.totals
        .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
        .map((m) => `${m.amount} ${m.currency}`)
        .join(", "),
      oldest: c.oldestAt.toISOString()
    }))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))

const keyOf = (t: Told): string => JSON.stringify([t.kind, t.channel, t.supplier, t.subject])

const agree = async () => {
  const told = (await fromHolds(store.sql())).map((t) => ({ ...t, oldest: new Date(t.oldest).toISOString() }))
  const sorted = told.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const found = await causes()
  expect(asTold(found)).toEqual(sorted)
  return found
}

const holdsToOpen = [
  { kind: "sku_unknown", field: "AB-1" },
  { kind: "sku_unknown", field: "AB-2" },
  { kind: "ship_method_unmapped", field: "1" },
  { kind: "ship_method_unmapped", field: "2" },
  { kind: "address_missing", field: "phone" },
  { kind: "not_paid", field: "" },
  { kind: "not_checked", field: "" }
] as const

/** The same steps each time: a number of a row of its own for each choice. */
const choices = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

type Step = (sql: Sql, id: number, pick: (below: number) => number) => PromiseLike<unknown>

const steps: ReadonlyArray<Step> = [
  (sql, id, pick) => {
    const { kind, field } = holdsToOpen[pick(holdsToOpen.length)] ?? holdsToOpen[0]
    return sql`insert into holds (order_id, kind, field, message, opened_at)
      values (${id}, ${kind}, ${field}, 'Enter it.', ${plantedAt}) on conflict do nothing`
  },
  (sql, id) => sql`update holds set released_at = ${plantedAt}, released_by = 'ann' where id = (
    select id from holds where order_id = ${id} and released_at is null limit 1)`,
  (sql, id, pick) =>
    sql`update orders set action = ${pick(3) === 0 ? "process" : "resolve"} where id = ${id}`,
  (sql, id, pick) => sql`update orders set total = ${pick(500)} where id = ${id}`,
  (sql, id, pick) => sql`update orders set ship_method_name = ${`Way ${pick(3)}`} where id = ${id}`,
  (sql) =>
    sql`update holds set released_at = ${plantedAt}, released_by = 'ann' where released_at is null and kind = 'not_paid'`
]

const plantSome = async (count: number): Promise<ReadonlyArray<number>> => {
  const ids: Array<number> = []
  for (let n = 0; n < count; n++)
    ids.push(
      await plantOrder(store.sql(), {
        action: "resolve",
        channelId: 1 + (n % 2),
        currency: n % 3 === 0 ? "EUR" : "USD",
        placedAt: new Date(plantedAt.getTime() - n * 60_000)
      })
    )
  return ids
}

test("the counts are those of the holds after each change, folded or not", { timeout: 120_000 }, async () => {
  const sql = store.sql()
  const pick = choices(7)
  const ids = await plantSome(12)
  for (let n = 0; n < 250; n++) {
    await steps[pick(steps.length)]?.(sql, ids[pick(ids.length)] ?? 0, pick)
    if (pick(4) === 0) await fold()
    await agree()
  }
  expect(await fold()).toBeGreaterThanOrEqual(0)
  const found = await agree()
  expect(found.length).toBeGreaterThan(3)
  for (const cause of found) expect(await waitingFor(cause)).toHaveLength(cause.orders)
  expect(await sql`select from cause_marks`).toHaveLength(0)
  expect(await sql`select from cause_counts where orders <= 0 or alone < 0`).toHaveLength(0)
})

test("what is not committed while somebody folds is counted when it is, and not before", async () => {
  const [first = 0, second = 0] = await plantSome(2)
  await plantHold(store.sql(), first, { kind: "not_paid" })
  const other = connect({ ...store.options(), max: 1 })
  try {
    await other`begin`
    await plantHold(other, second, { kind: "not_paid" })
    await other`update holds set released_at = now(), released_by = 'ann' where order_id = ${first}`
    expect(await fold()).toBeGreaterThan(0)
    expect((await agree()).map((c) => c.orders)).toEqual([1])
    await other`commit`
    expect((await agree()).map((c) => c.orders)).toEqual([1])
    await fold()
    const [left] = await agree()
    expect(left === undefined ? [] : await waitingFor(left)).toEqual([second])
    await other`begin`
    await other`update orders set action = 'process' where id = ${second}`
    await fold()
    await other`rollback`
    expect((await agree()).map((c) => c.orders)).toEqual([1])
  } finally {
    await other.end({ timeout: 2 })
  }
})

test("many sessions write and fold at once: nothing is lost or counted twice", {
  timeout: 120_000
}, async () => {
  const ids = await plantSome(8)
  const sessions = Array.from({ length: 4 }, () => connect({ ...store.options(), max: 1 }))
  const write = async (sql: Sql, seed: number) => {
    const pick = choices(seed)
    for (let n = 0; n < 60; n++) {
      // As advance does it: the order is locked, then changed.
      const id = ids[pick(ids.length)] ?? 0
      await sql.begin(async (tx) => {
        await tx`select from orders where id = ${id} for no key update`
        await steps[pick(5)]?.(tx as unknown as Sql, id, pick)
      })
    }
  }
  const foldOften = async () => {
    for (let n = 0; n < 30; n++) await fold()
  }
  try {
    await Promise.all([...sessions.map((sql, n) => write(sql, n + 1)), foldOften(), foldOften()])
  } finally {
    await Promise.all(sessions.map((sql) => sql.end({ timeout: 2 })))
  }
  await agree()
  await fold()
  await agree()
})

test("an order that is checked and is clean leaves no mark", async () => {
  const sql = store.sql()
  const [id = 0] = await plantSome(1)
  await fold()
  await plantHold(sql, id, { kind: "not_checked" })
  await sql`update holds set released_at = now(), released_by = 'w' where order_id = ${id}`
  await sql`update orders set action = 'process' where id = ${id}`
  expect(await sql`select from cause_marks`).toHaveLength(0)
})

test("of more causes than are told those of the most orders are, and it is said that there are more", async () => {
  const sql = store.sql()
  const [id = 0, other = 0] = await plantSome(2)
  const open = (order: number, from: number, to: number) => sql`
    insert into holds (order_id, kind, field, message, opened_at)
    select ${order}, 'out_of_stock', 'SKU-' || n, 'Wait.', ${plantedAt} from generate_series(${from}::int, ${to}::int) n`
  await open(id, 1, mostCauses - 1)
  expect(isMoreThan(await causes())).toBe(false)
  await open(id, mostCauses, mostCauses + 9)
  await open(other, mostCauses + 9, mostCauses + 9)
  for (const folded of [false, true]) {
    if (folded) await fold()
    const told = await causes()
    expect(told).toHaveLength(mostCauses - (told[0]?.totals.length === 2 ? 1 : 0))
    expect(told[0]).toMatchObject({ subject: `SKU-${mostCauses + 9}`, orders: 2 })
    expect(isMoreThan(told)).toBe(true)
  }
})

test("after a job only many marks are folded", async () => {
  const sql = store.sql()
  const [id = 0] = await plantSome(1)
  await plantHold(sql, id, { kind: "not_paid" })
  expect(await store.run(foldManyCauses)).toBe(0)
  await sql`insert into cause_marks select ${id} from generate_series(1, 300)`
  expect(await store.run(foldManyCauses)).toBeGreaterThanOrEqual(300)
  expect((await agree()).map((c) => c.orders)).toEqual([1])
})
