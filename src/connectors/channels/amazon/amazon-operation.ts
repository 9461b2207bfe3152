import type { RequestAllowance } from "../../../domain/ports/sales-channels.ts"

/** One operation of the Selling Partner API: Amazon gives each an allowance of its own, and wants a role for it. */
export interface Operation {
  readonly name: string
  readonly allowance: RequestAllowance
  /** The role that allows it, in Amazon's words. */
  readonly role: string
}

const perSecond = (requests: number, burst: number): RequestAllowance => ({ requests, perMs: 1000, burst })

const orderRole = "Inventory and Order Tracking"
const listingRole = "Product Listing"

/** Rates and bursts by Amazon's own models. An account may have others: it is told so with each answer. */
export const searchOrdersOperation: Operation = {
  name: "searchOrders",
  allowance: perSecond(0.0056, 20),
  role: orderRole
}
export const getOrderOperation: Operation = {
  name: "getOrder",
  allowance: perSecond(0.5, 30),
  role: orderRole
}
export const confirmShipmentOperation: Operation = {
  name: "confirmShipment",
  allowance: perSecond(2, 10),
  role: orderRole
}
export const patchListingsItemOperation: Operation = {
  name: "patchListingsItem",
  allowance: perSecond(5, 5),
  role: listingRole
}
export const getListingsItemOperation: Operation = {
  name: "getListingsItem",
  allowance: perSecond(5, 10),
  role: listingRole
}

/** Names, addresses, phone and e-mail of buyers come only to an application with this one. */
export const personalDataRole = "Direct-to-Consumer Shipping (Restricted)"
