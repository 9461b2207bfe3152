import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { JobPast, JobRow, QueueLine } from "../../../src/domain/ports/job-board.ts"
import { JobBoard } from "../../../src/domain/ports/job-board.ts"
import { type ActBy, JobControl } from "../../../src/domain/ports/job-control.ts"
import type { FakeWorld } from "./fake-world.ts"

/** A job queue in memory, and what was asked of it. */
export class JobWorld {
  queues: ReadonlyArray<QueueLine> = []
  jobs: ReadonlyArray<JobRow> = []
  readonly pasts = new Map<string, JobPast>()
  readonly acts: Array<string> = []
}

export const jobPorts = (world: FakeWorld, queue: JobWorld) => {
  const act = (words: string, { by, reason }: ActBy) =>
    Effect.sync(() => void queue.acts.push(`${words} by ${by} ${reason}`.trim()))
  const moved = (words: string, id: string, by: ActBy) =>
    Effect.map(act(`${words} ${id}`, by), () => {
      const job = queue.jobs.find((one) => one.id === id)
      return job === undefined ? null : { queue: job.queue, found: job.state, moved: true }
    })
  const pause = (name: string, by: ActBy | null) => {
    queue.queues = queue.queues.map((line) => (line.queue === name ? { ...line, pause: by } : line))
  }
  return Context.empty().pipe(
    Context.add(JobBoard, {
      queues: () => world.answer("queues", () => queue.queues),
      pauses: () =>
        world.answer("pauses", () =>
          queue.queues.flatMap(({ queue: name, pause }) =>
            pause === null ? [] : [{ queue: name, ...pause }]
          )
        ),
      list: (filter) =>
        world.answer("jobs", () => ({
          rows: queue.jobs.filter(
            (job) =>
              job.state === filter.state &&
              (filter.queue === undefined || job.queue === filter.queue) &&
              job.payload.includes(filter.search ?? "")
          ),
          isMore: false
        })),
      find: (id) => world.answer("job", () => queue.jobs.find((job) => job.id === id) ?? null),
      past: (id) =>
        world.answer(
          "job",
          () =>
            queue.pasts.get(id) ?? { failures: [], from: null, redriven: null, madeBy: null, orderIds: [] }
        ),
      acts: () => Effect.succeed([]),
      deadLetters: () => Effect.succeed([])
    }),
    Context.add(JobControl, {
      pause: (name, by) =>
        Effect.map(act(`pause ${name}`, by), () => {
          pause(name, by)
          return true
        }),
      resume: (name, by) =>
        Effect.map(act(`resume ${name}`, by), () => {
          pause(name, null)
          return true
        }),
      retry: (id, by) => moved("retry", id, by),
      cancel: (id, by) => moved("cancel", id, by),
      redrive: (wish, by) =>
        Effect.map(act(`redrive ${wish.queue ?? "all"}`, by), () => [{ queue: wish.queue ?? "x", jobs: 2 }])
    })
  )
}
