import type * as Brand from "effect/Brand"
import type { Lifecycle } from "./lifecycle.ts"

export type SupplierRequestId = number & Brand.Brand<"SupplierRequestId">

/** What can be asked of a supplier after an order was sent. */
export const requestSubjects = ["cancel", "change"] as const
export type RequestSubject = (typeof requestSubjects)[number]

export type RequestState = "requested" | "communicated" | "accepted" | "refused" | "withdrawn"
export type RequestEvent = "communicate" | "accept" | "refuse" | "withdraw"

/** decisions A3: canceled means communicated. Acceptance is shown beside it; a refusal takes it back. */
export const supplierRequestLife: Lifecycle<RequestState, RequestEvent> = {
  requested: {
    means: "it is written down; the supplier has not heard of it, or nobody can prove it",
    mover: "worker: the transport's receipt; a person who told the supplier",
    on: { communicate: "communicated", accept: "accepted", refuse: "refused", withdraw: "withdrawn" }
  },
  communicated: {
    means: "a receipt is held, or a person told the supplier; what it cancels is canceled",
    mover: "the supplier's answer",
    on: { accept: "accepted", refuse: "refused" }
  },
  accepted: { means: "the supplier agreed", mover: "-", on: {} },
  refused: { means: "the supplier said no; what was canceled is open again", mover: "-", on: {} },
  withdrawn: { means: "taken back before the supplier heard of it", mover: "-", on: {} }
}
