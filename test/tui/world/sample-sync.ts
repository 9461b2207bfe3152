import { type SyncRun, SyncRunId } from "../../../src/domain/model/sync-run.ts"
import type { SyncLine } from "../../../src/domain/ports/sync-board.ts"
import type { ChangingWorld } from "./changing-world.ts"

import { nowMs } from "./sample-orders.ts"
import { channel, supplier } from "./sample-parties.ts"
export const run = (id: number, change: Partial<SyncRun> = {}): SyncRun => ({
  id: SyncRunId(id),
  service: "orders",
  party: "acme-shop",
  trigger: "schedule",
  state: "done",
  startedAt: new Date(nowMs - 120_000),
  endedAt: new Date(nowMs - 117_500),
  counts: { new: 12, updated: 3, unchanged: 40 },
  error: null,
  ...change
})

export const line = (change: Partial<SyncLine> = {}): SyncLine => ({
  party: "acme-shop",
  partyKind: "channel",
  partyId: 1,
  service: "orders",
  enabled: true,
  everyMinutes: 15,
  last: run(1),
  nextAt: new Date(nowMs + 780_000),
  backlog: 0,
  ...change
})

export const fillSync = (world: ChangingWorld): void => {
  world.salesChannels = [channel(1), channel(2)]
  world.suppliers = [supplier(1, "Northwind", [])]
  const failed = run(3, {
    service: "fulfillment",
    state: "failed",
    counts: { rejected: 1 },
    error: "acme-shop refused the parcel: unknown carrier “UPSN”. Map the carrier."
  })
  world.sync = [
    line(),
    line({ service: "fulfillment", last: failed, backlog: 4 }),
    line({ party: "Northwind", partyKind: "supplier", service: "tracking", last: null, everyMinutes: 120 })
  ]
  world.runs = [failed, run(2, { state: "running", endedAt: null, trigger: "demand" }), run(1)]
  world.records = [
    { reference: "#1042", result: "new", detail: "" },
    { reference: "#1041", result: "quarantined", detail: "line 2: quantity is not a number" }
  ]
}
