import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { decodeField, malformed, UserError, userErrorText } from "./shopify-answer.ts"
import { companyOf } from "./shopify-carriers.ts"
import { shipDocument } from "./shopify-documents.ts"
import { makeLook } from "./shopify-look.ts"
import type { Parcel, ParcelsOrder } from "./shopify-nodes.ts"
import {
  byLocation,
  ourParcels,
  type Pieces,
  piecesIn,
  piecesOf,
  type Taken,
  takePieces,
  trackingOf,
  without
} from "./shopify-parcels.ts"
import { isSendable, refuse, rejected } from "./shopify-refusal.ts"
import type { Ask } from "./shopify-session.ts"
import { ourWork } from "./shopify-work.ts"

const decodeShipped = decodeField(
  Schema.Struct({
    fulfillment: Schema.NullOr(Schema.Struct({ id: Schema.NonEmptyString, status: Schema.String })),
    userErrors: Schema.Array(UserError)
  }),
  "fulfillmentCreate",
  "a new fulfillment"
)

const failed = new Set(["CANCELLED", "ERROR", "FAILURE"])

/** What Shopify is told of one location's part. Each fulfillment order with its lines: without them all of it would be sent. */
const inputOf = (push: FulfillmentPush, part: ReadonlyArray<Taken>) => {
  const numbers = trackingOf(push)
  const company = companyOf(push.carrier)
  return {
    notifyCustomer: push.notifyCustomer,
    trackingInfo: {
      ...(company === "" ? {} : { company }),
      ...(numbers.length === 1 ? { number: numbers[0] } : { numbers })
    },
    lineItemsByFulfillmentOrder: part.map(({ work, lines }) => ({
      fulfillmentOrderId: work.id,
      fulfillmentOrderLineItems: lines
    }))
  }
}

const accepted = (ids: ReadonlyArray<string>, wasThere: boolean): PushAnswer => ({
  _tag: "Accepted",
  channelFulfillmentId: [...new Set(ids)].join(", "),
  wasThere
})

const idsOf = (parcels: ReadonlyArray<Parcel>): ReadonlyArray<string> => parcels.map((parcel) => parcel.id)

/** What of the push is told already, and what is not. */
const compare = (push: FulfillmentPush, pieces: Pieces, order: ParcelsOrder) => {
  const parcels = ourParcels(push, order)
  return { parcels, missing: without(pieces, piecesIn(parcels)) }
}

export const pushFulfillment = (ask: Ask) => {
  const look = makeLook(ask)

  /** Tells Shopify of one location's part; the reason in its own words when it refuses. */
  const ship = Effect.fn("shopify.ship")(function* (
    channel: SalesChannel,
    push: FulfillmentPush,
    part: ReadonlyArray<Taken>
  ) {
    const answer = yield* ask(channel, shipDocument, { fulfillment: inputOf(push, part) })
    const { fulfillment, userErrors } = yield* decodeShipped(answer.data)
    if (userErrors.length > 0)
      return { refusal: `Shopify refused the shipment: ${userErrorText(userErrors)}` }
    if (fulfillment === null) return yield* malformed("a new fulfillment")
    return failed.has(fulfillment.status)
      ? { refusal: `Shopify made the shipment and calls it ${foreignText(fulfillment.status)}.` }
      : { id: fulfillment.id }
  })

  const shipAll = Effect.fn("shopify.shipAll")(function* (
    channel: SalesChannel,
    push: FulfillmentPush,
    pieces: Pieces,
    parts: ReadonlyArray<ReadonlyArray<Taken>>,
    known: ReadonlyArray<string>
  ) {
    const ids = [...known]
    for (const part of parts) {
      const shipped = yield* ship(channel, push, part)
      if (shipped.refusal !== undefined) {
        // Somebody was faster, perhaps an earlier attempt of ours whose answer was lost: look again.
        const order = yield* look(channel, push.channelOrderId)
        const now = order === null ? null : compare(push, pieces, order)
        return now !== null && now.missing.size === 0
          ? accepted(idsOf(now.parcels), true)
          : rejected(`${shipped.refusal} Look at the order there, then retry the push.`)
      }
      ids.push(shipped.id)
    }
    return accepted(ids, false)
  })

  /** Shopify takes a repeat as a second parcel while pieces are open, so every push looks first. */
  return Effect.fn("shopify.pushFulfillment")(function* (channel: SalesChannel, push: FulfillmentPush) {
    const pieces = piecesOf(push)
    if (pieces === null)
      return rejected("The shipment has no line, or a quantity that is not a whole number above 0.")
    if (trackingOf(push).includes("")) return rejected("The shipment has no tracking number.")
    const order = yield* look(channel, push.channelOrderId)
    if (order === null)
      return rejected(`Shopify has no order ${foreignText(push.channelOrderNumber)} any more.`)
    const { parcels, missing } = compare(push, pieces, order)
    if (missing.size === 0) return accepted(idsOf(parcels), true)
    const ours = ourWork(channel, order.fulfillmentOrders.nodes)
    const { taken, rest } = takePieces(missing, ours.filter(isSendable))
    // All or nothing: a part that is told now would be missing from what a person decides about the rest.
    if (rest.size > 0 || order.cancelledAt !== null) return refuse(push.trackingNumber, rest, order, ours)
    return yield* shipAll(channel, push, pieces, byLocation(taken), idsOf(parcels))
  })
}
