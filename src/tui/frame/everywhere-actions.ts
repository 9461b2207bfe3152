import { syncNow } from "../../domain/operations/sync-now.ts"
import { areSendsStopped } from "../figures.ts"
import { askToSwitchSends, everything } from "../switch-sends.ts"
import type { Frame } from "./frame.ts"
import { topOf } from "./frame-state.ts"
import type { Actions } from "./hints.ts"
import { LogPane } from "./log-pane.ts"
import { openPlaces } from "./places.ts"
import { askToUndo, undoRefusal } from "./undo.ts"

/** As the first line says it; of the list of stops the line that is selected says it. */
const switchLabel = (frame: Frame): string => {
  const top = topOf(frame.store.get())
  const ofLine = top?.name === "sends" ? top.screen.actions.switch?.label?.() : undefined
  return ofLine ?? (areSendsStopped(frame) ? "allow sends" : "stop sends")
}

/** What is stopped now is shown beside the question; on that screen the key acts on the line that is selected. */
const stopOrShow = (frame: Frame): void => {
  const top = topOf(frame.store.get())
  if (top?.name === "sends") {
    const action = top.screen.actions.switch
    const refusal = action?.refusal?.() ?? null
    if (refusal === null) action?.run()
    else frame.say("need", refusal)
    return
  }
  frame.open({ screen: "sends" })
  // At once, so that X y stops everything however slow the database is to draw the list.
  if (!areSendsStopped(frame)) askToSwitchSends(frame, everything, true, () => frame.live.refresh())
}

const startSync = (frame: Frame): void => {
  frame.say("done", "Asking every channel for orders …")
  frame.bridge.run(syncNow("orders", null), (outcome) => {
    if (!outcome.ok) {
      frame.say("need", outcome.message)
      return
    }
    const started = outcome.value.filter(({ runId }) => runId !== null).map(({ party }) => party)
    const running = outcome.value.length - started.length
    const names =
      started.slice(0, 3).join(", ") + (started.length > 3 ? ` and ${started.length - 3} more` : "")
    const parts = [
      ...(started.length > 0 ? [`Sync of orders started: ${names}.`] : []),
      ...(running > 0 ? [`${running} under way already.`] : [])
    ]
    frame.say("done", parts.join(" "))
    frame.live.refresh()
  })
}

const allChannels = (frame: Frame): string => {
  const channels = frame.figures.store.get().value?.triage.channels ?? null
  if (channels === null) return "every channel"
  return channels === 1 ? "the one channel" : `all ${channels} channels`
}

const syncOrders = (frame: Frame): void =>
  frame.ask({
    text: `SYNC orders of ${allChannels(frame)} now? The schedule goes on as it was.`,
    onYes: () => startSync(frame)
  })

const needsFigures = (frame: Frame): string | null =>
  frame.figures.store.get().value === null
    ? "The database has not answered yet, so it is not known whether sends are stopped."
    : null

/** All that the hints of these keys are made of. */
export const everywhereHints = ({ figures, acts }: Frame): string => {
  const { value } = figures.store.get()
  return `${value === null} ${value?.triage.sendsStopped} ${acts.last !== null}`
}

/** What the keys of every screen do. */
export const everywhereActions = (frame: Frame): Actions => ({
  ...Object.fromEntries(openPlaces.map(({ place, action }) => [action, { run: () => frame.jump(place) }])),
  syncOrders: { run: () => syncOrders(frame) },
  stopSends: {
    run: () => stopOrShow(frame),
    refusal: () => needsFigures(frame),
    label: () => switchLabel(frame)
  },
  undo: {
    run: () => askToUndo(frame),
    refusal: () => undoRefusal(frame),
    isOffered: () => frame.acts.last !== null
  },
  toggleUtc: { run: () => frame.clock.toggleUtc() },
  back: { run: () => frame.back() },
  log: { run: () => frame.lay(new LogPane(frame)) },
  jump: { run: () => frame.store.update((state) => ({ ...state, chord: "g" })) },
  historyBack: {
    run: () => frame.leaving(() => frame.step(-1)),
    refusal: () => (frame.history.before === undefined ? "This is where you began." : null)
  },
  historyForward: {
    run: () => frame.leaving(() => frame.step(1)),
    refusal: () =>
      frame.history.ahead === undefined ? "Nothing lies ahead: forward undoes a step back." : null
  },
  quit: { run: () => frame.leaving(() => frame.quit()) },
  suspend: { run: () => frame.outside.suspend() }
})
