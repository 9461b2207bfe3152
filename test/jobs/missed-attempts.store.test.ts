import type { ChildProcess } from "node:child_process"
import * as Effect from "effect/Effect"
import { afterEach, beforeEach, expect, test } from "vitest"
import { Boss } from "../../src/jobs/boss.ts"
import { jobPast } from "../../src/jobs/job-past.ts"
import { keepBuried } from "../../src/jobs/missed-attempts.ts"
import { withJobHouse } from "./job-house.ts"
import { enqueue, numbered } from "./job-services.ts"
import { type Herd, makeHerd } from "./worker-herd.ts"

const house = withJobHouse()
let herd: Herd

beforeEach(async () => {
  await house.sql()`delete from pgboss.job`
  await house.sql()`truncate workers, worker_jobs, job_failures, job_failure_orders`
  herd = makeHerd(house.options(), 600_000)
})
afterEach(() => herd.end())

const readyWorker = async (): Promise<ChildProcess> => {
  const child = herd.start()
  await herd.until((said) => said.pid === child.pid && said.words[0] === "ready")
  return child
}
const startOf = (attempt: number) =>
  herd.until((said) => said.words[0] === "start" && said.words[2] === String(attempt))

/** What pg-boss's own supervisor does once a minute, to a job whose time ran out long ago. */
const expire = async (): Promise<void> => {
  await house.sql()`update pgboss.job set started_on = now() - interval '1 day' where state = 'active'`
  await house.sql()`update pgboss.queue set monitor_claim_on = null, monitor_on = null`
  await house.run(Effect.flatMap(Boss, ({ pgBoss }) => Effect.promise(() => pgBoss.supervise())))
}
const failures = () => house.sql()<Array<{ jobId: string; nextId: string | null; worker: string }>>`
  select job_id as "jobId", attempt, fate, message, worker, orders, next_id as "nextId" from job_failures order by id`
const hung = { message: expect.stringContaining("not finished in its time"), orders: 0 }
const jobIds = async (): Promise<ReadonlyArray<string>> =>
  (await house.sql()<Array<{ id: string }>>`select id from pgboss.job order by created_on`).map(
    ({ id }) => id
  )

test("an attempt that the queue took back by itself is kept, with who hung, as soon as somebody has the job", {
  timeout: 120_000
}, async () => {
  const first = await readyWorker()
  await house.run(enqueue([numbered(1)]))
  await startOf(1)
  const [id] = await jobIds()
  await expire()
  expect(await house.sql()`select state from pgboss.job`).toEqual([{ state: "retry" }])
  await house.sql()`update pgboss.job set start_after = now()`
  await readyWorker()
  await startOf(2)
  expect(await failures()).toEqual([
    {
      ...hung,
      jobId: id,
      attempt: 1,
      fate: "repeated",
      nextId: null,
      worker: expect.stringMatching(`:${first.pid}$`)
    }
  ])
})

test("also where its worker was killed, and the queue was faster than the rescue", {
  timeout: 120_000
}, async () => {
  const first = await readyWorker()
  await house.run(enqueue([numbered(1)]))
  await startOf(1)
  const gone = new Promise((resolve) => first.once("exit", resolve))
  first.kill("SIGKILL")
  await gone
  // Nobody is there to rescue it; then the queue's supervisor of a new worker comes first.
  await expire()
  await readyWorker()
  await herd.until((said) => said.words[0] === "death")
  await house.sql()`update pgboss.job set start_after = now()`
  await startOf(2)
  expect(await failures()).toEqual([
    {
      jobId: expect.any(String),
      attempt: 1,
      fate: "repeated",
      message: expect.stringMatching(/The worker that ran it is gone|not finished in its time/),
      orders: 0,
      nextId: null,
      worker: expect.stringMatching(`:${first.pid}$`)
    }
  ])
})

test("the last attempt, which the queue buries by itself, is kept once, and job and dead letter name each other", {
  timeout: 120_000
}, async () => {
  const first = await readyWorker()
  await house.run(enqueue([numbered(1)]))
  await startOf(1)
  const [id = ""] = await jobIds()
  await house.sql()`update pgboss.job set retry_limit = 0`
  await expire()
  await house.run(Effect.all([keepBuried, keepBuried], { concurrency: 2 }))
  await house.run(keepBuried)
  const [letter] = await house.sql()<
    Array<{ id: string }>
  >`select id from pgboss.job where name = 'dead-letter'`
  expect(await failures()).toEqual([
    {
      ...hung,
      jobId: id,
      attempt: 1,
      fate: "dead",
      nextId: letter?.id,
      worker: expect.stringMatching(`:${first.pid}$`)
    }
  ])
  expect((await jobPast(house.sql(), letter?.id ?? "")).from).toMatchObject({ id, attempt: 1, fate: "dead" })
})

test("a job that is taken over from a killed worker names the one it was, and is named by it", {
  timeout: 120_000
}, async () => {
  const first = await readyWorker()
  await house.run(enqueue([numbered(1)]))
  await startOf(1)
  const [before = ""] = await jobIds()
  const second = await readyWorker()
  first.kill("SIGKILL")
  await herd.until((said) => said.pid === second.pid && said.words[0] === "start")
  const [now = ""] = await jobIds()
  expect(now).not.toBe(before)
  expect((await jobPast(house.sql(), before)).failures).toMatchObject([
    { attempt: 1, fate: "given on", nextId: now }
  ])
  const { from, failures: none } = await jobPast(house.sql(), now)
  expect(from).toMatchObject({ queue: "orders.validate", id: before, attempt: 1, fate: "given on" })
  expect(from?.worker).toMatch(new RegExp(`:${first.pid}$`))
  expect(none).toEqual([])
})
