import * as Effect from "effect/Effect"
import { orderName } from "../../domain/model/order.ts"
import { exceptionMeanings, type TrackingException } from "../../domain/model/tracking-exception.ts"
import { carrierNames, judgeNumber, type Plausibility } from "../../domain/model/tracking-number.ts"
import { usualStandstillDays } from "../../domain/model/tracking-status.ts"
import { parcelWithoutBuyer } from "../../domain/operations/mask-answers.ts"
import { orderMask } from "../../domain/operations/reveal-order.ts"
import { pollNow } from "../../domain/operations/track-parcels.ts"
import { now } from "../../domain/ports/clock.ts"
import { type ShipmentEvents, TrackingStore } from "../../domain/ports/tracking-store.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { argument, number, text } from "../input.ts"
import { moment } from "../moment.ts"

const usualLimit = 200
const hourMs = 60 * 60_000

export const poll: Run = (input) =>
  Effect.gen(function* () {
    const started = yield* pollNow(text(input, "carrier") ?? null)
    return answer({ started }, [
      table(
        ["account", ">numbers due"],
        started.map((s) => [s.account, String(s.numbers)])
      ),
      "A worker asks, within the carrier's limits. Follow it: switchyard carriers list"
    ])
  })

/** `3 d`, or `5 h` below two days. */
const ageText = (since: Date, at: Date): string => {
  const hours = Math.max(0, Math.floor((at.getTime() - since.getTime()) / hourMs))
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`
}

const exceptionRow =
  (at: Date) =>
  (e: TrackingException): ReadonlyArray<string> => [
    e.kind.replaceAll("_", " "),
    ageText(e.since, at),
    orderName(e.orderNumber),
    e.channel,
    e.supplier,
    e.carrier,
    e.trackingNumber === "" ? e.purchaseOrderNumber : e.trackingNumber,
    e.detail === "" ? exceptionMeanings[e.kind] : e.detail
  ]

export const exceptions: Run = (input) =>
  Effect.gen(function* () {
    const at = yield* now
    const limit = number(input, "limit") ?? usualLimit
    const found = yield* (yield* TrackingStore).exceptions(
      at,
      number(input, "days") ?? usualStandstillDays,
      limit
    )
    const shown = table(
      ["what", ">for", "order", "channel", "supplier", "carrier", "number", "detail"],
      found.map(exceptionRow(at))
    )
    const more = found.length === limit ? [`There may be more: --limit ${limit * 2}`] : []
    return answer({ at, exceptions: found.map((e) => ({ ...e, means: exceptionMeanings[e.kind] })) }, [
      ...listOr("No parcel needs anybody.", shown),
      ...more
    ])
  })

const parcelBlocks = (s: ShipmentEvents): ReadonlyArray<Block> => [
  `${s.carrier} ${s.trackingNumber}: ${s.state}${s.carrierStatus === "" ? "" : ` (${s.carrierStatus})`}`,
  ...(s.suspicion === null ? [] : [`The number ${s.suspicion}.`]),
  s.askedAt === null ? "The carrier was not asked yet." : `Asked ${moment(s.askedAt)}`,
  ...(s.events.length === 0
    ? []
    : [
        table(
          ["at", "state", "what", "where"],
          s.events.map((e) => [moment(e.at), e.state, e.description, e.place])
        )
      ]),
  ""
]

export const show: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const clean = (yield* orderMask(id, false)).text
    const parcels = (yield* (yield* TrackingStore).ofOrder(id)).map(parcelWithoutBuyer(clean))
    return answer(
      { orderId: id, parcels },
      parcels.length === 0 ? ["No parcel of this order is known."] : parcels.flatMap(parcelBlocks)
    )
  })

const names = (carriers: Plausibility & { readonly _tag: "OfAnother" | "NotJudged" }): string =>
  carriers.others.map((c) => carrierNames[c]).join(" or ")

const checkText = (judged: Plausibility): string => {
  switch (judged._tag) {
    case "Plausible":
      return `It can be a number of ${carrierNames[judged.carrier]}.`
    case "OfAnother":
      return `It is no number of ${carrierNames[judged.carrier]}. It can be one of ${names(judged)}.`
    case "FitsNone":
      return `It is no number of ${carrierNames[judged.carrier]}, nor of any other carrier known here.`
    case "NotJudged":
      return `The numbers of this carrier are not known here.${judged.others.length === 0 ? "" : ` It can be one of ${names(judged)}.`}`
  }
}

/** Exit 1 when the number cannot be right, so that a script can ask. */
export const check: Run = (input) =>
  Effect.sync(() => {
    const judged = judgeNumber(argument(input, "carrier"), argument(input, "number"))
    return answer(judged, [checkText(judged)], judged._tag === "OfAnother" || judged._tag === "FitsNone")
  })
