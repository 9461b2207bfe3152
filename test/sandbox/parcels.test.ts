import { describe, expect, test } from "vitest"
import { judgeNumber } from "../../src/domain/model/tracking-number.ts"
import { trackingNumber } from "../../src/sandbox/parcels.ts"

describe("a parcel of the sandbox wears a number that its carrier could have given", () => {
  test.each(["UPS", "USPS", "FedEx"])("%s", (carrier) => {
    const numbers = Array.from({ length: 500 }, (_, part) => trackingNumber(carrier, 7, "PO-1", part))
    expect(new Set(numbers).size).toBe(500)
    const judged = numbers.map((number) => judgeNumber(carrier, number)._tag)
    expect(judged.filter((tag) => tag !== "Plausible")).toEqual([])
  })
})
