import { exceeds, formatMoney, money } from "../../../domain/model/money.ts"
import { authorizePayment } from "../../../domain/operations/authorize-payment.ts"
import type { Authorization } from "../../../domain/ports/authorization-store.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk, Question } from "../../screen.ts"

export type Asking = "amount" | "reference"

/** What a person types of a portal, one field after another. */
export interface Filling {
  readonly asks: Asking | null
  readonly byHand: boolean
  readonly amount: string
  readonly reference: string
}

const empty: Filling = { asks: null, byHand: false, amount: "", reference: "" }
const amountPattern = /^\d{1,15}(\.\d{1,4})?$/
const amountWithoutCount = "1000"

export const amountText = ({ amount, currency }: Pick<Authorization, "amount" | "currency">): string =>
  amount === null ? "unknown" : formatMoney(money(amount, currency))

/** Above 1,000 the count is typed, as for PROCESS. */
const sized = (text: string, amount: string): Pick<Question, "text" | "typed"> =>
  exceeds(amount, amountWithoutCount) ? { text, typed: "1" } : { text }

/** One yes at a time: the oldest that waits. */
export class Authorizing {
  readonly filling = new Store<Filling>(empty)
  readonly #desk: Desk
  readonly #waiting: () => Authorization | undefined
  readonly #settled: () => void

  constructor(desk: Desk, waiting: () => Authorization | undefined, settled: () => void) {
    this.#desk = desk
    this.#waiting = waiting
    this.#settled = settled
  }

  begin(doneInPortal: boolean): void {
    const a = this.#waiting()
    if (a === undefined) return
    const byHand = doneInPortal || a.way === "person"
    if (byHand || a.amount === null) this.#change({ ...empty, byHand, asks: "amount" })
    else this.#ask(a, { ...empty, amount: a.amount })
  }

  leave(): boolean {
    if (this.filling.get().asks === null) return false
    this.#change(empty)
    return true
  }

  fieldRefusal(): string | null {
    const { asks, amount, reference } = this.filling.get()
    if (asks === null) return "A begins; then enter goes on."
    if (asks === "amount")
      return amountPattern.test(amount.trim()) ? null : "Type the amount as digits, like 12.50."
    return reference.trim() === "" ? "Type the portal's reference, or who confirmed it: it is kept." : null
  }

  goOn(): void {
    const filling = this.filling.get()
    const a = this.#waiting()
    if (a === undefined) {
      this.#change(empty)
      return
    }
    if (filling.asks === "amount" && filling.byHand) this.#change({ ...filling, asks: "reference" })
    else {
      this.#change(empty)
      this.#ask(a, filling)
    }
  }

  #ask(a: Authorization, filling: Filling): void {
    const amount = filling.amount.trim()
    const shown = formatMoney(money(amount, a.currency))
    const text = filling.byHand
      ? `RECORD that you authorized ${shown} for ${a.number} in the portal of ${a.supplier} (${filling.reference.trim()})?`
      : `AUTHORIZE ${shown} for ${a.number}? ${a.supplier} may capture the payment then; that cannot be taken back here.`
    this.#desk.ask({ ...sized(text, amount), onYes: () => this.#authorize(a, { ...filling, amount }) })
  }

  #authorize(a: Authorization, { amount, byHand, reference }: Filling): void {
    const wish = { number: a.number, amount, doneInPortal: byHand, note: reference.trim() }
    this.#desk.bridge.run(authorizePayment(wish), (outcome) => {
      if (!outcome.ok) this.#desk.say("need", outcome.message)
      else {
        const { what, supplier, currency } = outcome.value
        const shown = formatMoney(money(outcome.value.amount, currency))
        this.#desk.say(
          "done",
          what === "recorded"
            ? `Recorded: ${a.number} was authorized for ${shown} in the portal of ${supplier}.`
            : `${a.number}: ${supplier} is being told that it may capture ${shown}. Its receipt comes later.`
        )
      }
      this.#desk.live.refresh()
      this.#settled()
    })
  }

  #change(filling: Filling): void {
    this.filling.set(filling)
    this.#desk.changed()
  }
}
