import * as Effect from "effect/Effect"
import { waitingOf } from "../../../domain/model/acknowledgement.ts"
import { type CancelCode, cancelCodes } from "../../../domain/model/cancel-request.ts"
import type { OrderId } from "../../../domain/model/order.ts"
import {
  type AskedSupplier,
  type CancelRequested,
  requestCancel
} from "../../../domain/operations/request-cancel.ts"
import {
  type FreeLine,
  type StandingPurchaseOrder,
  SupplierRequestStore
} from "../../../domain/ports/supplier-request-store.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"

/** First the code, by its digit, then the words that the supplier reads. */
export interface CancelFilling {
  readonly asks: "code" | "reason" | null
  readonly code: CancelCode | null
  readonly reason: string
}

export const codes = Object.keys(cancelCodes) as ReadonlyArray<CancelCode>

const empty: CancelFilling = { asks: null, code: null, reason: "" }
const longestReason = 300

interface Standing {
  readonly purchaseOrders: ReadonlyArray<StandingPurchaseOrder>
  readonly free: ReadonlyArray<FreeLine>
}

const readStanding = (id: OrderId) =>
  Effect.flatMap(SupplierRequestStore, (store) =>
    Effect.all({ purchaseOrders: store.standing(id), free: store.free(id) })
  )

const pieces = (count: number): string => `${count} ${count === 1 ? "piece" : "pieces"}`

const cancelable = (po: StandingPurchaseOrder): number =>
  po.lines.reduce((sum, line) => sum + Math.max(0, waitingOf(line) - line.asked), 0)

/** What a yes would do, counted from the database. */
export const cancelQuestion = (
  number: string,
  { purchaseOrders, free }: Standing,
  code: CancelCode
): string => {
  const asked = purchaseOrders
    .filter((po) => po.state === "sent" && cancelable(po) > 0)
    .map((po) => `${po.supplier} (${pieces(cancelable(po))})`)
  const unsent = purchaseOrders
    .filter(({ state }) => state === "queued" || state === "failed")
    .reduce((sum, po) => sum + cancelable(po), 0)
  const here = unsent + free.reduce((sum, line) => sum + line.free, 0)
  const parts = [
    ...(asked.length === 0 ? [] : [`ask ${asked.join(" and ")}`]),
    ...(here === 0 ? [] : [`cancel ${pieces(here)} here`])
  ]
  const what = parts.length === 0 ? "nothing is left to cancel" : parts.join(", ")
  return `CANCEL #${number} (${code.replaceAll("_", " ")}): ${what}? It counts as canceled once told; the shop is not told.`
}

const askedWords = (asked: AskedSupplier): string =>
  asked.by === "transport"
    ? `${asked.supplier} is asked (${asked.purchaseOrder}).`
    : `Tell ${asked.contact || asked.supplier}, then: switchyard requests told ${asked.purchaseOrder}.`

const resultWords = (done: CancelRequested): string => {
  const now = done.canceledNow.reduce((sum, { quantity }) => sum + quantity, 0)
  const parts = [
    ...(now === 0 ? [] : [`${pieces(now)} canceled, no supplier has them.`]),
    ...done.asked.map(askedWords),
    ...done.skipped.map((po) => `${po} is being sent or in doubt: settle that, then cancel again.`)
  ]
  return `#${done.order}: ${parts.join(" ")}`
}

/** Asks suppliers to take back what they have not shipped: a code, a reason, one yes with what it does. */
export class CancelAsking {
  readonly filling = new Store<CancelFilling>(empty)
  readonly #desk: Desk
  readonly #order: { readonly id: OrderId; readonly number: string }

  constructor(desk: Desk, order: { readonly id: OrderId; readonly number: string }) {
    this.#desk = desk
    this.#order = order
  }

  begin(): void {
    this.#change({ ...empty, asks: "code" })
  }

  isTyping(): boolean {
    return this.filling.get().asks !== null
  }

  typed(event: KeyEvent): void {
    const filling = this.filling.get()
    if (filling.asks === "reason")
      this.#change({ ...filling, reason: typedText(filling.reason, event, longestReason, this.#desk) })
    else if (event.kind === "key") {
      const code = codes[Number(event.name) - 1]
      if (code !== undefined) this.#change({ ...filling, asks: "reason", code })
    }
  }

  leave(): boolean {
    if (!this.isTyping()) return false
    this.#change(empty)
    return true
  }

  refusal(): string | null {
    const { asks, reason } = this.filling.get()
    if (asks === null) return "n, T, G, L or C begins to type; then enter goes on."
    if (asks === "code") return `Press the number of the reason: 1 to ${codes.length}.`
    return reason.trim() === "" ? "Say why: the supplier reads it." : null
  }

  goOn(): void {
    const { code, reason } = this.filling.get()
    if (code === null) return
    this.#change(empty)
    this.#desk.bridge.run(readStanding(this.#order.id), (outcome) => {
      if (!outcome.ok) {
        this.#desk.say("need", `Nothing was changed: ${outcome.message}`)
        return
      }
      const text = cancelQuestion(this.#order.number, outcome.value, code)
      this.#desk.ask({ text, onYes: () => this.#request(code, reason.trim()) })
    })
  }

  #request(code: CancelCode, reason: string): void {
    const wishes = { orderId: this.#order.id, lines: null, code, reason }
    this.#desk.bridge.run(requestCancel(wishes), (outcome) => {
      if (outcome.ok) this.#desk.say("done", resultWords(outcome.value))
      else this.#desk.say("need", outcome.message)
      this.#desk.live.refresh()
    })
  }

  #change(filling: CancelFilling): void {
    this.filling.set(filling)
    this.#desk.changed()
  }
}
