import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { OrderHistory } from "../../src/domain/ports/order-history.ts"
import { createSampleOrders, writeSide } from "../fixtures/sample-orders.ts"
import { noon } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(writeSide)
beforeEach(() => emptyTables(store.sql()))

test("entries are appended in the order given, with actor and time, and never change", async () => {
  const { orders } = await store.run(createSampleOrders(1))
  const orderId = orders[0]?.id
  if (orderId === undefined) throw new Error("there is no order")
  const entries = Array.from({ length: 200 }, (_, n) => ({
    orderId,
    event: n % 2 === 0 ? ("noted" as const) : ("tagged" as const),
    subject: 'it\'s "quoted"',
    before: n === 0 ? null : "a",
    after: "b",
    detail: { n }
  }))
  await store.run(Effect.flatMap(OrderHistory, (h) => h.append(entries, "ann", noon)))
  await store.run(Effect.flatMap(OrderHistory, (h) => h.append([], "ann", noon)))
  const rows = await store.sql()`
    select order_id as "orderId", event, subject, before, after, detail from order_history order by id`
  expect(rows).toEqual(entries)
  expect(await store.sql()`select distinct actor, at from order_history`).toEqual([
    { actor: "ann", at: noon }
  ])
  await expect(store.sql()`delete from order_history`).rejects.toThrow("append-only")
})
