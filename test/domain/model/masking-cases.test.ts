import { expect, it } from "vitest"
import { maskEdits, maskKnown } from "../../../src/domain/model/personal.ts"
import { maskingCases, orderOfKnown } from "../../fixtures/masking-cases.ts"

it.each(maskingCases)("the program masks $given", ({ known, given, masked }) =>
  expect(maskKnown(orderOfKnown(known))(maskEdits(given))).toBe(masked)
)
