import type { PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import type { ParcelsOrder, Work } from "./shopify-nodes.ts"
import { openPieces, type Pieces, parcelNames } from "./shopify-parcels.ts"
import { holdsOf, isAlive } from "./shopify-work.ts"

export const rejected = (reason: string): PushAnswer => ({ _tag: "Rejected", reason })

/** What is being sent from a location can be fulfilled in these statuses alone. */
const sendable = new Set(["OPEN", "IN_PROGRESS"])

export const isSendable = (work: Work): boolean => sendable.has(work.status)

const total = (pieces: Pieces): number => [...pieces.values()].reduce((sum, n) => sum + n, 0)

const touches = (pieces: Pieces, work: Work): boolean =>
  work.lineItems.nodes.some((line) => line.remainingQuantity > 0 && pieces.has(line.lineItem.id))

const whatToDo = (work: Work): string => {
  if (work.status === "ON_HOLD")
    return `are on hold at Shopify: ${holdsOf([work]) || "no reason given"}. Release the hold there, then retry the push.`
  if (work.status === "SCHEDULED") {
    const day = work.fulfillAt === null ? "later" : work.fulfillAt.toISOString().slice(0, 10)
    return `are scheduled for ${day} at Shopify. Mark the fulfillment order there as open, then retry the push.`
  }
  return `stand as ${foreignText(work.status)} at Shopify. Open the fulfillment order there again, then retry the push.`
}

const pieceWords = (pieces: Pieces): string =>
  `${total(pieces)} ${total(pieces) === 1 ? "piece" : "pieces"} of order `

/**
 * Why Shopify cannot be told of these pieces, which no fulfillment order of ours has open. Made there already: not applicable,
 * so that nothing is doubled; everything else needs a person, who reads what to do.
 */
export const refuse = (
  trackingNumber: string,
  rest: Pieces,
  order: ParcelsOrder,
  ours: ReadonlyArray<Work>
): PushAnswer => {
  const name = foreignText(order.name)
  if (order.cancelledAt !== null) return rejected(`Order ${name} was canceled at Shopify.`)
  const works = order.fulfillmentOrders.nodes
  const known = new Set([
    ...works.flatMap((work) => work.lineItems.nodes.map((line) => line.lineItem.id)),
    ...order.fulfillments.flatMap((parcel) =>
      parcel.fulfillmentLineItems.nodes.map((line) => line.lineItem.id)
    )
  ])
  const unknown = [...rest.keys()].find((id) => !known.has(id))
  if (unknown !== undefined)
    return rejected(`Order ${name} has no line ${foreignText(unknown)} to send at Shopify.`)
  const waits = ours.find((work) => isAlive(work) && !isSendable(work) && touches(rest, work))
  if (waits !== undefined) return rejected(`${pieceWords(rest)}${name} ${whatToDo(waits)}`)
  const other = works.find((work) => isAlive(work) && !ours.includes(work) && touches(rest, work))
  if (other !== undefined)
    return rejected(
      `${pieceWords(rest)}${name} are to be sent from ${foreignText(other.assignedLocation.name)}, which is no location of this channel. Move them there, or name it in the setting location, then retry the push.`
    )
  const open = openPieces(works)
  const names = parcelNames(rest, order)
  const isOpen = [...rest.keys()].some((id) => (open.get(id) ?? 0) > 0)
  if (!isOpen && names.length > 0)
    return {
      _tag: "NotApplicable",
      reason: `Shopify shows these pieces as shipped already, under ${foreignText(names.join(", "))}. It was not told of ${foreignText(trackingNumber)}, so that nothing is doubled; correct the number there if it is wrong.`
    }
  return rejected(
    `${pieceWords(rest)}${name} are not open at Shopify: shipped, refunded or removed there. Look at the order, cancel what was fulfilled by mistake, then retry the push.`
  )
}
