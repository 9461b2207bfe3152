import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as ManagedRuntime from "effect/ManagedRuntime"
import { Actor } from "../domain/ports/actor.ts"
import type { ConsoleNeeds } from "./console-needs.ts"

/** How an effect ended, in words that may be shown (after `safe`). `isAway`: the database, not the request. */
export type Outcome<A> =
  | { readonly ok: true; readonly value: A }
  | { readonly ok: false; readonly message: string; readonly isAway: boolean }

export type Cancel = () => void

export type ConsoleRuntime = ManagedRuntime.ManagedRuntime<ConsoleNeeds, unknown>

export interface BridgeOptions {
  readonly runtime: ConsoleRuntime
  readonly actor: string
  /** Where what nobody should see on the screen is kept: a file, never the terminal. */
  readonly log: (line: string) => void
}

const messageOf = (failure: unknown): string =>
  failure instanceof Error && failure.message !== "" ? failure.message : String(failure)

const isAway = (failure: unknown): boolean =>
  typeof failure === "object" && failure !== null && "reason" in failure && failure.reason === "Unavailable"

/** The one place where Effect meets the screen: effects go in, plain values come out on the event loop. */
export class Bridge {
  /** Called with each callback; what it gives is called instead. So the frame knows what an answer belongs to. */
  bind: <Value>(later: (value: Value) => void) => (value: Value) => void = (later) => later
  #options: BridgeOptions
  #running = new Set<Cancel>()
  #isClosed = false

  constructor(options: BridgeOptions) {
    this.#options = options
  }

  /** `done` is called once, unless the returned function (or `close`) was called before: then never. */
  run<A, E>(effect: Effect.Effect<A, E, ConsoleNeeds>, done: (outcome: Outcome<A>) => void): Cancel {
    if (this.#isClosed) return () => undefined
    const bound = this.bind(done)
    let isOver = false
    let interrupt: () => void = () => undefined
    const cancel = (): void => {
      if (isOver) return
      isOver = true
      this.#running.delete(cancel)
      interrupt()
    }
    this.#running.add(cancel)
    const named = Effect.provideService(effect, Actor, this.#options.actor)
    // What needs no waiting is over before `runCallback` returns.
    interrupt = this.#options.runtime.runCallback(named, {
      onExit: (exit) => {
        if (isOver) return
        isOver = true
        this.#running.delete(cancel)
        bound(this.#outcome(exit))
      }
    })
    return cancel
  }

  log(line: string): void {
    this.#options.log(line)
  }

  close(): void {
    this.#isClosed = true
    for (const cancel of [...this.#running]) cancel()
  }

  #outcome<A>(exit: Exit.Exit<A, unknown>): Outcome<A> {
    if (Exit.isSuccess(exit)) return { ok: true, value: exit.value }
    const failure = exit.cause.reasons.find(Cause.isFailReason)
    if (failure !== undefined)
      return { ok: false, message: messageOf(failure.error), isAway: isAway(failure.error) }
    this.#options.log(Cause.pretty(exit.cause))
    const message = Cause.hasInterruptsOnly(exit.cause)
      ? "It was interrupted."
      : "A fault in the program itself; the log has it. Nothing was changed by this screen."
    return { ok: false, message, isAway: false }
  }
}
