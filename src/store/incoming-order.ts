import { hash } from "node:crypto"
import type { IncomingLine, IncomingOrder, OrderSignals } from "../domain/model/order.ts"

type Cell = string | number | boolean

/** Bounds what a channel can make us store and index. */
const longestSearchPart = 200

const lineCells = (l: IncomingLine): ReadonlyArray<Cell> => [
  l.channelLineId,
  l.sku,
  l.title,
  l.quantity,
  l.unitPrice,
  l.ships
]

const signalCells = ({ paid, risk, cancelRequested, tags, shipBy }: OrderSignals) => [
  paid ?? null,
  risk ?? null,
  cancelRequested ?? null,
  tags === undefined ? null : [...tags].sort(),
  shipBy?.getTime() ?? null
]

/** What the order says, in a fixed order. Not its `updatedAt`: a shop that only touched an order said nothing new. */
const canonical = (o: IncomingOrder): string => {
  const a = o.shipTo
  return JSON.stringify([
    o.channelOrderId,
    o.channelOrderNumber,
    o.channelStatus,
    o.standing,
    o.placedAt,
    o.currency,
    o.total,
    o.customerName,
    o.customerEmail,
    [a.name, a.company, a.address1, a.address2, a.city, a.region, a.postalCode, a.country, a.phone],
    o.shipMethodName,
    o.lines.map(lineCells),
    // Only where there are any, so that the hash of those without stays what it was.
    ...(o.signals === undefined ? [] : [signalCells(o.signals)])
  ])
}

const hashes = new WeakMap<IncomingOrder, string>()

/** Asked twice of an order that is taken: whether we know it, and while it is saved. */
export const contentHash = (order: IncomingOrder): string => {
  const known = hashes.get(order)
  if (known !== undefined) return known
  const made = hash("sha256", canonical(order))
  hashes.set(order, made)
  return made
}

/** What a person may type to find the order. One line each: an empty line parts it from the numbers appended later. */
export const searchText = (o: IncomingOrder): string => {
  const parts = [
    o.channelOrderNumber,
    o.channelOrderId,
    o.customerName,
    o.customerEmail,
    ...o.lines.map((l) => l.sku)
  ]
  const tidy = parts.map((p) => p.slice(0, longestSearchPart).replace(/\s+/g, " ").trim().toLowerCase())
  return [...new Set(tidy)].filter((p) => p !== "").join("\n")
}

/** A page can hold an order twice when it moved between two reads: the newest said it last. */
export const newestOfEach = (orders: ReadonlyArray<IncomingOrder>): ReadonlyArray<IncomingOrder> => {
  const newest = new Map<string, IncomingOrder>()
  for (const order of orders) {
    const other = newest.get(order.channelOrderId)
    if (other === undefined || order.updatedAt >= other.updatedAt) newest.set(order.channelOrderId, order)
  }
  return [...newest.values()]
}
