import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { OrderId } from "../../src/domain/model/order.ts"
import { longestPayload, withPayload } from "../../src/domain/model/order-payload.ts"
import { OrderTimeline } from "../../src/domain/ports/order-timeline.ts"
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
