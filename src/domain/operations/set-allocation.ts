import * as Effect from "effect/Effect"
import { type AllocationPlan, allocationRules } from "../model/allocation-plan.ts"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import { notingChannel } from "../note-activity.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { OrderStore } from "../ports/order-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const ordersCheckedAnew = 10_000

/** Holds that another supplier can take away, or bring. */
const placedByRules = [
  "ship_method_unmapped",
  "phone_missing",
  "address_missing",
  "supplier_missing",
  "out_of_stock"
] as const

/** Changes how a channel's orders are placed; those that wait are placed anew. Returns how many. */
export const setAllocation = Effect.fn("setAllocation")(function* (name: string, plan: AllocationPlan) {
  const channels = yield* ChannelStore
  const channel = yield* channels.byName(name)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${name}”.` })
  if (plan.rules?.includes("preferred") === true && (plan.preferred ?? []).length === 0)
    return yield* new Refusal({
      message: "The rule preferred needs to know whom: name at least one supplier with --prefer."
    })
  if (plan.rules !== undefined && new Set(plan.rules).size !== plan.rules.length)
    return yield* new Refusal({ message: `Each rule counts once. There are ${allocationRules.join(", ")}.` })
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      yield* notingChannel(channel.id, channels.change(channel.id, { allocation: plan }))
      const ready = yield* (yield* OrderStore).readyToProcess(channel.id, null)
      const held = yield* (yield* HoldStore).ofKinds([...placedByRules], ordersCheckedAnew)
      const waiting = [...new Set([...ready, ...held])].slice(0, ordersCheckedAnew)
      const jobs = inBatches(waiting).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
      if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
      yield* (yield* ChangeFeed).publish({ about: "channels" })
      return waiting.length
    })
  )
})
