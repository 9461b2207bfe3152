import { describe, expect, test } from "vitest"
import {
  numberFault,
  numberFits,
  purchaseOrderNumber,
  usualPrefix
} from "../../../src/domain/model/purchase-order.ts"

describe("PO number policy per supplier", () => {
  test.each([
    ["PO-", undefined, null],
    ["PO-", { maxLength: 9 }, null],
    ["PO-", { maxLength: 8 }, "Shorten the prefix"],
    ["12", { characters: "digits" }, null],
    ["PO", { characters: "digits" }, "digits only"],
    ["PO", { characters: "upper-alphanumeric" }, null],
    ["PO-", { characters: "upper-alphanumeric" }, "capital letters"],
    ["PO", { characters: "upper-alphanumeric", reissueSuffix: "-R" }, "re-issue suffix"],
    ["P O", undefined, "without spaces"],
    ["P*O~", { characters: "upper-alphanumeric" }, "capital letters"]
  ] as const)("prefix %s with %o: %s", (prefix, policy, words) => {
    const fault = numberFault(prefix, policy)
    if (words === null) expect(fault).toBeNull()
    else expect(fault).toContain(words)
  })

  test("a sequence that outgrows the partner's field is noticed, never cut", () => {
    expect(purchaseOrderNumber("PO-", 999_999)).toBe("PO-999999")
    expect(numberFits(purchaseOrderNumber("PO-", 999_999), { maxLength: 9 })).toBe(true)
    expect(numberFits(purchaseOrderNumber("PO-", 1_000_000), { maxLength: 9 })).toBe(false)
  })
})

test.each([
  [undefined, "PO-"],
  [{ characters: "any", maxLength: 20 }, "PO-"],
  [{ characters: "upper-alphanumeric" }, "PO"],
  [{ characters: "digits", maxLength: 12 }, ""],
  [{ maxLength: 8 }, "PO"],
  [{ maxLength: 6 }, ""]
] as const)("where nobody chose a prefix, it is as much of PO- as fits: %j", (policy, prefix) => {
  expect(usualPrefix(policy)).toBe(prefix)
})
