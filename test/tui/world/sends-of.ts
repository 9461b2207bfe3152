import type { OrderId } from "../../../src/domain/model/order.ts"
import type { SendRow } from "../../../src/domain/ports/order-board.ts"
import type { FakeWorld } from "./fake-world.ts"

const proofs = ["transport_receipt", "look_up", "person"]

/** The purchase orders of an order, as its own screen and its gates know them. */
export const sendsOf = (world: FakeWorld, orderId: OrderId): ReadonlyArray<SendRow> => {
  const facts = world.facts.get(orderId) ?? []
  const known = (world.details.get(orderId)?.purchaseOrders ?? []).filter(({ state }) => state !== "canceled")
  const windowOf = (number: string): Date | null =>
    facts.find((f) => f.number === number && f.waitsFor === "window")?.notBefore ?? null
  const keptBy = (number: string): SendRow["keptBy"] => {
    const of = facts.find((f) => f.number === number)
    if (of === undefined) return null
    if (of.stops.length > 0) return "stop"
    if (of.breaker !== null) return "breaker"
    if (of.waitsFor === "retry") return "retry"
    return of.waitsFor === "calendar" ? "hours" : null
  }
  const waiting = facts.filter(({ number }) => !known.some((one) => one.number === number))
  return [
    ...known.map(({ number, supplier, state, failure, evidence }) => {
      const proof = evidence.findLast(({ kind }) => proofs.includes(kind)) ?? null
      return {
        orderId,
        number,
        supplier,
        state,
        failure,
        leavesAt: windowOf(number),
        keptBy: keptBy(number),
        proof
      }
    }),
    ...waiting.map(
      ({ number, supplier }): SendRow => ({
        orderId,
        number,
        supplier,
        state: "queued",
        failure: null,
        leavesAt: windowOf(number),
        keptBy: keptBy(number),
        proof: null
      })
    )
  ]
}
