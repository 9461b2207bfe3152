import * as Effect from "effect/Effect"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { OrderBoard, type Triage } from "../domain/ports/order-board.ts"
import { SendGates, type SendStop } from "../domain/ports/send-gates.ts"
import { SettingsStore } from "../domain/ports/settings-store.ts"
import { SyncBoard, type SyncLine } from "../domain/ports/sync-board.ts"
import type { Live } from "./live.ts"
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

export type FigureQuery = LiveQuery<Figures, StoreFailure>

/** Open ones come first. */
const stopsRead = 20

const readFigures = Effect.gen(function* () {
  const board = yield* OrderBoard
  const settings = yield* SettingsStore
  const syncs = yield* SyncBoard
  const gates = yield* SendGates
  const [triage, installation, sync, stops] = yield* Effect.all(
    [board.triage(), settings.installation(), syncs.status(), gates.stops(stopsRead)],
    { concurrency: "unbounded" }
  )
  return {
    triage,
    stoppedBy: installation.sendsStoppedBy,
    stops: stops.filter((stop) => isOpen(stop) && stop.scope !== "all"),
    sync
  } satisfies Figures
})

/** At most once a second: a burst of orders changes them often, and nobody reads faster. */
export const figureQuery = (bridge: Bridge, live: Live): FigureQuery =>
  new LiveQuery({ bridge, live, read: () => readFigures, everyMs: 1000 })

/** What PostgreSQL lets this login do; until it has answered, nobody is kept from a key: it will refuse by itself. */
export const isReadOnly = (figures: FigureQuery): boolean =>
  figures.store.get().value?.triage.readOnly === true

export const readOnlyRefusal =
  "This connection is READ-ONLY: PostgreSQL lets its login change nothing, so nothing was tried."

/** How late the most overdue service is. A run under way is not late. */
export const lagMs = (sync: ReadonlyArray<SyncLine>, now: number): number =>
  sync.reduce((worst, line) => {
    if (!line.enabled || line.nextAt === null || line.last?.state === "running") return worst
    return Math.max(worst, now - line.nextAt.getTime())
  }, 0)
