import type * as Brand from "effect/Brand"
import type { Address } from "./address.ts"
import type { OrderAction, OrderStatus } from "./order-status.ts"
import type { LineQuantities } from "./quantity.ts"
import type { ChannelId } from "./sales-channel.ts"
import type { SupplierId } from "./supplier.ts"

export type OrderId = number & Brand.Brand<"OrderId">
export const OrderId = (n: number): OrderId => n as OrderId
export type OrderLineId = number & Brand.Brand<"OrderLineId">
export const OrderLineId = (n: number): OrderLineId => n as OrderLineId

/** How the order stands on its channel, apart from our work. */
export type ChannelStanding = "ok" | "canceled" | "refunded"

export interface IncomingLine {
  readonly channelLineId: string
  readonly sku: string
  readonly title: string
  readonly quantity: number
  readonly unitPrice: string
  readonly ships: boolean
}

/** What the channel says of an order besides what is sold and where it goes; each absent where the channel does not say. */
export interface OrderSignals {
  /** Whether it is paid; absent: the channel lists paid orders only, or its status says it. */
  readonly paid?: boolean
  /** Why the channel holds it for fraudulent, in its own words. */
  readonly risk?: string
  /** The buyer asked to cancel it, and nobody answered yet. */
  readonly cancelRequested?: boolean
  readonly tags?: ReadonlyArray<string>
  /** When the channel wants it to have left. */
  readonly shipBy?: Date
}

/** An order as a channel connector hands it over: decoded, not yet judged. */
export interface IncomingOrder {
  readonly channelOrderId: string
  readonly channelOrderNumber: string
  readonly channelStatus: string
  readonly standing: ChannelStanding
  readonly placedAt: Date
  readonly updatedAt: Date
  readonly currency: string
  readonly total: string
  readonly customerName: string
  readonly customerEmail: string
  readonly shipTo: Address
  /** The channel's own name of the ship method, exactly as sent. */
  readonly shipMethodName: string
  readonly lines: ReadonlyArray<IncomingLine>
  readonly signals?: OrderSignals
}

export interface OrderLine extends LineQuantities {
  readonly id: OrderLineId
  readonly channelLineId: string
  readonly channelSku: string
  readonly title: string
  readonly unitPrice: string
  readonly ships: boolean
  readonly productId: number | null
  readonly supplierId: SupplierId | null
}

export interface Order {
  readonly id: OrderId
  readonly channelId: ChannelId
  readonly channelOrderId: string
  readonly channelOrderNumber: string
  readonly channelStatus: string
  readonly standing: ChannelStanding
  readonly placedAt: Date
  readonly importedAt: Date
  readonly currency: string
  readonly total: string
  readonly customerName: string
  readonly customerEmail: string
  readonly shipTo: Address
  readonly shipMethodName: string
  readonly status: OrderStatus
  readonly action: OrderAction | null
  /** Nothing of it is sent or pushed: by its channel's rule (model/shadow), or with the whole installation. */
  readonly shadow: boolean
  /** Who took a PROCESS back: auto-processing leaves it to a person. */
  readonly undoneBy: string | null
  readonly version: number
  readonly lines: ReadonlyArray<OrderLine>
  /** What the channel says besides; times in it travel as text. null: nothing. */
  readonly signals?: Pick<OrderSignals, "paid" | "risk" | "cancelRequested" | "tags"> | null
}

/** `#1043`; some channels write the mark themselves. */
export const orderName = (channelOrderNumber: string): string =>
  channelOrderNumber.startsWith("#") ? channelOrderNumber : `#${channelOrderNumber}`
