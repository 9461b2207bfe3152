import * as Effect from "effect/Effect"
import { advance, type Step } from "../advance.ts"
import { callAuthorization, moveAuthorizations } from "../ask-authorization.ts"
import { decideAuthorization } from "../model/authorization.ts"
import { exceeds, formatMoney, money } from "../model/money.ts"
import { Actor } from "../ports/actor.ts"
import { type Authorization, AuthorizationStore } from "../ports/authorization-store.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { SupplierStore } from "../ports/supplier-store.ts"

export interface AuthorizationWish {
  readonly number: string
  /** Decimal, in the supplier's currency: needed where the cost is not known; where it is, it must be the same. */
  readonly amount: string | null
  /** The person has authorized it in the portal by hand, and says so. */
  readonly doneInPortal: boolean
  readonly note: string
}

/** What waits for a person's yes, oldest first. */
export const awaitingAuthorization = Effect.fn("awaitingAuthorization")(function* () {
  return yield* (yield* AuthorizationStore).of("awaiting")
})

const shown = (a: Authorization): string =>
  a.amount === null ? "an unknown amount" : formatMoney(money(a.amount, a.currency))

const demandAmount = Effect.fn("demandAmount")(function* (a: Authorization, given: string | null) {
  if (given === null) {
    if (a.amount !== null) return a.amount
    return yield* new Refusal({
      message: `The cost of ${a.number} is not known. Look it up in the portal and give it: --amount 12.50`
    })
  }
  if (!/^\d{1,15}(\.\d{1,4})?$/.test(given))
    return yield* new Refusal({ message: `“${given}” is not an amount. Write 12.50, in ${a.currency}.` })
  // What a person says of a known cost is a check of it, never another price.
  if (a.amount !== null && (exceeds(given, a.amount) || exceeds(a.amount, given)))
    return yield* new Refusal({
      message: `${a.number} costs ${shown(a)} by our books, not ${formatMoney(money(given, a.currency))}. Nothing was authorized; ask ${a.supplier} which is right.`
    })
  return given
})

/** What was canceled or refused since it was asked for is not paid: nothing where nothing is left, else less. */
const lessIsDue = Effect.fn("lessIsDue")(function* (a: Authorization) {
  const [po] = yield* (yield* AuthorizationStore).costs([a.purchaseOrderId])
  if (po === undefined) return yield* Effect.die(new Error(`${a.number} costs nothing that is known`))
  if (po.pieces === 0)
    return yield* new Refusal({
      message: `Every piece of ${a.number} was canceled or refused: there is nothing to pay.`
    })
  const terms = (yield* (yield* SupplierStore).get(a.supplierId))?.terms.authorization
  const due = terms === undefined ? po.cost : decideAuthorization(terms, a.currency, po).amount
  return due !== null && a.amount !== null && exceeds(a.amount, due)
})

/** What the supplier takes for the rest is its word, told by a person, and below what was asked for. */
const demandRest = Effect.fn("demandRest")(function* (a: Authorization, given: string | null) {
  const amount = yield* demandAmount({ ...a, amount: null }, given)
  if (a.amount === null || exceeds(a.amount, amount)) return amount
  return yield* new Refusal({
    message: `A part of ${a.number} was canceled or refused since, so ${shown(a)} is too much. Nothing was authorized; ask ${a.supplier} what is left and give it: --amount`
  })
})

const demandAwaiting = Effect.fn("demandAwaiting")(function* (number: string) {
  const [a] = yield* (yield* AuthorizationStore).of({ numbers: [number] })
  if (a === undefined)
    return yield* new Refusal({
      message: `${number} is no purchase order that waits for a payment to be authorized.`
    })
  if (a.state === "authorized")
    return yield* new Refusal({
      message: `${number} was authorized for ${shown(a)} by ${a.authorizedBy} already.`
    })
  if (a.state === "authorizing")
    return yield* new Refusal({
      message: `${number} is being authorized just now, or that is in doubt: switchyard prove ${number}`
    })
  if (a.state === "dropped")
    return yield* new Refusal({ message: `${number} failed or was canceled: there is nothing to pay.` })
  return a
})

/** What a yes would mean, before it is given. */
export const authorizationOf = (number: string) => demandAwaiting(number)

type Authorized = Step<{
  readonly number: string
  readonly supplier: string
  readonly amount: string
  readonly currency: string
  readonly what: "recorded" | "asked"
}>

/** Lets the supplier capture payment for one purchase order: by its declared call, or recorded as done in its portal. */
export const authorizePayment = Effect.fn("authorizePayment")(function* (wish: AuthorizationWish) {
  const by = yield* Actor
  const change = Effect.gen(function* () {
    const first = yield* demandAwaiting(wish.number)
    yield* (yield* OrderStore).lock([first.orderId])
    const a = yield* demandAwaiting(wish.number)
    const amount = (yield* lessIsDue(a))
      ? yield* demandRest(a, wish.amount ?? a.amount)
      : yield* demandAmount(a, wish.amount)
    const value = { number: a.number, supplier: a.supplier, amount, currency: a.currency }
    if (wish.doneInPortal) {
      const recorded = yield* moveAuthorizations({
        event: "record",
        of: { purchaseOrderIds: [a.purchaseOrderId] },
        amount,
        how: "person",
        by,
        note: wish.note
      })
      return { value: { ...value, what: "recorded" }, ...recorded } satisfies Authorized as Authorized
    }
    const supplier = yield* (yield* SupplierStore).get(a.supplierId)
    if (supplier === null) return yield* Effect.die(new Error(`the supplier of ${a.number} is gone`))
    const yes = { by, how: "call" as const, note: wish.note }
    const asked = a.way === "person" ? null : yield* callAuthorization(supplier, a, amount, yes)
    if (asked === null)
      return yield* new Refusal({
        message: `${a.supplier} has no call for this. Authorize ${shown(a)} for ${a.number} in its portal, then record it with --done-in-portal.`
      })
    return { value: { ...value, what: "asked" }, ...asked } satisfies Authorized as Authorized
  })
  return yield* advance(change)
})
