import * as Effect from "effect/Effect"
import type { MappingChange } from "../../../domain/model/mapping-change.ts"
import { countToType, hindsightText, trialText } from "../../../domain/model/mapping-words.ts"
import { changeMapping, tryUndoMapping, undoMapping } from "../../../domain/operations/change-mapping.ts"
import { lookBack, tryMapping } from "../../../domain/operations/try-mapping.ts"
import { areSendsStopped } from "../../figures.ts"
import type { Desk } from "../../screen.ts"
import { changedText, meaningText, type Names, undoneText, undoText, wordsText } from "./mapping-text.ts"

/** What a change does, by a trial, and what it would have meant for the last orders. */
export const countEffect = Effect.fn("countEffect")(function* (change: MappingChange) {
  return { trial: yield* tryMapping(change), back: yield* lookBack(change) }
})

export type MappingEffect = Effect.Success<ReturnType<typeof countEffect>>

export const effectText = (
  change: MappingChange,
  { trial, back }: MappingEffect,
  isStopped: boolean
): string => `${trialText(trial, isStopped)} ${hindsightText(change, back)}`

/** In the question only what is otherwise than now: the form has shown the rest. */
const askedText = (change: MappingChange, effect: MappingEffect, isStopped: boolean): string =>
  effect.back.differ === 0 ? trialText(effect.trial, isStopped) : effectText(change, effect, isStopped)

const questionOf = (change: MappingChange, names: Names): string =>
  change.to === null
    ? `REMOVE the mapping of ${wordsText(change, names)}?`
    : `MAP ${wordsText(change, names)} to ${meaningText(change, names)}?`

const save = (desk: Desk, change: MappingChange, names: Names, done: () => void): void => {
  desk.bridge.run(changeMapping(change), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", `Nothing was changed: ${outcome.message}`)
      return
    }
    const { made } = outcome.value
    done()
    desk.live.refresh()
    const said = change.to === null ? "Removed." : "Mapped."
    desk.say("done", `${said} ${changedText(outcome.value, areSendsStopped(desk))}  z undo`)
    desk.undoable({
      label: `the mapping of ${wordsText(change, names)}`,
      effect: Effect.map(tryUndoMapping(made), undoText),
      run: Effect.map(undoMapping(made), undoneText)
    })
  })
}

/**
 * Counts anew, asks with the effect, and then saves; the count is typed where much is sent by it. `counted` hears what
 * was counted for the question: whoever shows an older count shows this one.
 */
export const askToSave = (
  desk: Desk,
  change: MappingChange,
  names: Names,
  done: () => void,
  counted: (effect: string) => void = () => undefined
): void => {
  desk.bridge.run(countEffect(change), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", `Nothing was changed: ${outcome.message}`)
      return
    }
    const { trial } = outcome.value
    const isStopped = areSendsStopped(desk)
    counted(effectText(change, outcome.value, isStopped))
    const typed = countToType(trial.sentNow, trial.sentNowTotals)
    desk.ask({
      text: `${questionOf(change, names)} ${askedText(change, outcome.value, isStopped)}`,
      ...(typed !== null && { typed }),
      onYes: () => save(desk, change, names, done)
    })
  })
}
