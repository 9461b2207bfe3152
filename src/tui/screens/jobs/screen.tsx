import { Box } from "ink"
import type { JSX } from "react"
import { NoWorkerLine } from "../../components/no-worker-line.tsx"
import { painted, paintPieces, piece } from "../../components/painted.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { BodySize, Desk, OpenScreen, OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { troubleText } from "../../trouble-text.ts"
import { jobActions } from "./job-actions.ts"
import { JobsDesk } from "./jobs-desk.ts"
import { queueActions } from "./queue-actions.ts"

interface Foot {
  readonly text: string
  readonly role: Role
}

const named = (jobs: JobsDesk): string => {
  const { search } = jobs.wish.get()
  return `${jobs.state()}${search === "" ? "" : ` with “${search}”`}`
}

const emptyWords = (jobs: JobsDesk): string =>
  `No job is ${named(jobs)} here. ]: another state. What is done is in Sync and in each order.`

const footOf = (jobs: JobsDesk, desk: Desk): Foot => {
  const lines = jobs.lines.store.get()
  const list = jobs.list.store.get()
  const trouble = troubleText(lines) ?? troubleText(list)
  if (trouble !== null) return { text: trouble, role: "need" }
  if (lines.value === null) return { text: "Reading the queues …", role: "dim" }
  const job = jobs.job()
  if (job !== null) return { text: job.output ?? job.payload, role: job.output === null ? "dim" : "need" }
  const pause = jobs.line()?.pause ?? null
  if (pause !== null)
    return { text: `PAUSED by ${pause.by}, ${desk.clock.moment(pause.at)}: ${pause.reason}`, role: "doubt" }
  if (list.value === null) return { text: "Reading the jobs …", role: "dim" }
  if (list.value.rows.length === 0) return { text: emptyWords(jobs), role: "dim" }
  const more = list.value.isMore ? " Only the head of the queue is looked at; / searches it." : ""
  return { text: `${list.value.rows.length} shown, ${named(jobs)}.${more}`, role: "dim" }
}

/** While something is typed: the question, and what was typed so far. */
const paintTyping = (canvas: Parameters<RegionSource["paint"]>[0], jobs: JobsDesk, desk: Desk): boolean => {
  const { typing, search, reason } = jobs.wish.get()
  if (typing === null) return false
  const question =
    typing === "search"
      ? "Search payload and error of this queue's head. enter keeps it, esc leaves."
      : `Why is ${jobs.line()?.queue ?? "it"} paused? Everybody sees it. enter goes on, esc leaves.`
  paintPieces(canvas, 1, 0, [piece(safe(question), desk.theme.of("doubt"))])
  paintPieces(canvas, 1, 1, [
    piece(safe(typing === "search" ? search : reason), desk.theme.of("text")),
    piece(safe(" "), desk.theme.of("selection"))
  ])
  return true
}

const footRegion = (jobs: JobsDesk, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      if (paintTyping(canvas, jobs, desk)) return
      const { text, role } = footOf(jobs, desk)
      const lines = wrapped(safe(text), canvas.width - 3, canvas.height)
      for (const [y, line] of lines.entries()) canvas.text(1, y, line, desk.theme.of(role))
    },
    [
      (changed) => subscribeSlice(jobs.wish, (wish) => wish, changed),
      (changed) => subscribeSlice(jobs.lines.store, (reading) => reading, changed),
      (changed) => subscribeSlice(jobs.list.store, (reading) => reading, changed),
      (changed) => subscribeSlice(jobs.queues.store, ({ rows, cursor }) => rows[cursor], changed),
      (changed) => subscribeSlice(jobs.jobs.store, ({ rows, cursor }) => rows[cursor], changed)
    ]
  )

const mostQueues = 14

interface BodyProps {
  readonly rows: number
  readonly jobs: JobsDesk
  readonly foot: RegionSource
  readonly desk: Desk
}

const Body = ({ rows, jobs, foot, desk }: BodyProps): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    <NoWorkerLine desk={desk} consequence="no job is taken" />
    <TableRegion
      rows={jobs.queues.source}
      height={Math.max(4, Math.min(mostQueues, Math.floor((rows - 2) * 0.6)))}
      flexShrink={0}
    />
    <TableRegion rows={jobs.jobs.source} flexGrow={1} />
    <Region source={foot} height={2} flexShrink={0} />
  </Box>
)

const moving = (jobs: JobsDesk, desk: Desk): OpenScreen["actions"] =>
  Object.fromEntries(
    ["down", "up", "pageDown", "pageUp", "first", "last"].map((name) => [
      name,
      {
        run: () => {
          jobs.focused.actions[name]?.run()
          desk.changed()
        }
      }
    ])
  )

const open = (jobs: JobsDesk, desk: Desk): void => {
  if (jobs.wish.get().typing !== null) {
    jobs.finish()
    return
  }
  const job = jobs.job()
  if (job !== null) desk.open({ screen: "job", id: job.id, queue: job.queue })
  else jobs.change({ focus: "jobs" })
}

/** Whether jobs are there at all, while the key of one is pressed among the queues. */
const noJob = (jobs: JobsDesk): string =>
  jobs.list.store.get().value?.rows.length === 0 ? emptyWords(jobs) : "It is for a job: tab goes to them."

const openLabel = (jobs: JobsDesk): string => {
  const { typing, focus } = jobs.wish.get()
  if (typing !== null) return typing === "search" ? "keep the search" : "go on"
  return focus === "jobs" ? "open the job" : "its jobs"
}

/** Queues with depth, age, rate and failures; the jobs of the selected one; what a person may do about them. */
export const openJobs: OpenScreenFor<"jobs"> = (desk, { show }) => {
  const jobs = new JobsDesk(desk, show === "dead")
  const foot = footRegion(jobs, desk)
  const line = () => jobs.line()
  const settled = () => jobs.refresh()
  return {
    view: ({ rows }: BodySize) => <Body rows={rows} jobs={jobs} foot={foot} desk={desk} />,
    title: () => "Jobs",
    note: () => {
      const { search } = jobs.wish.get()
      const what = `${jobs.line()?.queue ?? "jobs"}: ${jobs.state()}`
      return search === "" ? what : `${what} / ${search}`
    },
    actions: {
      ...moving(jobs, desk),
      open: { run: () => open(jobs, desk), label: () => openLabel(jobs) },
      otherList: {
        run: () => jobs.change({ focus: jobs.wish.get().focus === "jobs" ? "queues" : "jobs" })
      },
      state: { run: () => jobs.stepState(1), label: () => `${jobs.state()}: next state` },
      previousState: { run: () => jobs.stepState(-1) },
      search: { run: () => jobs.change({ typing: "search" }) },
      workers: { run: () => desk.open({ screen: "workers" }) },
      ...queueActions(desk, line, () => jobs.change({ typing: "reason", reason: "" }), settled),
      ...jobActions(
        desk,
        () => jobs.job(),
        settled,
        () => noJob(jobs)
      )
    },
    isTyping: () => jobs.wish.get().typing !== null,
    typed: (event) => jobs.typed(event),
    leave: () => jobs.leave(),
    isReading: () => jobs.isReading(),
    shown: () => jobs.start(),
    hidden: () => jobs.stop()
  }
}
