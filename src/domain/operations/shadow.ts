import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import type { HistoryEntry } from "../model/history.ts"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { isStartNumber, type ShadowRule } from "../model/shadow.ts"
import { noteChange, notingChannel, ofInstallation } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { OrderStore } from "../ports/order-store.ts"
import { SendGates, type ShadowMove } from "../ports/send-gates.ts"
import { SettingsStore } from "../ports/settings-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { wakeInventoryPush } from "../wake-inventory-push.ts"

const demandChannel = Effect.fn("demandChannel")(function* (name: string) {
  const channel = yield* (yield* ChannelStore).byName(name)
  return channel ?? (yield* new Refusal({ message: `There is no channel “${name}”.` }))
})

const demandRule = Effect.fn("demandRule")(function* (rule: ShadowRule) {
  if (rule.liveFrom !== null && !isStartNumber(rule.liveFrom.trim()))
    return yield* new Refusal({
      message: `“${rule.liveFrom}” does not end in digits, so no order can come after it. Give a number like 1043.`
    })
  return { ...rule, liveFrom: rule.liveFrom?.trim() ?? null }
})

/** What a rule would do to a channel's orders, counted; nothing is changed. */
export const previewShadow = Effect.fn("previewShadow")(function* (name: string, rule: ShadowRule) {
  const channel = yield* demandChannel(name)
  return yield* (yield* SendGates).shadowCounts(channel.id, yield* demandRule(rule))
})

/** What left shadow mode is judged anew: auto-processing sends what is ready. */
const judgeAnew = (channel: SalesChannel, moved: ReadonlyArray<ShadowMove>): ReadonlyArray<JobRequest> => {
  const live = moved.filter((m) => !m.shadow).map((m) => m.orderId)
  return channel.autoProcessing
    ? inBatches(live).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
    : []
}

/** Sets a channel's rule. Orders of which something was sent stay what they are. */
export const setShadow = Effect.fn("setShadow")(function* (name: string, given: ShadowRule) {
  const channel = yield* demandChannel(name)
  const rule = yield* demandRule(given)
  const gates = yield* SendGates
  const actor = yield* Actor
  const change = Effect.gen(function* () {
    const moved = yield* notingChannel(channel.id, gates.setShadow(channel.id, rule, actor, yield* now))
    return {
      value: moved.length,
      orders: moved.map((m) => m.orderId),
      history: moved.map(
        (m): HistoryEntry => ({
          orderId: m.orderId,
          event: m.shadow ? "shadow entered" : "shadow left",
          subject: rule.liveFrom === null ? "" : `live from ${rule.liveFrom}`,
          before: null,
          after: null,
          detail: {}
        })
      ),
      jobs: judgeAnew(channel, moved)
    }
  }).pipe(Effect.tap(() => wakeInventoryPush([channel.id])))
  const moved = yield* advance(change)
  // Whoever believed in the rule of before is past its mark now, or refused.
  yield* gates.barrier()
  yield* (yield* ChangeFeed).publish({ about: "channels" })
  return moved
})

/** The whole installation: every channel, whatever its own rule. */
export const setInstallationShadow = Effect.fn("setInstallationShadow")(function* (shadow: boolean) {
  const gates = yield* SendGates
  const orders = yield* OrderStore
  const settings = yield* SettingsStore
  const actor = yield* Actor
  const auto = (yield* (yield* ChannelStore).list()).filter((c) => c.autoProcessing).map((c) => c.id)
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const before = (yield* settings.installation()).shadow
      yield* gates.setInstallationShadow(shadow, actor, yield* now)
      yield* noteChange(ofInstallation, { shadow: before }, { shadow })
      const anew = shadow ? [] : (yield* Effect.forEach(auto, (id) => orders.readyToProcess(id, null))).flat()
      const jobs = inBatches(anew).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
      if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
      yield* wakeInventoryPush(null)
      yield* (yield* ChangeFeed).publish({ about: "installation" })
    })
  )
  yield* gates.barrier()
})
