import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { decoder } from "./woocommerce-answer.ts"
import { Line, ShopId } from "./woocommerce-order.ts"
import { refundedPieces } from "./woocommerce-refunds.ts"
import type { Session } from "./woocommerce-session.ts"
import type { VirtualLines } from "./woocommerce-virtual.ts"

const Looked = Schema.Struct({
  id: ShopId,
  number: Schema.String,
  status: Schema.String,
  line_items: Schema.Array(Line),
  refunds: Schema.Array(Schema.Struct({ id: ShopId })),
  meta_data: Schema.Array(Schema.Struct({ key: Schema.String, value: Schema.Unknown }))
})

/** Where the way without lines keeps its own account at the order (woocommerce-tracking). */
export const keptKey = "_switchyard_parcels"

const decodeLooked = decoder(Looked, "an order")

/** Quantity per order line. */
export type Pieces = ReadonlyMap<number, number>

/** An order as a push needs it: what of it has to leave in parcels. */
export interface ShopOrder {
  readonly id: number
  readonly number: string
  readonly status: string
  /** Pieces to ship, by line: refunded ones and lines that do not ship are left out. */
  readonly toShip: Pieces
  /** What we keep at the order ourselves; undefined: nothing. */
  readonly kept: unknown
}

export const summed = (lines: ReadonlyArray<readonly [number, number]>): Pieces => {
  const sums = new Map<number, number>()
  for (const [id, quantity] of lines) sums.set(id, (sums.get(id) ?? 0) + quantity)
  return sums
}

/** Negative quantities and lines that are no number of the shop's are stopped here: null. */
export const piecesOf = (push: FulfillmentPush): Pieces | null => {
  const isSane =
    push.lines.length > 0 &&
    push.lines.every(
      (l) => Number.isInteger(l.quantity) && l.quantity > 0 && /^[1-9]\d{0,15}$/.test(l.channelLineId)
    )
  return isSane ? summed(push.lines.map((l) => [Number(l.channelLineId), l.quantity] as const)) : null
}

export const samePieces = (a: Pieces, b: Pieces): boolean =>
  a.size === b.size && [...a].every(([id, quantity]) => b.get(id) === quantity)

/** Whether these pieces are all that has to be shipped. */
export const isWhole = (order: ShopOrder, pieces: Pieces): boolean =>
  [...order.toShip].every(([id, quantity]) => (pieces.get(id) ?? 0) >= quantity)

/** All numbers of what is told at once: the shop has one field for them. */
export const trackingCodeOf = (push: FulfillmentPush): string =>
  [push.trackingNumber, ...push.furtherTracking].join(", ")

/** The order as it stands; null when the shop does not have it any more. */
export const lookAtOrder = (session: Session, virtualLines: VirtualLines) => {
  const refunds = refundedPieces(session)
  return Effect.fn("woocommerce.lookAtOrder")(function* (channel: SalesChannel, channelOrderId: string) {
    if (!/^[1-9]\d{0,15}$/.test(channelOrderId)) return null
    const answer = yield* session.said(channel, {
      method: "GET",
      route: `wc/v3/orders/${channelOrderId}`,
      query: { _fields: Object.keys(Looked.fields).join(","), include_meta: keptKey }
    })
    if (answer._tag === "Refused" && answer.code === "woocommerce_rest_shop_order_invalid_id") return null
    if (answer._tag === "Refused") return yield* answer.failure
    const order = yield* decodeLooked(answer.json)
    const refunded = yield* refunds(channel, order)
    const isVirtual = yield* virtualLines(channel, order.line_items)
    const toShip = order.line_items
      .filter((line) => !isVirtual(line))
      .map((line) => [line.id, line.quantity - (refunded.get(line.id) ?? 0)] as const)
      .filter(([, quantity]) => quantity > 0)
    return {
      id: order.id,
      number: order.number,
      status: order.status,
      toShip: new Map(toShip),
      kept: order.meta_data.find((m) => m.key === keptKey)?.value
    } satisfies ShopOrder
  })
}
