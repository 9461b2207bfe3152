import type { Lifecycle } from "./lifecycle.ts"

export type StockPushState = "resting" | "uploading" | "unheard"
export type StockPushEvent = "begin" | "settle" | "lose"

/** The life of what a channel is told of the stock. There is one a channel, so that nothing older is under way beside it. */
export const stockPushLife: Lifecycle<StockPushState, StockPushEvent> = {
  resting: {
    means: "nothing is under way; what the channel was told last is known",
    mover: "worker, push-inventory",
    on: { begin: "uploading" }
  },
  uploading: {
    means: "a batch is written down, and the channel may be at it",
    mover: "worker, push-inventory; another one once the lease is dead",
    on: { settle: "resting", lose: "unheard" }
  },
  unheard: {
    means:
      "the answer was lost, or its worker died: until the channel must be done with it nothing is said, then all of it anew",
    mover: "worker, push-inventory",
    on: { settle: "resting", lose: "unheard" }
  }
}

/** What became of one level. Not a state: the row is told anew whenever it differs from what the channel shows. */
export type StockVerdict =
  | "accepted"
  | "stale"
  | "unknown"
  | "rejected"
  /** The answer left it out: it was not set. */
  | "unnamed"
  /** The answer was lost: it may have been set. */
  | "unheard"
  /** It was changed as often today as the channel allows. */
  | "waits"

/** Why a channel is told nothing of its stock; the database says the same (`stock_gate`). */
export const stockGates = {
  environment: "Its environment is not the installation's: sandbox and live are kept apart.",
  shadow: "It is in shadow mode: nothing is told.",
  archived: "It is archived.",
  off: "Its Inventory Upload is off.",
  stopped: "Sends are stopped."
} as const
export type StockGate = keyof typeof stockGates

/** After a failure less is said at once: one bad level must not keep all others, and a slow channel gets less to do. */
export const levelsAtOnce = (batch: number, failures: number): number =>
  Math.max(1, Math.floor(batch / 2 ** Math.min(failures, 20)))

const hourMs = 60 * 60_000

/** A level that the channel does not know or refused is not told over and over: an hour later, then less and less often. */
export const parkedMs = (refusals: number): number =>
  Math.min(24 * hourMs, hourMs * 2 ** Math.min(refusals, 5))

/** How long after its last end all that a channel shows is read back. */
export const readBackEveryMs = 23 * hourMs
