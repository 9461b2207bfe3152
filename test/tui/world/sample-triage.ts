import type { SyncLine } from "../../../src/domain/ports/sync-board.ts"
import type { FakeWorld } from "./fake-world.ts"
import { everyKind, nowMs } from "./sample-orders.ts"
import type { TriageWorld } from "./triage-ports.ts"

const ago = (minutes: number): Date => new Date(nowMs - minutes * 60_000)

export const sync = (party: string, change: Partial<SyncLine> = {}): SyncLine => ({
  party,
  partyKind: "channel",
  partyId: 1,
  service: "orders",
  enabled: true,
  everyMinutes: 15,
  last: null,
  nextAt: ago(-12),
  backlog: 0,
  ...change
})

/** A supplier with nothing to tell of. */
export const quietSupplier = {
  openedAt: null,
  message: null,
  stoppedBy: null,
  unanswered: 0,
  breaker: "closed"
} as const

/** So many of each kind that is named, none of the others; what ships soon is due, the rest is so old. */
export const standingsOf = (
  { standings }: TriageWorld,
  counts: Readonly<Record<string, number>>,
  { dueAt, oldestAt }: { readonly dueAt: Date; readonly oldestAt: Date }
): TriageWorld["standings"]["standings"] =>
  standings.standings.map(({ kind }) => ({
    kind,
    count: counts[kind] ?? 0,
    oldestAt: kind === "ship_soon" ? dueAt : oldestAt
  }))

const hour = [3, 5, 0, 9, 12, 20, 31, 8, 0, 4, 1, 2]

export const fillTriage = (world: FakeWorld): void => {
  const { sight } = world
  world.rows = everyKind()
  world.workers = [
    {
      id: 1,
      name: "worker",
      host: "box",
      pid: 4711,
      startedAt: ago(1),
      seenAt: new Date(nowMs - 1000),
      workingOn: "orders.process",
      load: {}
    }
  ]
  world.openAlerts = 2
  world.sync = [
    sync("acme-shop"),
    sync("marigold", { partyId: 2, nextAt: ago(9) }),
    sync("old-store", { partyId: 3, enabled: false })
  ]
  const counts = {
    processing: 2,
    acknowledge_late: 3,
    ship_late: 1,
    ship_soon: 11,
    quarantine: 4,
    parcels: 1
  }
  sight.standings = {
    ...sight.standings,
    holds: [
      { kind: "ship_method_unmapped", count: 22, oldestAt: ago(120) },
      { kind: "cancel_requested", count: 2, oldestAt: ago(40) }
    ],
    standings: standingsOf(sight, counts, { dueAt: ago(-70), oldestAt: ago(360) }),
    sending: [],
    failed: [],
    unsent: [
      { amount: "80.0000", currency: "EUR" },
      { amount: "9120.5000", currency: "USD" }
    ],
    inDoubt: [{ amount: "1990.0000", currency: "USD" }]
  }
  sight.flow = sight.flow.map((line) => ({ ...line, hour, day: [...hour, ...hour] }))
  sight.suppliers = [
    {
      ...quietSupplier,
      id: 1,
      name: "Northwind",
      breaker: "open",
      openedAt: ago(13),
      message: "no answer",
      sentInDay: 142
    },
    { ...quietSupplier, id: 2, name: "Baker Supply", sentInDay: 31, unanswered: 3 },
    { ...quietSupplier, id: 3, name: "Cole", sentInDay: 7 }
  ]
  sight.deadLetters = [
    { queue: "orders.process", count: 2, firstAt: ago(30), lastAt: ago(20), reason: "a defect" }
  ]
  sight.lookedAt = new Date(Date.UTC(2026, 10, 20, 18, 4))
  const channel = (name: string) => ({ kind: "channel" as const, id: 1, name })
  sight.activity = [
    {
      id: 9,
      at: ago(60),
      actor: "ben",
      act: "changed",
      subject: channel("old-store"),
      changes: [{ field: "autoProcessing", before: "no", after: "yes" }],
      note: ""
    },
    ...[8, 7].map((id) => ({
      id,
      at: ago(200 - id),
      actor: "ana",
      act: "ship method mapped",
      subject: channel(`shop-${id}`),
      changes: [],
      note: ""
    }))
  ]
  sight.news = {
    breakers: [
      { supplierId: 2, supplier: "Baker Supply", openedAt: ago(711), message: "refused", endedAt: ago(697) }
    ],
    versions: [{ version: "1.4.1", before: "1.4.0", at: ago(900) }]
  }
}
