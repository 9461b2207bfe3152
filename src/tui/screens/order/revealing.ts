import type { OrderId } from "../../../domain/model/order.ts"
import { revealOrder } from "../../../domain/operations/reveal-order.ts"
import { lookRefusal, unwritten } from "../../raw-looks.ts"
import type { Desk, ScreenAction } from "../../screen.ts"

/** Whether this page shows who bought it. Asked for by a key, written down first, and gone with the page. */
export class Revealing {
  readonly #desk: Desk
  readonly #place: { readonly id: OrderId; readonly number: string }
  #state: "masked" | "asking" | "revealed" = "masked"

  constructor(desk: Desk, place: { readonly id: OrderId; readonly number: string }) {
    this.#desk = desk
    this.#place = place
  }

  get isOn(): boolean {
    return this.#state === "revealed"
  }

  /** `again` reads the page anew. */
  action(again: () => void): ScreenAction {
    return {
      run: () => this.#ask(again),
      refusal: () =>
        lookRefusal(this.#desk) ??
        (this.#state === "masked" ? null : "It is shown already, until you leave this page."),
      isOffered: () => lookRefusal(this.#desk) === null && this.#state === "masked"
    }
  }

  #ask(again: () => void): void {
    this.#state = "asking"
    this.#desk.bridge.run(revealOrder(this.#place.id), (outcome) => {
      this.#state = outcome.ok ? "revealed" : "masked"
      if (outcome.ok)
        this.#desk.say(
          "done",
          `Personal data of #${this.#place.number} is shown here; that you looked is in Activity.`
        )
      else this.#desk.say("need", `It stays masked: ${unwritten(outcome.message)}`)
      again()
      this.#desk.changed()
    })
  }
}
