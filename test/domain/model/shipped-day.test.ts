import { expect, it } from "vitest"
import { shipped } from "../../../src/cli/moment.ts"
import { shippedDay } from "../../../src/domain/model/shipped-day.ts"

it("a parcel of which only the day is known is told with its day, one with a time with both", () => {
  expect(shippedDay(new Date("2026-11-22T00:00:00Z"))).toBe("2026-11-22")
  expect(shippedDay(new Date("2026-11-22T00:00:00.001Z"))).toBeNull()
  expect(shipped(new Date("2026-11-22T00:00:00Z"))).toBe("2026-11-22")
  expect(shipped(new Date("2026-11-22T03:25:00Z"))).toBe("2026-11-22 03:25Z")
})
