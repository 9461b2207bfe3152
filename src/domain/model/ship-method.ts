import type { ChannelId } from "./sales-channel.ts"
import type { ShipMethodId, SupplierId, SupplierShipMethod } from "./supplier.ts"

/** channel x supplier x exact channel method name -> the supplier's carrier and method. channelId null: every channel. */
export interface ShipMethodMapping {
  readonly channelId: ChannelId | null
  readonly supplierId: SupplierId
  readonly channelMethodName: string
  readonly shipMethodId: ShipMethodId
}

/** What a purchase order says about shipping. Without a mapping the channel's own name is sent as it is. */
export interface ChosenShipMethod {
  readonly carrier: string
  readonly method: string
  readonly code: string
}

export const rawShipMethod = (channelMethodName: string): ChosenShipMethod => ({
  carrier: "",
  method: channelMethodName,
  code: channelMethodName
})

const words = (text: string): ReadonlyArray<string> =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((w) => w !== "")

const similarity = (name: string, candidate: SupplierShipMethod): number => {
  const wanted = new Set(words(name))
  const has = words(`${candidate.carrier} ${candidate.method}`)
  return has.filter((w) => wanted.has(w)).length / Math.max(1, Math.max(wanted.size, has.length))
}

/** Whether they have a word in common: only then a list that begins with it says something. */
export const isNear = (name: string, method: SupplierShipMethod): boolean => similarity(name, method) > 0

/** The supplier's methods, nearest in words first; a hint for a person, never applied by itself. */
export const byNearness = (
  name: string,
  methods: ReadonlyArray<SupplierShipMethod>
): ReadonlyArray<SupplierShipMethod> =>
  [...methods].sort((a, b) => similarity(name, b) - similarity(name, a) || a.id - b.id)
