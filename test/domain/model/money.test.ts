import { describe, expect, it } from "vitest"
import {
  exceeds,
  formatMoney,
  formatSum,
  money,
  sumByCurrency,
  times,
  total
} from "../../../src/domain/model/money.ts"

describe("money", () => {
  it.each([
    ["1204", "USD", "$1,204.00"],
    ["80.0000", "EUR", "€80.00"],
    ["12.505", "PLN", "PLN 12.505"],
    ["-0.1", "GBP", "-£0.10"],
    ["1234567.5", "USD", "$1,234,567.50"],
    ["100", "USD", "$100.00"]
  ])("prints %s %s as %s", (amount, currency, text) => {
    expect(formatMoney(money(amount, currency))).toBe(text)
  })

  it("adds exactly, and never over currencies", () => {
    expect(sumByCurrency([money("0.1", "USD"), money("0.2", "USD"), money("5", "EUR")])).toEqual([
      money("5", "EUR"),
      money("0.3", "USD")
    ])
    expect(formatSum([money("2310.40", "USD"), money("80", "EUR")])).toBe("€80.00 and $2,310.40")
    expect(formatSum([])).toBe("nothing")
  })

  it("multiplies and compares exactly", () => {
    expect(times("19.99", 3)).toBe("59.97")
    expect(total(["0.1", "0.2", "99999999999.0001"])).toBe("99999999999.3001")
    expect(total([])).toBe("0")
    expect(exceeds("1000.0001", "1000")).toBe(true)
    expect(exceeds("1000", "1000")).toBe(false)
  })
})
