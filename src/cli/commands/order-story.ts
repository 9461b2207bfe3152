import * as Effect from "effect/Effect"
import { jobText } from "../../domain/model/job-mark.ts"
import { orderName } from "../../domain/model/order.ts"
import { statusLabel } from "../../domain/model/order-status.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import type { Standstill } from "../../domain/model/standstill.ts"
import {
  timelineFilters,
  timelineKeyOf,
  timelineKeyText,
  timelineWords
} from "../../domain/model/timeline.ts"
import { whoIsAt } from "../../domain/operations/be-at-order.ts"
import { explainOrder } from "../../domain/operations/explain-order.ts"
import { orderMask } from "../../domain/operations/reveal-order.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { OrderTimeline } from "../../domain/ports/order-timeline.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { argument, number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { revealing } from "../revealing.ts"

const movers: Readonly<Record<Standstill["mover"], string>> = {
  you: "you",
  machine: "the workers",
  supplier: "the supplier",
  channel: "the channel",
  time: "time alone"
}

const standstillText = (still: Standstill): ReadonlyArray<string> => [
  `${still.gate}: ${still.text}`,
  `Waits for     ${movers[still.mover]}${still.until === null ? "" : `, until ${moment(still.until)}`}`,
  ...(still.command === null ? [] : [`Takes it away switchyard ${still.command}`]),
  `In the console ${still.key} ${still.does}`
]

export const why: Run = (input) =>
  Effect.gen(function* () {
    const { order, standstill } = yield* explainOrder(yield* findOrder(argument(input, "order")))
    const name = orderName(order.channelOrderNumber)
    const head = `${name}: ${statusLabel(order.status)}`
    return answer({ orderId: order.id, status: order.status, standstill }, [
      head,
      ...(standstill === null ? ["It is finished: nothing is left to move."] : standstillText(standstill))
    ])
  })

const usualPage = 100

export const timeline: Run = (input) =>
  Effect.gen(function* () {
    const reference = argument(input, "order")
    const id = yield* findOrder(reference)
    const limit = number(input, "limit") ?? usualPage
    const filter = timelineFilters.find((one) => one === text(input, "only")) ?? "all"
    const before = timelineKeyOf(text(input, "after") ?? "")
    const mask = yield* orderMask(id, yield* revealing(input, id))
    const entries = (yield* (yield* OrderTimeline).page(id, filter, before, limit)).map(mask.entry)
    const last = entries.length === limit ? entries.at(-1) : undefined
    const after = last === undefined ? null : timelineKeyText(last)
    const rows = entries.map((entry) => [
      moment(entry.at),
      entry.isFailure ? "!" : "",
      timelineWords(entry, moment),
      entry.actor,
      entry.ref,
      entry.job === null ? "" : jobText(entry.job)
    ])
    return answer({ orderId: id, entries, after }, [
      ...listOr("Nothing of this sort is recorded.", table(["at", "", "what", "who", "of", "job"], rows)),
      ...(after === null
        ? []
        : [`Older ones: ${commandLine("orders", "timeline", reference, "--only", filter, "--after", after)}`])
    ])
  })

export const who: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const present = yield* whoIsAt(id)
    const rows = present.map(({ actor, doing, since }) => [actor, doing, moment(since)])
    return answer(
      { orderId: id, present },
      listOr("Nobody is at it just now.", table(["who", "does", "since"], rows))
    )
  })

export const payload: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const kept = yield* (yield* OrderTimeline).payload(id)
    if (kept === null)
      return yield* new Refusal({
        message:
          "What its channel sent is not kept: it was taken in by an older version, or this kind of channel hands none over."
      })
    const mask = yield* orderMask(id, yield* revealing(input, id))
    const found = { ...kept, payload: mask.payload(kept.payload) }
    const cut = kept.length - kept.payload.length
    return answer({ orderId: id, ...found }, [
      `Received ${moment(found.receivedAt)}, ${found.length} characters`,
      ...found.payload.split("\n"),
      ...(cut > 0 ? [`... ${cut} more characters were not kept`] : [])
    ])
  })
