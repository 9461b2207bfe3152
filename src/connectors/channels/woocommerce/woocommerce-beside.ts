import * as Effect from "effect/Effect"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import { withPayload } from "../../../domain/model/order-payload.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { incoming, isOver, type RefundedPieces, type ToldOrder } from "./woocommerce-order.ts"
import { refundedPieces } from "./woocommerce-refunds.ts"
import type { Session } from "./woocommerce-session.ts"
import type { VirtualLines } from "./woocommerce-virtual.ts"

const none: RefundedPieces = new Map()

/** Orders in our words, with what their own answers leave out: refunded pieces, and which lines do not ship. */
export const makeIncoming = (session: Session, virtualLines: VirtualLines) => {
  const refunds = refundedPieces(session)
  return Effect.fn("woocommerce.incomingOrders")(function* (
    channel: SalesChannel,
    told: ReadonlyArray<ToldOrder>
  ) {
    const isVirtual = yield* virtualLines(
      channel,
      told.flatMap(({ order }) => order.line_items)
    )
    const complete: Array<IncomingOrder> = []
    for (const { order, raw } of told) {
      const refundedPieces = isOver(order) ? none : yield* refunds(channel, order)
      complete.push(withPayload(incoming(order, { isVirtual, refundedPieces }), raw))
    }
    return complete
  })
}

export type IncomingOrders = ReturnType<typeof makeIncoming>
