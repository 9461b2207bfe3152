import { type SyncRun, SyncRunId } from "../../../src/domain/model/sync-run.ts"
import type { JobRow } from "../../../src/domain/ports/job-board.ts"
import type { SyncLine } from "../../../src/domain/ports/sync-board.ts"
import type { ChangingWorld } from "../world/changing-world.ts"
import { line as queue, job as sampleJob } from "../world/sample-jobs.ts"
import { nowMs } from "../world/sample-orders.ts"
import { quietSupplier, standingsOf } from "../world/sample-triage.ts"

const ago = (minutes: number): Date => new Date(nowMs - minutes * 60_000)

const run = (id: number, minutes: number, change: Partial<SyncRun> = {}): SyncRun => ({
  id: SyncRunId(id),
  service: "orders",
  party: "acme-shop",
  trigger: "schedule",
  state: "done",
  startedAt: ago(minutes),
  endedAt: new Date(ago(minutes).getTime() + 2500),
  counts: { new: 12, updated: 3, unchanged: 40 },
  error: null,
  ...change
})

const refused = run(8, 4, {
  service: "fulfillment",
  state: "failed",
  counts: { rejected: 1 },
  error: "acme-shop refused the parcel: unknown carrier “UPSN”. Map the carrier."
})
const goingOn = run(9, 0.25, {
  party: "marigold",
  trigger: "demand",
  state: "running",
  endedAt: null,
  counts: { new: 340 },
  progress: { pages: 7, since: ago(60), reachedAt: ago(47), remaining: 1200, waitsUntil: null }
})

const line = (party: string, partyId: number, change: Partial<SyncLine> = {}): SyncLine => ({
  party,
  partyKind: "channel",
  partyId,
  service: "orders",
  enabled: true,
  everyMinutes: 15,
  last: run(7, 2),
  nextAt: ago(-13),
  backlog: 0,
  ...change
})

const sync = (world: ChangingWorld): void => {
  world.sync = [
    line("acme-shop", 1),
    line("acme-shop", 1, { service: "fulfillment", last: refused, backlog: 4, nextAt: ago(-1) }),
    line("marigold", 2, { last: goingOn }),
    line("Northwind", 1, {
      partyKind: "supplier",
      service: "tracking",
      everyMinutes: 120,
      last: run(6, 41, { service: "tracking", party: "Northwind", counts: { new: 7 } }),
      nextAt: ago(-79)
    })
  ]
  world.runs = [
    goingOn,
    refused,
    run(7, 2),
    run(6, 41, { service: "tracking", party: "Northwind", counts: { new: 7 } }),
    run(5, 17),
    run(4, 32)
  ]
  world.records = [
    { reference: "#1058", result: "new", detail: "" },
    { reference: "#1043", result: "quarantined", detail: "line 2: quantity is not a number" }
  ]
}

const job = (n: number, change: Partial<JobRow> = {}): JobRow =>
  sampleJob(n, {
    payload: `{"job": "purchase-orders.send", "intentIds": [${n}], "supplierId": 2}`,
    ...change
  })

const jobs = (world: ChangingWorld): void => {
  world.queue.queues = [
    queue("purchase-orders.send", { waiting: 2, oldestAt: ago(1.25), later: 1, running: 1, dead: 1 }),
    queue("orders.download", { running: 1 }),
    queue("orders.validate"),
    queue("orders.process", { waiting: 1, oldestAt: ago(0.1) }),
    queue("fulfillments.push", {
      waiting: 4,
      oldestAt: ago(10),
      pause: { by: "ben", at: ago(5), reason: "the shop rebuilds its API until 4 pm" }
    }),
    queue("work.sweep"),
    queue("dead-letter", { isDeadLetters: true, waiting: 1, dead: 1 })
  ]
  world.queue.jobs = [
    job(1),
    job(2),
    job(3, { state: "later", attempts: 2, dueAt: ago(-1.5), output: "504 from the supplier" }),
    job(4, { state: "running", attempts: 1, startedAt: ago(0.1), worker: "box:77" }),
    job(5, { state: "dead", attempts: 9, mostAttempts: null, output: "Baker Supply: 550 mailbox full" })
  ]
  world.workers = [
    {
      id: 1,
      name: "box:77",
      host: "box",
      pid: 77,
      startedAt: ago(300),
      seenAt: ago(0.02),
      workingOn: "purchase-orders.send",
      load: {
        "purchase-orders.send": { running: 1, places: 4, done: 180, failed: 3 },
        "orders.validate": { running: 0, places: 2, done: 240, failed: 0 }
      }
    }
  ]
}

const hour = [3, 5, 2, 9, 12, 20, 31, 28, 14, 9, 11, 12]

/** What Triage tells beside the orders' own counts. */
const sight = (world: ChangingWorld): void => {
  const told = world.sight
  const counts: Readonly<Record<string, number>> = {
    processing: 2,
    acknowledge_late: 3,
    ship_soon: 5,
    parcels: 1
  }
  told.standings = {
    ...told.standings,
    holds: [
      { kind: "ship_method_unmapped", count: 18, oldestAt: ago(245) },
      { kind: "address_missing", count: 1, oldestAt: ago(9) }
    ],
    standings: standingsOf(told, counts, { dueAt: ago(-71), oldestAt: ago(90) }),
    sending: [],
    failed: [],
    unsent: [
      { amount: "155.1000", currency: "EUR" },
      { amount: "1477.1000", currency: "USD" }
    ],
    inDoubt: [{ amount: "1990.0000", currency: "USD" }]
  }
  told.flow = told.flow.map((flow) => ({ ...flow, hour, day: [...hour, ...hour] }))
  told.suppliers = [
    { ...quietSupplier, id: 1, name: "Northwind", sentInDay: 142 },
    { ...quietSupplier, id: 2, name: "Baker Supply", sentInDay: 31, unanswered: 3, stoppedBy: "ben" }
  ]
  told.deadLetters = [
    { queue: "purchase-orders.send", count: 1, firstAt: ago(30), lastAt: ago(30), reason: "550 mailbox full" }
  ]
  told.lookedAt = new Date(Date.UTC(2026, 10, 20, 18, 4))
  told.activity = [
    {
      id: 9,
      at: ago(14),
      actor: "ben",
      act: "changed",
      subject: { kind: "supplier", id: 2, name: "Baker Supply" },
      changes: [{ field: "sendsStopped", before: "no", after: "yes" }],
      note: ""
    }
  ]
  told.news = {
    breakers: [
      { supplierId: 1, supplier: "Northwind", openedAt: ago(711), message: "no answer", endedAt: ago(697) }
    ],
    versions: []
  }
}

export const runMachines = (world: ChangingWorld): void => {
  sync(world)
  jobs(world)
  sight(world)
  world.openAlerts = 2
}
