import * as Effect from "effect/Effect"
import { pushJobs } from "./advance.ts"
import { holdEntry } from "./apply-rules.ts"
import type { HistoryEntry } from "./model/history.ts"
import type { HoldFinding } from "./model/hold.ts"
import type { JobRequest } from "./model/job-request.ts"
import type { OrderId } from "./model/order.ts"
import { serviceOf } from "./model/sales-channel.ts"
import {
  type CorrectedPart,
  type CorrectionEffect,
  type CorrectionPlan,
  contentText,
  looksTold,
  type MissingPieces,
  type ParcelPart,
  planCorrection
} from "./model/shipment-correction.ts"
import type { ParcelCorrection } from "./model/shipment-correction-rows.ts"
import { Actor } from "./ports/actor.ts"
import { AnswerHoldStore } from "./ports/answer-hold-store.ts"
import { ChannelStore } from "./ports/channel-store.ts"
import { now } from "./ports/clock.ts"
import { ShipmentCorrections } from "./ports/shipment-corrections.ts"
import { ShipmentStore } from "./ports/shipment-store.ts"

type Names = ReadonlyMap<number, string>

/** SKUs by order line, as the supplier calls them. */
export const namesOf = (
  parts: ReadonlyArray<ParcelPart>,
  lines: ReadonlyArray<{ readonly orderLineId: number; readonly supplierSku: string }>
): Names =>
  new Map([...lines, ...parts.flatMap((p) => p.lines)].map((l) => [Number(l.orderLineId), l.supplierSku]))

const named = (
  lines: ReadonlyArray<{ readonly orderLineId: number; readonly quantity: number }>,
  names: Names
) => {
  const sums = new Map<number, number>()
  for (const l of lines) sums.set(l.orderLineId, (sums.get(l.orderLineId) ?? 0) + l.quantity)
  return [...sums].map(([id, quantity]) => ({ sku: names.get(id) ?? String(id), quantity }))
}

const partText = (p: ParcelPart | CorrectedPart, names: Names): string =>
  contentText(p.carrier, p.trackingNumber, named(p.lines, names))

const afterText = (
  live: ReadonlyArray<ParcelPart>,
  { parts, missing }: CorrectionPlan,
  names: Names
): string => {
  const changed = new Map(parts.map((c) => [c.part, c]))
  const now: ReadonlyArray<ParcelPart | CorrectedPart> = live.map((p) => changed.get(p) ?? p)
  const head = now.find((p) => p.lines.length > 0) ?? now[0]
  return head === undefined
    ? ""
    : contentText(
        head.carrier,
        head.trackingNumber,
        named([...now.flatMap((p) => p.lines), ...missing], names)
      )
}

/** The channel hears of more pieces only where it takes each parcel, and can tell the further part from what it has. */
const hearsMore = (parts: ReadonlyArray<ParcelPart>, missing: ReadonlyArray<MissingPieces>): boolean =>
  missing.length === 0 || (parts.every((p) => p.policy === "each" || !p.told) && !looksTold(parts, missing))

/** What the channel was told of one shipment, and what is true. */
interface Untruth {
  readonly part: ParcelPart
  readonly told: string
  readonly truth: string
}

const untruths = (
  live: ReadonlyArray<ParcelPart>,
  plan: CorrectionPlan,
  names: Names,
  whole: string
): ReadonlyArray<Untruth> => {
  const told = plan.parts.filter((c) => c.part.told)
  if (told.length > 0)
    return told.map((c) => ({ part: c.part, told: partText(c.part, names), truth: partText(c, names) }))
  if (hearsMore(live, plan.missing)) return []
  return live
    .filter((p) => p.told)
    .slice(0, 1)
    .map((part) => ({ part, told: partText(part, names), truth: whole }))
}

export const effectOf = (
  { parts, wish }: ParcelCorrection,
  names: Names
): {
  readonly plan: CorrectionPlan
  readonly wrong: ReadonlyArray<Untruth>
  readonly effect: CorrectionEffect
} => {
  const live = parts.filter((p) => !p.voided)
  const plan = planCorrection(live, wish)
  const [first] = live
  const before =
    first === undefined
      ? ""
      : contentText(
          first.carrier,
          first.trackingNumber,
          named(
            live.flatMap((p) => p.lines),
            names
          )
        )
  const after = afterText(live, plan, names)
  const wrong = untruths(live, plan, names, after)
  const untrue = wrong.map((w) => w.told).join("; ")
  return { plan, wrong, effect: { before, after, untrue, pushes: plan.missing.length > 0 } }
}

const finding = ({ part, told, truth }: Untruth, field: string): HoldFinding => ({
  kind: "shipment_corrected",
  field,
  message: `${part.purchaseOrderNumber}: ${part.channel} was told ${told}. In truth it is ${truth}. Correct it there, then release this hold.`,
  detail: { purchaseOrder: part.purchaseOrderNumber, channel: part.channel, told, truth }
})

/**
 * A hold a shipment. As long as nobody has released the one before, the channel still says what it was told then; and if that
 * has become true again, nothing is to be corrected.
 */
const holdUntruth = Effect.fn("holdUntruth")(function* (wrong: Untruth) {
  const holds = yield* AnswerHoldStore
  const at = yield* now
  const { orderId, purchaseOrderNumber, shipmentId } = wrong.part
  const field = `${purchaseOrderNumber}/shipment ${shipmentId}`
  const told = (yield* (yield* ShipmentCorrections).toldBefore(orderId, field)) ?? wrong.told
  const what = { orderId, kinds: ["shipment_corrected" as const], fields: [field] }
  const released = yield* holds.release(what, yield* Actor, at)
  const opened =
    told === wrong.truth
      ? []
      : yield* holds.raise([{ orderId, finding: finding({ ...wrong, told }, field) }], at)
  return [...released, ...opened].map(holdEntry)
})

/** Parts of which nothing is left are not told to the channel any more. */
const silence = Effect.fn("silence")(function* (plan: CorrectionPlan, reason: string) {
  const voided = plan.parts.filter((c) => c.lines.length === 0)
  const moves = voided.flatMap(({ part }) =>
    part.fulfillmentId === null || (part.fulfillment !== "due" && part.fulfillment !== "rejected")
      ? []
      : [
          {
            id: part.fulfillmentId,
            attempt: null,
            reason: `The shipment was voided: ${reason}`.slice(0, 500)
          }
        ]
  )
  return moves.length === 0 ? [] : yield* (yield* ShipmentStore).move("skip", moves, yield* now)
})

export interface CorrectionsDone {
  readonly orders: ReadonlyArray<OrderId>
  readonly history: ReadonlyArray<HistoryEntry>
  readonly jobs: ReadonlyArray<JobRequest>
  readonly effects: ReadonlyArray<CorrectionEffect>
}

export const nothingCorrected: CorrectionsDone = { orders: [], history: [], jobs: [], effects: [] }

const uploadIsOn = Effect.fn("uploadIsOn")(function* (first: ParcelPart) {
  const channel = yield* (yield* ChannelStore).get(first.channelId)
  return channel !== null && serviceOf(channel, "shipment_upload").enabled
})

/** One parcel, corrected in our facts; what its channel knows wrongly becomes a hold. Called inside `advance`, orders locked. */
export const correctParcel = Effect.fn("correctParcel")(function* (
  correction: ParcelCorrection,
  names: Names,
  said: { readonly text: string; readonly reason: string; readonly source: string }
) {
  const [first] = correction.parts.filter((p) => !p.voided)
  if (first === undefined) return nothingCorrected
  const { plan, wrong, effect } = effectOf(correction, names)
  const at = yield* now
  const { before, after } = effect
  const added = yield* (yield* ShipmentCorrections).apply(
    {
      supplierId: first.supplierId,
      first,
      plan,
      ...said,
      trackingNumber: first.trackingNumber,
      before,
      after
    },
    yield* Actor,
    at
  )
  yield* silence(plan, said.reason)
  const held = yield* Effect.forEach(wrong, holdUntruth)
  const entry: HistoryEntry = {
    orderId: first.orderId,
    event: "shipment corrected",
    subject: first.trackingNumber,
    before,
    after,
    detail: { purchaseOrder: first.purchaseOrderNumber, reason: said.reason, source: said.source }
  }
  return {
    orders: [first.orderId],
    history: before === after ? [] : [entry, ...held.flat()],
    jobs: added.length > 0 && (yield* uploadIsOn(first)) ? pushJobs(added) : [],
    effects: [effect]
  } satisfies CorrectionsDone
})

/** The parts of orders of which no push is under way; null: one is, so that nothing can be corrected now. */
export const freeOfPushes = Effect.fn("freeOfPushes")(function* (parts: ReadonlyArray<ParcelPart>) {
  const orders = [...new Set(parts.map((p) => p.orderId))]
  return (yield* (yield* ShipmentCorrections).lockPushes(orders)).length === 0
})
