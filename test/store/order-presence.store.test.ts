import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { OrderId } from "../../src/domain/model/order.ts"
import { OrderPresence } from "../../src/domain/ports/order-presence.ts"
import { orderPresenceLayer } from "../../src/store/order-presence.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantOrder, plantParties } from "./plant.ts"

const store = withTestDatabase(orderPresenceLayer)
const [mine, theirs] = ["7b6f9c2e-0000-4000-8000-000000000001", "7b6f9c2e-0000-4000-8000-000000000002"]
let orderId = OrderId(0)

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
  orderId = OrderId(await plantOrder(store.sql()))
})

const at = <A, E>(use: (presence: typeof OrderPresence.Service) => Effect.Effect<A, E>): Promise<A> =>
  store.run(Effect.flatMap(OrderPresence, use))
const beat = (session: string, doing: "looking" | "editing" = "editing", actor = "ben") =>
  at((p) => p.beat({ orderId, session, doing }, actor))
const others = () => at((p) => p.others(orderId, mine))
/** As if so much time had passed for everybody who is there. */
const age = (seconds: number) => store.sql()`
  update order_claims set seen_at = seen_at - ${seconds} * interval '1 second', since = since - ${seconds} * interval '1 second'`

test("others see who is there and what they do, who edits first; nobody sees themselves", async () => {
  expect(await beat(theirs, "looking")).toBe(true)
  expect(await beat(theirs)).toBe(true)
  expect(await beat(mine, "looking", "ana")).toBe(true)
  expect(await others()).toMatchObject([
    { actor: "ben", doing: "editing" },
    { actor: "ben", doing: "looking" }
  ])
})

test("a heartbeat keeps since when; without one for two minutes they are not there", async () => {
  await beat(theirs)
  await age(119)
  const [before] = await others()
  expect(await beat(theirs)).toBe(false)
  expect((await others())[0]?.since).toEqual(before?.since)
  await age(121)
  expect(await others()).toEqual([])
  // Back from a sleep they come anew, and are told again.
  expect(await beat(theirs)).toBe(true)
  expect(await others()).toHaveLength(1)
})

test("who went without a word is forgotten when the next one comes", async () => {
  await beat(theirs)
  await age(121)
  await beat(mine)
  expect(await store.sql()`select 1 from order_claims`).toHaveLength(1)
})

test("leaving is told by those alone who were there", async () => {
  await beat(theirs)
  const leave = () => at((p) => p.leave({ orderId, session: theirs, doing: "editing" }))
  expect(await leave()).toBe(true)
  expect(await leave()).toBe(false)
  expect(await others()).toEqual([])
})
