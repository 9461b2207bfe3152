import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type AliasClaim, aliasFault, aliasTypeFault, toldAs } from "../../../src/domain/model/stock-alias.ts"

const name = fc.constantFrom("A", "B", "C", "D", "toString", "__proto__")
const claims: fc.Arbitrary<ReadonlyArray<AliasClaim>> = fc.array(
  fc.record({ sku: name, alias: fc.option(fc.constantFrom("x", "y", "z", "constructor"), { nil: null }) }),
  { maxLength: 12 }
)

describe("under which name a channel is told", () => {
  test("one verdict a claim, about that claim; ignored exactly without an alias", () => {
    fc.assert(
      fc.property(claims, (given) => {
        const told = toldAs("UPC", given)
        expect(told.map((t) => t.sku)).toEqual(given.map((c) => c.sku))
        told.forEach((t, i) => {
          expect(t._tag === "Ignored").toBe(given[i]?.alias === null)
          if (t._tag !== "Ignored") expect(t.as).toBe(given[i]?.alias)
        })
      })
    )
  })

  test("no name is told for two products, whatever the order; both are named to each other", () => {
    fc.assert(
      fc.property(claims, (given) => {
        const told = toldAs("UPC", given)
        const byName = Map.groupBy(
          told.flatMap((t) => (t._tag === "Told" ? [t] : [])),
          (t) => t.as
        )
        for (const same of byName.values()) expect(new Set(same.map((t) => t.sku)).size).toBe(1)
        for (const t of told) {
          if (t._tag !== "Conflict") continue
          expect(t.others).not.toContain(t.sku)
          for (const other of t.others)
            expect(told).toContainEqual(
              expect.objectContaining({
                _tag: "Conflict",
                sku: other,
                as: t.as,
                others: expect.arrayContaining([t.sku])
              })
            )
        }
        const sorted = (all: typeof told) => all.map((t) => JSON.stringify(t)).sort()
        expect(sorted(toldAs("UPC", [...given].reverse()))).toEqual(sorted(told))
      })
    )
  })

  test("by the master SKU every product is told, as itself", () => {
    fc.assert(
      fc.property(claims, (given) => {
        expect(toldAs(null, given)).toEqual(given.map(({ sku }) => ({ _tag: "Told", sku, as: sku })))
      })
    )
  })
})

test.each([
  ["UPC", null],
  ["", "An alias type"],
  [" UPC", "An alias type"],
  ["a\nb", "An alias type"],
  ["x".repeat(81), "An alias type"],
  ["channel:3", "does not begin with channel:"]
])("a type is one short line: %j", (type, fault) => {
  if (fault === null) expect(aliasTypeFault(type)).toBeNull()
  else expect(aliasTypeFault(type)).toContain(fault)
})

test("an alias is one line of at most 200 characters", () => {
  expect(aliasFault("x".repeat(200))).toBeNull()
  for (const bad of ["", "x".repeat(201), "a\u0000", "a ", "a\u0085b"]) expect(aliasFault(bad)).not.toBeNull()
})
