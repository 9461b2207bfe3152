import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { oneOf } from "./ebay-answer.ts"
import { ebayNumber } from "./ebay-carriers.ts"
import { readRaw } from "./ebay-read.ts"
import type { Ask } from "./ebay-session.ts"

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))

const Parcel = Schema.Struct({
  fulfillmentId: Schema.NonEmptyString,
  shipmentTrackingNumber: Text,
  lineItems: Schema.optionalKey(
    Schema.NullOr(
      Schema.Array(
        // Parcels that were marked by hand name the line, and not always how many pieces of it.
        Schema.Struct({
          lineItemId: Schema.String,
          quantity: Schema.optionalKey(Schema.NullOr(Schema.Int))
        })
      )
    )
  )
})
export type Parcel = typeof Parcel.Type

const Order = Schema.Struct({
  orderId: Schema.String,
  cancelStatus: Schema.optionalKey(Schema.NullOr(Schema.Struct({ cancelState: Text }))),
  lineItems: Schema.Array(
    Schema.Struct({
      lineItemId: Schema.String,
      quantity: Schema.Int,
      lineItemFulfillmentStatus: Text
    })
  )
})

/** An order at eBay as a push looks at it. */
export interface SoldOrder {
  readonly isCanceled: boolean
  readonly lines: ReadonlyArray<{ readonly id: string; readonly quantity: number; readonly isDone: boolean }>
  readonly parcels: ReadonlyArray<Parcel>
}

/** Quantity per line of the order. */
export type Pieces = ReadonlyMap<string, number>

const decodeOrder = oneOf(Order, "an order")
const decodeParcels = oneOf(
  Schema.Struct({ fulfillments: Schema.optionalKey(Schema.NullOr(Schema.Array(Parcel))) }),
  "the parcels of an order"
)

/** Null: eBay does not know the order. */
export const lookAt = (ask: Ask) =>
  Effect.fn("ebay.lookAt")(function* (channel: SalesChannel, orderId: string) {
    const raw = yield* readRaw(ask, channel, orderId)
    if (raw === null) return null
    const order = yield* decodeOrder(raw)
    const path = `/sell/fulfillment/v1/order/${orderId}/shipping_fulfillment`
    // An order of which nothing was shipped may answer with an empty list, or with 404.
    const { status, json } = yield* ask(channel, { path, understands: [404] })
    const list = status === 404 || json === undefined ? {} : yield* decodeParcels(json)
    return {
      isCanceled: order.cancelStatus?.cancelState === "CANCELED",
      lines: order.lineItems.map((l) => ({
        id: l.lineItemId,
        quantity: l.quantity,
        isDone: l.lineItemFulfillmentStatus === "FULFILLED"
      })),
      parcels: list.fulfillments ?? []
    } satisfies SoldOrder
  })

/** Null: a push that eBay should never see, without a line or with -1 pieces. */
export const piecesOf = (push: FulfillmentPush): Pieces | null => {
  const sane =
    push.lines.length > 0 && push.lines.every((l) => Number.isInteger(l.quantity) && l.quantity > 0)
  if (!sane) return null
  const sums = new Map<string, number>()
  for (const l of push.lines) sums.set(l.channelLineId, (sums.get(l.channelLineId) ?? 0) + l.quantity)
  return sums
}

/** What a parcel holds of a line; one that names no pieces holds them all. */
const heldBy = (parcel: Parcel, line: SoldOrder["lines"][number]): number => {
  const items = parcel.lineItems ?? []
  if (items.length === 0) return line.quantity
  return items
    .filter((i) => i.lineItemId === line.id)
    .reduce((sum, i) => sum + (i.quantity ?? line.quantity), 0)
}

const sameNumber = (a: string, b: string): boolean =>
  ebayNumber(a).toUpperCase() === ebayNumber(b).toUpperCase()

/** The parcel that this push speaks of, if eBay has it: same tracking number, same pieces. */
export const findOurs = (push: FulfillmentPush, pieces: Pieces, order: SoldOrder): Parcel | null =>
  order.parcels.find(
    (parcel) =>
      sameNumber(parcel.shipmentTrackingNumber ?? "", push.trackingNumber) &&
      order.lines.every((line) => heldBy(parcel, line) === (pieces.get(line.id) ?? 0))
  ) ?? null

const openOf = (order: SoldOrder, line: SoldOrder["lines"][number]): number =>
  line.isDone
    ? 0
    : Math.max(0, line.quantity - order.parcels.reduce((sum, parcel) => sum + heldBy(parcel, line), 0))

const lineOf = (order: SoldOrder, id: string) => order.lines.find((l) => l.id === id)

export const hasLine = (order: SoldOrder, id: string): boolean => lineOf(order, id) !== undefined

/** A line of which less is open than the parcel holds, with what is open of it; null: all fits. */
export const tooMuch = (
  pieces: Pieces,
  order: SoldOrder
): { readonly lineId: string; readonly open: number } | null => {
  for (const [lineId, quantity] of pieces) {
    const line = lineOf(order, lineId)
    const open = line === undefined ? 0 : openOf(order, line)
    if (open < quantity) return { lineId, open }
  }
  return null
}

/** Every line of the parcel is shipped already at eBay, by whomever. */
export const nothingOpen = (pieces: Pieces, order: SoldOrder): boolean =>
  [...pieces.keys()].every((id) => {
    const line = lineOf(order, id)
    return line !== undefined && openOf(order, line) === 0
  })

/** What the parcels of these lines are called at eBay. */
export const toldThere = (pieces: Pieces, order: SoldOrder): string =>
  order.parcels
    .filter((parcel) => order.lines.some((line) => pieces.has(line.id) && heldBy(parcel, line) > 0))
    .map((parcel) => parcel.shipmentTrackingNumber || `fulfillment ${parcel.fulfillmentId}`)
    .join(", ")
