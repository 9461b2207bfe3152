import * as Effect from "effect/Effect"
import { beforeAll, beforeEach, expect, test } from "vitest"
import { SyncRunId } from "../../src/domain/model/sync-run.ts"
import { stop } from "../../src/domain/ports/failure.ts"
import { Boss } from "../../src/jobs/boss.ts"
import { keepBuried } from "../../src/jobs/missed-attempts.ts"
import { runWorker } from "../../src/jobs/worker.ts"
import { withJobHouse } from "./job-house.ts"
import { draining, enqueue, workerOptions } from "./job-services.ts"

const house = withJobHouse()

interface RunRow {
  readonly state: string
  readonly error: string | null
  readonly isAhead: boolean | null
}

const run = async (): Promise<RunRow> => {
  const [row] = await house.sql()<Array<RunRow>>`
    select state, error, waits_until > clock_timestamp() as "isAhead" from sync_runs order by id desc limit 1`
  if (row === undefined) throw new Error("there is no run")
  return row
}

let channelId = 0
let runId = SyncRunId(0)

beforeAll(async () => {
  await house.sql()`insert into clients (name) values ('C')`
  const [channel] = await house.sql()<Array<{ id: number }>>`
    insert into channels (client_id, name, kind, environment, eligible_statuses, earliest_order_at)
    select id, 'acme', 'vendure', 'sandbox', '{}', now() from clients limit 1 returning id::int as id`
  channelId = channel?.id ?? 0
})

beforeEach(async () => {
  await house.sql()`delete from pgboss.job`
  await house.sql()`delete from sync_runs`
  const [started] = await house.sql()<Array<{ id: number }>>`
    insert into sync_runs (service, channel_id, trigger, started_at)
    values ('orders', ${channelId}, 'schedule', now()) returning id::int as id`
  runId = SyncRunId(started?.id ?? 0)
  await house.run(enqueue([{ job: "orders.download", channelId: channelId as never, runId }]))
})

const work = (download: () => Effect.Effect<unknown, { settlement: typeof stop; message: string }>) =>
  house.run(runWorker(workerOptions({ "orders.download": download }, draining)))

test("a run whose job failed and is repeated says why it waits, and until when", async () => {
  const seen: Array<RunRow> = []
  let attempts = 0
  // pg-boss lets a queue that is drained wait for its repeats, so the run is looked at from a second job's own time.
  const watch = Effect.promise(async () => {
    for (;;) {
      const row = await run()
      if (row.error !== null) return void seen.push(row)
      await new Promise((done) => setImmediate(done))
    }
  })
  const fails = Effect.suspend(() => {
    attempts += 1
    return attempts === 1 ? Effect.die(new Error("undefined is not a function")) : Effect.void
  })
  await Promise.all([work(() => fails), house.run(watch)])
  expect(attempts).toBe(2)
  expect(seen).toEqual([
    {
      state: "running",
      error: expect.stringMatching(/^undefined is not a function \(attempt 1 of \d+\)$/),
      isAhead: true
    }
  ])
})

test("a run whose job the queue took back from a worker that hangs says so before anybody has it again", async () => {
  await house.sql()`update pgboss.job set state = 'active', started_on = now() - interval '1 day'`
  await house.sql()`update pgboss.queue set monitor_claim_on = null, monitor_on = null`
  // A request that nobody of ours wrote keeps nobody else from being found.
  await house.sql()`insert into pgboss.job (name, data, state, start_after)
    values ('orders.download', '{"runId": "none"}', 'retry', now() + interval '1 hour')`
  await house.run(keepBuried)
  expect(await run()).toEqual({ state: "running", error: null, isAhead: null })
  await house.run(Effect.flatMap(Boss, ({ pgBoss }) => Effect.promise(() => pgBoss.supervise())))
  await house.run(keepBuried)
  expect(await run()).toEqual({
    state: "running",
    error: expect.stringMatching(/^It was not finished in its time.* \(attempt 1 of \d+\)$/),
    isAhead: true
  })
})

test("a run whose job was taken back and may be fetched by now says so too: no worker has come for it", async () => {
  await house.sql()`update pgboss.job set state = 'retry', start_after = now() - interval '1 minute'`
  await house.run(keepBuried)
  expect(await run()).toEqual({
    state: "running",
    error: expect.stringMatching(/ \(attempt 1 of \d+\)$/),
    isAhead: false
  })
  // Said once: the next look finds nothing new to say, and whoever takes the run up ends it.
  await house.sql()`update sync_runs set error = 'said'`
  await house.run(keepBuried)
  expect(await run()).toMatchObject({ error: "said" })
})

test("a run whose job nobody repeats any more has failed, with the reason", async () => {
  await work(() => Effect.fail({ settlement: stop, message: "the table is gone" }))
  expect(await run()).toEqual({ state: "failed", error: "the table is gone", isAhead: null })
})

test.each([
  "null",
  '"orders.validate"',
  "{}",
  '{"job": "orders.validate"}',
  '{"job": "orders.validate", "orderIds": "none"}',
  '{"job": "orders.validate", "orderIds": [null, "x", 1e30, 7]}',
  '{"job": "orders.validate", "runId": "none"}',
  '{"job": "orders.validate", "runId": {"a": 1}}'
])("a row of the queue that is no request of ours is settled as any job that failed: %s", async (data) => {
  await house.sql()`delete from pgboss.job`
  await house.sql()`truncate job_failures, job_failure_orders`
  await house.sql()`insert into pgboss.job (name, data, retry_limit, dead_letter, policy)
    select name, ${data}::text::jsonb, 0, dead_letter, policy from pgboss.queue where name = 'orders.validate'`
  const refuse = () => Effect.fail({ settlement: stop, message: "it is no request" })
  await house.run(runWorker(workerOptions({ "orders.validate": refuse }, draining)))
  expect(await house.sql()`select name, state from pgboss.job`).toEqual([
    { name: "dead-letter", state: "created" }
  ])
  expect(await house.sql()`select attempt, fate, message from job_failures`).toEqual([
    {
      attempt: 1,
      fate: "dead",
      message: expect.stringMatching(/^(it is no request|A job in .* is not one of its own)$/)
    }
  ])
})

test("a run that was ended by somebody keeps how it ended", async () => {
  await house.sql()`update sync_runs set state = 'canceled', ended_at = now(), error = 'by ana'`
  await work(() => Effect.fail({ settlement: stop, message: "the table is gone" }))
  expect(await run()).toMatchObject({ state: "canceled", error: "by ana" })
})
