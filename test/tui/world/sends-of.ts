import type { OrderId } from "../../../src/domain/model/order.ts"
import type { SendRow } from "../../../src/domain/ports/order-board.ts"
import type { FakeWorld } from "./fake-world.ts"

const proofs = ["transport_receipt", "look_up", "person"]

/** The purchase orders of an order, as its own screen knows them. */
export const sendsOf = (world: FakeWorld, orderId: OrderId): ReadonlyArray<SendRow> =>
  (world.details.get(orderId)?.purchaseOrders ?? [])
    .filter(({ state }) => state !== "canceled")
    .map(({ number, supplier, state, failure, evidence }) => {
      const window = world.facts.get(orderId)?.find((f) => f.number === number && f.waitsFor === "window")
      const proof = evidence.findLast(({ kind }) => proofs.includes(kind))
      return {
        orderId,
        number,
        supplier,
        state,
        failure,
        leavesAt: window?.notBefore ?? null,
        proof: proof ?? null
      }
    })
