import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { parseOrderQuery } from "../../../../src/domain/model/order-query-parse.ts"
import { compareOrders, type OrderSort, orderSorts } from "../../../../src/domain/model/order-sort.ts"
import type { OrderRow } from "../../../../src/domain/ports/order-board.ts"
import { columnNames, columnsFor } from "../../../../src/tui/screens/orders/order-columns.ts"
import {
  emptyList,
  kept,
  type ListState,
  movedBy,
  movedTo,
  typed
} from "../../../../src/tui/screens/orders/order-list.ts"
import { merged, othersToRead } from "../../../../src/tui/screens/orders/order-list-merge.ts"
import {
  handedOver,
  markedRange,
  marksWords,
  refusedWith,
  toggledMark
} from "../../../../src/tui/screens/orders/order-marks.ts"
import { FakeWorld } from "../../world/fake-world.ts"
import { orderRow } from "../../world/sample-orders.ts"

const counts = new FakeWorld().counts()

/** What the store would answer to a list that has all of these. */
const read = (state: ListState, rows: ReadonlyArray<OrderRow>, limit = 50): ListState => {
  const sorted = [...rows].sort(compareOrders(state.sort))
  const others = rows.filter(({ id }) => othersToRead(state, limit).includes(id))
  return merged(state, {
    page: { rows: sorted.slice(0, limit), counts, at: new Date(0) },
    limit,
    others,
    ...(state.marks.size > 0
      ? { matching: [...state.marks].filter((id) => rows.some((row) => row.id === id)) }
      : {})
  })
}

const anyRow = fc
  .record({
    id: fc.integer({ min: 1, max: 40 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    amount: fc.integer({ min: 1, max: 500 }),
    status: fc.constantFrom("not_processed" as const, "processed" as const)
  })
  .map(({ id, quantity, amount, status }) =>
    orderRow(id, {
      quantity,
      status,
      action: status === "processed" ? null : "process",
      total: { amount: String(amount), currency: "USD" },
      shipBy: new Date(1_800_000_000_000 + ((id * 7) % 11) * 60_000)
    })
  )

const worlds = fc.uniqueArray(anyRow, { minLength: 1, maxLength: 40, selector: ({ id }) => id })

describe("the first reading of another filter", () => {
  const rows = [orderRow(3), orderRow(2), orderRow(1)]
  const before = { ...read(emptyList({}), rows), page: 10 }
  const parsed = parseOrderQuery("1002")
  const narrowed = kept(before, { search: "1002", query: parsed.ok ? parsed.query : [] })

  it("begins on its first row, even if a quick key selected a row of the filter before", () => {
    const early = movedBy(narrowed, 1)
    expect(early.cursorId).toBe(OrderId(3))
    const after = read(early, [orderRow(2)])
    expect(after.rows.map(({ order }) => order.id)).toEqual([OrderId(2)])
    expect([after.cursorId, after.cursor]).toEqual([OrderId(2), 0])
  })

  it("keeps a row that was selected early and is in it too", () => {
    const after = read(movedTo(narrowed, 1), [orderRow(2), orderRow(1)])
    expect([after.cursorId, after.cursor]).toEqual([OrderId(2), 0])
    expect(read(movedTo(narrowed, 2), [orderRow(2), orderRow(1)]).cursor).toBe(1)
  })
})

describe("a list that is read again", () => {
  it("keeps the cursor on its order, the order on its line, the marks on theirs, and is sorted", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<OrderSort>(...orderSorts),
        worlds,
        worlds,
        fc.nat(),
        fc.nat({ max: 12 }),
        (sort, before, after, at, page) => {
          const opened = { ...read({ ...emptyList({}), sort, page: page + 1 }, before) }
          const moved = toggledMark(movedTo(opened, at % opened.rows.length))
          const now = read(moved, after)
          const gone = now.rows.find(({ order }) => order.id === moved.cursorId)
          // It stays under the cursor even if it left the list.
          expect(gone?.order.id).toBe(moved.cursorId)
          expect(now.rows[now.cursor]?.order.id).toBe(moved.cursorId)
          expect(now.marks).toEqual(moved.marks)
          const orders = now.rows.map(({ order }) => order)
          expect(orders).toEqual([...orders].sort(compareOrders(sort)))
          expect(new Set(orders.map(({ id }) => id)).size).toBe(orders.length)
          // On its line of the screen, unless the list has not so many rows above or below it.
          const line = now.cursor - now.top
          const wished = moved.cursor - moved.top
          const isAtEnd = now.top === 0 || now.top === Math.max(0, now.rows.length - now.page)
          expect(line === wished || isAtEnd).toBe(true)
        }
      ),
      { numRuns: 300 }
    )
  })

  it("read twice without a change is the same object", () => {
    fc.assert(
      fc.property(worlds, (rows) => {
        const once = read(emptyList({}), rows)
        expect(read(once, rows).rows).toBe(once.rows)
      })
    )
  })

  it("while it is frozen shows none that came and counts them", () => {
    fc.assert(
      fc.property(worlds, worlds, (before, after) => {
        const frozen: ListState = { ...read(emptyList({}), before), isFrozen: true }
        const now = read(frozen, after)
        const known = new Set(before.map(({ id }) => id))
        expect(now.rows.every(({ order }) => known.has(order.id))).toBe(true)
        expect(now.newer).toBe(after.filter(({ id }) => !known.has(id)).length)
      })
    )
  })
})

describe("marks", () => {
  const rows = [1, 2, 3, 4, 5].map((id) => orderRow(id))
  const state = read({ ...emptyList({}), page: 10 }, rows)

  it("of a range go from the last mark to here, in both directions", () => {
    const anchored = toggledMark(movedTo(state, 1))
    expect([...markedRange(movedTo(anchored, 3)).marks].sort()).toEqual([2, 3, 4])
    expect([...markedRange(movedTo(anchored, 0)).marks].sort()).toEqual([4, 5])
  })

  it("that are handed over go; what was refused or fails stays marked with the reason", () => {
    const [one, two, three] = [1, 2, 3].map(OrderId)
    if (one === undefined || two === undefined || three === undefined) throw new Error("three ids")
    const marked = { ...state, marks: new Set([one, two, three]) }
    const handed = refusedWith(handedOver(marked, [one, two]), [{ id: three, reason: "a hold is open" }])
    expect([...handed.marks]).toEqual([three])
    const after = read(handed, [
      orderRow(1, { status: "failed", action: "retry", why: "550 mailbox full" }),
      orderRow(2, { status: "processed", action: null }),
      ...rows.slice(2)
    ])
    expect([...after.marks].sort()).toEqual([1, 3])
    expect(after.reasons.get(one)).toBe("550 mailbox full")
    expect(after.reasons.get(three)).toBe("a hold is open")
    expect(after.handed.size).toBe(0)
  })

  it("that are not in the view are said", () => {
    const marked = { ...state, marks: new Set([1, 2, 99].map(OrderId)) }
    const now = read(marked, rows)
    expect(marksWords(now, String)).toBe("marked 3 (1 not in this view)")
    const many = read({ ...emptyList({}), page: 10, marks: new Set([OrderId(1)]) }, rows, 2)
    expect(marksWords(many, String)).toBe("marked 1 (0 loaded)")
  })
})

describe("the filter line", () => {
  it("keeps the last query that was understood while something else is typed", () => {
    const good = { ...emptyList({}), ...typed(emptyList({}), "state:resolve") }
    expect(good.fault).toBeNull()
    expect(typed(good, "state:resolv").fault?.message).toContain("Did you mean resolve?")
    expect(typed(good, "state:resolv").query).toBe(good.query)
  })

  it("begins with what the list was opened for", () => {
    expect(emptyList({ search: "two words" }).search).toBe('"two words"')
  })
})

describe("columns", () => {
  it("fit into any width, and never lose what a row needs", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 300 }),
        fc.integer({ min: 8, max: 12 }),
        fc.shuffledSubarray([...columnNames], { minLength: 1 }),
        (width, number, chosen) => {
          const columns = columnsFor(width, number, chosen)
          const used = columns.reduce((sum, column) => sum + column.width + 1, 1)
          expect(used).toBeLessThanOrEqual(width)
          for (const name of ["action", "order", "age"] as const)
            if (chosen.includes(name)) expect(columns.map((column) => column.name)).toContain(name)
          expect(chosen.filter((name) => columns.some((column) => column.name === name))).toEqual(
            columns.map((column) => column.name)
          )
        }
      )
    )
  })
})
