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
  /**
   * What when whoever the rules choose has too little, by its own word less what was asked of it since. Absent: the next who
   * has enough, and where nobody has, the order is held. `send`: stock words are not trusted, the rules alone decide.
   */
  readonly whenShort?: "hold" | "send"
}
