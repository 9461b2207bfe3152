import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { type OrderId, orderName } from "../model/order.ts"
import type { SupplierId } from "../model/supplier.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { carryOutReissue, planReissue, type ReissuePlan } from "../reissue-orders.ts"

export interface ReissuePreview {
  readonly order: string
  readonly withdrawn: ReadonlyArray<string>
  readonly purchaseOrders: ReadonlyArray<{
    readonly supplier: string
    readonly lines: ReadonlyArray<{ readonly supplierSku: string; readonly quantity: number }>
  }>
}

/** "No supplier" is meant of those that were looked at: which those are, and how another one is named. */
const whoWasLookedAt = (plan: ReissuePlan, to: SupplierId | null): string => {
  if (!plan.findings.some((f) => f.kind === "supplier_missing")) return ""
  return to === null
    ? " Suppliers that refused it are left out: one of them is named with --to."
    : " Only the supplier that you named was looked at."
}

const cannotBeGiven = (findings: ReissuePlan["findings"], more = ""): Refusal =>
  new Refusal({ message: `It cannot be given out anew: ${findings.map((f) => f.message).join(" ")}${more}` })

const demandPlan = Effect.fn("demandPlan")(function* (orderId: OrderId, to: SupplierId | null) {
  const orders = yield* OrderStore
  yield* orders.lock([orderId])
  const [order] = yield* orders.load([orderId])
  if (order === undefined) return yield* new Refusal({ message: "There is no such order." })
  const name = orderName(order.channelOrderNumber)
  if (order.status === "not_processed")
    return yield* new Refusal({ message: `Nothing of ${name} was given out yet: process it.` })
  const plan = yield* planReissue(orderId, to)
  const { judged } = plan
  if (judged === null)
    return yield* new Refusal({
      message: `Every piece of ${name} is with a supplier, has left or is canceled: there is nothing to give out anew.`
    })
  if (plan.mayBeGiven)
    return yield* new Refusal({
      message: `What is left of ${name} may have been given out before the restore. Check at the suppliers, then say so (switchyard restore release), and give it out after that.`
    })
  if (plan.cancelAsked)
    return yield* new Refusal({
      message: `Somebody asked to cancel a part of ${name}, and the supplier has not heard of it yet (switchyard requests list). Settle that first.`
    })
  if (plan.findings.length > 0) return yield* cannotBeGiven(plan.findings, whoWasLookedAt(plan, to))
  return { name, plan, judged }
})

const previewOf = (name: string, plan: ReissuePlan): ReissuePreview => {
  const suppliers = plan.judged?.context.suppliers
  const shares = [...(plan.judged?.verdict.allocation.bySupplier ?? [])]
  return {
    order: name,
    withdrawn: plan.failed.map((p) => p.number),
    purchaseOrders: shares.map(([id, lines]) => ({
      supplier: suppliers?.get(id)?.name ?? "",
      lines: lines.map((l) => ({ supplierSku: l.offer.supplierSku, quantity: l.quantity }))
    }))
  }
}

/** Who would get what; nothing is changed. */
export const previewReissue = Effect.fn("previewReissue")(function* (
  orderId: OrderId,
  to: SupplierId | null
) {
  const look = Effect.map(demandPlan(orderId, to), ({ name, plan }) => previewOf(name, plan))
  return yield* (yield* UnitOfWork).run(look)
})

/**
 * Gives out anew what failed or was given back: to the named supplier, else to the next one that offers it and has not
 * refused it. What a live purchase order holds is never given out twice.
 */
export const reissueOrder = Effect.fn("reissueOrder")(function* (orderId: OrderId, to: SupplierId | null) {
  return yield* advance(
    Effect.gen(function* () {
      const { name, plan, judged } = yield* demandPlan(orderId, to)
      const { created, history, jobs, findings } = yield* carryOutReissue(plan, judged)
      if (findings.length > 0) return yield* cannotBeGiven(findings)
      return {
        value: { ...previewOf(name, plan), numbers: created.map((c) => c.number) },
        orders: [orderId],
        history,
        jobs
      }
    })
  )
})
