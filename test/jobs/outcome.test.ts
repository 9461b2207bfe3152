import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import { expect, test } from "vitest"
import { retry, type Settlement, snooze, stop } from "../../src/domain/ports/failure.ts"
import { messageLimit, outcomeOf, redacted } from "../../src/jobs/outcome.ts"

const failed = (settlement: Settlement, message = "no") => outcomeOf(Exit.fail({ settlement, message }))

test("each settlement has its outcome", () => {
  expect(outcomeOf(Exit.succeed(1))).toEqual({ _tag: "Done" })
  expect(failed(retry)).toEqual({ _tag: "Retry", message: "no", defect: false })
  expect(failed(stop)).toEqual({ _tag: "Stop", message: "no" })
  expect(failed(snooze(1500))).toEqual({ _tag: "Snooze", message: "no", afterMs: 1500 })
})

test("a snooze is never absurd, whatever a party outside asked for", () => {
  expect(failed(snooze(Number.NaN))).toMatchObject({ afterMs: 0 })
  expect(failed(snooze(-5))).toMatchObject({ afterMs: 0 })
  expect(failed(snooze(Number.POSITIVE_INFINITY))).toMatchObject({ afterMs: 86_400_000 })
})

test("a defect is repeated, even beside a failure that says stop", () => {
  expect(outcomeOf(Exit.die(new Error("x is undefined")))).toEqual({
    _tag: "Retry",
    message: "x is undefined",
    defect: true
  })
  const both = Cause.combine(Cause.fail({ settlement: stop, message: "no" }), Cause.die(new Error("oh")))
  expect(outcomeOf(Exit.failCause(both))).toMatchObject({ _tag: "Retry", defect: true })
})

test("a handler that interrupted itself is repeated and is no defect", () => {
  expect(outcomeOf(Exit.interrupt(1))).toMatchObject({ _tag: "Retry", defect: false })
})

test("what is kept of a message is one short line without credentials", () => {
  expect(redacted("GET https://bob:hunter2@shop.example/x failed")).toBe(
    "GET https://***@shop.example/x failed"
  )
  expect(redacted("Authorization: Bearer abcdefgh12345678 refused")).not.toContain("abcdefgh12345678")
  expect(redacted('password="a b c" api_key=xyz&page=2')).toBe("password=*** api_key=***&page=2")
  expect(redacted("a\u001b[31m\nb\u0085c")).toBe("a [31m b c")
  expect(redacted("x".repeat(10_000))).toHaveLength(messageLimit)
})
