import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { Refusal } from "../../../domain/ports/failure.ts"
import type { OrderRow } from "../../../domain/ports/order-board.ts"
import { timeLeft } from "../../age.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import type { Desk, Undo } from "../../screen.ts"
import { askToCancel, namesOf, orders, reason, undoAll } from "./take-back.ts"

const undoOf = (rows: ReadonlyArray<OrderRow>, until: Date): Undo => ({
  label: `PROCESS of ${namesOf(rows)}`,
  until,
  run: Effect.gen(function* () {
    const undone = yield* undoAll(rows)
    const kept = undone.filter(({ refusal }) => refusal !== null)
    const back = undone.length - kept.length
    if (back === 0) return yield* new Refusal({ message: kept[0]?.refusal ?? "there is nothing to undo." })
    const rest = kept.length === 0 ? "" : ` ${kept.length} not undone: ${kept[0]?.refusal}`
    return `${orders(back)} as before PROCESS: nothing of it was sent.${rest}`
  }),
  instead: {
    text: `Ask the suppliers of ${namesOf(rows)} to cancel what has not left (${reason})?`,
    run: askToCancel(rows)
  }
})

/** While the release window is open the flag counts its seconds, and `z` takes PROCESS back. */
export class Undoing {
  readonly #desk: Desk
  readonly #rows: () => ReadonlyArray<OrderRow>
  readonly #takenBack: (ids: ReadonlySet<OrderId>) => void
  #leavesAt: Date | null = null
  #flag: unknown = null
  #stopTicking: (() => void) | null = null

  constructor(
    desk: Desk,
    rows: () => ReadonlyArray<OrderRow>,
    takenBack: (ids: ReadonlySet<OrderId>) => void
  ) {
    this.#desk = desk
    this.#rows = rows
    this.#takenBack = takenBack
  }

  /** The window's end was read: the flag is raised once, and counts until the person presses a key. */
  noticed(leavesAt: Date | null): void {
    const isNew = this.#leavesAt === null && leavesAt !== null
    this.#leavesAt = leavesAt
    if (leavesAt === null) this.stop()
    if (!isNew) return
    this.#desk.undoable(undoOf(this.#rows(), leavesAt))
    this.#say()
    this.#stopTicking ??= subscribeSlice(
      this.#desk.clock.state,
      () => this.#left(),
      () => this.#ticked()
    )
  }

  stop(): void {
    this.#stopTicking?.()
    this.#stopTicking = null
    this.#leavesAt = null
  }

  /** `2 orders leave in 24s. z undo: …`; "" when no window is open. */
  words(): string {
    const left = this.#left()
    const count = this.#rows().length
    if (left === "" || count === 0) return ""
    const leave = count === 1 ? "leaves" : "leave"
    return `${orders(count)} ${leave} in ${left}. z undo: takes PROCESS back, nothing has left.`
  }

  label(): string {
    const left = this.#left()
    return left === "" ? "undo" : `undo, ${left} left`
  }

  refusal(): string | null {
    return this.#left() === "" || this.#rows().length === 0
      ? "No release window is open: there is nothing to undo here. The order's own screen asks to cancel."
      : null
  }

  ask(): void {
    this.#desk.ask({
      text: `UNDO PROCESS of ${namesOf(this.#rows())}? What has left by then stays sent.`,
      onYes: () => this.#run()
    })
  }

  #run(): void {
    this.#desk.bridge.run(undoAll(this.#rows()), (outcome) => {
      if (!outcome.ok) {
        this.#desk.say("need", outcome.message)
        return
      }
      const kept = outcome.value.filter(({ refusal }) => refusal !== null)
      const back = outcome.value.filter(({ refusal }) => refusal === null)
      const undone =
        back.length === 0 ? "" : `${orders(back.length)} as before PROCESS: nothing of it was sent.`
      const [first] = kept
      if (first === undefined) this.#desk.say("done", undone)
      else this.#desk.say("need", `${undone} ${kept.length} not undone: ${first.refusal}`.trim())
      this.#takenBack(new Set(back.map(({ row }) => row.id)))
    })
  }

  #left(): string {
    const { now } = this.#desk.clock.state.get()
    return this.#leavesAt === null || this.#leavesAt.getTime() <= now ? "" : timeLeft(this.#leavesAt, now)
  }

  #say(): void {
    const words = this.words()
    if (words === "") return
    this.#desk.say("done", words)
    this.#flag = this.#desk.flag()
  }

  #ticked(): void {
    if (this.#flag !== null && this.#desk.flag() === this.#flag) this.#say()
    this.#desk.changed()
  }
}
