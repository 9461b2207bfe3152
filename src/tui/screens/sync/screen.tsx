import type { JSX } from "react"
import { paceText } from "../../../domain/model/sync-progress.ts"
import { type SyncRun, waitWords, whyOf } from "../../../domain/model/sync-run.ts"
import { painted } from "../../components/painted.ts"
import type { ConsoleClock } from "../../console-clock.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice, useSelector } from "../../presenter/select.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { BodySize, Desk, OpenScreen, OpenScreenFor } from "../../screen.ts"
import { troubleText } from "../../trouble-text.ts"
import { SyncDesk } from "./sync-desk.ts"
import { countsInWords, serviceWord, shortMoment } from "./sync-words.ts"
import { SyncView } from "./view.tsx"

interface Foot {
  readonly text: string
  readonly isTrouble: boolean
}

/** What to do first: a reason may be long, and two lines are all there is. */
const goingText = (run: SyncRun, at: Date, clock: ConsoleClock): string => {
  const { pause, error } = run
  const what = `${run.party} ${serviceWord[run.service]}`
  if (pause != null)
    return `${what} waits for its queue: P on ${pause.queue} in Jobs (7) lets it go on. ${pause.by} paused it ${shortMoment(clock, pause.at)}: ${pause.reason}`
  const waits = error === null ? "" : ` It ${waitWords(run, at)}: ${error}`
  return `${what}: ${paceText(run, at)}. C cancels it; what was read stays.${waits}`
}

/** The selected run's error in full, or its counts by name. */
const footOf = (sync: SyncDesk, clock: ConsoleClock): Foot => {
  const { value } = sync.query.store.get()
  const trouble = troubleText(sync.query.store.get())
  if (trouble !== null) return { text: trouble, isTrouble: true }
  if (value === null) return { text: "Reading the sync status …", isTrouble: false }
  if (value.status.length === 0)
    return { text: "There is no channel yet: switchyard channels add", isTrouble: false }
  const run = sync.selectedRun()
  if (run === null)
    return { text: "It has never run. N runs it now; S syncs all orders, T all tracking.", isTrouble: false }
  const why = whyOf(run)
  if (run.state === "running") return { text: goingText(run, sync.now(), clock), isTrouble: why !== null }
  if (why !== null) return { text: why, isTrouble: true }
  return { text: `${run.party}: ${countsInWords(run.counts)}`, isTrouble: false }
}

const footRegion = (sync: SyncDesk, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const { text, isTrouble } = footOf(sync, desk.clock)
      const lines = wrapped(safe(text), canvas.width - 3, canvas.height)
      for (const [y, line] of lines.entries())
        canvas.text(1, y, line, desk.theme.of(isTrouble ? "need" : "dim"))
    },
    [
      (changed) => subscribeSlice(sync.query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(sync.focus, (focus) => focus, changed),
      (changed) => subscribeSlice(sync.status.store, ({ rows, cursor }) => rows[cursor], changed),
      (changed) => subscribeSlice(sync.history.store, ({ rows, cursor }) => rows[cursor], changed)
    ]
  )

interface BodyProps {
  readonly rows: number
  readonly sync: SyncDesk
  readonly foot: RegionSource
  readonly desk: Desk
}

const Body = ({ rows, sync, foot, desk }: BodyProps): JSX.Element => {
  const statusLines = useSelector(sync.status.store, (state) => state.rows.length)
  return (
    <SyncView
      rows={rows}
      statusLines={statusLines}
      status={sync.status.source}
      history={sync.history.source}
      foot={foot}
      desk={desk}
    />
  )
}

const moving = (sync: SyncDesk, desk: Desk): OpenScreen["actions"] =>
  Object.fromEntries(
    ["down", "up", "pageDown", "pageUp", "first", "last"].map((name) => [
      name,
      {
        run: () => {
          sync.list.actions[name]?.run()
          desk.changed()
        }
      }
    ])
  )

/** Sync status and history with the sync keys. */
export const openSync: OpenScreenFor<"sync"> = (desk, { line }) => {
  const sync = new SyncDesk(desk)
  if (line !== undefined) sync.status.goTo(line)
  const foot = footRegion(sync, desk)
  return {
    view: ({ rows }: BodySize) => <Body rows={rows} sync={sync} foot={foot} desk={desk} />,
    title: () => "Sync",
    note: () => {
      const { value } = sync.query.store.get()
      return value === null ? "" : `${value.runs.filter((run) => run.state === "running").length} running`
    },
    actions: {
      ...moving(sync, desk),
      syncLine: {
        run: () => sync.syncLine(),
        refusal: () => sync.lineRefusal(),
        label: () => sync.label()
      },
      cancelRun: { run: () => sync.cancelRun(), refusal: () => sync.cancelRefusal() },
      syncTracking: { run: () => sync.syncTracking() },
      otherList: { run: () => sync.switchList() },
      open: { run: () => sync.open(), refusal: () => sync.openRefusal() }
    },
    isReading: () => sync.query.isReading(),
    shown: () => sync.query.start(),
    hidden: () => sync.query.stop()
  }
}
