import type { Lifecycle } from "./lifecycle.ts"
import { exceeds, formatMoney, money, total } from "./money.ts"
import type { AuthorizationTerms } from "./supplier-terms.ts"

export type AuthorizationState = "awaiting" | "authorizing" | "authorized" | "dropped"
export type AuthorizationEvent = "ask" | "confirm" | "fail" | "record" | "drop"

/** A dealer portal's own step (PA-1 to PA-5): the supplier captures payment only for what was authorized. */
export const authorizationLife: Lifecycle<AuthorizationState, AuthorizationEvent> = {
  awaiting: {
    means: "the supplier has the purchase order and waits for the yes to capture payment",
    mover: "a person, or the supplier's terms up to their maximum",
    on: { ask: "authorizing", record: "authorized", drop: "dropped" }
  },
  authorizing: {
    means: "the call that says yes is written in the ledger; it may be in doubt",
    mover: "worker: the call's receipt or refusal",
    on: { confirm: "authorized", fail: "awaiting" }
  },
  authorized: { means: "by whom, when and how much is on record", mover: "-", on: {} },
  dropped: {
    means: "the purchase order failed or was canceled before anybody authorized it",
    mover: "-",
    on: {}
  }
}

/** What a purchase order costs, as far as it is known. */
export interface PurchaseOrderCost {
  /** Decimal; null: a line's cost is not known. */
  readonly cost: string | null
  readonly currency: string
}

export interface AuthorizationDecision {
  /** Cost plus shipping and fees; null: unknown. */
  readonly amount: string | null
  readonly automatic: boolean
  /** In the user's words: why a person is asked, or why nobody is. */
  readonly reason: string
}

const person = (amount: string | null, reason: string): AuthorizationDecision => ({
  amount,
  automatic: false,
  reason
})

/** decisions A6: automatic up to and including the maximum; never with an unknown cost or in another currency. */
export const decideAuthorization = (
  terms: AuthorizationTerms,
  supplierCurrency: string,
  { cost, currency }: PurchaseOrderCost
): AuthorizationDecision => {
  const amount = cost === null ? null : total([cost, terms.shipping ?? "0", terms.fees ?? "0"])
  if (!terms.automatic)
    return person(amount, "Every purchase order of this supplier is authorized by a person.")
  if (terms.by === "person")
    return person(amount, "This portal has no call for it: it is authorized by hand there.")
  if (amount === null)
    return person(null, "The cost of a line is not known, so nothing is authorized by itself.")
  if (currency !== supplierCurrency)
    return person(amount, `Its costs are in ${currency} and the supplier's currency is ${supplierCurrency}.`)
  if (terms.noMaximum === true) return { amount, automatic: true, reason: "no maximum" }
  if (terms.maximum === undefined)
    return person(amount, "No maximum is set, and nobody has said that there is none.")
  const limit = formatMoney(money(terms.maximum, currency))
  return exceeds(amount, terms.maximum)
    ? person(amount, `${formatMoney(money(amount, currency))} is above the maximum of ${limit}.`)
    : { amount, automatic: true, reason: `up to ${limit}` }
}
