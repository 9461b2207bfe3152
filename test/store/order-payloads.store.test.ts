import { inflateRawSync } from "node:zlib"
import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { OrderId } from "../../src/domain/model/order.ts"
import { longestPayload, withPayload } from "../../src/domain/model/order-payload.ts"
import { OrderTimeline } from "../../src/domain/ports/order-timeline.ts"
import { PayloadKeeping } from "../../src/domain/ports/payload-keeping.ts"
import { prunePayloads } from "../../src/store/prune-payloads.ts"
import { withDomain } from "../domain/domain-house.ts"
import { importOrders, openBusiness, orderOf, shopShows, syncOrders } from "../domain/sample-business.ts"
import { later } from "../fixtures/sample-world.ts"

const house = withDomain()
beforeEach(() => openBusiness(house))

const kept = (id: OrderId) => house.run(Effect.flatMap(OrderTimeline, (timeline) => timeline.payload(id)))

test("what the channel said is kept with the order, anew when it says something new", async () => {
  const [id] = await importOrders(
    house,
    withPayload(orderOf(1, ["SKU-1"]), '{"a":"it\'s \u0000, {x} \\"y\\""}')
  )
  if (id === undefined) throw new Error("the order was not taken in")
  expect(await kept(id)).toMatchObject({ payload: '{"a":"it\'s \u0000, {x} \\"y\\""}', length: 25 })
  shopShows(
    house,
    withPayload({ ...orderOf(1, ["SKU-1"]), total: "99.0000", updatedAt: later(9000) }, "new words")
  )
  await syncOrders(house)
  expect(await kept(id)).toMatchObject({ payload: "new words", length: 9 })
})

test("one that is too long is cut, and says how long it was; a channel that hands none over leaves none", async () => {
  const long = "x".repeat(longestPayload + 7)
  const ids = await importOrders(house, withPayload(orderOf(1, ["SKU-1"]), long), orderOf(2, ["SKU-1"]))
  const [first, second] = await Promise.all(ids.map(kept))
  expect(first).toMatchObject({ length: longestPayload + 7 })
  expect(first?.payload).toHaveLength(longestPayload)
  expect(second).toBeNull()
})

const bundles = () => house.sql()<Array<{ id: number; orderIds: Array<OrderId> }>>`
  select id, order_ids as "orderIds" from payload_bundles order by id`

const over = (ids: ReadonlyArray<OrderId>, status: "completed" | "canceled", daysAgo: number) => house.sql()`
  update orders set status = ${status}, action = null, status_at = ${later(-daysAgo * 86_400_000)}
  where id = any(${[...ids]}::bigint[])`

/** The next walk begins, whenever the last one was. */
const prune = async () => {
  await house.sql()`update installation set payloads_walked_at = null`
  return house.run(prunePayloads)
}

const said = (n: number) => withPayload(orderOf(n, ["SKU-1"]), `words of ${n} — ünïcödé`)

test("of an order that is over for longer than the setting says nothing is kept, and of its neighbors everything", async () => {
  const ids = await importOrders(house, said(1), said(2), said(3), said(4))
  expect((await bundles()).map((b) => b.orderIds.length)).toEqual([4])
  const [first, second, third, fourth] = ids as [OrderId, OrderId, OrderId, OrderId]
  await over([first], "completed", 31)
  await over([second], "canceled", 29)
  await house.sql()`update orders set status_at = ${later(-400 * 86_400_000)} where id = ${third}`
  expect(await prune()).toBe(1)
  expect(await kept(first)).toBeNull()
  for (const [i, id] of [second, third, fourth].entries())
    expect(await kept(id)).toMatchObject({ payload: `words of ${i + 2} — ünïcödé` })
  expect((await bundles()).map((b) => b.orderIds)).toEqual([[second, third, fourth]])
  // What is kept of the others has not a word of it.
  const [row] = await house.sql()`select encode(body, 'hex') as body, ends from payload_bundles`
  const text = inflateRawSync(Buffer.from(row?.body, "hex")).toString()
  expect(text).not.toContain("words of 1 ")
  expect(Buffer.byteLength(text)).toBe(row?.ends.at(-1))
  expect(await prune()).toBe(0)
})

test("days are a setting; a bundle of which nothing is wanted goes whole", async () => {
  const ids = await importOrders(house, said(1), said(2))
  await over(ids, "completed", 8)
  expect(await prune()).toBe(0)
  await house.run(Effect.flatMap(PayloadKeeping, (keeping) => keeping.setDays(7)))
  expect(await house.run(prunePayloads)).toBe(2)
  expect(await bundles()).toEqual([])
  expect(await house.run(Effect.flatMap(PayloadKeeping, (k) => k.look()))).toMatchObject({ days: 7, kept: 0 })
})

test("old words of an order that was said anew go with the next walk, the new ones stay; once a day is enough", async () => {
  const [id, other] = await importOrders(house, said(1), said(2))
  if (id === undefined || other === undefined) throw new Error("the orders were not taken in")
  shopShows(
    house,
    withPayload({ ...orderOf(1, ["SKU-1"]), total: "99.0000", updatedAt: later(9000) }, "new words")
  )
  await syncOrders(house)
  expect((await bundles()).map((b) => b.orderIds)).toEqual([[id, other], [id]])
  expect(await prune()).toBe(0)
  expect((await bundles()).map((b) => b.orderIds)).toEqual([[other], [id]])
  expect(await kept(id)).toMatchObject({ payload: "new words" })
  await over([id, other], "completed", 40)
  expect(await house.run(prunePayloads)).toBe(0)
  expect(await prune()).toBe(2)
})
