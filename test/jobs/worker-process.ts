import { appendFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { runWorker } from "../../src/jobs/worker.ts"
import type { ConnectionOptions } from "../../src/store/database.ts"
import { jobLayer, numberOf, workerOptions } from "./job-services.ts"

/**
 * A worker in a process of its own, for tests that end processes. It writes a line for each thing that happens:
 * `ready <worker id>`, `start <number> <attempt>`. Its handlers run for `WORKER_JOB_MS`.
 */
const connection = JSON.parse(process.env.WORKER_CONNECTION ?? "") as ConnectionOptions
const jobMs = Number(process.env.WORKER_JOB_MS ?? "60000")
const say = (line: string) => appendFileSync(1, `${line}\n`)

const runtime = ManagedRuntime.make(jobLayer(connection))
const fiber = runtime.runFork(
  runWorker(
    workerOptions(
      {
        "orders.validate": (request, run) =>
          Effect.andThen(
            Effect.sync(() => say(`start ${numberOf(request)} ${run.attempt}`)),
            Effect.sleep(jobMs)
          ),
        "orders.download": (request, run) =>
          Effect.andThen(
            Effect.sync(() => say(`start ${request.channelId} ${run.attempt}`)),
            Effect.sleep(jobMs)
          )
      },
      {
        onReady: (id) => Effect.sync(() => say(`ready ${id}`)),
        onDeath: (dead, jobs, buried) =>
          Effect.sync(() => say(["death", dead.id, jobs, ...buried.map((request) => request.job)].join(" ")))
      }
    )
  )
)
process.once("SIGTERM", () => {
  Effect.runPromise(Fiber.interrupt(fiber))
    .then(() => runtime.dispose())
    .then(() => process.exit(0))
})
