import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { foreignText } from "../../foreign-text.ts"
import type { Work } from "./shopify-nodes.ts"
import { isLocation, locationsOf } from "./shopify-settings.ts"

/** The statuses of what is to be sent, in the words of Shopify's own list of orders, applied to our part of one. */
export type WorkStatus =
  | "UNFULFILLED"
  | "IN_PROGRESS"
  | "ON_HOLD"
  | "SCHEDULED"
  | "INCOMPLETE"
  | "PARTIALLY_FULFILLED"
  | "FULFILLED"
  | "RESTOCKED"

/** What is left in one of these is not to be sent any more: Shopify makes a new fulfillment order for it, or nothing. */
const dead = new Set(["CLOSED", "CANCELLED"])

export const isAlive = (work: Work): boolean => !dead.has(work.status)

/** Without locations of its own a channel speaks for all that the merchant runs; fulfillment services have apps of their own. */
const isOurs = (wanted: ReadonlyArray<string>, work: Work): boolean => {
  const { name, location } = work.assignedLocation
  return wanted.length === 0
    ? location?.isFulfillmentService !== true
    : isLocation(wanted, { id: location?.id ?? null, name })
}

export const ourWork = (channel: SalesChannel, works: ReadonlyArray<Work>): ReadonlyArray<Work> => {
  const wanted = locationsOf(channel)
  return works.filter((work) => isOurs(wanted, work))
}

const notShipped = new Set(["NONE", "PICK_UP", "RETAIL"])

/** Picked up in the shop, handed over at the till, or sent as a file: nothing for a supplier to ship. */
export const isShipped = (work: Work): boolean => !notShipped.has(work.deliveryMethod?.methodType ?? "")

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((all, n) => all + n, 0)

const done = (work: Work): number =>
  sum(work.lineItems.nodes.map((line) => line.totalQuantity - line.remainingQuantity))

const left = (work: Work): number => sum(work.lineItems.nodes.map((line) => line.remainingQuantity))

/**
 * Pieces per order line. What a dead fulfillment order sent counts; what it left over was moved to another one or is
 * gone (recorded: a canceled fulfillment leaves CLOSED with 1 of 1 remaining, and a new one OPEN).
 */
export const piecesByLine = (works: ReadonlyArray<Work>): ReadonlyMap<string, number> => {
  const pieces = new Map<string, number>()
  for (const work of works)
    for (const line of work.lineItems.nodes) {
      const counted = isAlive(work) ? line.totalQuantity : line.totalQuantity - line.remainingQuantity
      pieces.set(line.lineItem.id, (pieces.get(line.lineItem.id) ?? 0) + Math.max(0, counted))
    }
  return pieces
}

/** What keeps our part from being sent comes first; a part that was sent stands above all. */
export const statusOfWork = (works: ReadonlyArray<Work>): WorkStatus => {
  const shipped = works.filter(isShipped)
  const judged = shipped.length === 0 ? works : shipped
  const open = judged.filter((work) => isAlive(work) && left(work) > 0)
  const isBegun = judged.some((work) => done(work) > 0)
  if (open.length === 0) return isBegun ? "FULFILLED" : "RESTOCKED"
  if (isBegun) return "PARTIALLY_FULFILLED"
  const has = (status: string) => open.some((work) => work.status === status)
  if (has("ON_HOLD")) return "ON_HOLD"
  if (has("SCHEDULED")) return "SCHEDULED"
  if (has("INCOMPLETE")) return "INCOMPLETE"
  return has("IN_PROGRESS") ? "IN_PROGRESS" : "UNFULFILLED"
}

const mostHolds = 5

/** Why Shopify holds our part, in its own words; empty when it does not. */
export const holdsOf = (works: ReadonlyArray<Work>): string => {
  const holds = works
    .filter(isAlive)
    .flatMap((work) => work.fulfillmentHolds)
    .map(({ reason, reasonNotes }) => {
      const notes = (reasonNotes ?? "").trim()
      const name = reason.toLowerCase().replaceAll("_", " ")
      return foreignText(notes === "" ? name : `${name} (${notes})`)
    })
  return [...new Set(holds)].slice(0, mostHolds).join("; ")
}
