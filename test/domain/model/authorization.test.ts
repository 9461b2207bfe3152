import { describe, expect, test } from "vitest"
import { decideAuthorization } from "../../../src/domain/model/authorization.ts"

const terms = { by: "call", automatic: true, maximum: "100.00" } as const
const usd = (cost: string | null) => ({ cost, currency: "USD" })

describe("PA-3, PA-4, decisions A6: authorized by itself up to and including the maximum", () => {
  test.each([
    ["99.99", true],
    ["100.00", true],
    ["100", true],
    ["100.0001", false],
    ["100.01", false],
    // Retail 90, cost 110, cap 100: the cost counts.
    ["110", false]
  ])("cost %s: automatic %s", (cost, automatic) => {
    expect(decideAuthorization(terms, "USD", usd(cost))).toMatchObject({ automatic })
  })

  test("shipping and fees are part of the amount", () => {
    const withFees = { ...terms, shipping: "7.50", fees: "2.51" }
    expect(decideAuthorization(withFees, "USD", usd("89.99"))).toMatchObject({
      amount: "100",
      automatic: true
    })
    expect(decideAuthorization(withFees, "USD", usd("90"))).toMatchObject({
      amount: "100.01",
      automatic: false
    })
  })

  test("an unknown cost is never automatic, also without a maximum", () => {
    const without = { by: "call", automatic: true, noMaximum: true } as const
    expect(decideAuthorization(without, "USD", usd(null))).toMatchObject({ amount: null, automatic: false })
    expect(decideAuthorization(without, "USD", usd("1000000"))).toMatchObject({ automatic: true })
  })

  test("another currency is never automatic", () => {
    expect(decideAuthorization(terms, "EUR", usd("1"))).toMatchObject({ automatic: false })
  })

  test("no maximum is a yes of its own, never a forgotten field", () => {
    expect(decideAuthorization({ by: "call", automatic: true }, "USD", usd("1"))).toMatchObject({
      automatic: false
    })
  })

  test("what is done by hand in a portal is never automatic", () => {
    const byHand = { ...terms, by: "person" } as const
    expect(decideAuthorization(byHand, "USD", usd("1"))).toMatchObject({ automatic: false })
    expect(decideAuthorization({ ...terms, automatic: false }, "USD", usd("1"))).toMatchObject({
      automatic: false
    })
  })
})
