import * as Effect from "effect/Effect"
import {
  fateWords,
  madeByWords,
  originWords,
  redrivenWords,
  workerName
} from "../../domain/model/job-mark.ts"
import { finishedJobKeptMinutes, jobStates } from "../../domain/model/job-state.ts"
import { boundedCount, payloadWords, rateOf } from "../../domain/model/queue-words.ts"
import { cancelJob, redriveJobs, retryJob, showJob } from "../../domain/operations/handle-jobs.ts"
import { pauseQueue, resumeQueue } from "../../domain/operations/pause-queue.ts"
import { JobBoard, type JobFailureRow, type JobRow, type QueueLine } from "../../domain/ports/job-board.ts"
import { WorkerRegistry } from "../../domain/ports/worker-registry.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { argument, has, number, text } from "../input.ts"
import { moment } from "../moment.ts"

const payloadShown = 80

const stateText = ({ pause, isDeadLetters, waiting }: QueueLine): string => {
  if (pause !== null) return `PAUSED by ${pause.by}, ${moment(pause.at)}: ${pause.reason}`
  return isDeadLetters && waiting > 0 ? "waits for a person" : ""
}

export const queues: Run = () =>
  Effect.gen(function* () {
    const lines = yield* (yield* JobBoard).queues()
    const workers = yield* (yield* WorkerRegistry).list()
    const rated = lines.map((line) => ({ ...line, lastMinute: rateOf(line.queue, workers) }))
    const rows = rated.map((line) => [
      line.queue,
      boundedCount(line.waiting, line.isMore),
      line.counted === null || !line.isMore ? "-" : line.counted.jobs.toLocaleString("en-US"),
      moment(line.oldestAt),
      String(line.later),
      String(line.running),
      String(line.lastMinute.done),
      String(line.lastMinute.failed),
      String(line.dead),
      stateText(line)
    ])
    const columns = [
      "queue",
      ">waiting",
      ">last count",
      "oldest",
      ">later",
      ">running",
      ">done/min",
      ">failed/min"
    ]
    return answer({ queues: rated }, [table([...columns, ">dead", "state"], rows)])
  })

const attemptsText = ({ attempts, mostAttempts }: JobRow): string =>
  mostAttempts === null ? String(attempts) : `${attempts} of ${mostAttempts}`

const jobCells = (job: JobRow): ReadonlyArray<string> => [
  job.id,
  job.queue,
  attemptsText(job),
  moment(job.createdAt),
  job.state === "running" ? `${job.worker ?? "?"}, since ${moment(job.startedAt)}` : moment(job.dueAt),
  payloadWords(job.payload).slice(0, payloadShown),
  (job.output ?? "").slice(0, payloadShown)
]

export const list: Run = (input) =>
  Effect.gen(function* () {
    const state = jobStates.find((known) => known === text(input, "state")) ?? "waiting"
    const queue = text(input, "queue")
    const search = text(input, "search")
    const filter = {
      state,
      deep: true as const,
      ...(queue === undefined ? {} : { queue }),
      ...(search === undefined ? {} : { search })
    }
    const found = yield* (yield* JobBoard).list(filter, number(input, "limit") ?? 50)
    const place = state === "running" ? "where" : "due"
    const shown = table(
      ["job", "queue", "attempts", "made", place, "payload", "last error"],
      found.rows.map(jobCells)
    )
    const more = "There may be more: see further with --limit, a --queue, or --search for what you want."
    return answer({ jobs: found.rows, isMore: found.isMore }, [
      ...listOr(`No job is ${state} here.`, shown),
      ...(found.isMore ? [more] : [])
    ])
  })

const jobLines = (job: JobRow): ReadonlyArray<string> => [
  `${job.queue}: ${job.state}, ${attemptsText(job)} attempts`,
  `made ${moment(job.createdAt)}, due ${moment(job.dueAt)}, started ${moment(job.startedAt)}, ended ${moment(job.endedAt)}`,
  ...(job.worker === null ? [] : [`runs at ${job.worker}`]),
  `payload ${job.payload}`,
  `last error ${job.output ?? "none"}`
]

const forgotten = `It has ended and was put away: a finished job is kept for ${finishedJobKeptMinutes} minutes. Its attempts that failed stay:`

const goesOn = "The queue does not have it any more: its work goes on as another job."

const failureLine = ({ attempt, at, worker, message, fate, nextId }: JobFailureRow): string =>
  `attempt ${attempt} failed ${moment(at)} at ${workerName(worker)}: ${message} (${fateWords(fate, null)}${nextId === null ? "" : `: ${nextId}`})`

export const show: Run = (input) =>
  Effect.gen(function* () {
    const { job, failures, from, redriven, madeBy, orderIds } = yield* showJob(argument(input, "job"))
    const isGoing = redriven !== null || failures.some((f) => f.nextId !== null)
    return answer({ job, failures, from, redriven, madeBy, orderIds }, [
      ...(job !== null ? jobLines(job) : [isGoing ? goesOn : forgotten]),
      ...(from === null ? [] : [`${originWords(from)}: ${from.id}`]),
      ...(madeBy === null ? [] : [`${madeByWords(madeBy)} ${moment(madeBy.at)}: ${madeBy.letterId}`]),
      ...(redriven === null ? [] : [`${redrivenWords(redriven)} ${moment(redriven.at)}: ${redriven.jobId}`]),
      ...failures.map(failureLine),
      ...(orderIds.length === 0 ? [] : [`orders   ${orderIds.join(" ")}`])
    ])
  })

export const retry: Run = (input) =>
  Effect.gen(function* () {
    const id = argument(input, "job")
    const { queue } = yield* retryJob(id)
    return answer({ job: id, queue, retried: true }, [`It runs as soon as a worker is free for ${queue}.`])
  })

export const cancel: Run = (input) =>
  Effect.gen(function* () {
    const id = argument(input, "job")
    const { queue } = yield* cancelJob(id, text(input, "reason") ?? "")
    return answer({ job: id, queue, canceled: true }, [
      "It is canceled. The orders that it was about stay as they are; the sweep may wake them again."
    ])
  })

/** As far as they are looked at. */
const lostLetters = Effect.gen(function* () {
  return (yield* (yield* JobBoard).queues()).find((line) => line.isDeadLetters)?.lost ?? 0
})

const lostLines = (lost: number): ReadonlyArray<string> =>
  lost === 0
    ? []
    : [`${lost} of a queue that nobody knows stayed. Each can be settled: switchyard jobs cancel <job>`]

export const redrive: Run = (input) =>
  Effect.gen(function* () {
    const queue = text(input, "queue")
    const moved = yield* redriveJobs({
      ...(input.rest.length > 0 ? { ids: input.rest } : {}),
      ...(queue === undefined ? {} : { queue })
    })
    const lines = moved.map((m) => `${m.jobs} back in ${m.queue}.`)
    const lost = has(input, "all") ? yield* lostLetters : 0
    return answer(
      { redriven: moved, lost },
      [...(lines.length === 0 ? ["There is no such dead letter."] : lines), ...lostLines(lost)],
      moved.length === 0
    )
  })

export const pause: Run = (input) =>
  Effect.gen(function* () {
    const queue = argument(input, "queue")
    const reason = text(input, "reason") ?? ""
    const paused = yield* pauseQueue({ queue, reason, evenSweep: has(input, "even-sweep") })
    return answer({ queue, paused: true, changed: paused }, [
      paused
        ? `${queue} is paused: within a second no worker takes anything of it. What was taken is finished. Let it go on: switchyard jobs resume ${queue}`
        : `${queue} is paused already.`
    ])
  })

export const resume: Run = (input) =>
  Effect.gen(function* () {
    const queue = argument(input, "queue")
    const resumed = yield* resumeQueue(queue)
    return answer({ queue, paused: false, changed: resumed }, [
      resumed ? `${queue} goes on.` : `${queue} was not paused.`
    ])
  })

export const history: Run = (input) =>
  Effect.gen(function* () {
    const acts = yield* (yield* JobBoard).acts(number(input, "limit") ?? 50)
    const rows = acts.map((act) => [
      moment(act.at),
      act.by,
      act.act,
      act.queue,
      act.jobId ?? (act.jobs === 0 ? "" : `${act.jobs} jobs`),
      act.reason
    ])
    return answer(
      { acts },
      listOr(
        "Nobody has paused a queue or moved a job yet.",
        table(["at", "by", "did", "queue", "job", "why"], rows)
      )
    )
  })
