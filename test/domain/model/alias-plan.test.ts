import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { planAliases, type WantedAlias } from "../../../src/domain/model/alias-plan.ts"
import { barcodeForms, matchListing } from "../../../src/domain/model/channel-listing.ts"

const wanted: fc.Arbitrary<WantedAlias> = fc
  .record({
    type: fc.constantFrom("s", "t"),
    alias: fc.constantFrom("a", "b", "c"),
    productId: fc.integer({ min: 1, max: 4 })
  })
  .map((w) => ({ ...w, sku: `SKU-${w.productId}` }))

const holding = (held: ReadonlyArray<WantedAlias>) => (w: WantedAlias) =>
  held.filter((h) => h.type === w.type && h.alias === w.alias)

describe("what of the wanted aliases is added", () => {
  test("never one that another product has or wants; added, all is known and a second time nothing is new", () => {
    fc.assert(
      fc.property(fc.array(wanted), fc.array(wanted), (all, held) => {
        const plan = planAliases(all, holding(held))
        const after = [...held, ...plan.add]
        for (const a of plan.add)
          expect(new Set(holding(after)(a).map((h) => h.productId))).toEqual(new Set([a.productId]))
        const again = planAliases(all, holding(after))
        expect(again.add).toEqual([])
        expect(again.known).toBe(plan.known + plan.add.length)
        expect(again.clashes).toEqual(plan.clashes)
      })
    )
  })

  test("each wanted alias ends in one of three: added, known, in conflict", () => {
    fc.assert(
      fc.property(fc.array(wanted), fc.array(wanted), (all, held) => {
        const { add, known, clashes } = planAliases(all, holding(held))
        expect(add.length + known + clashes.length).toBe(new Set(all.map((w) => `${w.type}/${w.alias}`)).size)
      })
    )
  })
})

test.each([
  ["012345678905", ["0012345678905", "00012345678905"]],
  ["0012345678905", ["012345678905"]],
  ["00012345678905", ["012345678905", "0012345678905"]]
])("barcode %s is found however many zeros were written before it", (barcode, forms) => {
  expect(barcodeForms(barcode)).toEqual(expect.arrayContaining([barcode, ...forms]))
})

test("what is no barcode is looked for as it is, and nothing not at all", () => {
  expect(barcodeForms("AB-1")).toEqual(["AB-1"])
  expect(barcodeForms("123")).toEqual(["123"])
  expect(barcodeForms("")).toEqual([])
})

test("two barcodes are of one product exactly if one is the other with zeros before it", () => {
  const code = fc.stringMatching(/^\d{8,14}$/)
  fc.assert(
    fc.property(code, code, (a, b) => {
      const same = a.replace(/^0+/, "") === b.replace(/^0+/, "")
      const meet = barcodeForms(a).some((form) => barcodeForms(b).includes(form))
      expect(meet).toBe(same)
    })
  )
})

test("what a person mapped says it alone; else every name has to say the same product", () => {
  const listing = { sku: "x", title: "", barcodes: [] }
  const [one, two] = [
    { productId: 1, sku: "A" },
    { productId: 2, sku: "B" }
  ]
  expect(matchListing(listing, one, [two])).toMatchObject({ _tag: "Matched", product: one })
  expect(matchListing(listing, null, [two, two])).toMatchObject({ _tag: "Matched", product: two })
  expect(matchListing(listing, null, [two, one])).toMatchObject({ _tag: "Ambiguous", products: ["A", "B"] })
  expect(matchListing(listing, null, [])).toEqual({ _tag: "Unmatched", listing })
})
