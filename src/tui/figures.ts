import * as Effect from "effect/Effect"
import type { Change } from "../domain/ports/change-feed.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { OrderBoard, type Triage } from "../domain/ports/order-board.ts"
import { SendGates, type SendStop } from "../domain/ports/send-gates.ts"
import { SettingsStore } from "../domain/ports/settings-store.ts"
import { SyncBoard, type SyncLine } from "../domain/ports/sync-board.ts"
import type { Live, Pulse } from "./live.ts"
import { LiveQuery } from "./live-query.ts"
import type { Bridge } from "./runtime.ts"
import { isOpen } from "./stop-words.ts"

/** What the first line tells, and what Triage shows in full. */
export interface Figures {
  readonly triage: Triage
  readonly stoppedBy: string | null
  /** Stops of one channel or supplier that are in force. */
  readonly stops: ReadonlyArray<SendStop>
  readonly sync: ReadonlyArray<SyncLine>
}

export class FigureQuery extends LiveQuery<Figures, StoreFailure> {
  #looking = new Set<object>()

  /** Somebody looks at how many orders wait for what. Returns a function that ends it. */
  look(): () => void {
    const one = {}
    this.#looking.add(one)
    this.refresh()
    return () => this.#looking.delete(one)
  }

  get isLookedAt(): boolean {
    return this.#looking.size > 0
  }
}

/** Open ones come first. */
const stopsRead = 20
/** At most once a second: a burst of orders changes them often, and nobody reads faster. */
const everyMs = 1000
/** The first line counts no orders: what they change is for an age in minutes, unless Triage is open. */
const ordersEveryMs = 10_000
/** Each of them is told, or comes with the beats: this is for a change that nobody told of, made by hand in the database. */
const restMs = 120_000
/** What falls due by time alone is counted anew. */
const lookedAtRestMs = 30_000

const readTriage = Effect.flatMap(OrderBoard, (board) => Effect.map(board.triage(), (triage) => ({ triage })))

const readSync = Effect.flatMap(SyncBoard, (syncs) => Effect.map(syncs.status(), (sync) => ({ sync })))

const readStops = Effect.gen(function* () {
  const settings = yield* SettingsStore
  const gates = yield* SendGates
  const read = [settings.installation(), gates.stops(stopsRead)] as const
  const [{ sendsStoppedBy }, stops] = yield* Effect.all(read, { concurrency: "unbounded" })
  return {
    stoppedBy: sendsStoppedBy,
    stops: stops.filter((stop) => isOpen(stop) && stop.scope !== "all")
  }
})

/** Only what these changes can have made otherwise: an order that moves on says nothing about a channel's next run. */
const readFigures = ({ isAll, about }: Pulse, before: Figures | null) => {
  const ifTold = <A extends object, R>(
    read: Effect.Effect<A, StoreFailure, R>,
    ...subjects: ReadonlyArray<Change["about"]>
  ): Effect.Effect<A, StoreFailure, R> =>
    before === null || isAll || subjects.some((subject) => about.has(subject))
      ? read
      : Effect.succeed(before as Figures & A)
  const parts = [
    ifTold(readTriage, "orders", "channels", "workers", "installation"),
    ifTold(readStops, "installation", "channels", "suppliers"),
    ifTold(readSync, "sync", "channels", "suppliers", "workers")
  ] as const
  return Effect.map(
    Effect.all(parts, { concurrency: "unbounded" }),
    ([{ triage }, { stoppedBy, stops }, { sync }]): Figures => ({ triage, stoppedBy, stops, sync })
  )
}

export const figureQuery = (bridge: Bridge, live: Live): FigureQuery => {
  const query: FigureQuery = new FigureQuery({
    bridge,
    live,
    read: (since) => readFigures(since, query.store.get().value),
    everyMs: ({ isAll, about }) =>
      !isAll && about.size === 1 && about.has("orders") && !query.isLookedAt ? ordersEveryMs : everyMs,
    get restMs() {
      return query.isLookedAt ? lookedAtRestMs : restMs
    }
  })
  return query
}

/** What PostgreSQL lets this login do; until it has answered, nobody is kept from a key: it will refuse by itself. */
export const isReadOnly = (figures: FigureQuery): boolean =>
  figures.store.get().value?.triage.readOnly === true

export const readOnlyRefusal =
  "This connection is READ-ONLY: PostgreSQL lets its login change nothing, so nothing was tried."

/** How late the most overdue service is. A run under way is not late, one that a paused queue holds is. */
export const lagMs = (sync: ReadonlyArray<SyncLine>, now: number): number =>
  sync.reduce((worst, line) => {
    const { enabled, nextAt, last } = line
    if (!enabled || nextAt === null) return worst
    if (last?.state !== "running") return Math.max(worst, now - nextAt.getTime())
    return last.pause == null ? worst : Math.max(worst, now - last.startedAt.getTime())
  }, 0)

/** As the first line says it: what counts sends must not promise them while all are stopped. */
export const areSendsStopped = ({ figures }: { readonly figures: FigureQuery }): boolean =>
  figures.store.get().value?.triage.sendsStopped ?? false
