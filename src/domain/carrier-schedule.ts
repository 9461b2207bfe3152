import * as Effect from "effect/Effect"
import { keepSchedule } from "./keep-schedule.ts"
import { pollEveryMinutes, stablePhaseMs } from "./model/schedule.ts"
import { CarrierAccountStore } from "./ports/carrier-account-store.ts"
import { ScheduleStore } from "./ports/schedule-store.ts"

export const pollEveryMs = pollEveryMinutes * 60_000

const phaseMs = stablePhaseMs("carriers/tracking", pollEveryMs)

/** Tracking that belongs to no supplier: one schedule for all carrier accounts. */
export const carrierParty = { service: "tracking", channelId: null, supplierId: null } as const

/** The schedule is there while an account is: called after accounts come and go. */
export const keepPolling = Effect.fn("keepPolling")(function* () {
  const accounts = (yield* (yield* CarrierAccountStore).list()).filter((account) => account.enabled)
  if (accounts.length === 0) return yield* (yield* ScheduleStore).remove(carrierParty)
  yield* keepSchedule(carrierParty, { everyMs: pollEveryMs, phaseMs })
})

/** One poll more, at a time before the next regular one: the hour's calls were used up, or a carrier asked to wait. */
export const pollAgainAt = Effect.fn("pollAgainAt")(function* (at: Date) {
  const schedules = yield* ScheduleStore
  const own = (yield* schedules.list()).find(
    (s) => s.service === "tracking" && s.channelId === null && s.supplierId === null
  )
  if (own === undefined || own.dueAt <= at) return
  yield* schedules.putOff(own.id, at)
})
