import type { ChildProcess } from "node:child_process"
import * as Effect from "effect/Effect"
import { afterEach, beforeEach, expect, test } from "vitest"
import { SyncRunId } from "../../src/domain/model/sync-run.ts"
import { type DeadWorker, rescueDead } from "../../src/jobs/rescue.ts"
import { withJobHouse } from "./job-house.ts"
import { enqueue, numbered } from "./job-services.ts"
import { type Herd, makeHerd } from "./worker-herd.ts"

const house = withJobHouse()
let herd: Herd

beforeEach(async () => {
  await house.sql()`delete from pgboss.job`
  await house.sql()`truncate workers, gone_workers, worker_jobs, job_failures, job_failure_orders`
  herd = makeHerd(house.options(), 60_000)
})
afterEach(() => herd.end())

const readyWorker = async (): Promise<ChildProcess> => {
  const child = herd.start()
  await herd.until((said) => said.pid === child.pid && said.words[0] === "ready")
  return child
}

const startOf = (n: number, attempt: number) =>
  herd.until(
    (said) => said.words[0] === "start" && said.words[1] === String(n) && said.words[2] === String(attempt)
  )

const kills = 5

/** How soon it is, a figure of the bench says: rescue_p95_s. */
test(`the job of a killed worker runs elsewhere, ${kills} times`, { timeout: 240_000 }, async () => {
  await Promise.all([readyWorker(), readyWorker()])
  for (let n = 1; n <= kills; n++) {
    const others = readyWorker()
    await house.run(enqueue([numbered(n)]))
    const first = await herd.until((said) => said.words[0] === "start" && said.words[1] === String(n))
    await others
    process.kill(first.pid, "SIGKILL")
    const second = await herd.until(
      (said) => said.words[0] === "start" && said.words[1] === String(n) && said.pid !== first.pid
    )
    const starts = herd.said.filter((said) => said.words[0] === "start" && said.words[1] === String(n))
    expect(starts).toEqual([first, second])
    process.kill(second.pid, "SIGKILL")
    await readyWorker()
    // The job ends here: it is not to run again.
    await house.sql()`delete from pgboss.job`
  }
})

test("a death uses up an attempt; the last one makes a dead letter, and the hook is told", async () => {
  await house.run(enqueue([numbered(1)]))
  await house.sql()`update pgboss.job set retry_limit = 1`
  const first = await readyWorker()
  await startOf(1, 1)
  const second = herd.start()
  first.kill("SIGKILL")
  await herd.until((said) => said.pid === second.pid && said.words[0] === "start")
  const third = await readyWorker()
  second.kill("SIGKILL")
  // The last word: what nobody gets any more, so that its run can be ended.
  await herd.until((said) => said.pid === third.pid && said.words.join(" ").endsWith(" 1 orders.validate"))
  await expect
    .poll(() => house.sql()`select name, data -> 'reason' ->> 'message' as message from pgboss.job`)
    .toEqual([{ name: "dead-letter", message: "Every worker that ran this job died" }])
  // Each death is kept, with who it was: the queue knows of the last one only.
  const gone = { message: "The worker that ran it is gone", worker: expect.stringMatching(/^worker:.+:\d+$/) }
  expect(await house.sql()`select fate, message, worker from job_failures order by id`).toEqual([
    { fate: "given on", ...gone },
    { fate: "dead", ...gone }
  ])
})

/** A run of a channel's orders whose job waits in its queue; the channel's id. */
const waitingRun = async (): Promise<number> => {
  await house.sql()`delete from sync_runs`
  await house.sql()`insert into clients (name) values ('C') on conflict do nothing`
  const [run] = await house.sql()<Array<{ id: number; channelId: number }>>`
    with channel as (
      insert into channels (client_id, name, kind, environment, eligible_statuses, earliest_order_at)
      select id, gen_random_uuid()::text, 'vendure', 'sandbox', '{}', now() from clients limit 1 returning id)
    insert into sync_runs (service, channel_id, trigger, started_at)
    select 'orders', id, 'schedule', now() from channel returning id::int as id, channel_id::int as "channelId"`
  const { id, channelId } = run ?? { id: 0, channelId: 0 }
  await house.run(enqueue([{ job: "orders.download", channelId: channelId as never, runId: SyncRunId(id) }]))
  return channelId
}

test("the run of a job whose last worker was killed has failed with it: the next one need not wait", async () => {
  const channelId = await waitingRun()
  await house.sql()`update pgboss.job set retry_limit = 0`
  const first = await readyWorker()
  await startOf(channelId, 1)
  const second = await readyWorker()
  first.kill("SIGKILL")
  await herd.until((said) => said.pid === second.pid && said.words.join(" ").endsWith(" 1 orders.download"))
  await expect
    .poll(() => house.sql()`select state, error, ended_at is not null as "isEnded" from sync_runs`)
    .toEqual([{ state: "failed", error: "Every worker that ran this job died", isEnded: true }])
})

test("the run of a job that the queue took back from a worker that was killed says why it waits, and until when", async () => {
  const channelId = await waitingRun()
  const first = await readyWorker()
  await startOf(channelId, 1)
  // As the queue does with what was not finished in its time.
  await house.sql()`update pgboss.job set state = 'retry', start_after = now() + interval '1 hour'`
  const second = await readyWorker()
  first.kill("SIGKILL")
  await herd.until((said) => said.pid === second.pid && said.words[0] === "death")
  await expect
    .poll(() => house.sql()`select state, error, waits_until > now() as "isAhead" from sync_runs`)
    .toEqual([{ state: "running", error: "The worker that ran it is gone (attempt 1 of 9)", isAhead: true }])
})

test("a worker that died is listed with what it held and who rescued it, apart from one that was stopped", async () => {
  const first = await readyWorker()
  await house.run(enqueue([numbered(1)]))
  await startOf(1, 1)
  const second = await readyWorker()
  first.kill("SIGKILL")
  await herd.until((said) => said.pid === second.pid && said.words[0] === "start")
  const [goesOn] = await house.sql()<Array<{ id: string }>>`select id from pgboss.job where state = 'active'`
  const third = await readyWorker()
  const ended = new Promise((resolve) => second.once("exit", resolve))
  second.kill("SIGTERM")
  await ended
  await herd.until((said) => said.pid === third.pid && said.words[0] === "start")
  const [now] = await house.sql()<Array<{ id: string }>>`select id from pgboss.job where state = 'active'`
  const held = { queue: "orders.validate", id: expect.any(String) }
  expect(
    await house.sql()`
      select pid, ending, gone_at = seen_at as "wentWhenSeen", rescued_by is not null as "isRescued", held, jobs
      from gone_workers order by id`
  ).toEqual([
    {
      pid: first.pid,
      ending: "died",
      wentWhenSeen: true,
      isRescued: true,
      held: 1,
      jobs: [{ ...held, nextId: goesOn?.id }]
    },
    {
      pid: second.pid,
      ending: "stopped",
      wentWhenSeen: false,
      isRescued: false,
      held: 1,
      jobs: [{ ...held, id: goesOn?.id, nextId: now?.id }]
    }
  ])
})

test("of each kind of ending the last fifty are kept: many that are stopped do not wash away a death", async () => {
  const leave = (n: number, ending: string) => house.sql()`
    insert into gone_workers (id, name, host, pid, version, started_at, seen_at, gone_at, ending)
    select -i - ${n}, 'old', 'h', 1, 'v', now(), now(), now() - i * interval '1 minute', ${ending} from generate_series(1, ${n}) i`
  await leave(60, "died")
  await leave(3, "stopped")
  await house.sql()`insert into workers (name, host, pid, version, started_at, seen_at) values ('new', 'box', 3, 'v', now(), now())`
  await house.run(rescueDead(() => Effect.void))
  expect(
    await house.sql()`select ending, count(*)::int, bool_or(name = 'new') as "hasNew" from gone_workers group by 1 order by 1`
  ).toEqual([
    { ending: "died", count: 50, hasNew: true },
    { ending: "stopped", count: 3, hasNew: false }
  ])
})

test("SIGTERM hands the jobs back unblamed, takes the registration away and ends with 0", async () => {
  const first = await readyWorker()
  await house.run(enqueue([numbered(1)]))
  await startOf(1, 1)
  const second = await readyWorker()
  const ended = new Promise<number | null>((resolve) => first.once("exit", resolve))
  const from = performance.now()
  first.kill("SIGTERM")
  expect(await ended).toBe(0)
  expect(performance.now() - from).toBeLessThan(5_000)
  const again = await herd.until((said) => said.pid === second.pid && said.words[0] === "start")
  expect(again.words).toEqual(["start", "1", "1"])
  const rows = await house.sql()<Array<{ pid: number }>>`select pid from workers`
  expect(rows.map((row) => row.pid)).toEqual([second.pid])
})

test("a frozen worker is cut off, its job runs elsewhere, and waking up it cannot settle the old run", {
  timeout: 60_000
}, async () => {
  const first = await readyWorker()
  await house.run(enqueue([numbered(1)]))
  await startOf(1, 1)
  const second = await readyWorker()
  first.kill("SIGSTOP")
  // Its last heartbeat, as if 15 s had passed.
  await house.sql()`update workers set seen_at = seen_at - interval '20 s' where pid = ${first.pid ?? 0}`
  await herd.until((said) => said.pid === second.pid && said.words[0] === "start")
  const seen = herd.said.length
  first.kill("SIGCONT")
  await herd.until(
    (said) => said.pid === first.pid && said.words[0] === "ready" && herd.said.indexOf(said) >= seen
  )
  const running = await house.sql()<Array<{ state: string; pid: number }>>`
    select j.state, w.pid from pgboss.job j join worker_jobs wj on wj.job_id = j.id join workers w on w.id = wj.worker_id`
  expect(running).toEqual([{ state: "active", pid: second.pid }])
})

test("who only lost its connection is no dead worker: the server began anew, or its process is here again", async () => {
  await house.sql()`
    insert into workers (name, host, pid, version, started_at, seen_at) values
      ('restart', 'box', 1, 'v', '2020-01-01', '2020-01-01'), ('network', 'box', 2, 'v', now(), now()),
      ('killed', 'box', 3, 'v', now(), now()), ('network again', 'box', 2, 'v', now(), now())`
  const told: Array<DeadWorker> = []
  await house.run(rescueDead((dead) => Effect.sync(() => void told.push(dead))))
  expect(told.map(({ name, isCutOff }) => [name, isCutOff])).toEqual([
    ["restart", true],
    ["network", true],
    ["killed", false],
    ["network again", false]
  ])
})
