import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { type Covering, coveredText, coveredUnless } from "../model/covered-text.ts"
import type { HistoryEntry } from "../model/history.ts"
import { maskWords } from "../model/personal.ts"
import type { IncomingShipmentRow, ShippableLine } from "../model/shipment.ts"
import { noteActivity } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { type Review, ReviewStore } from "../ports/review-store.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { recordShipments } from "../take-shipments.ts"

/** What a reviewer says instead of, or beside, what was read. */
export interface ReviewEdits {
  readonly purchaseOrder?: string
  readonly tracking?: string
  readonly carrier?: string
  readonly sku?: string
  readonly quantity?: number
  /** Needed for a sender that the supplier's settings do not name. */
  readonly trustSender: boolean
}

const refuse = (message: string) => new Refusal({ message })

/** A letter as it may be looked at. */
export type ShownReview = Review & Covering

/** What was read of it stays; its own words are covered, since nobody knows whom they name. */
const shownReview = (review: Review, isRevealed: boolean): ShownReview =>
  coveredUnless(isRevealed, review, {
    subject: coveredText,
    text: coveredText,
    suggestion: review.suggestion.map((row) => ({ ...row, raw: "" }))
  })

const none: ReadonlySet<number> = new Set()

/** Letters that wait for a person, oldest first. */
export const listReviews = Effect.fn("listReviews")(function* (
  limit: number,
  revealed: ReadonlySet<number> = none
) {
  const reviews = yield* (yield* ReviewStore).open(limit)
  return reviews.map((review) => shownReview(review, revealed.has(review.id)))
})

const demandReview = Effect.fn("demandReview")(function* (id: number) {
  const review = yield* (yield* ReviewStore).get(id)
  if (review === null) return yield* refuse(`There is no letter ${id} in the review queue.`)
  return review
})

const demandOpen = Effect.fn("demandOpen")(function* (id: number) {
  const review = yield* demandReview(id)
  if (review.state === "open") return review
  const who = review.settledBy === null ? "" : ` by ${review.settledBy}`
  return yield* refuse(`Letter ${id} is not open any more: it was ${review.state}${who}.`)
})

const openLines = Effect.fn("openLines")(function* (review: Review, number: string) {
  const lines = yield* (yield* PurchaseOrderStore).shippable(review.supplierId, [number])
  return lines.filter((line) => line.quantity > line.shipped)
})

/** Somebody wants to see a letter as it came: written down before anything is shown. */
export const revealLetter = Effect.fn("revealLetter")(function* (id: number) {
  const { supplier } = yield* demandReview(id)
  const subject = { kind: "letter", id, name: String(id) } as const
  yield* (yield* UnitOfWork).run(
    noteActivity("revealed", subject, [], `letter ${id} of ${supplier} as it came`)
  )
})

/** Why it was settled, without the buyer of the order that it was about. */
const reasonOf = Effect.fn("reasonOf")(function* ({ orderId, reason }: Review) {
  if (orderId === null || reason === null) return reason
  const [order] = yield* (yield* OrderStore).load([orderId])
  return order === undefined ? reason : maskWords(order)(reason)
})

/** The letter, and what is still open of its purchase order. */
export const showReview = Effect.fn("showReview")(function* (id: number, isRevealed = false) {
  const review = yield* demandReview(id)
  const lines =
    review.purchaseOrderNumber === null ? [] : yield* openLines(review, review.purchaseOrderNumber)
  const shown = shownReview(review, isRevealed)
  return { review: isRevealed ? shown : { ...shown, reason: yield* reasonOf(review) }, lines }
})

const bare = (review: Review, tracking: string): IncomingShipmentRow => ({
  purchaseOrderNumber: "",
  lineId: "",
  sku: "",
  quantity: 0,
  carrier: "",
  service: "",
  trackingNumber: tracking,
  shippedAt: review.receivedAt,
  place: `letter ${review.id}`,
  raw: ""
})

/** The suggestion as the reviewer wants it; a text is what keeps it from being used. */
const editedRows = (review: Review, edits: ReviewEdits): ReadonlyArray<IncomingShipmentRow> | string => {
  const { tracking, carrier, sku, quantity } = edits
  const parcels = new Set(review.suggestion.map((row) => row.trackingNumber))
  const [only] = parcels
  const number = tracking ?? (parcels.size === 1 ? only : undefined)
  const carried = (row: IncomingShipmentRow) => (carrier === undefined ? row : { ...row, carrier })
  if (sku !== undefined) {
    if (number === undefined) return "Say which parcel it is in: --tracking."
    const found = review.suggestion.find((row) => row.trackingNumber === number)
    const row = { ...(found ?? bare(review, number)), trackingNumber: number, sku, lineId: "" }
    return [carried({ ...row, quantity: quantity ?? 1 })]
  }
  if (tracking !== undefined && parcels.size > 1)
    return "The letter names several parcels: say with --sku and --quantity what is in this one."
  const rows =
    review.suggestion.length === 0 && tracking !== undefined ? [bare(review, tracking)] : review.suggestion
  if (rows.length === 0)
    return "No shipment was read from this letter. Give --tracking (and --carrier, --sku, --quantity), or dismiss it."
  if (quantity !== undefined && (rows.length > 1 || rows[0]?.sku === ""))
    return "Say with --sku which line --quantity is about."
  return rows.map((row) =>
    carried({
      ...row,
      ...(tracking !== undefined && { trackingNumber: tracking }),
      ...(quantity !== undefined && { quantity })
    })
  )
}

/** A row about the whole purchase order becomes a row for each line that is open. */
const wholeRows = (row: IncomingShipmentRow, lines: ReadonlyArray<ShippableLine>) =>
  lines.map((line) => ({
    ...row,
    lineId: String(line.orderLineId),
    sku: line.supplierSku,
    quantity: line.quantity - line.shipped
  }))

const rowsToRecord = Effect.fn("rowsToRecord")(function* (review: Review, edits: ReviewEdits) {
  const rows = editedRows(review, edits)
  if (typeof rows === "string") return yield* refuse(rows)
  const ready: Array<IncomingShipmentRow> = []
  for (const row of rows) {
    const number = edits.purchaseOrder ?? (row.purchaseOrderNumber || review.purchaseOrderNumber)
    if (number === null || number === "")
      return yield* refuse("The letter names no purchase order of ours: say --purchase-order.")
    const named = { ...row, purchaseOrderNumber: number }
    const whole = named.sku === "" && named.lineId === ""
    const lines = whole ? yield* openLines(review, number) : []
    if (whole && lines.length === 0) return yield* refuse(`Nothing of ${number} is open.`)
    ready.push(...(whole ? wholeRows(named, lines) : [named]))
  }
  return ready
})

const entry = (
  review: Review,
  orderId: HistoryEntry["orderId"],
  event: "letter.accepted" | "letter.dismissed",
  reason: string
): HistoryEntry => ({
  orderId,
  event,
  subject: review.purchaseOrderNumber ?? "",
  before: "open",
  after: event.replace("letter.", ""),
  detail: { review: review.id, from: review.from, subject: review.subject, ...(reason !== "" && { reason }) }
})

const settle = Effect.fn("settle")(function* (
  review: Review,
  state: "accepted" | "dismissed",
  reason: string | null
) {
  const settled = yield* (yield* ReviewStore).settle(review.id, state, reason, yield* Actor, yield* now)
  if (!settled) return yield* refuse(`Somebody settled letter ${review.id} meanwhile.`)
})

/**
 * Records what the letter says left, by the reviewer's word, through the door that files go through. All of it, or nothing:
 * a row that fits no open line is told and the letter stays open.
 */
export const acceptReview = Effect.fn("acceptReview")(function* (id: number, edits: ReviewEdits) {
  const review = yield* demandOpen(id)
  if (!review.senderKnown && !edits.trustSender)
    return yield* refuse(
      `${review.from} is NOT a sender that the settings of ${review.supplier} name. If you know that it is genuine, add --trust-sender.`
    )
  const supplier = yield* (yield* SupplierStore).get(review.supplierId)
  if (supplier === null) return yield* refuse("Its supplier does not exist any more.")
  const work = Effect.gen(function* () {
    const rows = yield* rowsToRecord(review, edits)
    yield* settle(review, "accepted", null)
    const { matched, step } = yield* recordShipments(supplier, { name: `letter ${id}`, rows })
    const [refused] = matched.refused
    if (refused !== undefined)
      return yield* refuse(
        `Nothing was recorded: ${refused.reason}. Correct it with --sku, --quantity or --purchase-order.`
      )
    const orders = [...new Set([...step.orders, ...(review.orderId === null ? [] : [review.orderId])])]
    return {
      ...step,
      value: { review, parcels: matched.parcels, known: matched.known.length },
      orders,
      history: [...orders.map((orderId) => entry(review, orderId, "letter.accepted", "")), ...step.history]
    }
  })
  return yield* advance(work)
})

/** A person says that nothing follows from a letter. */
export const dismissReview = Effect.fn("dismissReview")(function* (id: number, reason: string) {
  if (reason.trim() === "") return yield* refuse("Say why (--reason): it is kept in the order's history.")
  const review = yield* demandOpen(id)
  const work = Effect.gen(function* () {
    yield* settle(review, "dismissed", reason.trim())
    const orders = review.orderId === null ? [] : [review.orderId]
    return {
      value: review,
      orders,
      history: orders.map((orderId) => entry(review, orderId, "letter.dismissed", reason.trim()))
    }
  })
  return yield* advance(work)
})
