/** Everything the status of an order is computed from. Quantities count only lines that ship (all, where none does). */
export interface OrderFacts {
  readonly ordered: number
  readonly open: number
  readonly shipped: number
  readonly backordered: number
  readonly canceled: number
  /** Purchase orders by state. */
  readonly queued: number
  readonly sending: number
  readonly inDoubt: number
  readonly sent: number
  readonly failed: number
  /** Fulfillments that are due or being pushed, and those the channel refused. */
  readonly pushesDue: number
  readonly pushesRejected: number
  readonly openHolds: number
  /** Purchase orders whose supplier waits for the yes to capture payment. */
  readonly awaitingAuthorization: number
}

export type OrderStatus =
  | "not_processed"
  | "processing"
  | "processed"
  | "failed"
  | "shipped"
  | "completed"
  | "canceled"
export type OrderAction = "resolve" | "process" | "retry" | "settle" | "push" | "authorize"

export interface StatusRow {
  readonly status: OrderStatus
  readonly label: string
  readonly means: string
  readonly next: string
  readonly when: (f: OrderFacts) => boolean
}

const nothingLeft = (f: OrderFacts) => f.open === 0 && f.backordered === 0 && f.shipped > 0
const underWay = (f: OrderFacts) => f.queued + f.sending + f.inDoubt > 0

/** decisions A1: the first row that matches is the status. */
export const orderStatusTable: ReadonlyArray<StatusRow> = [
  {
    status: "canceled",
    label: "Canceled",
    means: "every quantity is canceled",
    next: "-",
    when: (f) => f.ordered > 0 && f.canceled === f.ordered
  },
  {
    status: "completed",
    label: "Completed",
    means:
      "nothing open or backordered, something shipped, every push accepted or recorded as not applicable",
    next: "-",
    when: (f) => nothingLeft(f) && f.pushesDue === 0 && f.pushesRejected === 0
  },
  {
    status: "shipped",
    label: "Shipped",
    means: "nothing open or backordered, something shipped, a push is due or was rejected",
    next: "retry the push",
    when: nothingLeft
  },
  {
    status: "failed",
    label: "Failed",
    means: "a purchase order was refused or ended in an error, and none is queued, sending or in doubt",
    next: "retry with the same identifiers, edit and re-issue what was not sent, other supplier, cancel",
    when: (f) => f.failed > 0 && !underWay(f)
  },
  {
    status: "processing",
    label: "Processing",
    means: "a purchase order is queued, sending or in doubt",
    next: "settle the doubt",
    when: underWay
  },
  {
    status: "processed",
    label: "Processed",
    means: "every purchase order is sent",
    next: "authorize where asked",
    when: (f) => f.sent > 0
  },
  {
    status: "not_processed",
    label: "Not Processed",
    means: "nothing was sent",
    next: "RESOLVE if a hold is open, else PROCESS",
    when: () => true
  }
]

export const orderStatuses: ReadonlyArray<OrderStatus> = [
  "not_processed",
  "processing",
  "processed",
  "failed",
  "shipped",
  "completed",
  "canceled"
]

export const statusOf = (facts: OrderFacts): OrderStatus => {
  const row = orderStatusTable.find((r) => r.when(facts))
  if (row === undefined) throw new Error("the last row of the status table matches everything")
  return row.status
}

export const statusLabel = (status: OrderStatus): string =>
  orderStatusTable.find((r) => r.status === status)?.label ?? status

/** The one thing a person can do next; null when nobody has to do anything. */
export const actionOf = (facts: OrderFacts): OrderAction | null => {
  switch (statusOf(facts)) {
    case "not_processed":
      return facts.openHolds > 0 ? "resolve" : "process"
    case "failed":
      return "retry"
    case "processing":
      return facts.inDoubt > 0 ? "settle" : null
    case "processed":
      return facts.awaitingAuthorization > 0 ? "authorize" : null
    case "shipped":
      return facts.pushesRejected > 0 ? "push" : null
    default:
      return null
  }
}

/**
 * What stands where the next step is named. In shadow mode a ready order says so: PROCESS would promise a send that cannot be
 * (decisions A10).
 */
export const nextStep = (order: {
  readonly action: OrderAction | null
  readonly shadow?: boolean
}): OrderAction | "shadow" | null =>
  order.action === "process" && order.shadow === true ? "shadow" : order.action
