import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { changesBetween, keptEntry, mostChanges, secretChanges } from "../../../src/domain/model/activity.ts"

const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()))
const face = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,4}$/),
  fc.oneof(value, fc.dictionary(fc.stringMatching(/^[A-Z]{1,3}$/), value))
)

describe("what differs between two looks", () => {
  test("nothing between a thing and itself, and there and back are the same fields the other way round", () => {
    fc.assert(
      fc.property(face, face, (a, b) => {
        expect(changesBetween(a, structuredClone(a))).toEqual([])
        const there = new Map(changesBetween(a, b).map((c) => [c.field, c]))
        const back = changesBetween(b, a)
        expect(back).toHaveLength(there.size)
        for (const change of back) {
          if ("secret" in change) throw new Error("no secret was given")
          expect(there.get(change.field)).toEqual({
            field: change.field,
            before: change.after,
            after: change.before
          })
        }
      })
    )
  })

  test("fields are named by their path; dates, lists and yes are written as people read them", () => {
    const before = { stock: { cap: null, share: 100 }, on: true, days: [1, 2], at: new Date(0) }
    const after = { stock: { cap: 5, share: 100 }, on: false, days: [1, 2, 3], at: new Date(1000) }
    expect(changesBetween(before, after)).toEqual([
      { field: "stock.cap", before: null, after: "5" },
      { field: "on", before: "yes", after: "no" },
      { field: "days", before: "1, 2", after: "1, 2, 3" },
      { field: "at", before: "1970-01-01T00:00:00.000Z", after: "1970-01-01T00:00:01.000Z" }
    ])
  })

  test("what went away is told with what it was; a part that became a plain value is both", () => {
    expect(changesBetween({ a: { b: 1 } }, { a: 2 })).toEqual([
      { field: "a", before: null, after: "2" },
      { field: "a.b", before: "1", after: null }
    ])
  })

  test("two long values that differ only behind the bound are still a change", () => {
    const long = "x".repeat(1000)
    const [change] = changesBetween({ a: `${long}1` }, { a: `${long}2` })
    expect(change).toMatchObject({ field: "a", before: expect.stringMatching(/^x{297}\.\.\.$/) })
  })

  test("an address keeps no login, whatever the field is called", () => {
    expect(changesBetween({}, { url: "https://ann:pass@shop.example/a?b=x@y" })).toEqual([
      { field: "url", before: null, after: "https://(hidden)@shop.example/a?b=x@y" }
    ])
  })
})

test("what is kept is bounded, and says how much is not in it", () => {
  const entry = keptEntry({
    act: "changed",
    subject: { kind: "alias-type", id: null, name: "n".repeat(1000) },
    changes: secretChanges(Array.from({ length: mostChanges + 7 }, (_, n) => `f${n}`)),
    note: "from a file"
  })
  expect(entry.changes).toHaveLength(mostChanges)
  expect(entry.note).toBe("from a file; and 7 more")
  expect(entry.subject.name).toHaveLength(300)
})
