import { describe, expect, it } from "vitest"
import {
  actionOf,
  nextStep,
  type OrderFacts,
  orderStatuses,
  orderStatusTable,
  statusOf
} from "../../../src/domain/model/order-status.ts"

const none: OrderFacts = {
  ordered: 2,
  open: 2,
  shipped: 0,
  backordered: 0,
  canceled: 0,
  queued: 0,
  sending: 0,
  inDoubt: 0,
  sent: 0,
  failed: 0,
  pushesDue: 0,
  pushesRejected: 0,
  openHolds: 0,
  awaitingAuthorization: 0
}

const counts = [0, 1] as const

/** Every combination of small facts, with quantities that keep the invariant of a line. */
function* allFacts(): Generator<OrderFacts> {
  for (const shipped of [0, 1, 2])
    for (const canceled of [0, 1, 2])
      for (const backordered of counts) {
        const open = 2 - shipped - canceled - backordered
        if (open < 0) continue
        for (let bits = 0; bits < 512; bits++) {
          const bit = (n: number) => (bits >> n) & 1
          yield {
            ...none,
            open,
            shipped,
            canceled,
            backordered,
            queued: bit(0),
            sending: bit(1),
            inDoubt: bit(2),
            sent: bit(3),
            failed: bit(4),
            pushesDue: bit(5),
            pushesRejected: bit(6),
            openHolds: bit(7),
            awaitingAuthorization: bit(8)
          }
        }
      }
}

describe("status of an order (decisions A1)", () => {
  it("has a row for every status, the last of which matches everything", () => {
    expect(new Set(orderStatusTable.map((r) => r.status))).toEqual(new Set(orderStatuses))
    for (const facts of allFacts()) expect(orderStatusTable.at(-1)?.when(facts)).toBe(true)
  })

  it("is said in words of its own by an independent reading of the table, over all combinations", () => {
    let seen = 0
    for (const f of allFacts()) {
      seen++
      const left = f.open + f.backordered
      const moving = f.queued + f.sending + f.inDoubt
      let expected = "not_processed"
      if (f.sent > 0) expected = "processed"
      if (moving > 0) expected = "processing"
      if (f.failed > 0 && moving === 0) expected = "failed"
      if (left === 0 && f.shipped > 0) expected = f.pushesDue + f.pushesRejected > 0 ? "shipped" : "completed"
      if (f.canceled === f.ordered) expected = "canceled"
      expect(statusOf(f)).toBe(expected)
    }
    expect(seen).toBeGreaterThan(2_000)
  })

  it("shows RESOLVE or PROCESS on every Not Processed order, never both, never neither, and nowhere else", () => {
    for (const facts of allFacts()) {
      const action = actionOf(facts)
      const offers = action === "resolve" || action === "process"
      expect(offers).toBe(statusOf(facts) === "not_processed")
      if (offers) expect(action).toBe(facts.openHolds > 0 ? "resolve" : "process")
    }
  })

  it("asks for a person on doubt, failure and a rejected push", () => {
    expect(actionOf({ ...none, inDoubt: 1 })).toBe("settle")
    expect(actionOf({ ...none, failed: 1 })).toBe("retry")
    expect(actionOf({ ...none, open: 0, shipped: 2, sent: 1, pushesRejected: 1 })).toBe("push")
    expect(actionOf({ ...none, sending: 1 })).toBeNull()
  })
})

describe("the next step that is shown", () => {
  it("is SHADOW where a ready order is in shadow mode, else the action", () => {
    expect(nextStep({ action: "process", shadow: true })).toBe("shadow")
    expect(nextStep({ action: "process", shadow: false })).toBe("process")
    expect(nextStep({ action: "resolve", shadow: true })).toBe("resolve")
    expect(nextStep({ action: null, shadow: true })).toBeNull()
  })
})
