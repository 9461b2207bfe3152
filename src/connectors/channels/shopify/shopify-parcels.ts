import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { Parcel, ParcelsOrder, Work } from "./shopify-nodes.ts"
import { isAlive } from "./shopify-work.ts"

/** Quantity per order line. */
export type Pieces = ReadonlyMap<string, number>

const add = (sums: Map<string, number>, id: string, quantity: number): void => {
  sums.set(id, (sums.get(id) ?? 0) + quantity)
}

/** What a push holds; null when that is nothing, or no number of pieces. An empty list would mean everything to Shopify. */
export const piecesOf = (push: FulfillmentPush): Pieces | null => {
  const isSane =
    push.lines.length > 0 && push.lines.every((line) => Number.isInteger(line.quantity) && line.quantity > 0)
  if (!isSane) return null
  const sums = new Map<string, number>()
  for (const line of push.lines) add(sums, line.channelLineId, line.quantity)
  return sums
}

/** The numbers that this push speaks for: one, or by the policy `all` several. */
export const trackingOf = (push: FulfillmentPush): ReadonlyArray<string> => [
  ...new Set([push.trackingNumber, ...push.furtherTracking].map((number) => number.trim()))
]

const gone = new Set(["CANCELLED", "ERROR", "FAILURE"])

const isThere = (parcel: Parcel): boolean => !gone.has(parcel.status)

const numbersOf = (parcel: Parcel): ReadonlyArray<string> =>
  parcel.trackingInfo.flatMap((info) => (info.number === null ? [] : [info.number.trim()]))

const isSameNumbers = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean =>
  a.length === b.length && a.every((number) => b.includes(number))

export const piecesIn = (parcels: ReadonlyArray<Parcel>): Pieces => {
  const sums = new Map<string, number>()
  for (const parcel of parcels)
    for (const line of parcel.fulfillmentLineItems.nodes) add(sums, line.lineItem.id, line.quantity ?? 0)
  return sums
}

/** The parcels under this push's numbers. One push makes one for each location that sends a part of it. */
export const ourParcels = (push: FulfillmentPush, order: ParcelsOrder): ReadonlyArray<Parcel> => {
  const numbers = trackingOf(push)
  const pieces = new Set(push.lines.map((line) => line.channelLineId))
  return order.fulfillments.filter(
    (parcel) =>
      isThere(parcel) &&
      isSameNumbers(numbersOf(parcel), numbers) &&
      parcel.fulfillmentLineItems.nodes.some((line) => pieces.has(line.lineItem.id))
  )
}

/** What is left of the pieces when these are taken away. */
export const without = (pieces: Pieces, taken: Pieces): Pieces =>
  new Map(
    [...pieces].flatMap(([id, quantity]) => {
      const rest = quantity - (taken.get(id) ?? 0)
      return rest > 0 ? [[id, rest] as const] : []
    })
  )

/** How the parcels that hold some of these pieces are called at the shop. */
export const parcelNames = (pieces: Pieces, order: ParcelsOrder): ReadonlyArray<string> =>
  order.fulfillments
    .filter(
      (parcel) =>
        isThere(parcel) && parcel.fulfillmentLineItems.nodes.some((line) => pieces.has(line.lineItem.id))
    )
    .map((parcel) => numbersOf(parcel).join(", ") || `fulfillment ${parcel.id.split("/").at(-1)}`)

/** Pieces that are still to be sent, per order line. */
export const openPieces = (works: ReadonlyArray<Work>): Pieces => {
  const sums = new Map<string, number>()
  for (const work of works)
    if (isAlive(work))
      for (const line of work.lineItems.nodes) add(sums, line.lineItem.id, line.remainingQuantity)
  return sums
}

/** Takes these pieces out of one fulfillment order: its own line ids and quantities. Never an empty list. */
export interface Taken {
  readonly work: Work
  readonly lines: ReadonlyArray<{ readonly id: string; readonly quantity: number }>
}

/** From which fulfillment orders the pieces are taken, in their order, and what none of them has. */
export const takePieces = (
  pieces: Pieces,
  works: ReadonlyArray<Work>
): { readonly taken: ReadonlyArray<Taken>; readonly rest: Pieces } => {
  const rest = new Map(pieces)
  const taken = works.flatMap((work): ReadonlyArray<Taken> => {
    const lines = work.lineItems.nodes.flatMap((line) => {
      const wanted = rest.get(line.lineItem.id) ?? 0
      const quantity = Math.min(wanted, line.remainingQuantity)
      if (quantity <= 0) return []
      if (quantity === wanted) rest.delete(line.lineItem.id)
      else rest.set(line.lineItem.id, wanted - quantity)
      return [{ id: line.id, quantity }]
    })
    return lines.length === 0 ? [] : [{ work, lines }]
  })
  return { taken, rest }
}

/** One fulfillment can hold what one location sends. */
export const byLocation = (taken: ReadonlyArray<Taken>): ReadonlyArray<ReadonlyArray<Taken>> => [
  ...Map.groupBy(taken, ({ work: { assignedLocation: at } }) => at.location?.id ?? at.name).values()
]
