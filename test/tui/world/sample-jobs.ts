import type { JobRow, QueueLine } from "../../../src/domain/ports/job-board.ts"
import type { ChangingWorld } from "./changing-world.ts"
import { nowMs } from "./sample-orders.ts"

const ago = (seconds: number): Date => new Date(nowMs - seconds * 1000)

export const line = (queue: string, change: Partial<QueueLine> = {}): QueueLine => ({
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

export const jobId = (n: number): string => `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`

export const job = (n: number, change: Partial<JobRow> = {}): JobRow => ({
  id: jobId(n),
  queue: "purchase-orders.send",
  state: "waiting",
  payload: `{"job": "purchase-orders.send", "intentIds": [${n}, 42, 43, 44], "supplierId": 7}`,
  output: null,
  attempts: 0,
  mostAttempts: 9,
  createdAt: ago(75),
  dueAt: ago(75),
  startedAt: null,
  endedAt: null,
  worker: null,
  ...change
})

export const sweep = line("work.sweep")
export const sends = line("purchase-orders.send", {
  waiting: 2,
  oldestAt: ago(75),
  later: 1,
  running: 1,
  dead: 2
})
export const dead = job(9, {
  state: "dead",
  attempts: 9,
  mostAttempts: null,
  output: "Northwind refused the connection"
})
export const later = job(5, { state: "later", attempts: 2, dueAt: ago(-90), output: "504 from the supplier" })
export const running = job(6, { state: "running", attempts: 1, startedAt: ago(4), worker: "box:77" })

export const fillJobs = (world: ChangingWorld): void => {
  world.queue.queues = [
    sends,
    line("orders.validate", {
      waiting: 100,
      isMore: true,
      oldestAt: ago(7200),
      counted: { jobs: 41_250, at: ago(30) }
    }),
    line("fulfillments.push", {
      waiting: 4,
      oldestAt: ago(600),
      pause: { by: "bob", at: ago(300), reason: "the shop rebuilds its API until 4 pm" }
    }),
    sweep,
    line("dead-letter", { isDeadLetters: true, waiting: 2, dead: 2 })
  ]
  world.queue.jobs = [job(1), job(2), later, running, dead]
  world.workers = [
    {
      id: 1,
      name: "box:77",
      host: "box",
      pid: 77,
      startedAt: ago(3600),
      seenAt: ago(1),
      workingOn: "",
      load: {
        "purchase-orders.send": { running: 1, places: 4, done: 12, failed: 3 },
        "orders.validate": { running: 0, places: 2, done: 240, failed: 0 }
      }
    }
  ]
  const gone = { host: "box", startedAt: ago(9000), held: 0, jobs: [], rescuedBy: null, isOver: true }
  world.goneWorkers = [
    {
      ...gone,
      id: 11,
      name: "box:71",
      pid: 71,
      seenAt: ago(2402),
      goneAt: ago(2400),
      ending: "died",
      rescuedBy: "box:77",
      held: 1,
      jobs: [{ queue: "purchase-orders.send", id: jobId(1), nextId: jobId(2) }]
    },
    { ...gone, id: 10, name: "box:70", pid: 70, seenAt: ago(8001), goneAt: ago(8000), ending: "stopped" }
  ]
}
