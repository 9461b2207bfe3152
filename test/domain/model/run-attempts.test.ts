import { expect, it } from "vitest"
import { attemptsIn, withAttempts } from "../../../src/domain/model/run-attempts.ts"

it("a failed attempt that is told can be read again as numbers", () => {
  const told = withAttempts("no route (attempt 7 of 8) of theirs", { failed: 1, most: 9 })
  expect(told).toBe("no route (attempt 7 of 8) of theirs (attempt 1 of 9)")
  expect(attemptsIn(told)).toEqual({ failed: 1, most: 9 })
})

it("what waits without a failed attempt has no numbers", () => {
  expect(attemptsIn(null)).toBeNull()
  expect(attemptsIn("https://acme.example asks to wait (HTTP 429).")).toBeNull()
  expect(attemptsIn("(attempt 1 of 9) was long ago")).toBeNull()
})
