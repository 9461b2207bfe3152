import { withoutContacts } from "../domain/model/contacts-in-text.ts"
import type { JobState, ListedState } from "../domain/model/job-state.ts"
import type { JobFilter, JobRow } from "../domain/ports/job-board.ts"
import { literal, type Sql } from "../store/database.ts"
import { deadLetterQueue, isJobName } from "./job-table.ts"
import { messageLimit, redacted, withoutCredentials } from "./outcome.ts"

/** How far into a queue is looked. The index gives it in the order in which jobs are taken, so it costs only itself. */
export const headOfQueue = 100
/** With all queues in one list, each has its share. */
const headOfEach = 20
/** For a question that is asked once. */
export const deepHead = 10_000
const payloadLimit = 4_000

export interface FoundJob extends Omit<JobRow, "payload" | "output"> {
  readonly payload: string | null
  readonly output: string | null
}

/** What somebody said of a job that failed: no order is known here whose buyer could be taken out of it by name. */
export const saidOfJob = (text: string): string => withoutContacts(redacted(text))

/** Texts of strangers and of ours: bounded by the query, without credentials and contacts from here on. */
export const jobRow = (found: FoundJob): JobRow => ({
  ...found,
  payload: withoutCredentials(found.payload ?? "{}"),
  output: found.output === null || found.output === "" ? null : saidOfJob(found.output),
  ...(found.state === "dead" && !isJobName(found.queue) ? { isLost: true as const } : {})
})

const stateOf = (sql: Sql) => sql`
  case j.state when 'active' then 'running' when 'completed' then 'done' when 'cancelled' then 'canceled'
    when 'failed' then 'failed'
    else case when j.name = ${deadLetterQueue} then 'dead' when j.start_after > now() then 'later' else 'waiting' end end`

/** A dead letter holds its request and, beside it, the reason why it is one. */
const requestOf = (sql: Sql) =>
  sql`(case when jsonb_typeof(j.data) = 'object' then j.data - 'reason' else j.data end)::text`

/** Of a row `j`: what ended it, or ends it again and again. */
export const outputOf = (sql: Sql) => sql`
  coalesce(j.data->'reason'->>'message', j.output->>'message', j.source_output->>'message', j.output::text)`

const attemptsOf = (sql: Sql) => sql`
  case when j.name <> ${deadLetterQueue} then j.retry_count + (j.started_on is not null)::int
    when jsonb_typeof(j.data->'reason'->'attempts') = 'number' then (j.data->'reason'->>'attempts')::numeric::int
    else coalesce(j.source_retry_count, 0) + 1 end`

const holderOf = (sql: Sql) => sql`(
  select w.name from worker_jobs k join workers w on w.id = k.worker_id where k.job_id = j.id and j.state = 'active')`

type Fragment = ReturnType<typeof holderOf>

/** Of a row `j` of pg-boss's table. */
const jobColumns = (sql: Sql, worker: Fragment) => sql`
  j.id, case when j.name = ${deadLetterQueue} then coalesce(j.source_name, left(j.data->>'job', 60), j.name)
    else j.name end as queue,
  ${stateOf(sql)} as state, left(${requestOf(sql)}, ${payloadLimit}) as payload,
  left(${outputOf(sql)}, ${4 * messageLimit}) as output, ${attemptsOf(sql)} as attempts,
  case when j.name = ${deadLetterQueue} then null else j.retry_limit + 1 end as "mostAttempts",
  coalesce(j.source_created_on, j.created_on) as "createdAt", j.start_after as "dueAt", j.started_on as "startedAt",
  j.completed_on as "endedAt", ${worker} as worker`

const matches = (sql: Sql, search: string | undefined) =>
  search === undefined || search === ""
    ? sql``
    : sql`and position(lower(${search}) in lower(${requestOf(sql)} || ' ' || coalesce(${outputOf(sql)}, ''))) > 0`

const selectRunning = (sql: Sql, { queue, search }: JobFilter, limit: number) => sql<Array<FoundJob>>`
  select ${jobColumns(sql, sql`k.worker`)}
  from (select h.job_id, h.queue, w.name as worker from worker_jobs h join workers w on w.id = h.worker_id
    where ${queue === undefined ? sql`true` : sql`h.queue = ${queue}`} order by h.taken_at limit ${literal(sql, headOfQueue)}) k
  cross join lateral (select * from job j where j.name = k.queue and j.id = k.job_id) j
  where j.state = 'active' ${matches(sql, search)} order by j.started_on limit ${literal(sql, limit)}`

/** The order is the index's own, forwards or backwards. */
const inOrder = (sql: Sql, state: ListedState) =>
  state === "dead" ? sql`order by j.priority, j.created_on desc` : sql`order by j.priority desc, j.created_on`

const isOf = (sql: Sql, state: ListedState) => {
  if (state === "later") return sql`j.start_after > now()`
  return state === "waiting" ? sql`j.start_after <= now()` : sql`true`
}

const ofQueue = (sql: Sql, { queue, state }: JobFilter) =>
  state === "dead" && queue !== undefined
    ? sql`and coalesce(j.source_name, j.data->>'job') = ${queue}`
    : sql``

const depthOf = ({ queue, state, deep }: JobFilter): number => {
  if (deep === true) return deepHead
  return queue === undefined && state !== "dead" ? headOfEach : headOfQueue
}

const selectHead = (sql: Sql, filter: JobFilter, limit: number) => {
  const { queue, state, search } = filter
  const where = state === "dead" ? deadLetterQueue : queue
  const names = where === undefined ? sql`q.name <> ${deadLetterQueue}` : sql`q.name = ${where}`
  return sql<Array<FoundJob & { readonly seen: number }>>`
    select ${jobColumns(sql, sql`null::text`)}, j.seen
    from queue q cross join lateral (
      select j.*, count(*) over () as seen from (
        select * from job j where j.name = q.name and j.state < 'active' and not j.blocked
        ${inOrder(sql, state)} limit ${literal(sql, depthOf(filter))}) j) j
    where ${names} and ${isOf(sql, state)} ${ofQueue(sql, filter)} ${matches(sql, search)}
    ${state === "dead" ? sql`order by j.created_on desc` : sql`order by j.start_after, j.created_on`}
    limit ${literal(sql, limit)}`
}

export const listJobs = async (sql: Sql, filter: JobFilter, limit: number) => {
  if (filter.state === "running") {
    const rows = await selectRunning(sql, filter, limit)
    return { rows: rows.map(jobRow), isMore: rows.length === limit }
  }
  const rows = await selectHead(sql, filter, limit)
  return {
    rows: rows.map(({ seen: _, ...row }) => jobRow(row)),
    isMore: rows.length === limit || rows.some(({ seen }) => seen >= depthOf(filter))
  }
}

export const findJob = async (sql: Sql, id: string): Promise<JobRow | null> => {
  const [row] = await sql<Array<FoundJob>>`
    select ${jobColumns(sql, holderOf(sql))} from queue q
    cross join lateral (select * from job j where j.name = q.name and j.id = ${id}) j limit 1`
  return row === undefined ? null : jobRow(row)
}

/** Locked until the transaction ends: a worker passes over it, and nobody else moves it meanwhile. */
export const lockJob = async (
  sql: Sql,
  id: string
): Promise<{ readonly name: string; readonly queue: string; readonly state: JobState } | null> => {
  const [row] = await sql<Array<{ name: string }>>`
    select j.name from queue q
    cross join lateral (select name from job j where j.name = q.name and j.id = ${id}) j limit 1`
  if (row === undefined) return null
  const [locked] = await sql<Array<{ name: string; queue: string; state: JobState }>>`
    select j.name, coalesce(j.source_name, left(j.data->>'job', 60), j.name) as queue, ${stateOf(sql)} as state
    from job j where j.name = ${row.name} and j.id = ${id} for update`
  return locked ?? null
}
