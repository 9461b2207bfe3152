import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import type { ActivityEntry } from "../../../src/domain/model/activity.ts"
import type { Breaker } from "../../../src/domain/model/breaker.ts"
import type { DispatchState } from "../../../src/domain/model/dispatch-intent.ts"
import type { OrderId } from "../../../src/domain/model/order.ts"
import type { QueryTerm } from "../../../src/domain/model/order-query.ts"
import { compareOrders, sortRank } from "../../../src/domain/model/order-sort.ts"
import { type OrderAction, orderStatuses } from "../../../src/domain/model/order-status.ts"
import type { GateFacts } from "../../../src/domain/model/send-gate.ts"
import type {
  OverdueAcknowledgement,
  RecordedAcknowledgement
} from "../../../src/domain/ports/acknowledgement-store.ts"
import type { Authorization } from "../../../src/domain/ports/authorization-store.ts"
import type { Beat, Change } from "../../../src/domain/ports/change-feed.ts"
import type { Doubt, EvidenceRow, RecordedIntent } from "../../../src/domain/ports/dispatch-ledger.ts"
import { StoreFailure } from "../../../src/domain/ports/failure.ts"
import type {
  BoardPage,
  Matching,
  OrderCounts,
  OrderDetail,
  OrderFilter,
  OrderRow,
  PageKey,
  Triage
} from "../../../src/domain/ports/order-board.ts"
import type { InFlight, SendStop, StopScope } from "../../../src/domain/ports/send-gates.ts"
import type {
  StandingPurchaseOrder,
  SupplierRequest
} from "../../../src/domain/ports/supplier-request-store.ts"
import type { SyncLine } from "../../../src/domain/ports/sync-board.ts"
import type { GoneWorker, WorkerRow } from "../../../src/domain/ports/worker-registry.ts"
import { BesideWorld } from "./beside-ports.ts"
import { TriageWorld } from "./triage-ports.ts"

export type FakeIntent = Doubt & { readonly state: DispatchState; readonly content: Uint8Array }

const actions: ReadonlyArray<OrderAction> = ["resolve", "process", "settle", "retry", "push", "authorize"]

const stopped = { at: new Date(Date.UTC(2026, 10, 22, 14, 0, 0)), resumedBy: null, resumedAt: null }

/** The first parties of this world have the names that the samples give them. */
const partyOf = (scope: StopScope): string | null => {
  if (scope.scope === "channel") return scope.channelId === 1 ? "acme-shop" : `shop-${scope.channelId}`
  if (scope.scope === "all") return null
  return scope.supplierId === 1 ? "Northwind" : `supplier-${scope.supplierId}`
}

/** What the database would answer, in memory: a test changes it and says so. */
export class FakeWorld {
  rows: ReadonlyArray<OrderRow> = []
  details = new Map<OrderId, OrderDetail>()
  sync: ReadonlyArray<SyncLine> = []
  workers: ReadonlyArray<WorkerRow> = []
  goneWorkers: ReadonlyArray<GoneWorker> = []
  /** The one send that the ledger knows of. */
  intent: FakeIntent | null = null
  evidence: ReadonlyArray<EvidenceRow> = []
  /** What the ledger holds of an order. */
  recorded: ReadonlyArray<RecordedIntent> = []
  facts = new Map<OrderId, ReadonlyArray<GateFacts>>()
  /** Set: a worker has taken a purchase order of every order meanwhile. */
  hasLeft = false
  standing: ReadonlyArray<StandingPurchaseOrder> = []
  /** Stops of one channel or supplier. */
  stops: ReadonlyArray<SendStop> = []
  breakers: ReadonlyArray<Breaker> = []
  overdue: ReadonlyArray<OverdueAcknowledgement> = []
  readonly closedBreakers: Array<number> = []
  /** What operations noted of settings. */
  readonly activity: Array<ActivityEntry> = []
  readonly beside = new BesideWorld()
  inFlight: ReadonlyArray<InFlight> = []
  requests: ReadonlyArray<SupplierRequest> = []
  /** What suppliers answered, by purchase order. */
  acknowledgements = new Map<string, ReadonlyArray<RecordedAcknowledgement>>()
  authorizations: ReadonlyArray<Authorization> = []
  channels = 2
  autoOn = 1
  openAlerts = 0
  readonly sight = new TriageWorld()
  sendsStopped = false
  stoppedBy: string | null = null
  /** Orders that a person holds until a time. */
  readonly timedHolds = new Map<OrderId, { readonly until: Date; readonly message: string }>()
  /** Set: every question fails with this, as when the database is gone. */
  failure: string | null = null
  /** Set: questions are not answered at all. */
  isSilent = false
  /** Set: questions are answered once it is kept. */
  slow: Promise<void> | null = null
  readonly asked: Array<string> = []
  #feeds = new Set<Queue.Enqueue<Change | Beat>>()

  answer<A>(name: string, value: () => A): Effect.Effect<A, StoreFailure> {
    return Effect.suspend((): Effect.Effect<A, StoreFailure> => {
      this.asked.push(name)
      if (this.isSilent) return Effect.never
      const { slow } = this
      return slow === null
        ? this.#now(value)
        : Effect.andThen(
            Effect.promise(() => slow),
            this.#now(value)
          )
    })
  }

  #now<A>(value: () => A): Effect.Effect<A, StoreFailure> {
    return Effect.suspend(() =>
      this.failure === null
        ? Effect.succeed(value())
        : Effect.fail(new StoreFailure({ reason: "Unavailable", message: this.failure }))
    )
  }

  /** As when a role may not do it. */
  refuse(message: string): Effect.Effect<never, StoreFailure> {
    return Effect.fail(new StoreFailure({ reason: "Defect", message }))
  }

  /** How soon the console wants the next beat. */
  beatMs: () => number = () => 0

  changes(beatMs: () => number): Stream.Stream<Change | Beat> {
    this.beatMs = beatMs
    return Stream.callback<Change | Beat>((queue) =>
      Effect.gen({ self: this }, function* () {
        this.#feeds.add(queue)
        yield* Effect.addFinalizer(() => Effect.sync(() => this.#feeds.delete(queue)))
        yield* Effect.never
      })
    )
  }

  publish(change: Change | Beat): void {
    for (const feed of this.#feeds) Queue.offerUnsafe(feed, change)
  }

  /** Replaces orders (or adds new ones) and tells it. */
  put(...orders: ReadonlyArray<OrderRow>): void {
    const ids = new Set(orders.map(({ id }) => id))
    this.rows = [...this.rows.filter(({ id }) => !ids.has(id)), ...orders].sort(
      (a, b) => b.placedAt.getTime() - a.placedAt.getTime() || b.id - a.id
    )
    this.publish({ about: "orders", ids: [...ids] })
  }

  stop(scope: StopScope, actor: string): boolean {
    if (scope.scope === "all") {
      this.sendsStopped = true
      this.stoppedBy = actor
    } else this.stops = [...this.stops, { ...stopped, scope: scope.scope, party: partyOf(scope), by: actor }]
    return true
  }

  resume(scope: StopScope): boolean {
    if (scope.scope === "all") {
      this.sendsStopped = false
      this.stoppedBy = null
    } else this.stops = this.stops.filter((s) => s.scope !== scope.scope || s.party !== partyOf(scope))
    return true
  }

  openStops(): ReadonlyArray<SendStop> {
    const all: SendStop = { ...stopped, scope: "all", party: null, by: this.stoppedBy ?? "ana" }
    return this.sendsStopped ? [all, ...this.stops] : this.stops
  }

  unmasked(id: OrderId): OrderDetail | null {
    return this.details.get(id) ?? null
  }

  page(filter: OrderFilter, after: PageKey | null, limit: number): BoardPage {
    const compare = compareOrders(filter.sort ?? "newest")
    const matching = this.rows
      .filter((row) => isIn(row, filter))
      .sort(compare)
      .filter((row) => after === null || isAfter(row, after, filter))
    return { rows: matching.slice(0, limit), counts: this.counts(), at: new Date(0) }
  }

  rowsOf(ids: ReadonlyArray<OrderId>): ReadonlyArray<OrderRow> {
    return this.rows.filter(({ id }) => ids.includes(id))
  }

  matching(filter: OrderFilter, limit: number, within?: ReadonlyArray<OrderId>): Matching {
    const ids = this.rows
      .filter((row) => isIn(row, filter) && (within === undefined || within.includes(row.id)))
      .map(({ id }) => id)
    return { ids: ids.slice(0, limit), hasMore: ids.length > limit }
  }

  counts(): OrderCounts {
    const count = (is: (row: OrderRow) => boolean): number => this.rows.filter(is).length
    const byStatus = Object.fromEntries(orderStatuses.map((s) => [s, count((row) => row.status === s)]))
    const byAction = Object.fromEntries(actions.map((a) => [a, count((row) => row.action === a)]))
    return { byStatus: byStatus as OrderCounts["byStatus"], byAction: byAction as OrderCounts["byAction"] }
  }

  triage(): Triage {
    return {
      lines: actions.map((kind) => {
        const waiting = this.rows.filter(({ action }) => action === kind)
        return { kind, count: waiting.length, oldestAt: waiting.at(-1)?.placedAt ?? null }
      }),
      workers: this.workers.length,
      sendsStopped: this.sendsStopped,
      autoOn: this.autoOn,
      channels: this.channels,
      alerts: this.openAlerts,
      at: new Date(0)
    }
  }
}

const textOf = (row: OrderRow): string => `${row.channelOrderNumber} ${row.customerName}`.toLowerCase()

const stateWord: Readonly<Record<string, string>> = { settle: "doubt", retry: "failed", push: "rejected" }

/** Of the query's fields those that these rows can tell; another one is a defect of the test. */
const fits = (row: OrderRow, term: QueryTerm, marked: ReadonlyArray<OrderId>): boolean => {
  if (term.kind === "text") return textOf(row).includes(term.text.toLowerCase()) !== term.isNot
  const values = term.test.is === "any of" ? term.test.values : []
  const told: Readonly<Record<string, () => boolean>> = {
    channel: () => values.some((value) => row.channel.toLowerCase().includes(value.toLowerCase())),
    state: () => values.includes(stateWord[row.action ?? ""] ?? row.action ?? ""),
    status: () => values.includes(row.status.replaceAll("_", "-")),
    is: () => values.includes("marked") && marked.includes(row.id)
  }
  const tell = told[term.field]
  if (tell === undefined) throw new Error(`the fake world cannot tell ${term.field}`)
  return tell() !== term.isNot
}

const isIn = (row: OrderRow, filter: OrderFilter): boolean => {
  const { status, action, search, query = [], marked = [] } = filter
  return (
    (status === undefined || row.status === status) &&
    (action === undefined || row.action === action) &&
    (search === undefined || textOf(row).includes(search.toLowerCase())) &&
    query.every((term) => fits(row, term, marked))
  )
}

const isAfter = (
  row: OrderRow,
  { placedAt, id, rank }: PageKey,
  { sort = "newest" }: OrderFilter
): boolean => {
  if (sort === "newest")
    return row.placedAt < placedAt || (row.placedAt.getTime() === placedAt.getTime() && row.id < id)
  if (sort === "oldest")
    return row.placedAt > placedAt || (row.placedAt.getTime() === placedAt.getTime() && row.id > id)
  const [here, there] = [sortRank(row, sort) ?? "", rank ?? ""]
  return here === there ? row.id > id : sort === "total" ? Number(here) < Number(there) : here > there
}
