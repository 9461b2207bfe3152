import * as Effect from "effect/Effect"
import { formatMoney, money } from "../../domain/model/money.ts"
import { orderName } from "../../domain/model/order.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import {
  authorizationOf,
  authorizePayment,
  awaitingAuthorization
} from "../../domain/operations/authorize-payment.ts"
import { paymentWithoutBuyer } from "../../domain/operations/mask-answers.ts"
import { orderMasks } from "../../domain/operations/reveal-order.ts"
import type { Authorization } from "../../domain/ports/authorization-store.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { argument, has, text } from "../input.ts"

const amountText = ({ amount, currency }: Pick<Authorization, "amount" | "currency">): string =>
  amount === null ? `unknown (${currency})` : formatMoney(money(amount, currency))

export const list: Run = () =>
  Effect.gen(function* () {
    const waiting = yield* awaitingAuthorization()
    const maskOf = yield* orderMasks(waiting.map((a) => a.orderId))
    const awaiting = waiting.map((a) => paymentWithoutBuyer(maskOf(a.orderId).text)(a))
    const rows = awaiting.map((a) => [
      a.number,
      orderName(a.channelOrderNumber),
      a.supplier,
      amountText(a),
      a.way === "call" ? "by call" : "in its portal",
      a.reason
    ])
    return answer(
      { awaiting },
      listOr(
        "Nothing waits for a payment to be authorized. Suppliers whose portal asks for it are set up with --term authorization.by=call or person.",
        table(["purchase order", "order", "supplier", ">amount", "way", "why you are asked"], rows)
      )
    )
  })

const question = (a: Authorization, doneInPortal: boolean) => [
  `${a.number} of ${orderName(a.channelOrderNumber)} costs ${amountText(a)} at ${a.supplier}. ${a.reason}`,
  doneInPortal
    ? "It will be recorded that you authorized this in the portal. Nothing was changed; to record it, add --yes."
    : "The supplier may then capture payment; that cannot be taken back here. Nothing was changed; to authorize it, add --yes."
]

export const authorize: Run = (input) =>
  Effect.gen(function* () {
    const number = argument(input, "purchase-order")
    const doneInPortal = has(input, "done-in-portal")
    if (!has(input, "yes")) {
      const a = yield* authorizationOf(number)
      return answer({ done: false, authorization: a, next: "--yes" }, question(a, doneInPortal), true)
    }
    const done = yield* authorizePayment({
      number,
      amount: text(input, "amount") ?? null,
      doneInPortal,
      note: text(input, "note") ?? ""
    })
    const amount = formatMoney(money(done.amount, done.currency))
    return answer({ done: true, ...done }, [
      done.what === "recorded"
        ? `Recorded: ${number} was authorized for ${amount} in the portal of ${done.supplier}.`
        : `${number}: ${done.supplier} is told that it may capture ${amount}. See how it went: ${commandLine("prove", number)}`
    ])
  })
