import type { IncomingOrder } from "./order.ts"

/** Its words, or how to write them down: most of what is downloaded is known, and nobody keeps it again. */
export type Payload = string | (() => string)

const payloads = new WeakMap<IncomingOrder, Payload>()

/** More than any shop says of one order; a longer one is cut, and how long it was is kept. */
export const longestPayload = 200_000
/** The longest that what a channel said of an order can be kept after the order is over. */
export const mostPayloadDays = 3_650

/**
 * Keeps beside an order what its channel sent, in the channel's own words. Not a field of it: nothing that is decided may
 * depend on it, and two orders that say the same are the same.
 */
export const withPayload = (order: IncomingOrder, payload: Payload): IncomingOrder => {
  payloads.set(order, payload)
  return order
}

export const payloadOf = (order: IncomingOrder): string | null => {
  const payload = payloads.get(order) ?? null
  return typeof payload === "function" ? payload() : payload
}
