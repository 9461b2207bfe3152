import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { decodeField } from "./shopify-answer.ts"
import { moreParcelLinesDocument, moreWorkDocument, parcelsDocument } from "./shopify-documents.ts"
import { type Parcel, ParcelLine, ParcelsOrder, pageOf, Work } from "./shopify-nodes.ts"
import { allNodes, whole } from "./shopify-pages.ts"
import { makeWholeWork } from "./shopify-read-order.ts"
import type { Ask } from "./shopify-session.ts"

const decodeLook = decodeField(Schema.NullOr(ParcelsOrder), "order", "the shipments of an order")
const decodeWork = decodeField(
  Schema.Struct({ fulfillmentOrders: pageOf(Work) }),
  "order",
  "the fulfillment orders of an order"
)
const decodeParcelLines = decodeField(
  Schema.Struct({ fulfillmentLineItems: pageOf(ParcelLine) }),
  "fulfillment",
  "the lines of a shipment"
)

/** An order's parcels and what is still to be sent, all of it; null when the shop does not have the order. */
export const makeLook = (ask: Ask) => {
  const wholeWork = makeWholeWork(ask)

  const wholeParcel = Effect.fn("shopify.wholeParcel")(function* (channel: SalesChannel, parcel: Parcel) {
    const nodes = yield* allNodes(parcel.fulfillmentLineItems, "the lines of a shipment", (after) =>
      ask(channel, moreParcelLinesDocument, { id: parcel.id, after }).pipe(
        Effect.flatMap(({ data }) => decodeParcelLines(data)),
        Effect.map((page) => page.fulfillmentLineItems)
      )
    )
    return { ...parcel, fulfillmentLineItems: whole(nodes) } satisfies Parcel
  })

  return Effect.fn("shopify.look")(function* (channel: SalesChannel, id: string) {
    const order = yield* decodeLook((yield* ask(channel, parcelsDocument, { id })).data)
    if (order === null) return null
    const works = yield* allNodes(order.fulfillmentOrders, "the fulfillment orders of an order", (after) =>
      ask(channel, moreWorkDocument, { id, after }).pipe(
        Effect.flatMap(({ data }) => decodeWork(data)),
        Effect.map((page) => page.fulfillmentOrders)
      )
    )
    return {
      ...order,
      fulfillments: yield* Effect.forEach(order.fulfillments, (parcel) => wholeParcel(channel, parcel)),
      fulfillmentOrders: whole(yield* wholeWork(channel, works))
    } satisfies ParcelsOrder
  })
}
