import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { decoder } from "./woocommerce-answer.ts"
import { trackingLink } from "./woocommerce-carriers.ts"
import { changeOrder } from "./woocommerce-complete.ts"
import { accepted, notApplicable, plainWords, rejected } from "./woocommerce-push-answer.ts"
import type { Session } from "./woocommerce-session.ts"
import { isWhole, type Pieces, type ShopOrder, trackingCodeOf } from "./woocommerce-shop-order.ts"

const Note = Schema.Struct({ id: Schema.Int, note: Schema.String })
const decodeNotes = decoder(Schema.Array(Note), "the notes of an order")
const decodeNote = decoder(Note, "a note")

const noteText = (push: FulfillmentPush): string => {
  const carrier = plainWords(`${push.carrier} ${push.service}`)
  const link = trackingLink(push.carrier, push.trackingNumber)
  const by = carrier === "" ? "Shipped" : `Shipped by ${carrier}`
  return `${by}, tracking number ${plainWords(trackingCodeOf(push))}.${link === "" ? "" : ` ${link}`}`
}

const isWordCharacter = (character: string | undefined): boolean => /[A-Za-z0-9]/.test(character ?? "")

/** Whether a note speaks of a number, and not of a longer one that holds it. */
const mentions = (note: string, number: string): boolean => {
  for (let at = note.indexOf(number); at >= 0; at = note.indexOf(number, at + 1))
    if (!isWordCharacter(note[at - 1]) && !isWordCharacter(note[at + number.length])) return true
  return false
}

/**
 * By a note and the status completed, which every shop has. A note that the buyer may read is mailed by the shop, and so is
 * the completed order. Only whole orders can be told; by the policy `first`, the first parcel stands for the whole.
 */
export const pushByNote = (session: Session) => {
  const change = changeOrder(session)

  const write = Effect.fn("woocommerce.writeNote")(function* (
    channel: SalesChannel,
    order: ShopOrder,
    push: FulfillmentPush
  ) {
    const answer = yield* session.ask(channel, {
      method: "POST",
      route: `wc/v3/orders/${order.id}/notes`,
      body: { note: noteText(push), customer_note: push.notifyCustomer }
    })
    return yield* decodeNote(answer.json)
  })

  return Effect.fn("woocommerce.pushByNote")(function* (
    channel: SalesChannel,
    order: ShopOrder,
    push: FulfillmentPush,
    pieces: Pieces
  ) {
    const answer = yield* session.ask(channel, {
      method: "GET",
      route: `wc/v3/orders/${order.id}/notes`
    })
    const notes = yield* decodeNotes(answer.json)
    const ours = notes.find((n) => mentions(n.note, plainWords(trackingCodeOf(push))))
    if (ours !== undefined && order.status === "completed") return accepted(ours.id, true)
    if (order.status === "completed")
      return notApplicable(
        `The shop shows order ${plainWords(order.number)} as completed already, without this tracking number. It was not told of ${plainWords(push.trackingNumber)}, so that the buyer is not told twice.`
      )
    if (channel.shipmentPolicy !== "first" && !isWhole(order, pieces))
      return notApplicable(
        "This shop can only be told of whole orders: its order fulfillments are off, and it has no Shipment Tracking extension. Switch one of them on there, or let this channel be told of the first parcel, or of all at once (its shipment policy)."
      )
    const note = ours ?? (yield* write(channel, order, push))
    const status = yield* change(channel, order, { status: "completed" })
    return status === "completed"
      ? accepted(note.id, false)
      : rejected(
          `The shop has the note, but left order ${plainWords(order.number)} in the status ${plainWords(status)} instead of completed. A plug-in decides there; look at the order.`
        )
  })
}
