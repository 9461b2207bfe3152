import type { SupplierId } from "./supplier.ts"

export const allocationRules = ["preferred", "stock", "priority", "cost"] as const
export type AllocationRule = (typeof allocationRules)[number]

/** How the orders of a channel are placed. Every part may be absent: then the usual rules hold. */
export interface AllocationPlan {
  /** The first rule that tells two offers apart decides. Absent: priority, then cost. */
  readonly rules?: ReadonlyArray<AllocationRule>
  /** For the rule `preferred`, best first. */
  readonly preferred?: ReadonlyArray<SupplierId>
  /** An order of a smaller value (decimal, in its own currency) goes to one supplier whole, where one offers all of it. */
  readonly splitFrom?: string
}
