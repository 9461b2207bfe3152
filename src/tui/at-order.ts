import { randomUUID } from "node:crypto"
import * as Effect from "effect/Effect"
import type { OrderId } from "../domain/model/order.ts"
import { type Doing, heartbeatMs, type Presence } from "../domain/model/presence.ts"
import { beAtOrder, leaveOrder } from "../domain/operations/be-at-order.ts"
import { OrderPresence } from "../domain/ports/order-presence.ts"
import { isReadOnly } from "./figures.ts"
import { LiveQuery } from "./live-query.ts"
import type { Bridge } from "./runtime.ts"
import type { Desk } from "./screen.ts"

/** One console is one, whatever screens it has open: a person who looks and then edits does not meet themselves. */
const sessions = new WeakMap<Bridge, string>()

const sessionOf = (bridge: Bridge): string => {
  const known = sessions.get(bridge) ?? randomUUID()
  sessions.set(bridge, known)
  return known
}

/** Tells others that this console is at an order, as long as it is, and knows who else is there. */
export class AtOrder {
  readonly #desk: Desk
  readonly #id: () => OrderId
  readonly #doing: Doing
  readonly #query: LiveQuery<ReadonlyArray<Presence>, { readonly message: string }>
  #heart: NodeJS.Timeout | undefined
  #seat: OrderId | null = null

  constructor(desk: Desk, id: () => OrderId, doing: Doing) {
    this.#desk = desk
    this.#id = id
    this.#doing = doing
    this.#query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => Effect.flatMap(OrderPresence, (presence) => presence.others(id(), sessionOf(desk.bridge))),
      isAffected: ({ orders }) => orders.has(id())
    })
  }

  get others(): ReadonlyArray<Presence> {
    return this.#query.store.get().value ?? []
  }

  /** The others, for whoever paints them. */
  get store() {
    return this.#query.store
  }

  come(): void {
    this.#query.start()
    this.#sit()
    this.#heart ??= setInterval(() => this.#sit(), heartbeatMs)
  }

  go(): void {
    this.#query.stop()
    clearInterval(this.#heart)
    this.#heart = undefined
    this.#rise()
  }

  /** The screen shows another order now. */
  moved(): void {
    if (this.#seat === null || this.#seat === this.#id()) return
    this.#rise()
    this.#sit()
    this.#query.restart()
  }

  #sit(): void {
    // Who may only read cannot say so, and keeps nobody out.
    if (isReadOnly(this.#desk.figures)) return
    this.#seat = this.#id()
    this.#run("say that you are here", beAtOrder(this.#at(this.#seat)))
  }

  #rise(): void {
    if (this.#seat !== null) this.#run("say that you left", leaveOrder(this.#at(this.#seat)))
    this.#seat = null
  }

  #at(orderId: OrderId) {
    return { orderId, session: sessionOf(this.#desk.bridge), doing: this.#doing }
  }

  /** A courtesy to others: that it failed must not disturb the work, so the log alone is told. */
  #run(what: string, effect: ReturnType<typeof beAtOrder> | ReturnType<typeof leaveOrder>): void {
    const { bridge } = this.#desk
    bridge.run(effect, (outcome) => {
      if (!outcome.ok) bridge.log(`could not ${what}: ${outcome.message}`)
    })
  }
}

/** `ben is editing since 14:02, ana looks`; "": nobody else is there. */
export const presenceWords = (others: ReadonlyArray<Presence>, minutes: (at: Date) => string): string => {
  const editing = others.filter(({ doing }) => doing === "editing")
  const editors = new Set(editing.map(({ actor }) => actor))
  const looking = [
    ...new Set(
      others.flatMap(({ doing, actor }) => (doing === "looking" && !editors.has(actor) ? actor : []))
    )
  ]
  return [
    ...editing.map(({ actor, since }) => `${actor} is editing since ${minutes(since)}`),
    ...(looking.length === 0
      ? []
      : [`${looking.join(", ")} ${looking.length === 1 ? "looks" : "look"} at it`])
  ].join(", ")
}
