import * as Effect from "effect/Effect"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { incoming, isOver, type Order, type RefundedPieces } from "./woocommerce-order.ts"
import { refundedPieces } from "./woocommerce-refunds.ts"
import type { Session } from "./woocommerce-session.ts"
import type { VirtualLines } from "./woocommerce-virtual.ts"

const none: RefundedPieces = new Map()

/** Orders in our words, with what their own answers leave out: refunded pieces, and which lines do not ship. */
export const makeIncoming = (session: Session, virtualLines: VirtualLines) => {
  const refunds = refundedPieces(session)
  return Effect.fn("woocommerce.incomingOrders")(function* (
    channel: SalesChannel,
    orders: ReadonlyArray<Order>
  ) {
    const isVirtual = yield* virtualLines(
      channel,
      orders.flatMap((order) => order.line_items)
    )
    const complete: Array<IncomingOrder> = []
    for (const order of orders) {
      const refundedPieces = isOver(order) ? none : yield* refunds(channel, order)
      complete.push(incoming(order, { isVirtual, refundedPieces }))
    }
    return complete
  })
}

export type IncomingOrders = ReturnType<typeof makeIncoming>
