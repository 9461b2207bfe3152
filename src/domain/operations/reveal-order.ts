import * as Effect from "effect/Effect"
import { type OrderId, orderName } from "../model/order.ts"
import { buyerOfPage, maskEdits, maskKnown, maskTold } from "../model/personal.ts"
import { redacted } from "../model/redaction.ts"
import type { TimelineEntry } from "../model/timeline.ts"
import { noteActivity } from "../note-activity.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderBoard, type OrderDetail } from "../ports/order-board.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const load = Effect.fn("load")(function* (id: OrderId) {
  return yield* (yield* OrderBoard).unmasked(id)
})

/**
 * Somebody wants to see who bought it and where it goes: written down before anything is shown, so that nobody sees what
 * nobody knows of. A login that may only read cannot write that, so PostgreSQL refuses it.
 */
export const revealOrder = Effect.fn("revealOrder")(function* (id: OrderId) {
  const page = yield* load(id)
  if (page === null) return yield* new Refusal({ message: "There is no such order any more." })
  const { channelOrderNumber } = page.order
  const subject = { kind: "order", id, name: channelOrderNumber } as const
  const note = `personal data of order ${orderName(channelOrderNumber)}`
  yield* (yield* UnitOfWork).run(noteActivity("revealed", subject, [], note))
})

/** What a page about an order shows in the place of its papers. */
export interface OrderMask {
  readonly text: (text: string) => string
  /** Of a channel: by what is known of the buyer, and by what its own keys say. */
  readonly payload: (payload: string) => string
  readonly entry: (entry: TimelineEntry) => TimelineEntry
}

const nothing: OrderMask = { text: (text) => text, payload: (payload) => payload, entry: (entry) => entry }

const parsed = (text: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}

/** A value that is no known one may stand under a key that says what it is: `billing.phone`. */
const maskedJson = (clean: (text: string) => string): ((payload: string) => string) => {
  const byKey = redacted({ secrets: [], personal: [], masksPersonal: true })
  return (payload) => {
    const json = parsed(payload)
    return clean(json === null ? payload : JSON.stringify(byKey(json.value)))
  }
}

const maskFor = (page: OrderDetail | null): OrderMask => {
  const known = page === null ? (text: string) => text : maskKnown(buyerOfPage(page))
  const clean = (text: string): string => known(maskEdits(text))
  const noted = (note: string | null): string | null => (note === null ? null : clean(note))
  return {
    text: known,
    payload: maskedJson(known),
    entry: (entry) => ({ ...maskTold(entry, clean), note: noted(entry.note) })
  }
}

/** How the papers of an order are shown: masked, unless it was revealed on this page. */
export const orderMask = Effect.fn("orderMask")(function* (id: OrderId, isRevealed: boolean) {
  return isRevealed ? nothing : maskFor(yield* load(id))
})

/** The masks of a list that is about many orders, each read once. */
export const orderMasks = Effect.fn("orderMasks")(function* (ids: ReadonlyArray<OrderId>) {
  const masks = new Map<OrderId, OrderMask>()
  for (const id of ids) if (!masks.has(id)) masks.set(id, yield* orderMask(id, false))
  return (id: OrderId): OrderMask => masks.get(id) ?? nothing
})
