import type { StockRules } from "./stock-rules.ts"

/** What one supplier says that it has of one product in one warehouse. */
export interface StockAt {
  readonly supplier: string
  /** Empty: the supplier names none. Then its own name stands for it. */
  readonly warehouse: string
  readonly onHand: number
  /** The supplier's own time of this word. */
  readonly asOf: Date
}

/** What is known of one product, before a channel's rules. */
export interface StockFacts {
  readonly onHand: number
  /** In purchase orders that the suppliers' last word cannot know yet: sent after it, or on their way. */
  readonly committed: number
  /** In orders that nobody was asked to ship yet. */
  readonly unsentDemand: number
}

export const stepNames = [
  "on hand",
  "committed",
  "unsent demand",
  "safety stock",
  "share",
  "cap",
  "minimum level"
] as const

/** One line of the arithmetic: what it is called, what the channel set, and how many pieces are left after it. */
export interface AvailabilityStep {
  readonly name: (typeof stepNames)[number]
  /** Pieces added or taken (per cent for the share); null: nothing is set, so nothing changes. */
  readonly operand: number | null
  readonly left: number
}

export interface Availability {
  /** What the channel is told. Never negative, never more than on hand. */
  readonly quantity: number
  readonly steps: ReadonlyArray<AvailabilityStep>
}

/** Whether a level counts for a channel: any, its warehouse by name, all of a supplier by its name, or `supplier/warehouse`. */
export const countsFor = (warehouse: string | null, at: Pick<StockAt, "supplier" | "warehouse">): boolean =>
  warehouse === null ||
  at.warehouse === warehouse ||
  at.supplier === warehouse ||
  `${at.supplier}/${at.warehouse}` === warehouse

const percentOf = (pieces: number, percent: number): number => {
  const parts = pieces * percent
  return (parts - (parts % 100)) / 100
}

/**
 * How many pieces a channel is told, step by step: the sum first, then what is promised, then what the channel keeps back,
 * its share and its cap, and the minimum level last: strictly less than it is told as 0 (requirement IV-4), and only where
 * the channel uses available quantity (IV-5). `inventory-arithmetic` in the store says the same in SQL.
 */
export const availability = (
  facts: StockFacts,
  rules: StockRules,
  usesAvailableQuantity: boolean
): Availability => {
  const afterCommitted = Math.max(0, facts.onHand - facts.committed)
  const afterDemand = Math.max(0, afterCommitted - facts.unsentDemand)
  const afterSafety = Math.max(0, afterDemand - rules.safetyStock)
  const shared = percentOf(afterSafety, rules.sharePercent)
  const capped = rules.cap === null ? shared : Math.min(shared, rules.cap)
  const minimum = usesAvailableQuantity ? rules.minimumLevel : null
  const quantity = minimum !== null && capped < minimum ? 0 : capped
  const steps: ReadonlyArray<AvailabilityStep> = [
    { name: "on hand", operand: facts.onHand, left: facts.onHand },
    { name: "committed", operand: facts.committed, left: afterCommitted },
    { name: "unsent demand", operand: facts.unsentDemand, left: afterDemand },
    { name: "safety stock", operand: rules.safetyStock, left: afterSafety },
    { name: "share", operand: rules.sharePercent, left: shared },
    { name: "cap", operand: rules.cap, left: capped },
    { name: "minimum level", operand: minimum, left: quantity }
  ]
  return { quantity, steps }
}
