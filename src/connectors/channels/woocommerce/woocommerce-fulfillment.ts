import * as Effect from "effect/Effect"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ChannelError, PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { pushByCore } from "./woocommerce-core.ts"
import { pushByNote } from "./woocommerce-note.ts"
import { givenUp } from "./woocommerce-order.ts"
import { rejected } from "./woocommerce-push-answer.ts"
import type { Session } from "./woocommerce-session.ts"
import { lookAtOrder, type Pieces, piecesOf, type ShopOrder } from "./woocommerce-shop-order.ts"
import { pushByTracking } from "./woocommerce-tracking.ts"
import type { VirtualLines } from "./woocommerce-virtual.ts"
import type { Way, Ways } from "./woocommerce-ways.ts"

type Push = (
  channel: SalesChannel,
  order: ShopOrder,
  push: FulfillmentPush,
  pieces: Pieces
) => Effect.Effect<PushAnswer | null, ChannelError>

/** What is wrong with a push, whatever the way; null: nothing. */
const judge = (push: FulfillmentPush, order: ShopOrder): PushAnswer | null => {
  if (push.trackingNumber.trim() === "") return rejected("The shipment has no tracking number.")
  if (givenUp.includes(order.status) || order.status === "refunded")
    return rejected(
      `Order ${foreignText(order.number)} is ${order.status === "trash" ? "in the trash" : order.status} at the shop.`
    )
  return null
}

/** The shop takes a repeat as a second parcel, so every push looks first. Pushes of one order must not run at once. */
export const pushFulfillment = (session: Session, virtualLines: VirtualLines, ways: Ways) => {
  const look = lookAtOrder(session, virtualLines)
  const pushBy: Readonly<Record<Way, Push>> = {
    core: pushByCore(session),
    extension: pushByTracking(session),
    note: pushByNote(session)
  }

  const tell = Effect.fn("woocommerce.tell")(function* (
    channel: SalesChannel,
    order: ShopOrder,
    push: FulfillmentPush,
    pieces: Pieces
  ) {
    const answer = yield* pushBy[yield* ways.of(channel, order.id)](channel, order, push, pieces)
    if (answer !== null) return answer
    // It was switched off since we looked. What the shop has now is told by its own next answer.
    yield* ways.forget(channel)
    const other = yield* pushBy[yield* ways.of(channel, order.id)](channel, order, push, pieces)
    return (
      other ?? rejected("The shop switches its ways of being told of a shipment on and off. Retry the push.")
    )
  })

  return Effect.fn("woocommerce.pushFulfillment")(function* (channel: SalesChannel, push: FulfillmentPush) {
    const pieces = piecesOf(push)
    if (pieces === null)
      return rejected("The shipment has no line, a line that is not the shop's, or a quantity below 1.")
    const order = yield* look(channel, push.channelOrderId)
    if (order === null)
      return rejected(`The shop has no order ${foreignText(push.channelOrderNumber)} any more.`)
    const verdict = judge(push, order)
    if (verdict !== null) return verdict
    return yield* tell(channel, order, push, pieces).pipe(
      // Understood and refused: a person decides, a repeat would be refused again.
      Effect.catchIf(
        (failure) => failure._tag === "ChannelFailure" && failure.reason === "Rejected",
        (failure) => Effect.succeed(rejected(failure.message))
      )
    )
  })
}
