import { setTimeout as pause } from "node:timers/promises"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { connect } from "../../src/store/database.ts"
import { enqueue, jobLayer, numbered } from "../../test/jobs/job-services.ts"
import { type Herd, makeHerd } from "../../test/jobs/worker-herd.ts"
import type { Figure } from "../figure.ts"
import { median, quantile, shown } from "../numbers.ts"

/** Longer than any wait here: who has the job dies over it. */
const jobMs = 600_000

const readyWorker = async (herd: Herd): Promise<void> => {
  const child = herd.start()
  await herd.until((said) => said.pid === child.pid && said.words[0] === "ready")
}

/** From the death of the worker that has this job to its start elsewhere. */
const rescue = async (herd: Herd, n: number): Promise<number> => {
  const startsBeside = (pid: number | null) =>
    herd.until((said) => said.words[0] === "start" && said.words[1] === String(n) && said.pid !== pid)
  const first = await startsBeside(null)
  // Any moment of the others' rounds, not the one right after a start.
  await pause(300 + Math.random() * 700)
  const from = performance.now()
  process.kill(first.pid, "SIGKILL")
  const second = await startsBeside(first.pid)
  process.kill(second.pid, "SIGKILL")
  return (second.at - from) / 1_000
}

export const rescueP95S: Figure = {
  name: "rescue_p95_s",
  unit: "s",
  target: 2,
  better: "lower",
  measure: async (bench) => {
    const options = await bench.cluster.database("bench_rescue")
    const runtime = ManagedRuntime.make(jobLayer(options))
    const herd = makeHerd(options, jobMs)
    const sql = connect({ ...options, max: 1 })
    const seconds: Array<number> = []
    try {
      await runtime.runPromise(enqueue([]))
      for (let n = 1; n <= (bench.quick ? 10 : 40); n++) {
        await Promise.all([readyWorker(herd), readyWorker(herd)])
        await runtime.runPromise(enqueue([numbered(n)]))
        seconds.push(await rescue(herd, n))
        await sql`delete from pgboss.job`
      }
    } finally {
      await herd.end()
      await Promise.all([runtime.dispose(), sql.end()])
    }
    return {
      value: quantile(seconds, 0.95),
      detail: `kill -9 of the worker that runs a job until another one runs it; median ${shown(median(seconds))} s of ${seconds.length}`
    }
  }
}
