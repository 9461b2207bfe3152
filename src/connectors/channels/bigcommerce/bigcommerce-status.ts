/**
 * Statuses by their id, which no store can change. The names are BigCommerce's own; a store may call them otherwise, so
 * nothing here ever compares a name.
 */
export const statusNames: Readonly<Record<string, string>> = {
  "0": "Incomplete",
  "1": "Pending",
  "2": "Shipped",
  "3": "Partially Shipped",
  "4": "Refunded",
  "5": "Cancelled",
  "6": "Declined",
  "7": "Awaiting Payment",
  "8": "Awaiting Pickup",
  "9": "Awaiting Shipment",
  "10": "Completed",
  "11": "Awaiting Fulfillment",
  "12": "Manual Verification Required",
  "13": "Disputed",
  "14": "Partially Refunded"
}

/** `11 Awaiting Fulfillment` */
export const statusLabel = (id: string): string => {
  const name = statusNames[id]
  return name === undefined ? id : `${id} ${name}`
}

export const canceledStatuses: ReadonlyArray<string> = ["5", "6"]
export const refundedStatuses: ReadonlyArray<string> = ["4", "14"]
