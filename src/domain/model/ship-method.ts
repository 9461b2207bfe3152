import type { ChannelId } from "./sales-channel.ts"
import type { ShipMethodId, SupplierId } from "./supplier.ts"

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
