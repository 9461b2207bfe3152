import * as Effect from "effect/Effect"
import {
  fateWords,
  madeByWords,
  originWords,
  redrivenWords,
  workerName
} from "../../../domain/model/job-mark.ts"
import { finishedJobKeptMinutes } from "../../../domain/model/job-state.ts"
import type { OrderQuery } from "../../../domain/model/order-query.ts"
import { JobBoard, type JobPast, type JobRow } from "../../../domain/ports/job-board.ts"
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

const failureLines = (
  failures: JobPast["failures"],
  desk: Desk,
  width: number
): ReadonlyArray<DocumentLine> =>
  failures.flatMap(({ attempt, at, worker, message, fate, nextId }) => [
    [],
    ...fact(
      desk,
      width,
      `attempt ${attempt}`,
      `failed ${desk.clock.moment(at)} at ${workerName(worker)}: ${message}; ${fateWords(fate, nextId)}${nextId === null ? "" : ", enter opens it"}`,
      "need"
    )
  ])

const originLines = ({ from, madeBy }: JobPast, desk: Desk, width: number): ReadonlyArray<DocumentLine> => [
  ...(from === null ? [] : [[], ...fact(desk, width, "before", `${originWords(from)}; b opens it`)]),
  ...(madeBy === null
    ? []
    : [
        [],
        ...fact(desk, width, "before", `${madeByWords(madeBy)} ${desk.clock.moment(madeBy.at)}; b opens it`)
      ])
]

const redrivenLines = ({ redriven }: JobPast, desk: Desk, width: number): ReadonlyArray<DocumentLine> =>
  redriven === null
    ? []
    : [
        [],
        ...fact(
          desk,
          width,
          "after",
          `${redrivenWords(redriven)} ${desk.clock.moment(redriven.at)}; enter opens it`
        )
      ]

const orderLines = (ids: JobPast["orderIds"], desk: Desk, width: number): ReadonlyArray<DocumentLine> =>
  ids.length === 0
    ? []
    : [
        [],
        ...fact(desk, width, "orders", ids.length === 1 ? "one; o shows it" : `${ids.length}; o shows them`)
      ]

/** The queue does not say when it put a job away; that it works is known from what it wrote. */
const putAway = (wroteAt: Date | undefined, desk: Desk): string => {
  const kept = `a finished job is kept for ${finishedJobKeptMinutes} minutes`
  if (wroteAt === undefined)
    return `It has ended and was put away: ${kept}. Sync (4) and its orders keep what it did.`
  const from = new Date(wroteAt.getTime() + finishedJobKeptMinutes * 60_000)
  return `It has ended and was put away: ${kept}. It wrote what you came from at ${desk.clock.moment(wroteAt)}, so it went at about ${desk.clock.moment(from)} or later. What it did stays with its orders.`
}

const nothingKnown: JobPast = { failures: [], from: null, redriven: null, madeBy: null, orderIds: [] }

/** The list of exactly these orders: they come marked. */
const markedOnly: OrderQuery = [
  { kind: "field", field: "is", isNot: false, test: { is: "any of", values: ["marked"] } }
]

/** The job that has its work now. */
const nextIdOf = ({ redriven, failures }: JobPast): string | null =>
  redriven?.jobId ?? failures.findLast((one) => one.nextId !== null)?.nextId ?? null

/** Where its work was before. */
const beforeOf = ({ from, madeBy }: JobPast, queue: string): { id: string; queue: string } | null =>
  from ?? (madeBy === null ? null : { id: madeBy.letterId, queue })

/** One job: what it is asked to do, how often it was tried, and what its last run left behind. */
export const openJob: OpenScreenFor<"job"> = (desk, { id, queue, wroteAt }) => {
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () =>
      Effect.map(
        Effect.flatMap(JobBoard, (board) => Effect.all([board.find(id), board.past(id)])),
        ([found, past]) => ({ job: found, past })
      ),
    everyMs: 1000
  })
  let last: JobRow | null = null
  const job = (): JobRow | null => query.store.get().value?.job ?? null
  const past = (): JobPast => query.store.get().value?.past ?? nothingKnown
  const missing = (): string => {
    const { value, failure } = query.store.get()
    if (failure !== null) return `The job cannot be read: ${failure}`
    if (value === null) return "Reading the job …"
    if (nextIdOf(value.past) !== null)
      return "The queue does not have it any more: its work goes on as another job. enter opens that one."
    return last === null ? putAway(wroteAt, desk) : "It has ended and was put away just now. This was it:"
  }
  const scroll = new Scroll(
    (width) => {
      const shown = job()
      const found = past()
      const beside = [
        ...originLines(found, desk, width),
        ...redrivenLines(found, desk, width),
        ...failureLines(found.failures, desk, width),
        ...orderLines(found.orderIds, desk, width)
      ]
      if (shown !== null) return [...lines(shown, desk, width), ...beside]
      const head = wrapped(safe(missing()), Math.max(12, width - 3), mostLines).map(
        (line): DocumentLine => [piece(line, desk.theme.of("dim"))]
      )
      return [...head, [], ...(last === null ? [] : lines(last, desk, width)), ...beside]
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
      orders: {
        run: () => desk.open({ screen: "orders", filter: { query: markedOnly, marked: past().orderIds } }),
        refusal: () =>
          past().orderIds.length === 0
            ? "Its request names no order: what it reads, it does not know yet. Sync (4) has its records."
            : null,
        isOffered: () => past().orderIds.length > 0
      },
      next: {
        run: () => {
          const next = nextIdOf(past())
          if (next !== null) desk.open({ screen: "job", id: next, queue })
        },
        refusal: () => (nextIdOf(past()) === null ? "Its work did not go on as another job." : null),
        isOffered: () => nextIdOf(past()) !== null
      },
      before: {
        run: () => {
          const from = beforeOf(past(), queue)
          if (from !== null) desk.open({ screen: "job", id: from.id, queue: from.queue })
        },
        refusal: () => (beforeOf(past(), queue) === null ? "It took nothing over from another job." : null),
        isOffered: () => beforeOf(past(), queue) !== null
      },
      copy: { run: () => desk.copy(id) }
    },
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
