import { describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import type { SendRow } from "../../../../src/domain/ports/order-board.ts"
import { partText } from "../../../../src/tui/screens/process/sending.ts"

const queued: SendRow = {
  orderId: OrderId(1),
  number: "SY-1",
  supplier: "Northwind",
  state: "queued",
  failure: null,
  leavesAt: null,
  keptBy: null,
  proof: null
}
const words = (row: Partial<SendRow>) => partText({ ...queued, ...row }, () => "12:00:30")

describe("a purchase order that is queued", () => {
  it("says what keeps it", () => {
    expect(words({})).toBe("to Northwind: waits to be sent")
    expect(words({ leavesAt: new Date(0) })).toBe("to Northwind: leaves at 12:00:30")
    expect(words({ keptBy: "stop" })).toContain("sends are STOPPED")
    expect(words({ keptBy: "breaker" })).toContain("its breaker is not closed")
    expect(words({ keptBy: "hours" })).toContain("until the supplier opens")
    expect(words({ keptBy: "retry" })).toContain("tried again by itself")
  })

  it("says it before the time at which it would leave", () => {
    expect(words({ keptBy: "stop", leavesAt: new Date(0) })).toContain("STOPPED")
  })
})
