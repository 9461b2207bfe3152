import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { WorkerRegistry } from "../../src/domain/ports/worker-registry.ts"
import { connect } from "../../src/store/database.ts"
import { workerRegistryLayer } from "../../src/store/worker-registry.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(workerRegistryLayer)
beforeEach(() => emptyTables(store.sql()))

const names = async () =>
  (await store.run(Effect.flatMap(WorkerRegistry, (w) => w.list()))).map((w) => w.name)

test("a worker is listed as long as its session holds its lock, and not a moment longer", async () => {
  await store.sql()`insert into workers (name, host, pid, version, started_at, seen_at)
    select name, 'h', 1, '1', now(), now() from unnest(array['alive', 'dead']) name`
  expect(await names()).toEqual([])
  const session = connect({ ...store.options(), max: 1 })
  await session`select pg_advisory_lock(4711, 1)`
  // A lock with one key is somebody else's, whatever its number.
  await session`select pg_advisory_lock(2)`
  expect(await names()).toEqual(["alive"])
  await session.end({ timeout: 1 })
  await expect.poll(names).toEqual([])
})

test("a worker that hangs holds its lock and is not listed: it does nothing, and says so no more", async () => {
  await store.sql()`insert into workers (name, host, pid, version, started_at, seen_at)
    values ('frozen', 'h', 1, '1', now(), now() - interval '20 seconds'), ('slow', 'h', 2, '1', now(), now() - interval '9 seconds')`
  const session = connect({ ...store.options(), max: 1 })
  await session`select pg_advisory_lock(4711, id::int) from workers`
  expect(await names()).toEqual(["slow"])
  await store.sql()`update workers set seen_at = now()`
  expect(await names()).toEqual(["frozen", "slow"])
  await session.end({ timeout: 1 })
})

test("of those that work no more a death is listed before whoever stopped, and nothing that is older than a week", async () => {
  await store.sql()`insert into gone_workers
      (id, name, host, pid, version, started_at, seen_at, gone_at, ending, rescued_by, held, jobs)
    select n, ending || n, 'h', 1, '1', now() - age, now() - age, now() - age, ending, 'other', 1, '[{"queue": "q", "id": "a", "nextId": null}]'
    from (values (1, 'died', interval '8 days'), (2, 'died', interval '2 days'), (3, 'cut off', interval '1 day'),
      (4, 'stopped', interval '1 hour')) v (n, ending, age)`
  const found = await store.run(Effect.flatMap(WorkerRegistry, (w) => w.gone()))
  expect(found.map(({ name }) => name)).toEqual(["cut off3", "died2", "stopped4"])
  expect(found[1]).toMatchObject({
    rescuedBy: "other",
    held: 1,
    jobs: [{ queue: "q", id: "a", nextId: null }],
    goneAt: expect.any(Date)
  })
})

test("who died or hangs and was not rescued yet comes first, with what it holds", async () => {
  await store.sql()`insert into workers (name, host, pid, version, started_at, seen_at)
    select name, 'h', 1, '1', now(), now() - age from (values ('dead', interval '1 second'), ('hangs', interval '60 seconds'),
      ('works', interval '0')) v (name, age)`
  await store.sql()`insert into worker_jobs (job_id, worker_id, queue, taken_at)
    select gen_random_uuid(), id, 'orders.download', now() from workers, generate_series(1, 30) where name = 'dead'`
  await store.sql()`insert into gone_workers (id, name, host, pid, version, started_at, seen_at, gone_at, ending)
    values (90, 'earlier', 'h', 1, '1', now(), now(), now(), 'died')`
  const session = connect({ ...store.options(), max: 1 })
  await session`select pg_advisory_lock(4711, id::int) from workers where name <> 'dead'`
  const found = await store.run(Effect.flatMap(WorkerRegistry, (w) => w.gone()))
  expect(
    found.map(({ name, ending, isOver, held, jobs }) => [name, ending, isOver, held, jobs.length])
  ).toEqual([
    ["dead", "died", false, 30, 20],
    ["hangs", "hangs", false, 0, 0],
    ["earlier", "died", true, 0, 0]
  ])
  expect(found[0]?.jobs[0]).toEqual({ queue: "orders.download", id: expect.any(String), nextId: null })
  expect(await names()).toEqual(["works"])
  await session.end({ timeout: 1 })
})
