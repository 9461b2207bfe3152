import type { ShipMethod, SupplierProfile } from "./catalog.ts"
import { chance, digits, pick } from "./chance.ts"
import type { ReceivedLine, ReceivedOrder } from "./purchase-order-file.ts"

export interface Parcel {
  readonly orderNumber: string
  /** 0 for the first of its purchase order. */
  readonly part: number
  readonly carrier: string
  readonly service: string
  readonly tracking: string
  readonly lines: ReadonlyArray<ReceivedLine>
}

const shareInParts = 0.4

/**
 * Packs a purchase order by its pieces, so that a line of three may leave in two parcels. It follows from the order and the
 * seed alone: a supplier that was restarted packs the same parcels with the same tracking numbers.
 */
export function parcelsOf(
  seed: number,
  profile: SupplierProfile,
  order: ReceivedOrder
): ReadonlyArray<Parcel> {
  const how = methodFor(profile, order.shipCode)
  const pieces = order.lines.flatMap((line) => Array.from({ length: line.quantity }, () => line))
  const inParts = pieces.length > 1 && chance(seed, "parts", order.number) < shareInParts
  const border = inParts ? Math.ceil(pieces.length / 2) : pieces.length
  return [pieces.slice(0, border), pieces.slice(border)]
    .filter((packed) => packed.length > 0)
    .map((packed, part) => ({
      orderNumber: order.number,
      part,
      carrier: how.carrier,
      service: how.method,
      tracking: trackingNumber(how.carrier, seed, profile.name, order.number, part),
      lines: countPieces(packed)
    }))
}

/** What a person at the supplier does with a method that is not on their list: the cheapest one. */
const methodFor = (profile: SupplierProfile, shipCode: string): ShipMethod =>
  profile.shipMethods.find((m) => m.code === shipCode) ??
  profile.shipMethods.find((m) => m.method === shipCode || `${m.carrier} ${m.method}` === shipCode) ??
  profile.shipMethods[0]

const countPieces = (pieces: ReadonlyArray<ReceivedLine>): ReadonlyArray<ReceivedLine> =>
  [...Map.groupBy(pieces, (piece) => `${piece.lineId}\u0000${piece.sku}`).values()].flatMap((same) =>
    same[0] === undefined ? [] : [{ ...same[0], quantity: same.length }]
  )

const letters = ["A", "E", "F", "R", "V", "W", "X", "Y"] as const

/** In the carrier's own form, with the check digit that its scanners ask for. */
export function trackingNumber(
  carrier: string,
  seed: number,
  ...name: ReadonlyArray<string | number>
): string {
  const some = (count: number) => digits(count, seed, "tracking", ...name)
  if (carrier === "UPS") return upsNumber(`${some(3)}${pick(letters, chance(seed, ...name))}${some(11)}`)
  if (carrier === "USPS") return uspsNumber(`9400${some(17)}`)
  if (carrier === "FedEx") return fedexNumber(some(11))
  return some(12)
}

const weighed = (body: string, weights: ReadonlyArray<number>): number =>
  [...body].reduce((total, c, place) => total + Number(c) * (weights[place % weights.length] ?? 1), 0)

/** 1Z, fifteen letters and digits, and the check digit over them. */
function upsNumber(body: string): string {
  const value = (c: string) => (/\d/.test(c) ? Number(c) : (c.charCodeAt(0) - 63) % 10)
  const sum = [...body].reduce((total, c, place) => total + value(c) * (place % 2 === 0 ? 1 : 2), 0)
  return `1Z${body}${(10 - (sum % 10)) % 10}`
}

/** Twenty-two digits: every second one counts three times, the first among them; the check digit fills up to ten. */
const uspsNumber = (body: string): string => `${body}${(10 - (weighed(body, [3, 1]) % 10)) % 10}`

/** Twelve digits: weights 3, 1, 7; what is left of eleven, and 0 for ten. */
const fedexNumber = (body: string): string => `${body}${(weighed(body, [3, 1, 7]) % 11) % 10}`
