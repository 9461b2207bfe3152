import { expect, test } from "vitest"
import { faultText, isFaults } from "../../../src/domain/model/field-fault.ts"
import { termFields, termsGiven, termsShown } from "../../../src/domain/model/given-terms.ts"
import type { SupplierTerms } from "../../../src/domain/model/supplier-terms.ts"

const pair = (line: string): readonly [string, string] => {
  const at = line.indexOf("=")
  return [line.slice(0, at), line.slice(at + 1)]
}
const given = (before: SupplierTerms, ...lines: ReadonlyArray<string>) => termsGiven(before, lines.map(pair))
const faults = (...lines: ReadonlyArray<string>): string => {
  const terms = given({}, ...lines)
  if (!isFaults(terms)) throw new Error("these terms were taken")
  return terms.map(faultText).join("; ")
}

test("terms are typed by path, come back as they were typed, and are taken away by an empty text", () => {
  const lines = [
    "acknowledgesWithinMinutes=1440",
    "numbers.maxLength=12",
    "numbers.characters=upper-alphanumeric",
    "authorization.by=call",
    "authorization.automatic=yes",
    "authorization.maximum=100",
    "cancelCodes.out_of_stock=OOS",
    "calendar.zone=America/Chicago",
    "calendar.weekdays=1,2,3",
    "calendar.holidays=2026-12-25,2027-01-01"
  ]
  const terms = given({}, ...lines)
  if (isFaults(terms)) throw new Error(terms.map(faultText).join("; "))
  expect(terms).toEqual({
    acknowledgesWithinMinutes: 1440,
    numbers: { maxLength: 12, characters: "upper-alphanumeric" },
    authorization: { by: "call", automatic: true, maximum: "100" },
    cancelCodes: { out_of_stock: "OOS" },
    calendar: { zone: "America/Chicago", weekdays: [1, 2, 3], holidays: ["2026-12-25", "2027-01-01"] }
  })
  expect(
    termsShown(terms)
      .map((shown) => shown.join("="))
      .toSorted()
  ).toEqual(lines.toSorted())
  expect(given(terms, "numbers.maxLength=", "numbers.characters=", "calendar=", "cancelCodes=")).toEqual({
    acknowledgesWithinMinutes: 1440,
    authorization: { by: "call", automatic: true, maximum: "100" }
  })
})

test("authorizing is by a person's hand until somebody says yes to automatic", () => {
  expect(given({}, "authorization.by=call", "authorization.maximum=100")).toEqual({
    authorization: { by: "call", automatic: false, maximum: "100" }
  })
})

test.each([
  [["numbers.maxLength=abc"], "numbers.maxLength is not a number"],
  [["numbers.maxLength=3"], "numbers.maxLength is a whole number from 6 to 100"],
  [["authorization.by=fax"], 'authorization.by is not one of "call", "person"'],
  [["authorization.maximum=100"], "authorization.by is missing"],
  [["authorization.by=call", "authorization.maximum=$5"], "authorization.maximum is an amount like 100"],
  [["authorization.by=call", "authorization.automatic=yes"], "needs a maximum"],
  [["authorization.by=person", "authorization.automatic=yes"], "automatic must be no"],
  [["authorization.by=call", "authorization.automatic=maybe"], "authorization.automatic is not a boolean"],
  [["calendar.zone=Mars/Base", "calendar.weekdays=1"], "is not a time zone"],
  [["calendar.zone=UTC"], "calendar.weekdays is missing"],
  [["sendsPerMinute=0"], "sendsPerMinute is a whole number"],
  [["cancelCodes.bored=X"], "cancelCodes.bored is no term"],
  [["profile=other"], "profile is no term"],
  [["__proto__.x=1"], "is no term"]
])("%j is refused by the field's name", (lines, words) => {
  expect(faults(...lines)).toContain(words)
})

test("every term has a help, and a path of its own", () => {
  expect(new Set(termFields.map((f) => f.path)).size).toBe(termFields.length)
  expect(termFields.filter((f) => f.help.trim() === "")).toEqual([])
})

test("what a supplier asks of channels is typed by the field's own name, and must say what it is", () => {
  const terms = given(
    {},
    "channelFields.warehouseCode=the code of your warehouse",
    "channelFields.brand=the brand"
  )
  if (isFaults(terms)) throw new Error(terms.map(faultText).join("; "))
  expect(termsShown(terms)).toEqual([
    ["channelFields.warehouseCode", "the code of your warehouse"],
    ["channelFields.brand", "the brand"]
  ])
  expect(given(terms, "channelFields.brand=")).toEqual({
    channelFields: { warehouseCode: "the code of your warehouse" }
  })
  expect(given(terms, "channelFields=")).toEqual({})
  expect(faults("channelFields.Bad-Name=x")).toContain("is no term")
})
