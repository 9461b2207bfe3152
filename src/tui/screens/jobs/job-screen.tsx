import * as Effect from "effect/Effect"
import { JobBoard, type JobRow } from "../../../domain/ports/job-board.ts"
import { piece } from "../../components/painted.ts"
import { type DocumentLine, Scroll } from "../../components/scroll.ts"
import { ScrollView } from "../../components/scroll-view.tsx"
import { LiveQuery } from "../../live-query.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { jobActions } from "./job-actions.ts"
import { triesText } from "./job-list.ts"

const labelColumns = 10
const mostLines = 60

const fact = (
  desk: Desk,
  width: number,
  label: string,
  text: string,
  role: Role = "text"
): ReadonlyArray<DocumentLine> =>
  wrapped(safe(text), Math.max(12, width - labelColumns - 5), mostLines).map((line, index) => [
    piece(safe((index === 0 ? label : "").padEnd(labelColumns)), desk.theme.of("dim")),
    piece(line, desk.theme.of(role))
  ])

/** A line for each field where it can be read whole; one that was cut off as it is. */
const payloadLines = (payload: string): ReadonlyArray<string> => {
  try {
    const parsed: unknown = JSON.parse(payload)
    if (typeof parsed !== "object" || parsed === null) return [payload]
    return Object.entries(parsed).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  } catch {
    return [payload]
  }
}

const lines = (job: JobRow, desk: Desk, width: number): ReadonlyArray<DocumentLine> => {
  const at = (moment: Date | null): string => (moment === null ? "-" : desk.clock.moment(moment))
  const of = (label: string, text: string, role?: Role) => fact(desk, width, label, text, role)
  return [
    ...of("queue", job.queue),
    ...of("state", job.state, job.state === "dead" || job.state === "failed" ? "need" : "text"),
    ...of("attempts", triesText(job)),
    ...of("made", at(job.createdAt)),
    ...of("due", at(job.dueAt)),
    ...of("started", job.worker === null ? at(job.startedAt) : `${at(job.startedAt)} at ${job.worker}`),
    ...of("ended", at(job.endedAt)),
    ...of("id", job.id),
    [],
    ...of("output", job.output ?? "none", job.output === null ? "dim" : "need"),
    [],
    ...payloadLines(job.payload).flatMap((line, index) => of(index === 0 ? "payload" : "", line))
  ]
}

/** One job: what it is asked to do, how often it was tried, and what its last run left behind. */
export const openJob: OpenScreenFor<"job"> = (desk, { id, queue }) => {
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () =>
      Effect.map(
        Effect.flatMap(JobBoard, (board) => board.find(id)),
        (found) => ({ job: found })
      ),
    everyMs: 1000
  })
  let last: JobRow | null = null
  const job = (): JobRow | null => query.store.get().value?.job ?? null
  const missing = (): string => {
    const { value, failure } = query.store.get()
    if (failure !== null) return `The job cannot be read: ${failure}`
    if (value === null) return "Reading the job …"
    return last === null
      ? "It has ended and is forgotten. Sync (4) and its order keep what it did."
      : "It has ended and is forgotten. This was it:"
  }
  const scroll = new Scroll(
    (width) => {
      const shown = job()
      if (shown !== null) return lines(shown, desk, width)
      const head: DocumentLine = [piece(safe(missing()), desk.theme.of("dim"))]
      return last === null ? [head] : [head, [], ...lines(last, desk, width)]
    },
    [
      (changed) => subscribeSlice(query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )
  query.store.subscribe(() => {
    last = job() ?? last
    desk.changed()
  })
  return {
    view: () => <ScrollView body={scroll.region} />,
    title: () => `${queue} ${id.slice(0, 8)}`,
    note: () => job()?.state ?? "",
    actions: {
      ...scroll.actions,
      ...jobActions(desk, job, () => query.refresh()),
      copy: { run: () => desk.copy(id) }
    },
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
