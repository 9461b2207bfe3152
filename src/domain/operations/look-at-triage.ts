import * as Effect from "effect/Effect"
import { ActivityLog, type ActivityRow } from "../ports/activity-log.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { type DeadLetters, JobBoard } from "../ports/job-board.ts"
import { OrderBoard, type Triage } from "../ports/order-board.ts"
import { SendGates, type SendStop } from "../ports/send-gates.ts"
import { SyncBoard, type SyncLine } from "../ports/sync-board.ts"
import {
  type Flow,
  type MachineNews,
  type Standings,
  type SupplierStanding,
  TriageBoard
} from "../ports/triage-board.ts"
import { WorkerRegistry, type WorkerRow } from "../ports/worker-registry.ts"

/** Who never looked, or whose role keeps no looks, sees what happened since then. */
export const newsMs = 24 * 3_600_000
/** As many acts of people as are read; more are in the activity log. */
export const mostActs = 200
const stopsRead = 20

/** What waits now, beside the orders' own actions. */
export interface Work extends Standings {
  readonly suppliers: ReadonlyArray<SupplierStanding>
  /** Among the newest of them. */
  readonly deadLetters: ReadonlyArray<DeadLetters>
  readonly workers: ReadonlyArray<WorkerRow>
}

export interface News extends MachineNews {
  readonly since: Date
  /** Newest first. */
  readonly people: ReadonlyArray<ActivityRow>
  readonly flow: ReadonlyArray<Flow>
}

export interface TriageReport {
  readonly triage: Triage
  readonly work: Work
  readonly news: News
  readonly sync: ReadonlyArray<SyncLine>
  readonly stops: ReadonlyArray<SendStop>
}

export const readWork = Effect.fn("readWork")(function* () {
  const at = yield* now
  const board = yield* TriageBoard
  const [standings, suppliers, deadLetters, workers] = yield* Effect.all(
    [
      board.standings(at),
      board.suppliers(at),
      (yield* JobBoard).deadLetters("newest"),
      (yield* WorkerRegistry).list()
    ],
    { concurrency: "unbounded" }
  )
  return { ...standings, suppliers, deadLetters, workers } satisfies Work
})

export const readNews = Effect.fn("readNews")(function* (since: Date) {
  const board = yield* TriageBoard
  const [machine, flow, people] = yield* Effect.all(
    [board.news(since), board.flow(yield* now), (yield* ActivityLog).page({ since }, null, mostActs)],
    { concurrency: "unbounded" }
  )
  return { ...machine, since, people, flow } satisfies News
})

/** Since when there is news for this person. */
export const lastLook = Effect.fn("lastLook")(function* () {
  const looked = yield* (yield* TriageBoard).lookedAt(yield* Actor)
  return looked ?? new Date((yield* now).getTime() - newsMs)
})

/** Notes that this person has looked. False: the role may only read, so it always sees the news of a day. */
export const noteLook = Effect.fn("noteLook")(function* () {
  const look = (yield* TriageBoard).look(yield* Actor, yield* now)
  return yield* Effect.as(look, true).pipe(
    // A database that is away says nothing about the role.
    Effect.catchIf(
      (failure) => failure.reason !== "Unavailable",
      () => Effect.succeed(false)
    )
  )
})

/** All of it at once. It is no look: whoever asks by a program has not seen it. */
export const readTriage = Effect.fn("readTriage")(function* (since: Date | null) {
  const [triage, work, news, sync, stops] = yield* Effect.all(
    [
      (yield* OrderBoard).triage(),
      readWork(),
      readNews(since ?? (yield* lastLook())),
      (yield* SyncBoard).status(),
      (yield* SendGates).stops(stopsRead)
    ],
    { concurrency: "unbounded" }
  )
  return {
    triage,
    work,
    news,
    sync,
    stops: stops.filter(({ resumedAt }) => resumedAt === null)
  } satisfies TriageReport
})
