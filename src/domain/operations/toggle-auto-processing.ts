import * as Effect from "effect/Effect"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import { type Money, money, sumByCurrency } from "../model/money.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { notingChannel } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { AlertMailer } from "../ports/alert-mailer.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { OrderStore } from "../ports/order-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

export interface AutoProcessingPreview {
  readonly channel: SalesChannel
  /** Orders that are ready now and would be sent at once. */
  readonly ready: number
  readonly totals: ReadonlyArray<Money>
  readonly warning: string
}

/** The brief's warning: what is auto-processed counts as if the user had placed it. */
const warning =
  "From then on every order of any size that is ready is sent, with the same authority as if you had placed it yourself."

const demandChannel = Effect.fn("demandChannel")(function* (name: string) {
  const channel = yield* (yield* ChannelStore).byName(name)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${name}”.` })
  return channel
})

const readyOf = Effect.fn("readyOf")(function* (channel: SalesChannel) {
  const orders = yield* OrderStore
  const ids = yield* orders.readyToProcess(channel.id, null)
  // What somebody took back is that person's.
  return (yield* orders.load(ids)).filter((o) => o.undoneBy === null)
})

/** What switching on would do now, with counts; nothing is changed. */
export const previewAutoProcessing = Effect.fn("previewAutoProcessing")(function* (name: string) {
  const channel = yield* demandChannel(name)
  const ready = yield* readyOf(channel)
  return {
    channel,
    ready: ready.length,
    totals: sumByCurrency(ready.map((o) => money(o.total, o.currency))),
    warning
  } satisfies AutoProcessingPreview
})

/** Sends a test alert; only an address that received one lets auto-processing be switched on. */
export const testAlertAddress = Effect.fn("testAlertAddress")(function* (name: string, address: string) {
  const channel = yield* demandChannel(name)
  if (!/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(address))
    return yield* new Refusal({ message: `“${address}” is not a mail address.` })
  yield* (yield* AlertMailer).send(
    address,
    `[Switchyard] ${channel.name}: test alert`,
    `Alerts of channel ${channel.name} will come to this address.`
  )
  const change = { alertAddress: address, alertTestedAt: yield* now }
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      yield* notingChannel(channel.id, (yield* ChannelStore).change(channel.id, change))
      yield* (yield* ChangeFeed).publish({ about: "channels" })
    })
  )
})

/**
 * Switches auto-processing. On needs an alert address that received a test, and the channel's name typed as consent,
 * which is recorded with who and when. What is ready is sent at once.
 */
export const toggleAutoProcessing = Effect.fn("toggleAutoProcessing")(function* (
  name: string,
  on: boolean,
  consent: string
) {
  const channel = yield* demandChannel(name)
  if (on && channel.alertTestedAt === null)
    return yield* new Refusal({ message: `Give ${name} an alert address and send it a test first.` })
  if (on && consent !== channel.name)
    return yield* new Refusal({ message: `To accept, give the channel's name exactly: ${channel.name}.` })
  const actor = yield* Actor
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const set = (yield* ChannelStore).setAutoProcessing(channel.id, on, actor, yield* now)
      yield* notingChannel(channel.id, set)
      yield* (yield* ChangeFeed).publish({ about: "channels" })
      if (!on) return 0
      const ready = (yield* readyOf(channel)).map((o) => o.id)
      const by = `auto-processing (accepted by ${actor})`
      const jobs = inBatches(ready).map(
        (orderIds): JobRequest => ({ job: "orders.process", orderIds, actor: by })
      )
      if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
      return ready.length
    })
  )
})
