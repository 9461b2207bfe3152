import { stopSends } from "../../domain/operations/stop-sends.ts"
import { syncNow } from "../../domain/operations/sync-now.ts"
import { tabs } from "../screen-table.ts"
import type { Frame } from "./frame.ts"
import type { Actions } from "./hints.ts"

const isStopped = (frame: Frame): boolean => frame.figures.store.get().value?.triage.sendsStopped ?? false

const switchSends = (frame: Frame, stop: boolean): void => {
  frame.bridge.run(stopSends(stop), (outcome) => {
    if (outcome.ok)
      frame.say("done", stop ? "Sends are stopped: no worker claims a new one." : "Sends go on.")
    else frame.say("need", `Nothing was changed: ${outcome.message}`)
    frame.figures.refresh()
  })
}

const askToSwitchSends = (frame: Frame): void => {
  const stop = !isStopped(frame)
  const text = stop
    ? "STOP all sends of every worker, for every channel and supplier, until somebody allows them again?"
    : "ALLOW sends again: workers send at once what waits?"
  frame.ask({ text, onYes: () => switchSends(frame, stop) })
}

const syncOrders = (frame: Frame): void => {
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

const needsFigures = (frame: Frame): string | null =>
  frame.figures.store.get().value === null
    ? "The database has not answered yet, so it is not known whether sends are stopped."
    : null

/** What the keys of every screen do. */
export const everywhereActions = (frame: Frame): Actions => ({
  ...Object.fromEntries(
    tabs.map(({ screen }) => [screen, { run: () => frame.leaving(() => frame.open({ screen })) }])
  ),
  syncOrders: { run: () => syncOrders(frame) },
  stopSends: {
    run: () => askToSwitchSends(frame),
    refusal: () => needsFigures(frame),
    label: () => (isStopped(frame) ? "allow sends" : "stop sends")
  },
  toggleUtc: { run: () => frame.clock.toggleUtc() },
  help: { run: () => frame.store.update((state) => ({ ...state, isHelpOpen: true, helpTop: 0 })) },
  back: { run: () => frame.back() },
  quit: { run: () => frame.leaving(() => frame.quit()) },
  suspend: { run: () => frame.suspend() }
})
