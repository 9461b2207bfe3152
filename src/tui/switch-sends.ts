import * as Effect from "effect/Effect"
import { stopSends } from "../domain/operations/stop-sends.ts"
import { type InFlight, SendGates, type StopScope } from "../domain/ports/send-gates.ts"
import type { Desk, Undo } from "./screen.ts"

/** What a stop is about, as a person names it. */
export interface StopTarget {
  readonly scope: StopScope
  /** Of the channel or supplier; "" for everything. */
  readonly name: string
}

export const everything: StopTarget = { scope: { scope: "all" }, name: "" }

/** `all sends`, `sends to Northwind`, `sends of acme-shop`. */
export const targetWords = ({ scope, name }: StopTarget): string => {
  if (scope.scope === "all") return "all sends"
  return scope.scope === "supplier" ? `sends to ${name}` : `sends of ${name}`
}

export const onTheWay = (rows: ReadonlyArray<InFlight>): number =>
  rows.reduce((sum, { claimed, transmitting }) => sum + claimed + transmitting, 0)

const switchSends = (stop: boolean, scope: StopScope) =>
  Effect.gen(function* () {
    const changed = yield* stopSends(stop, scope)
    const going = onTheWay(yield* (yield* SendGates).inFlight())
    return { changed, going }
  })

const doneWords = (what: string, stop: boolean, changed: boolean, going: number): string => {
  if (!stop) return changed ? `Allowed again: ${what}.` : `Nothing of ${what} was stopped.`
  const left = going === 0 ? "Nothing is on its way." : `On their way: ${going}, counted to zero here.`
  return `${changed ? "Stopped" : "Stopped already"}: ${what}. No worker sends another one. ${left}`
}

/** The other way round, by the same law: what was sent meanwhile stays sent. */
const backAgain = (target: StopTarget, stop: boolean): Undo => {
  const what = targetWords(target)
  return {
    label: stop
      ? `the stop of ${what}: workers then send at once what waits`
      : `the allowing of ${what}: no worker then sends another one`,
    run: Effect.map(switchSends(!stop, target.scope), ({ changed, going }) =>
      doneWords(what, !stop, changed, going)
    )
  }
}

/** One sentence, one yes; then who did it stands on the first line of every console. */
export const askToSwitchSends = (
  desk: Desk,
  target: StopTarget,
  stop: boolean,
  settled: () => void = () => undefined
): void => {
  const what = targetWords(target)
  const choose = target.scope.scope === "all" ? " n chooses one channel or supplier." : ""
  const text = stop
    ? `STOP ${what} until somebody allows them again?${choose}`
    : `ALLOW ${what} again: workers send at once what waits?`
  const onYes = (): void => {
    desk.bridge.run(switchSends(stop, target.scope), (outcome) => {
      if (outcome.ok) {
        desk.say("done", doneWords(what, stop, outcome.value.changed, outcome.value.going))
        if (outcome.value.changed) desk.undoable(backAgain(target, stop))
      } else desk.say("need", `Nothing was changed: ${outcome.message}`)
      desk.figures.refresh()
      settled()
    })
  }
  desk.ask({ text, onYes })
}
