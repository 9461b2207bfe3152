import { expect, test } from "vitest"
import { faultText, isFaults } from "../../../src/domain/model/field-fault.ts"
import { decodeIntake, usualIntake } from "../../../src/domain/model/intake-rules.ts"

const faultsOf = (raw: unknown) => {
  const rules = decodeIntake(raw)
  return isFaults(rules) ? rules.map(faultText) : []
}

test("what was never set is the usual", () => {
  expect(decodeIntake({})).toEqual(usualIntake)
  expect(decodeIntake({ requirePaid: true })).toEqual({ ...usualIntake, requirePaid: true })
})

test("each rule that cannot be is named", () => {
  expect(faultsOf({ staleAfterDays: 0 })).toEqual([expect.stringContaining("staleAfterDays")])
  expect(faultsOf({ lookBackDays: 91 })).toEqual([expect.stringContaining("lookBackDays")])
  expect(faultsOf({ requestsPerSecond: 0 })).toEqual([expect.stringContaining("requestsPerSecond")])
  expect(faultsOf({ countries: { allow: ["USA"], deny: [] } })).toEqual([
    expect.stringContaining("countries.allow.0")
  ])
  expect(faultsOf({ tags: { require: ["a\nb"], deny: [] } })).toEqual([
    expect.stringContaining("tags.require.0")
  ])
  expect(faultsOf({ skus: { allow: Array.from({ length: 1001 }, () => "x"), deny: [] } })).toEqual([
    expect.stringContaining("skus.allow")
  ])
  expect(faultsOf({ hurry: true })).toEqual([expect.stringContaining("hurry")])
  expect(faultsOf(null).length).toBeGreaterThan(0)
})
