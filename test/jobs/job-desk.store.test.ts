import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { beforeEach, describe, expect, test } from "vitest"
import type { JobRequest } from "../../src/domain/model/job-request.ts"
import { JobBoard, type JobFilter, type QueueLine } from "../../src/domain/ports/job-board.ts"
import { JobControl } from "../../src/domain/ports/job-control.ts"
import { WorkerRegistry } from "../../src/domain/ports/worker-registry.ts"
import { jobBoardLayer } from "../../src/jobs/job-board.ts"
import { jobControlLayer } from "../../src/jobs/job-control.ts"
import { runWorker } from "../../src/jobs/worker.ts"
import { workerRegistryLayer } from "../../src/store/worker-registry.ts"
import { withJobHouse } from "./job-house.ts"
import { draining, enqueue, numbered, numberOf, workerOptions } from "./job-services.ts"

const house = withJobHouse()

const desk = Layer.mergeAll(jobBoardLayer, jobControlLayer, workerRegistryLayer)

const board = <A, E>(use: (board: typeof JobBoard.Service) => Effect.Effect<A, E>) =>
  house.run(Effect.flatMap(JobBoard, use).pipe(Effect.provide(desk)))
const control = <A, E>(use: (control: typeof JobControl.Service) => Effect.Effect<A, E>) =>
  house.run(Effect.flatMap(JobControl, use).pipe(Effect.provide(desk)))

const by = { by: "ana", at: new Date("2026-11-22T09:00:00Z"), reason: "their server is down" }
const send: JobRequest = { job: "purchase-orders.send", supplierId: 7 as never, intentIds: [41 as never] }

const list = async (filter: JobFilter) => (await board((b) => b.list(filter, 100))).rows
const queue = async (name: string): Promise<QueueLine> => {
  const found = (await board((b) => b.queues())).find((line) => line.queue === name)
  if (found === undefined) throw new Error(`no line of ${name}`)
  return found
}

/** Works until nothing is left for now. Says which numbered jobs ran. */
const work = async (fails = false): Promise<ReadonlyArray<number>> => {
  const ran: Array<number> = []
  await house.run(
    runWorker(
      workerOptions(
        {
          "orders.validate": (request) =>
            Effect.suspend(() => {
              ran.push(numberOf(request))
              const settlement = { _tag: "Stop" } as const
              const message = "no such order, token=s3cret"
              return fails ? Effect.fail({ settlement, message }) : Effect.void
            })
        },
        draining
      )
    )
  )
  return ran
}

const only = <A>(items: ReadonlyArray<A>): A => {
  const [item] = items
  if (item === undefined || items.length !== 1) throw new Error(`one was expected, not ${items.length}`)
  return item
}

beforeEach(async () => {
  const sql = house.sql()
  await sql`delete from pgboss.job`
  await sql`delete from worker_jobs`
  await sql`delete from paused_queues`
  await sql`delete from job_acts`
})

describe("the queues", () => {
  test("each says what waits, what comes later, and since when", async () => {
    await house.run(enqueue([numbered(1), numbered(2), send]))
    await house.sql()`update pgboss.job set start_after = now() + interval '1 hour' where data->'orderIds' = '[2]'`
    await house.sql()`update pgboss.job set created_on = now() - interval '3 min' where data->'orderIds' = '[1]'`
    const line = await queue("orders.validate")
    expect(line).toMatchObject({ waiting: 1, later: 1, running: 0, isMore: false, dead: 0, pause: null })
    expect(Date.now() - Number(line.oldestAt)).toBeGreaterThan(170_000)
    expect(await queue("purchase-orders.send")).toMatchObject({ waiting: 1, later: 0 })
    expect(await queue("alerts.send")).toMatchObject({ waiting: 0, oldestAt: null })
    expect(await queue("dead-letter")).toMatchObject({ isDeadLetters: true, waiting: 0 })
  })

  test("a queue longer than its head says so instead of being counted", async () => {
    await house.run(enqueue(Array.from({ length: 105 }, (_, n) => numbered(n))))
    expect(await queue("orders.validate")).toMatchObject({ waiting: 100, isMore: true })
    const found = await board((b) => b.list({ queue: "orders.validate", state: "waiting" }, 50))
    expect(found.rows).toHaveLength(50)
    expect(found.isMore).toBe(true)
  })
})

describe("lists", () => {
  test("are of a queue and a state, and can be searched", async () => {
    await house.run(enqueue([numbered(11), numbered(12), send]))
    await house.sql()`update pgboss.job set start_after = now() + interval '1 hour' where data->'orderIds' = '[12]'`
    expect((await list({ state: "waiting" })).map((row) => row.queue).sort()).toEqual([
      "orders.validate",
      "purchase-orders.send"
    ])
    const later = only(await list({ state: "later", queue: "orders.validate" }))
    expect(JSON.parse(later.payload)).toEqual({ job: "orders.validate", orderIds: [12] })
    expect(later).toMatchObject({ state: "later", attempts: 0, mostAttempts: 6, output: null, worker: null })
    expect(only(await list({ state: "waiting", search: "intentids" })).queue).toBe("purchase-orders.send")
    expect(await list({ state: "waiting", search: "%" })).toEqual([])
    expect(await list({ state: "running" })).toEqual([])
  })

  test("a job is found by its id in any queue, with its error; an unknown one is not", async () => {
    await house.run(enqueue([numbered(1)]))
    const { id } = only(await list({ state: "waiting" }))
    expect(await board((b) => b.find(id))).toMatchObject({ id, queue: "orders.validate", state: "waiting" })
    expect(await board((b) => b.find("00000000-0000-4000-8000-000000000000"))).toBeNull()
  })

  test("what looks like a credential in a payload is not shown", async () => {
    await house.run(enqueue([{ job: "orders.process", orderIds: [], actor: 'x password="hunter22"' }]))
    expect(only(await list({ state: "waiting" })).payload).not.toContain("hunter22")
  })

  test("a running job names its worker", async () => {
    await house.run(enqueue([numbered(5)]))
    const stop = new AbortController()
    let free = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      free = resolve
    })
    const working = house.run(
      runWorker(workerOptions({ "orders.validate": () => Effect.promise(() => gate) }, { name: "box:1" })),
      stop.signal
    )
    await expect
      .poll(async () => (await list({ state: "running" })).map((row) => row.worker), { timeout: 20_000 })
      .toEqual(["box:1"])
    const { id } = only(await list({ state: "running" }))
    expect(await control((c) => c.cancel(id, by))).toEqual({
      queue: "orders.validate",
      found: "running",
      moved: false
    })
    expect((await queue("orders.validate")).running).toBe(1)
    await expect
      .poll(
        async () =>
          (await house.run(Effect.flatMap(WorkerRegistry, (w) => w.list()).pipe(Effect.provide(desk)))).map(
            (w) => w.load
          ),
        { timeout: 20_000 }
      )
      .toEqual([{ "orders.validate": { running: 1, places: 2, done: 0, failed: 0 } }])
    free()
    await expect.poll(() => list({ state: "running" }), { timeout: 20_000 }).toEqual([])
    stop.abort()
    await working.catch(() => undefined)
  })
})

describe("retry and cancel", () => {
  test("a repeat that waits for its time runs now", async () => {
    await house.run(enqueue([numbered(3)]))
    await house.sql()`update pgboss.job set start_after = now() + interval '1 hour'`
    const { id } = only(await list({ state: "later" }))
    expect(await control((c) => c.retry(id, by))).toEqual({
      queue: "orders.validate",
      found: "later",
      moved: true
    })
    expect(await work()).toEqual([3])
    expect(await control((c) => c.retry(id, by))).toMatchObject({ found: "done", moved: false })
  })

  test("a canceled job does not run, is recorded, and can be taken up again", async () => {
    await house.run(enqueue([numbered(4)]))
    const { id } = only(await list({ state: "waiting" }))
    expect(await control((c) => c.cancel(id, by))).toMatchObject({ found: "waiting", moved: true })
    expect(await work()).toEqual([])
    expect(await board((b) => b.find(id))).toMatchObject({ state: "canceled" })
    expect(await board((b) => b.acts(10))).toEqual([
      { act: "canceled", queue: "orders.validate", jobId: id, jobs: 1, ...by }
    ])
    expect(await control((c) => c.retry(id, by))).toMatchObject({ found: "canceled", moved: true })
    expect(await work()).toEqual([4])
  })
})

describe("dead letters", () => {
  test("say where they ran and why they died, and go back there", async () => {
    await house.run(enqueue([numbered(8), numbered(9)]))
    expect((await work(true)).toSorted()).toEqual([8, 9])
    const dead = await list({ state: "dead" })
    expect(dead.map((row) => row.queue)).toEqual(["orders.validate", "orders.validate"])
    expect(dead[0]).toMatchObject({ state: "dead", attempts: 1, mostAttempts: null })
    expect(dead[0]?.output).toContain("no such order")
    expect(dead[0]?.output).not.toContain("s3cret")
    expect(await queue("orders.validate")).toMatchObject({ dead: 2 })
    const [letters, ...others] = await board((b) => b.deadLetters("newest"))
    expect(others).toEqual([])
    expect(letters).toMatchObject({
      queue: "orders.validate",
      count: 2,
      reason: expect.stringContaining("no such order")
    })
    expect(letters?.reason).not.toContain("s3cret")
    expect(await list({ state: "dead", queue: "alerts.send" })).toEqual([])
    const first = dead[0]?.id ?? ""
    const chain = async () =>
      house.sql()`select id, source_root_id as root, coalesce(source_root_id, source_id) as first from pgboss.job`
    const rootOf = new Map((await chain()).map((row) => [row.id, row.first]))
    expect(await control((c) => c.redrive({ ids: [first], limit: 10 }, by))).toEqual([
      { queue: "orders.validate", jobs: 1 }
    ])
    const { redriven } = await board((b) => b.past(first))
    expect(redriven).toEqual({
      letterId: first,
      jobId: expect.any(String),
      queue: "orders.validate",
      by: by.by,
      at: by.at
    })
    const made = redriven?.jobId ?? ""
    expect(await board((b) => b.past(made))).toMatchObject({ madeBy: redriven, redriven: null })
    expect(await board((b) => b.find(made))).toMatchObject({ state: "waiting" })
    // The queue's own lineage is as if nobody had asked.
    expect((await chain()).find(({ id }) => id === made)?.root).toBe(rootOf.get(first))
    const other = dead[1]?.id ?? ""
    expect((await chain()).find(({ id }) => id === other)?.first).toBe(rootOf.get(other))
    expect(await work()).toHaveLength(1)
    expect(await control((c) => c.redrive({ queue: "orders.validate", limit: 10 }, by))).toEqual([
      { queue: "orders.validate", jobs: 1 }
    ])
    expect(await control((c) => c.redrive({ limit: 10 }, by))).toEqual([])
    expect(await work()).toHaveLength(1)
    expect(await queue("dead-letter")).toMatchObject({ waiting: 0 })
    expect(await board((b) => b.deadLetters("newest"))).toEqual([])
    expect((await board((b) => b.acts(10))).map(({ act, jobs }) => `${act} ${jobs}`)).toEqual([
      "redriven 1",
      "redriven 1"
    ])
  })

  test("one that is no job of ours stays where it is", async () => {
    await house.run(enqueue([numbered(8)]))
    await work(true)
    await house.sql()`update pgboss.job set data = '{"job": "no.such.queue"}' where name = 'dead-letter'`
    const { id } = only(await list({ state: "dead" }))
    expect(await control((c) => c.retry(id, by))).toEqual({
      queue: "no.such.queue",
      found: "dead",
      moved: false
    })
    expect(await control((c) => c.cancel(id, by))).toMatchObject({ moved: true })
    expect(await list({ state: "dead" })).toEqual([])
  })

  test("one that conflicts with a job of its queue stays a letter, of the chain that it was of", async () => {
    const sql = house.sql()
    await house.run(enqueue([numbered(8), numbered(9)]))
    await work(true)
    const rows = () => sql<Array<{ id: string; state: string; root: string | null; first: string }>>`
      select id, state, source_root_id as root, coalesce(source_root_id, source_id) as first
      from pgboss.job where name = 'dead-letter' order by id`
    const before = await rows()
    const held = before[0]?.id ?? ""
    // Only one job of this key may wait there, and one does.
    const [was] = await sql<
      Array<{ policy: string }>
    >`select policy from pgboss.queue where name = 'orders.validate'`
    await sql`update pgboss.queue set policy = 'short' where name = 'orders.validate'`
    await sql`insert into pgboss.job (name, data, policy, singleton_key)
      values ('orders.validate', '{"job": "orders.validate", "orderIds": [1]}', 'short', 'k')`
    await sql`update pgboss.job set singleton_key = 'k' where id = ${held}`
    try {
      expect(await control((c) => c.redrive({ limit: 10 }, by))).toEqual([
        { queue: "orders.validate", jobs: 1 }
      ])
    } finally {
      await sql`update pgboss.queue set policy = ${was?.policy ?? "standard"} where name = 'orders.validate'`
    }
    const [stays, ...others] = await rows()
    expect(others).toEqual([])
    expect(stays).toMatchObject({ id: held, state: "failed", root: before[0]?.root })
    expect(await board((b) => b.past(held))).toMatchObject({ redriven: null })
    expect((await board((b) => b.past(before[1]?.id ?? ""))).redriven).toMatchObject({
      queue: "orders.validate"
    })
  })

  test("one of a queue that nobody knows is called lost, and keeps no other from going back", async () => {
    await house.run(enqueue([numbered(8), numbered(9)]))
    await work(true)
    const [first] =
      await house.sql()`select id from pgboss.job where name = 'dead-letter' order by created_on, id limit 1`
    await house.sql()`update pgboss.job set data = '{"job": "no.such.queue"}', created_on = created_on - interval '1 hour'
      where id = ${first?.id}`
    expect((await list({ state: "dead" })).map((row) => row.isLost)).toEqual([undefined, true])
    expect(await queue("dead-letter")).toMatchObject({ dead: 2, lost: 1 })
    expect(await control((c) => c.redrive({ limit: 1 }, by))).toEqual([{ queue: "orders.validate", jobs: 1 }])
    expect(await queue("dead-letter")).toMatchObject({ dead: 1, lost: 1 })
  })
})

describe("a paused queue", () => {
  test("is not worked on, also by a worker that starts; then it goes on where it stood", async () => {
    await house.run(enqueue([numbered(1)]))
    expect(await control((c) => c.pause("orders.validate", by))).toBe(true)
    expect(await control((c) => c.pause("orders.validate", { ...by, by: "bob" }))).toBe(false)
    expect((await queue("orders.validate")).pause).toEqual({ by: "ana", at: by.at, reason: by.reason })
    expect(await work()).toEqual([])
    expect(await control((c) => c.resume("orders.validate", by))).toBe(true)
    expect(await control((c) => c.resume("orders.validate", by))).toBe(false)
    expect(await work()).toEqual([1])
    expect((await board((b) => b.acts(10))).map(({ act }) => act)).toEqual(["resumed", "paused"])
  })

  test("a running worker leaves it alone, works on the others, and takes it up again", async () => {
    const ran: Array<number> = []
    let alerts = 0
    const fiber = await house.run(
      Effect.forkDetach(
        runWorker(
          workerOptions({
            "orders.validate": (request) => Effect.sync(() => void ran.push(numberOf(request))),
            "alerts.send": () => Effect.sync(() => void alerts++)
          })
        )
      )
    )
    const soon = { timeout: 20_000 }
    await house.run(enqueue([numbered(0)]))
    await expect.poll(() => ran, soon).toEqual([0])
    await control((c) => c.pause("orders.validate", by))
    let told = 0
    await expect
      .poll(async () => {
        told++
        await house.run(enqueue([numbered(told), { job: "alerts.send" }]))
        await expect.poll(() => alerts, soon).toBe(told)
        return (await queue("orders.validate")).waiting
      }, soon)
      .toBeGreaterThan(3)
    await control((c) => c.resume("orders.validate", by))
    await expect.poll(() => ran.length, soon).toBe(told + 1)
    await house.run(Fiber.interrupt(fiber))
  })
})
