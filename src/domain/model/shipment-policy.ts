/** What a channel is told where an order leaves in several parcels: each of them, the first, or all at once at the end. */
export const shipmentPolicies = ["each", "first", "all"] as const
export type ShipmentPolicy = (typeof shipmentPolicies)[number]
