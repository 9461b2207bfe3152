import { timeLeft } from "../age.ts"
import type { Amends, UndoEffect } from "../screen.ts"
import type { Frame } from "./frame.ts"
import type { Act } from "./last-acts.ts"

export const undoRefusal = (frame: Frame): string | null =>
  frame.acts.last === null
    ? "Nothing that was done here since the console was opened can be undone. Each screen says what it can take back."
    : null

const make = (frame: Frame, act: Act, amends: Amends, failed: (why: string) => void): void => {
  frame.bridge.run(amends, (outcome) => {
    if (outcome.ok) {
      frame.acts.drop(act)
      frame.say("done", outcome.value)
    } else if (outcome.isAway) frame.say("need", `Not undone: ${outcome.message}`)
    else {
      frame.acts.drop(act)
      failed(outcome.message)
    }
    frame.live.refresh()
    frame.changed()
  })
}

/** Too late: it says why, and where there is something to ask for instead, it asks. */
const offerInstead = (frame: Frame, act: Act, why: string): void => {
  const { instead } = act
  // The question covers it; the log of the session keeps it.
  frame.say("need", `${act.label} cannot be undone any more: ${why}`)
  if (instead === undefined) return
  frame.ask({
    text: `Too late to undo ${act.label}. ${instead.text}`,
    onYes: () => make(frame, act, instead.run, (message) => frame.say("need", message))
  })
}

const ask = (frame: Frame, act: Act, effect: string | UndoEffect): void => {
  const left = act.until === undefined ? "" : ` ${timeLeft(act.until, frame.clock.now())} left.`
  const { text, typed } = typeof effect === "string" ? { text: effect, typed: null } : effect
  frame.ask({
    text: `UNDO ${act.label}?${left}${text === "" ? "" : ` ${text}`}`,
    ...(typed !== null && { typed }),
    onYes: () => make(frame, act, act.run, (message) => offerInstead(frame, act, message))
  })
}

/** The last act of this session is taken back after a yes. */
export const askToUndo = (frame: Frame): void => {
  const act = frame.acts.last
  if (act === null) return
  if (frame.acts.isOver(act)) {
    frame.acts.drop(act)
    offerInstead(frame, act, "its time is over.")
    return
  }
  const { effect } = act
  if (effect === undefined) ask(frame, act, "")
  else
    frame.bridge.run(effect, (outcome) => {
      if (outcome.ok) ask(frame, act, outcome.value)
      else if (outcome.isAway) frame.say("need", `Nothing was undone: ${outcome.message}`)
      else {
        frame.acts.drop(act)
        offerInstead(frame, act, outcome.message)
        frame.changed()
      }
    })
}
