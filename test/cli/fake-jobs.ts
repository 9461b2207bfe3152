import * as Effect from "effect/Effect"
import type { Redrive } from "../../src/domain/model/job-mark.ts"
import type { OrderId } from "../../src/domain/model/order.ts"
import type { JobActRow, JobPast, JobRow, QueueLine } from "../../src/domain/ports/job-board.ts"
import type { ActBy, JobControl } from "../../src/domain/ports/job-control.ts"

const at = new Date("2026-11-22T08:55:00Z")

const line = (queue: string, change: Partial<QueueLine> = {}): QueueLine => ({
  queue,
  isDeadLetters: false,
  waiting: 0,
  later: 0,
  isMore: false,
  running: 0,
  oldestAt: null,
  dead: 0,
  counted: null,
  pause: null,
  ...change
})

export const fakeQueues: ReadonlyArray<QueueLine> = [
  line("orders.validate", { waiting: 1000, isMore: true, oldestAt: at, counted: { jobs: 41_000, at } }),
  line("purchase-orders.send", { pause: { by: "ana", at, reason: "their \u001b[2Jserver" }, dead: 1 }),
  line("work.sweep"),
  line("dead-letter", { isDeadLetters: true, waiting: 1, dead: 1 })
]

const job = (n: number, change: Partial<JobRow>): JobRow => ({
  id: `00000000-0000-4000-8000-00000000000${n}`,
  queue: "purchase-orders.send",
  state: "waiting",
  payload: '{"job": "purchase-orders.send", "intentIds": [41, 42], "supplierId": 7}',
  output: null,
  attempts: 0,
  mostAttempts: 9,
  createdAt: at,
  dueAt: at,
  startedAt: null,
  endedAt: null,
  worker: null,
  ...change
})

export const fakeJobs: ReadonlyArray<JobRow> = [
  job(1, {}),
  job(2, { state: "running", startedAt: at, attempts: 2, worker: "box:77" }),
  job(3, { state: "dead", attempts: 9, mostAttempts: null, output: "refused \u001b]0;x\u0007" }),
  job(4, { queue: "no.such.queue", state: "dead", mostAttempts: null, isLost: true })
]

const fakeRedrive = (letterId: string, n: number): Redrive => ({
  letterId,
  jobId: job(n, {}).id,
  queue: "purchase-orders.send",
  by: "bob \u001b[2J",
  at
})

/** Of the first job nothing failed; of one that the queue has forgotten an attempt did. */
export const fakePasts = (id: string): JobPast => ({
  failures: id.endsWith("9")
    ? [
        {
          attempt: 1,
          at: new Date("2026-11-22T08:00:00Z"),
          worker: "worker:box:77",
          message: "no route \u001b]0;x\u0007",
          fate: "repeated",
          orders: 2,
          nextId: null
        }
      ]
    : [],
  from: null,
  redriven: id.endsWith("3") ? fakeRedrive(id, 5) : null,
  madeBy: id.endsWith("1") ? fakeRedrive(job(3, {}).id, 1) : null,
  orderIds: id.endsWith("9") ? [1 as OrderId, 2 as OrderId] : []
})

export const fakeActs: ReadonlyArray<JobActRow> = [
  { act: "canceled", queue: "orders.validate", jobId: job(9, {}).id, jobs: 1, by: "bob", at, reason: "twice" }
]

const states = new Map(fakeJobs.map((found) => [found.id, found]))

/** What was asked of the queue, as words. */
export const jobActsAsked: Array<string> = []

const moved = (act: string, id: string, { by, reason }: ActBy, can: ReadonlyArray<string>) =>
  Effect.sync(() => {
    const found = states.get(id)
    if (found === undefined) return null
    const isMoved = can.includes(found.state)
    if (isMoved) jobActsAsked.push(`${act} ${id.slice(-1)} ${by} ${reason}`.trim())
    return { queue: found.queue, found: found.state, moved: isMoved }
  })

export const fakeControl: typeof JobControl.Service = {
  pause: (queue, { by, reason }) =>
    Effect.sync(() => {
      jobActsAsked.push(`pause ${queue} ${by} ${reason}`)
      return queue !== "purchase-orders.send"
    }),
  resume: (queue, { by }) =>
    Effect.sync(() => {
      jobActsAsked.push(`resume ${queue} ${by}`)
      return queue === "purchase-orders.send"
    }),
  retry: (id, by) => moved("retry", id, by, ["later", "dead"]),
  cancel: (id, by) => moved("cancel", id, by, ["waiting", "later", "dead"]),
  redrive: ({ ids, queue }) =>
    Effect.sync(() => {
      jobActsAsked.push(`redrive ${ids?.length ?? "all"} ${queue ?? "any"}`)
      return queue === "orders.validate" ? [] : [{ queue: "purchase-orders.send", jobs: 1 }]
    })
}
