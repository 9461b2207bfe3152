import * as Effect from "effect/Effect"
import type { AllocationPlan, AllocationRule } from "../../domain/model/allocation-plan.ts"
import type { SupplierId } from "../../domain/model/supplier.ts"
import { setAllocation } from "../../domain/operations/set-allocation.ts"
import { SupplierStore } from "../../domain/ports/supplier-store.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findChannel, findSupplier } from "../find-party.ts"
import { argument, has, text, texts } from "../input.ts"

const linesOf = (plan: AllocationPlan, nameOf: (id: SupplierId) => string): ReadonlyArray<string> => {
  const rules = (plan.rules ?? ["priority", "cost"]).join(", then ")
  const preferred = plan.preferred ?? []
  return [
    `Rules      ${rules}${plan.rules === undefined ? " (the usual ones)" : ""}`,
    ...(preferred.length === 0 ? [] : [`Preferred  ${preferred.map(nameOf).join(", ")}`]),
    plan.splitFrom === undefined
      ? "Split      wherever the rules place lines with different suppliers"
      : `Split      from ${plan.splitFrom} on; smaller orders go whole to one supplier where one offers all of it`,
    plan.whenShort === "send"
      ? "Short      sent all the same: stock is not looked at"
      : "Short      the next who has enough; where nobody has, the order is held"
  ]
}

export const allocation: Run = (input) =>
  Effect.gen(function* () {
    const channel = yield* findChannel(argument(input, "channel"))
    const names = new Map((yield* (yield* SupplierStore).list()).map((s) => [s.id, s.name]))
    const nameOf = (id: SupplierId) => names.get(id) ?? "a supplier that is gone"
    const isShown = Object.keys(input.flags).every((flag) => flag === "json")
    if (isShown)
      return answer(
        { channel: channel.name, allocation: channel.allocation },
        linesOf(channel.allocation, nameOf)
      )
    const rules = texts(input, "rule") as ReadonlyArray<AllocationRule>
    const preferred: Array<SupplierId> = []
    for (const name of texts(input, "prefer")) preferred.push((yield* findSupplier(name)).id)
    const splitFrom = text(input, "split-from")
    const whenShort = text(input, "when-short")
    const plan: AllocationPlan = has(input, "usual")
      ? {}
      : {
          ...channel.allocation,
          ...(rules.length > 0 && { rules }),
          ...(preferred.length > 0 && { preferred }),
          ...(splitFrom !== undefined && { splitFrom }),
          ...((whenShort === "hold" || whenShort === "send") && { whenShort })
        }
    const waiting = yield* setAllocation(channel.name, plan)
    return answer({ done: true, channel: channel.name, allocation: plan, checkedAnew: waiting }, [
      ...linesOf(plan, nameOf),
      `${waiting} waiting order(s) are placed anew by these rules.`
    ])
  })
