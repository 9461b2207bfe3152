import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type DispatchEvent,
  dispatchLife,
  purchaseOrderEventFor
} from "../../../src/domain/model/dispatch-intent.ts"
import { fulfillmentLife } from "../../../src/domain/model/fulfillment.ts"
import {
  drawLifecycle,
  isFinal,
  type Lifecycle,
  movesFor,
  statesOf
} from "../../../src/domain/model/lifecycle.ts"
import { type PurchaseOrderState, purchaseOrderLife } from "../../../src/domain/model/purchase-order.ts"
import { supplierRequestLife } from "../../../src/domain/model/supplier-request.ts"

const lives: ReadonlyArray<readonly [string, Lifecycle<string, string>]> = [
  ["purchase order", purchaseOrderLife as Lifecycle<string, string>],
  ["dispatch intent", dispatchLife as Lifecycle<string, string>],
  ["fulfillment", fulfillmentLife as Lifecycle<string, string>],
  ["request to a supplier", supplierRequestLife as Lifecycle<string, string>]
]

describe.each(lives)("the life of a %s", (_name, life) => {
  it("leads only to states of its own, each with its meaning", () => {
    for (const state of statesOf(life)) {
      expect(life[state]?.means).not.toBe("")
      for (const to of Object.values(life[state]?.on ?? {})) expect(statesOf(life)).toContain(to)
    }
  })

  it("can be walked to an end from every state", () => {
    const reaches = (from: string, seen: ReadonlySet<string>): boolean =>
      isFinal(life, from) ||
      Object.values(life[from]?.on ?? {}).some(
        (to) => to !== undefined && !seen.has(to) && reaches(to, new Set([...seen, to]))
      )
    for (const state of statesOf(life)) expect(reaches(state, new Set([state]))).toBe(true)
  })

  it("is drawn with every arrow", () => {
    const picture = drawLifecycle(life)
    for (const state of statesOf(life))
      for (const [event, to] of Object.entries(life[state]?.on ?? {}))
        expect(picture).toContain(`${state} --> ${to}: ${event}`)
  })
})

/** The state of the purchase order that goes with each state of its intent. */
const carried: Readonly<Record<string, PurchaseOrderState>> = {
  planned: "queued",
  claimed: "sending",
  transmitting: "sending",
  in_doubt: "in_doubt",
  sent: "sent",
  refused: "failed",
  withdrawn: "canceled"
}

describe("an intent and the purchase order it carries", () => {
  it("move together on every walk", () => {
    const events = Object.keys(purchaseOrderEventFor) as Array<DispatchEvent>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (walk) => {
        let intent = "planned"
        let order: PurchaseOrderState = "queued"
        for (const event of walk) {
          const move = movesFor(dispatchLife, event).find((m) => m.from === intent)
          if (move === undefined) continue
          intent = move.to
          const carriedEvent = purchaseOrderEventFor[event]
          const next: PurchaseOrderState | undefined =
            carriedEvent === null ? order : purchaseOrderLife[order].on[carriedEvent]
          expect(next, `${event} on a purchase order that is ${order}`).toBeDefined()
          order = next ?? order
          expect(order).toBe(carried[intent])
        }
      })
    )
  })

  it("never leaves doubt by sending blindly: only proof, denial or the supplier's no ends it", () => {
    expect(Object.keys(dispatchLife.in_doubt.on).sort()).toEqual(["confirm", "deny", "reject"])
  })
})
