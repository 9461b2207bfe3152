import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { AlertRoute } from "../../../src/domain/model/alert.ts"
import { type ActivityFilter, ActivityLog, type ActivityRow } from "../../../src/domain/ports/activity-log.ts"
import { AlertMailer } from "../../../src/domain/ports/alert-mailer.ts"
import { AlertRouteStore, AlertRoutes } from "../../../src/domain/ports/alert-route.ts"
import { type AlertRow, AlertStore } from "../../../src/domain/ports/alert-store.ts"
import { AlertFailure } from "../../../src/domain/ports/failure.ts"
import { type DeadLetters, JobBoard } from "../../../src/domain/ports/job-board.ts"
import {
  type Flow,
  flowKinds,
  type MachineNews,
  type Standings,
  type SupplierStanding,
  standingKinds,
  TriageBoard
} from "../../../src/domain/ports/triage-board.ts"
import type { FakeWorld } from "./fake-world.ts"

const unasked = (method: string) => () => Effect.die(new Error(`${method} is not part of this fake world`))

/** What Triage, Alerts and Activity see. */
export class TriageWorld {
  standings: Omit<Standings, "at"> = {
    standings: standingKinds.map((kind) => ({ kind, count: 0, oldestAt: null })),
    unsent: [],
    sending: [],
    failed: [],
    inDoubt: [],
    holds: []
  }
  flow: ReadonlyArray<Flow> = flowKinds.map((kind) => ({
    kind,
    hour: Array.from({ length: 12 }, () => 0),
    day: Array.from({ length: 24 }, () => 0)
  }))
  suppliers: ReadonlyArray<SupplierStanding> = []
  news: MachineNews = { breakers: [], versions: [] }
  deadLetters: ReadonlyArray<DeadLetters> = []
  lookedAt: Date | null = null
  /** Set: the role may not note a look. */
  isReadOnly = false
  readonly looks: Array<string> = []
  /** Since when news was asked for. */
  readonly askedSince: Array<Date> = []
  open: ReadonlyArray<AlertRow> = []
  past: ReadonlyArray<AlertRow> = []
  routes: ReadonlyArray<AlertRoute> = []
  /** Set: every route refuses with this. */
  routeFailure: string | null = null
  readonly told: Array<string> = []
  activity: ReadonlyArray<ActivityRow> = []
}

const matches = (row: ActivityRow, { actor, subject, since, search }: ActivityFilter): boolean =>
  (actor === undefined || row.actor === actor) &&
  (subject === undefined || row.subject.kind === subject.kind) &&
  (subject?.name === undefined || row.subject.name === subject.name) &&
  (since === undefined || row.at >= since) &&
  (search === undefined || JSON.stringify(row).toLowerCase().includes(search.toLowerCase()))

export const triagePorts = (world: FakeWorld, sight: TriageWorld) => {
  const take = (name: string) =>
    Effect.suspend(() =>
      sight.routeFailure === null
        ? Effect.sync(() => void sight.told.push(name))
        : Effect.fail(new AlertFailure({ reason: "Rejected", message: sight.routeFailure }))
    )
  return Context.empty().pipe(
    Context.add(TriageBoard, {
      standings: (at) => world.answer("standings", () => ({ ...sight.standings, at })),
      flow: () => world.answer("flow", () => sight.flow),
      suppliers: () => world.answer("supplierStandings", () => sight.suppliers),
      news: (since) =>
        world.answer("news", () => {
          sight.askedSince.push(since)
          return sight.news
        }),
      lookedAt: () => world.answer("lookedAt", () => sight.lookedAt),
      look: (actor) =>
        sight.isReadOnly
          ? world.refuse("permission denied for table operator_looks")
          : world.answer("look", () => void sight.looks.push(actor))
    }),
    Context.add(ActivityLog, {
      record: (entries) => world.answer("record", () => void world.activity.push(...entries)),
      page: (filter, before, limit) =>
        world.answer("activity", () =>
          sight.activity
            .filter((row) => matches(row, filter) && (before === null || row.id < before))
            .slice(0, limit)
        )
    }),
    Context.add(JobBoard, {
      queues: unasked("queues"),
      pauses: () => world.answer("pauses", () => []),
      list: unasked("jobs"),
      // Whatever did something here has been put away since.
      find: () => world.answer("job", () => null),
      past: () =>
        world.answer("job", () => ({ failures: [], from: null, redriven: null, madeBy: null, orderIds: [] })),
      acts: unasked("acts"),
      deadLetters: () => world.answer("deadLetters", () => sight.deadLetters)
    }),
    Context.add(AlertStore, {
      isDue: unasked("isDue"),
      causes: unasked("causes"),
      settle: unasked("settle"),
      lock: unasked("lockAlerts"),
      outline: unasked("outline"),
      write: unasked("writeAlerts"),
      claim: unasked("claimTelling"),
      confirm: unasked("confirmTelling"),
      release: unasked("releaseTelling"),
      note: unasked("noteAlert"),
      beat: unasked("beat"),
      list: () => world.answer("alerts", () => sight.open),
      past: (before, limit) =>
        world.answer("pastAlerts", () =>
          sight.past.filter(({ id }) => before === null || id < before).slice(0, limit)
        ),
      get: (id) => world.answer("alert", () => sight.open.find((a) => a.id === id) ?? null),
      mute: (id, actor, reason) =>
        world.answer("mute", () => {
          sight.open = sight.open.map((a) =>
            a.id === id ? { ...a, mutedBy: actor, mutedReason: reason } : a
          )
          return sight.open.some((a) => a.id === id)
        })
    }),
    Context.add(AlertRouteStore, {
      list: () => world.answer("routes", () => sight.routes),
      add: unasked("addRoute"),
      remove: unasked("removeRoute"),
      tested: () => Effect.void
    }),
    Context.add(AlertRoutes, { tell: (route) => take(route.name) }),
    Context.add(AlertMailer, { send: (to) => Effect.sync(() => void sight.told.push(to)) })
  )
}
