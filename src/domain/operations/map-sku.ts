import * as Effect from "effect/Effect"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import { noProductText } from "../model/mapping-words.ts"
import { noteActivity, ofChannel } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { MappingStore } from "../ports/mapping-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const ordersCheckedAnew = 10_000

/** Says which product a channel's SKU is, and checks the orders anew that waited for it. Returns how many those are. */
export const mapSku = Effect.fn("mapSku")(function* (
  channelName: string,
  channelSku: string,
  masterSku: string
) {
  const channel = yield* (yield* ChannelStore).byName(channelName)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${channelName}”.` })
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const saved = yield* (yield* MappingStore).saveSku(
        channel.id,
        channelSku,
        masterSku,
        yield* Actor,
        yield* now
      )
      if (saved === "no such product")
        return yield* new Refusal({
          message: noProductText(masterSku)
        })
      yield* noteActivity("SKU mapped", ofChannel(channel), [
        { field: channelSku, before: null, after: masterSku }
      ])
      const waiting = yield* (yield* HoldStore).ofKinds(["sku_unknown"], ordersCheckedAnew)
      const jobs = inBatches(waiting).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
      if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
      return waiting.length
    })
  )
})
