import * as fc from "fast-check"
import { expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { parseOrderQuery } from "../../../../src/domain/model/order-query-parse.ts"
import { compareOrders } from "../../../../src/domain/model/order-sort.ts"
import type { OrderRow } from "../../../../src/domain/ports/order-board.ts"
import { emptyList, type ListState, movedTo } from "../../../../src/tui/screens/orders/order-list.ts"
import { merged, othersToRead } from "../../../../src/tui/screens/orders/order-list-merge.ts"
import { fitOfAll, namedBy, patched } from "../../../../src/tui/screens/orders/order-list-patch.ts"
import { FakeWorld } from "../../world/fake-world.ts"
import { many, orderRow } from "../../world/sample-orders.ts"

const counts = new FakeWorld().counts()
const limit = 10

/** The page as the store would give it, with the rows that it may not have. */
const wholly = (state: ListState, world: ReadonlyArray<OrderRow>): ListState => {
  const matching = world.filter(({ status }) => state.tab === "all" || status === state.tab)
  const page = matching.sort(compareOrders(state.sort)).slice(0, limit)
  const others = world.filter(({ id }) => othersToRead(state, limit).includes(id))
  return merged(state, { page: { rows: page, counts, at: new Date(0) }, limit, others })
}

const anyOrder = fc
  .record({
    id: fc.integer({ min: 1, max: 25 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    status: fc.constantFrom("not_processed" as const, "processed" as const)
  })
  .map(({ id, quantity, status }) => orderRow(id, { quantity, status }))

const anyChange = fc.record({
  id: fc.integer({ min: 1, max: 25 }),
  quantity: fc.integer({ min: 1, max: 3 }),
  isMoved: fc.boolean()
})

const anyOrders = fc.uniqueArray(anyOrder, { minLength: 1, maxLength: 25, selector: ({ id }) => id })
const pulseOf = (ids: ReadonlyArray<OrderId>) => ({
  isAll: false,
  orders: new Set(ids),
  about: new Set(["orders" as const])
})

it("leaves the same list as the whole page, wherever it says that it may", () => {
  const seen = { same: 0, counted: 0, page: 0 }
  fc.assert(
    fc.property(
      anyOrders,
      fc.uniqueArray(anyChange, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
      fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 1 }),
      fc.constantFrom("all" as const, "not_processed" as const),
      (before, changes, gone, tab) => {
        const state = movedTo(wholly({ ...emptyList({}), tab }, before), 3)
        const few = changes.map(({ id, quantity, isMoved }) => {
          const status = before.find((order) => order.id === id)?.status ?? "not_processed"
          const other = status === "processed" ? "not_processed" : "processed"
          return orderRow(id, { quantity, status: isMoved ? other : status, version: 2 })
        })
        const named = [...few.map(({ id }) => id), ...gone.map((id) => OrderId(id))]
        const after = [...before.filter(({ id }) => !named.includes(id)), ...few]
        const ids = namedBy(state, pulseOf(named)) ?? []
        const read = after.filter(({ id }) => ids.includes(id))
        const fit = fitOfAll(state, ids, read)
        seen[fit] += 1
        if (fit === "page") return
        const expected = wholly(state, after).rows.map(({ order }) => order)
        expect(patched(state, { named: read }).rows.map(({ order }) => order)).toEqual(expected)
      }
    ),
    { numRuns: 2000, seed: 7 }
  )
  expect(Math.min(seen.same, seen.counted, seen.page)).toBeGreaterThan(20)
})

it("leaves rows that did not change the same objects", () => {
  const state = wholly(emptyList({}), [...many(8)])
  const changed = orderRow(5, { customerName: "Ada", version: 2 })
  const after = patched(state, { named: [changed] })
  expect(after.rows.map((row, index) => row === state.rows[index])).toEqual(
    state.rows.map(({ order }) => order.id !== changed.id)
  )
  expect(patched(after, { named: [changed] })).toBe(after)
})

it("is not enough where the status alone does not say who is in the list, or nobody says what changed", () => {
  const state = wholly(emptyList({}), [...many(8)])
  const pulse = pulseOf([OrderId(5)])
  expect(namedBy(state, pulse)).toEqual([OrderId(5)])
  const parsed = parseOrderQuery("Ada")
  expect(namedBy({ ...state, query: parsed.ok ? parsed.query : [] }, pulse)).toBeNull()
  expect(namedBy({ ...state, wish: { needs: true } }, pulse)).toBeNull()
  expect(namedBy({ ...state, sort: "total" }, pulse)).toBeNull()
  expect(namedBy(state, { ...pulse, isAll: true })).toBeNull()
  expect(namedBy(state, pulseOf([]))).toBeNull()
})
