import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { TriageBoard } from "../../src/domain/ports/triage-board.ts"
import { connect, type Sql } from "../../src/store/database.ts"
import { triageBoardLayer } from "../../src/store/triage-board.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt, plantLine, plantOrder, plantParties, plantPurchaseOrder } from "./plant.ts"

const store = withTestDatabase(triageBoardLayer)

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
})

const purchaseOrders = 40
const sessions = 4
const rounds = 6
const movesARound = 30
const hour = 3_600_000

/** The same numbers each time: a failure comes again. */
const dice = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
  return seed / 2 ** 31
}

const plantAll = async (sql: Sql): Promise<ReadonlyArray<number>> => {
  const ids: Array<number> = []
  for (let n = 0; n < purchaseOrders; n++) {
    const order = await plantOrder(sql, { status: "processed" })
    const line = await plantLine(sql, order, { sku: `AB-${n}`, ordered: 2 })
    const id = await plantPurchaseOrder(sql, order, { number: `SY-${n}`, state: "sent" })
    await sql`insert into purchase_order_lines (purchase_order_id, order_line_id, supplier_sku, quantity)
      values (${id}, ${line}, ${`AB-${n}`}, 2)`
    ids.push(id)
  }
  return ids
}

/** What a day does to purchase orders, several at once and in any order of them, as a file of a supplier does. */
const moves: ReadonlyArray<(sql: Sql, ids: Array<number>, turn: number) => PromiseLike<unknown>> = [
  (sql, ids) => sql`
    update purchase_orders set acknowledge_due_at = ${new Date(plantedAt.getTime() - hour)}, late_at = null
    where id in (select id from purchase_orders where id = any(${ids}::bigint[]) order by id for no key update)
      and acknowledged_at is null`,
  (sql, ids, turn) => sql`
    insert into shipments (order_id, purchase_order_id, supplier_id, carrier, service, tracking_number, shipped_at, recorded_at, source)
    select order_id, id, supplier_id, 'UPS', 'Ground', ${`1Z${turn}`}, ${plantedAt}, ${plantedAt}, 'file'
    from purchase_orders where id = any(${ids.slice(0, 2)}::bigint[]) order by id desc`,
  (sql, ids) => sql`update purchase_orders set acknowledged_at = ${plantedAt} where id = ${ids[0] ?? 0}`,
  (sql, ids) =>
    sql`update purchase_order_lines set canceled = 2 - canceled where purchase_order_id = ${ids[0] ?? 0}`
]

const isLate = (sql: Sql) => sql`
  p.state = 'sent' and p.acknowledged_at is null and p.acknowledge_due_at < ${plantedAt}
  and exists (select from purchase_order_lines l where l.purchase_order_id = p.id and l.quantity > l.canceled + l.rejected)
  and not exists (select from shipments s where s.purchase_order_id = p.id)`

const told = async (): Promise<number> => {
  const { standings } = await store.run(Effect.flatMap(TriageBoard, (board) => board.standings(plantedAt)))
  return standings.find(({ kind }) => kind === "acknowledge_late")?.count ?? -1
}

test("after each of many changes by several sessions at once, as many are late as a look at every one of them says", async () => {
  const sql = store.sql()
  const ids = await plantAll(sql)
  const others = Array.from({ length: sessions }, () => connect({ ...store.options(), max: 1 }))
  const seen = new Set<number>()
  try {
    for (let round = 0; round < rounds; round++) {
      await Promise.all(
        others.map(async (session, s) => {
          const roll = dice(round * 100 + s + 1)
          for (let n = 0; n < movesARound; n++) {
            const some = Array.from({ length: 4 }, () => ids[Math.floor(roll() * ids.length)] ?? 0)
            await moves[Math.floor(roll() * moves.length)]?.(session, some, (round * 10 + s) * 1000 + n)
          }
        })
      )
      // So that there are late ones at the end, too.
      const order = await plantOrder(sql, { status: "processed" })
      const line = await plantLine(sql, order, { sku: "new", ordered: 1 })
      const id = await plantPurchaseOrder(sql, order, { number: `NEW-${round}`, state: "sent" })
      await sql`insert into purchase_order_lines (purchase_order_id, order_line_id, supplier_sku, quantity)
        values (${id}, ${line}, 'new', 1)`
      await sql`update purchase_orders set acknowledge_due_at = ${new Date(plantedAt.getTime() - hour)} where id = ${id}`
      const [truth] = await sql<Array<{ n: number }>>`
        select count(*)::int as n from purchase_orders p where ${isLate(sql)}`
      expect(await told()).toBe(truth?.n)
      seen.add(truth?.n ?? 0)
    }
  } finally {
    for (const session of others) await session.end()
  }
  expect(seen.size).toBeGreaterThan(1)
  const [marks] = await sql<Array<{ wrong: number; right: number }>>`
    select count(*) filter (where not exists (select from shipments s where s.purchase_order_id = p.id))::int as wrong,
      count(*)::int as right
    from purchase_orders p where parcel_spoke`
  expect(marks?.wrong).toBe(0)
  expect(marks?.right).toBeGreaterThan(0)
})
