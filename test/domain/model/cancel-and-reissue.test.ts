import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  cancelCodes,
  channelCancelCode,
  chooseCancels,
  isCancelCode,
  supplierCancelCode
} from "../../../src/domain/model/cancel-request.ts"
import { OrderLineId } from "../../../src/domain/model/order.ts"
import { reissueNumber } from "../../../src/domain/model/reissue.ts"

const lines = fc.array(
  fc.record({
    orderLineId: fc.nat(50).map(OrderLineId),
    sku: fc.constantFrom("A", "B"),
    supplierSku: fc.constantFrom("S-A", "S-B"),
    cancelable: fc.nat(5)
  }),
  { maxLength: 5 }
)
const wishes = fc.array(
  fc.record({ sku: fc.constantFrom("A", "B", "S-A", "X"), quantity: fc.integer({ min: 1, max: 8 }) }),
  { maxLength: 4 }
)

describe("what is asked to be canceled", () => {
  it("is never more than a line can give, and all that was wished or named as missing", () => {
    fc.assert(
      fc.property(lines, fc.option(wishes, { nil: null }), (given, wanted) => {
        const { parts, missing } = chooseCancels(given, wanted)
        for (const { line, quantity } of parts) expect(quantity).toBeLessThanOrEqual(line.cancelable)
        expect(new Set(parts.map((p) => p.line)).size).toBe(parts.length)
        const got = parts.reduce((n, p) => n + p.quantity, 0) + missing.reduce((n, m) => n + m.quantity, 0)
        const asked =
          wanted === null
            ? given.reduce((n, l) => n + l.cancelable, 0)
            : wanted.reduce((n, w) => n + w.quantity, 0)
        expect(got).toBe(asked)
      })
    )
  })

  it("has a word at every channel that has words, and the supplier's own where its terms say one", () => {
    for (const code of Object.keys(cancelCodes)) {
      if (!isCancelCode(code)) throw new Error(`${code} is no code`)
      expect(channelCancelCode("shopify", code)).toMatch(/^[A-Z]+$/)
      expect(channelCancelCode("vendure", code)).toBe("")
      expect(supplierCancelCode(undefined, code)).toBe(code)
      expect(supplierCancelCode({ [code]: "07" }, code)).toBe("07")
    }
    expect(isCancelCode("toString")).toBe(false)
  })
})

describe("the number of a re-issue", () => {
  it("counts on under one base, and is null where no suffix is wanted or it does not fit", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z]{1,4}-?[0-9]{1,8}$/),
        fc.constantFrom("-R", "R", "/"),
        (base, reissueSuffix) => {
          let last = { number: base, revision: 1 }
          const seen = new Set([base])
          for (let n = 2; n < 13; n++) {
            const next = reissueNumber(last, { reissueSuffix })
            if (next === null) throw new Error("it has a suffix")
            expect(next).toEqual({ number: `${base}${reissueSuffix}${n}`, revision: n })
            expect(seen.has(next.number)).toBe(false)
            seen.add(next.number)
            last = next
          }
        }
      )
    )
    expect(reissueNumber({ number: "SY-1", revision: 1 }, undefined)).toBeNull()
    expect(reissueNumber({ number: "SY-1", revision: 1 }, { reissueSuffix: "-R", maxLength: 6 })).toBeNull()
  })
})
