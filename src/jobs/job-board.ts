import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { PausedQueue } from "../domain/model/paused-queue.ts"
import {
  type DeadLetters,
  type JobActRow,
  JobBoard,
  newestLetters,
  type QueueLine
} from "../domain/ports/job-board.ts"
import { Database, literal, type Sql } from "../store/database.ts"
import { jobPast } from "./job-past.ts"
import { deepHead, findJob, headOfQueue, listJobs, outputOf, saidOfJob } from "./job-rows.ts"
import { deadLetterQueue, jobNames } from "./job-table.ts"
import { messageLimit } from "./outcome.ts"

interface FoundQueue {
  readonly queue: string
  readonly waiting: number
  readonly later: number
  readonly seen: number
  readonly oldestAt: Date | null
  readonly running: number
  readonly dead: number
  readonly counted: number
  readonly countedAt: Date | null
  readonly by: string | null
  readonly at: Date | null
  readonly reason: string | null
}

/** The head of each queue in the order of its index, and what the workers hold; never a whole queue. */
const selectQueues = (sql: Sql) => sql<Array<FoundQueue>>`
  with dead as materialized (
    select coalesce(source_name, data->>'job') as queue, count(*) as dead from (
      select source_name, data from job where name = ${deadLetterQueue} and state < 'active' and not blocked
      order by priority, created_on desc limit ${literal(sql, headOfQueue)}) d
    group by 1
  ), running as materialized (
    select queue, count(*) as running from worker_jobs group by queue
  )
  select q.name as queue, h.waiting, h.later, h.seen, h.oldest as "oldestAt", coalesce(r.running, 0) as running,
    coalesce(d.dead, 0) as dead, q.queued_count as counted, q.monitor_on as "countedAt",
    p.paused_by as by, p.paused_at as at, p.reason
  from queue q
  cross join lateral (
    select count(*) filter (where start_after <= now()) as waiting,
      count(*) filter (where start_after > now()) as later, count(*) as seen,
      min(created_on) filter (where start_after <= now()) as oldest
    from (select start_after, created_on from job
      where name = q.name and state < 'active' and not blocked
      order by priority desc, created_on limit ${literal(sql, headOfQueue)}) head) h
  left join running r on r.queue = q.name
  left join dead d on d.queue = q.name
  left join paused_queues p on p.name = q.name
  where q.name = any(${[...jobNames, deadLetterQueue]})`

/** The newest first, in the order of the index: so many cost the same however many there are. */
const selectDeadLetters = (sql: Sql, depth: number) => sql<Array<DeadLetters>>`
  select queue, count(*)::int as count, min(created_on) as "firstAt", max(created_on) as "lastAt",
    (array_agg(reason order by created_on desc))[1] as reason
  from (
    select coalesce(j.source_name, left(j.data->>'job', 60), j.name) as queue, j.created_on,
      left(coalesce(${outputOf(sql)}, 'it gave no reason'), ${messageLimit}) as reason
    from job j where j.name = ${deadLetterQueue} and j.state < 'active' and not j.blocked
    order by j.priority, j.created_on desc limit ${literal(sql, depth)}) d
  group by queue order by queue`

/** Of the first dead letters: those that no queue of ours counts as its own. */
const lostOf = (all: ReadonlyArray<FoundQueue>, letters: FoundQueue): number =>
  Math.max(0, letters.seen - all.reduce((sum, q) => sum + (q === letters ? 0 : q.dead), 0))

const lineOf = (found: FoundQueue, _: number, all: ReadonlyArray<FoundQueue>): QueueLine => ({
  queue: found.queue,
  isDeadLetters: found.queue === deadLetterQueue,
  waiting: found.waiting,
  later: found.later,
  isMore: found.seen >= headOfQueue,
  running: found.running,
  oldestAt: found.oldestAt,
  dead: found.queue === deadLetterQueue ? found.seen : found.dead,
  ...(found.queue === deadLetterQueue ? { lost: lostOf(all, found) } : {}),
  counted: found.countedAt === null ? null : { jobs: found.counted, at: found.countedAt },
  pause:
    found.by === null || found.at === null ? null : { by: found.by, at: found.at, reason: found.reason ?? "" }
})

const places = new Map<string, number>([...jobNames, deadLetterQueue].map((name, index) => [name, index]))

const make = Effect.gen(function* () {
  const { query } = yield* Database
  return JobBoard.of({
    queues: Effect.fn("JobBoard.queues")(function* () {
      const found = yield* query(selectQueues)
      const order = (line: QueueLine): number => places.get(line.queue) ?? places.size
      return found.map(lineOf).sort((a, b) => order(a) - order(b))
    }),
    deadLetters: Effect.fn("JobBoard.deadLetters")(function* (look) {
      const depth = look === "newest" ? newestLetters : deepHead
      const found = yield* query((sql) => selectDeadLetters(sql, depth))
      return found.map((d) => ({ ...d, reason: saidOfJob(d.reason) }))
    }),
    pauses: Effect.fn("JobBoard.pauses")(() =>
      query(
        (sql) => sql<Array<PausedQueue>>`
          select name as queue, paused_by as by, paused_at as at, reason from paused_queues order by name`
      )
    ),
    list: Effect.fn("JobBoard.list")((filter, limit) => query((sql) => listJobs(sql, filter, limit))),
    find: Effect.fn("JobBoard.find")((id) => query((sql) => findJob(sql, id))),
    past: Effect.fn("JobBoard.past")((id) => query((sql) => jobPast(sql, id))),
    acts: Effect.fn("JobBoard.acts")((limit) =>
      query(
        (sql) => sql<Array<JobActRow>>`
          select act, queue, job_id as "jobId", jobs, acted_by as by, acted_at as at, reason
          from job_acts order by id desc limit ${limit}`
      )
    )
  })
})

export const jobBoardLayer: Layer.Layer<JobBoard, never, Database> = Layer.effect(JobBoard, make)
