import * as Effect from "effect/Effect"
import { beforeAll, expect, it } from "vitest"
import type { OrderId } from "../../src/domain/model/order.ts"
import { OrderBoard } from "../../src/domain/ports/order-board.ts"
import { orderBoardLayer } from "../../src/store/order-board.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"
import { plantOrder, plantParties } from "./plant.ts"
import { buyer, plantedSentence, plantedWords } from "./reader-sees.ts"

const store = withTestDatabase(orderBoardLayer)
let held: number
let failed: number
let refused: number

beforeAll(async () => {
  const sql = store.sql()
  await plantParties(sql)
  held = await plantOrder(sql, { number: "#1" })
  failed = await plantOrder(sql, { number: "#2" })
  refused = await plantOrder(sql, { number: "#3" })
  await sql`update orders set customer_name = ${buyer.name}, ship_name = ${buyer.name}, customer_email = ${buyer.email},
    company = ${buyer.company}, address1 = ${buyer.address1}, address2 = ${buyer.address2}, city = ${buyer.city},
    postal_code = ${buyer.postalCode}, phone = ${buyer.phone}`
  await sql`insert into holds (order_id, kind, message, opened_at) values (${held}, 'changed', ${plantedSentence}, now())`
  // What the words say is asked here, not which order may stand where.
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`update orders set status = 'failed', action = 'retry' where id = ${failed}`
    await tx`insert into purchase_orders (order_id, supplier_id, number, state, failure, carrier, method, method_code, currency, created_at, created_by)
      select ${failed}, id, 'PO-1', 'failed', ${`at ${plantedSentence}`}, '', '', '', 'USD', now(), 'ann' from suppliers limit 1`
    await tx`update orders set status = 'shipped', action = 'push' where id = ${refused}`
  })
})

const leaks = (value: unknown): ReadonlyArray<string> => {
  const text = JSON.stringify(value).toLowerCase()
  return plantedWords.filter((word) => text.includes(word))
}

it("no list and no page says who bought it in a supplier's or a channel's words", async () => {
  const shown = await store.run(
    Effect.gen(function* () {
      const board = yield* OrderBoard
      const ids = [held, failed, refused] as unknown as ReadonlyArray<OrderId>
      const page = yield* board.page({}, null, 50)
      const details = yield* Effect.forEach(ids, (id) => board.detail(id))
      return { page, rows: yield* board.rows(ids), details, sends: yield* board.sends(ids) }
    })
  )
  const told = shown.page.rows.filter(({ message }) => message.includes("timed out: *** / ***"))
  expect(told.map(({ channelOrderNumber }) => channelOrderNumber).toSorted()).toEqual(["#1", "#2"])
  expect(shown.details.map((found) => found?.purchaseOrders.length)).toEqual([0, 1, 0])
  expect(
    shown.sends.map(({ number, failure }) => [number, failure?.includes("timed out: *** / ***")])
  ).toEqual([["PO-1", true]])
  expect(leaks(shown)).toEqual([])
})

it("who asked for it finds the words as they came", async () => {
  const found = await store.run(Effect.flatMap(OrderBoard, (board) => board.unmasked(failed as OrderId)))
  expect(leaks(found)).toEqual(plantedWords.filter((word) => leaks(plantedSentence).includes(word)))
  expect(leaks(found)).toContain("wilhelmina")
})

it("what an edit replaced is taken out of an old failure too, in lists over many orders", async () => {
  const sql = store.sql()
  const id = await plantOrder(sql, { number: "#4" })
  const entry = (
    event: string,
    subject: string,
    before: string | null,
    after: string | null,
    detail: object
  ) =>
    sql`insert into order_history (order_id, at, actor, event, subject, before, after, detail)
      values (${id}, now(), 'ann', ${event}, ${subject}, ${before}, ${after}, ${sql.json({ ...detail })})`
  await entry("edited", "name", "Peregrine Fotheringay", "Ann Other", {})
  await entry("edited", "region", "Rutland", "IL", {})
  const told = "Street: “77 Gooseberry Wharf” became “1 New Way”; ABC: 1 became 2"
  await entry("changed on the channel", "us-shop", null, null, { message: told })
  await entry("note", "", "Marmaduke", null, {})
  await sql`insert into holds (order_id, kind, message, opened_at)
    values (${id}, 'changed', '550 no PEREGRINE fotheringay in Rutland at 77+Gooseberry+Wharf, says Marmaduke', now())`
  const page = await store.run(Effect.flatMap(OrderBoard, (board) => board.page({}, null, 50)))
  const row = page.rows.find(({ channelOrderNumber }) => channelOrderNumber === "#4")
  expect(row?.message).toBe("550 no *** in Rutland at ***, says Marmaduke")
})
