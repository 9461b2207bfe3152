import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { expect, test } from "vitest"
import { runWorker } from "../../src/jobs/worker.ts"
import { connect } from "../../src/store/database.ts"
import { pause, startCrashingServer } from "./crashing-server.ts"
import { enqueue, jobLayer, numbered, numberOf, workerOptions } from "./job-services.ts"

const rounds = 4
const untilItAnswers = async (connection: Parameters<typeof connect>[0]) => {
  while (true) {
    const sql = connect({ ...connection, max: 1 })
    try {
      await sql`select 1`
      return performance.now()
    } catch {
      await pause(20)
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
}

test(`a worker outlives ${rounds} crashes of the database and goes on within 3 s`, {
  timeout: 120_000
}, async () => {
  const server = await startCrashingServer()
  const runtime = ManagedRuntime.make(jobLayer(server.connection))
  const runs = new Map<number, Array<number>>()
  const seen = new Set<() => void>()
  const stopping = new AbortController()
  let ended = false
  const worker = runtime
    .runPromise(
      runWorker(
        workerOptions({
          "orders.validate": (request) =>
            Effect.sync(() => {
              const n = numberOf(request)
              runs.set(n, [...(runs.get(n) ?? []), performance.now()])
              for (const look of seen) look()
            }).pipe(Effect.andThen(numberOf(request) % 2 === 0 ? Effect.sleep(60_000) : Effect.void))
        })
      ),
      { signal: stopping.signal }
    )
    .catch(() => {})
    .then(() => {
      ended = true
    })
  const ran = (n: number, times: number) =>
    new Promise<number>((resolve) => {
      const look = () => {
        const at = runs.get(n)?.[times - 1]
        if (at === undefined) return
        seen.delete(look)
        resolve(at)
      }
      seen.add(look)
      look()
    })
  const delays: Array<number> = []
  for (let round = 1; round <= rounds; round++) {
    const long = 2 * round
    await runtime.runPromise(enqueue([numbered(long)]))
    await ran(long, 1)
    await server.crash()
    await pause(500)
    const open = untilItAnswers(server.connection)
    await server.start()
    const openAt = await open
    // The job that was running is taken up again, under the worker's new registration.
    delays.push((await ran(long, 2)) - openAt)
    expect(ended).toBe(false)
    await runtime.runPromise(enqueue([numbered(2 * round + 1)]))
    await ran(2 * round + 1, 1)
    const sql = connect({ ...server.connection, max: 1 })
    await sql`delete from pgboss.job`
    await sql.end()
  }
  console.info(`resumed after ${delays.map((ms) => ms.toFixed(0)).join(", ")} ms`)
  expect(Math.max(...delays)).toBeLessThan(3_000)
  stopping.abort()
  await worker
  await runtime.dispose()
})
