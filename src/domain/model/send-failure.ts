/** What went wrong with one attempt to send: the reasons of `ports/failure`, and an attempt that ended without any word. */
export type SendTrouble =
  | "Unreachable"
  | "NoAnswer"
  | "Throttled"
  | "Unauthorized"
  | "Malformed"
  | "Rejected"
  | "Misconfigured"
  | "Wordless"

/** itself: tried again without anybody. person: it stands until somebody acts. final: this purchase order is refused. */
export type SettledBy = "itself" | "person" | "final"

export interface TroubleRow {
  readonly means: string
  readonly settledBy: SettledBy
  /** The supplier as a whole is in trouble, not this one order: counts for its breaker. */
  readonly ofSupplier: boolean
  /** First pause before the next attempt; it grows up to a minute. null: no next attempt. */
  readonly pauseMs: number | null
  /** After so many attempts a person decides. null: only time limits it. */
  readonly mostAttempts: number | null
  /** Failing for longer than this, a person decides. */
  readonly giveUpAfterMs: number | null
  /** What a person does then. */
  readonly afterwards: string
}

const hour = 60 * 60_000
export const giveUpAfterMs = 24 * hour
const mostAttempts = 8
const longestPauseMs = 60_000

/** How each trouble of a send settles; docs/generated/send-failures.md is made of it. */
export const troubleTable: Readonly<Record<SendTrouble, TroubleRow>> = {
  Unreachable: {
    means: "nobody answered, nothing was done",
    settledBy: "itself",
    ofSupplier: true,
    pauseMs: 1_000,
    mostAttempts: null,
    giveUpAfterMs,
    afterwards: "orders retry, once the supplier can be reached"
  },
  NoAnswer: {
    means: "the request left and the answer is lost; a look-up comes before any repeat",
    settledBy: "itself",
    ofSupplier: true,
    pauseMs: 1_000,
    mostAttempts: null,
    giveUpAfterMs,
    afterwards: "settle the doubt, or orders retry where nothing arrived"
  },
  Throttled: {
    means: "the supplier asked to wait, and says how long",
    settledBy: "itself",
    ofSupplier: true,
    pauseMs: 60_000,
    mostAttempts: null,
    giveUpAfterMs,
    afterwards: "orders retry, with a lower suppliers pace"
  },
  Unauthorized: {
    means:
      "our login was refused or cannot be opened without our key, or the server shows another key or certificate than ours says; the purchase orders stay queued behind the breaker",
    settledBy: "person",
    ofSupplier: true,
    pauseMs: 30_000,
    mostAttempts: null,
    giveUpAfterMs,
    afterwards:
      "correct the login, the host key or the certificate: suppliers set, then suppliers breaker close"
  },
  Malformed: {
    means: "the answer was not what its contract says",
    settledBy: "itself",
    ofSupplier: false,
    pauseMs: 1_000,
    mostAttempts,
    giveUpAfterMs,
    afterwards: "ask the supplier, then orders retry"
  },
  Rejected: {
    means: "understood and refused: this purchase order, not the others",
    settledBy: "final",
    ofSupplier: false,
    pauseMs: null,
    mostAttempts: 1,
    giveUpAfterMs: null,
    afterwards: "correct what the supplier names, or cancel"
  },
  Misconfigured: {
    means: "our settings cannot work",
    settledBy: "person",
    ofSupplier: false,
    pauseMs: null,
    mostAttempts: 1,
    giveUpAfterMs: null,
    afterwards: "correct the settings: suppliers set, then orders retry"
  },
  Wordless: {
    means: "the attempt ended without any word: its worker died before anything left",
    settledBy: "itself",
    ofSupplier: false,
    pauseMs: 0,
    // High, because a death takes along whatever its worker had in hand: most of them are innocent.
    mostAttempts: 40,
    giveUpAfterMs: null,
    afterwards: "read the worker's log, then orders retry"
  }
}

/** How an intent stood when this attempt began. */
export interface Attempt {
  readonly attempt: number
  readonly failingSince: Date | null
}

/** A person decides from here on: no repeat can help, or there were enough. */
export const isUsedUp = (trouble: SendTrouble, { attempt, failingSince }: Attempt, at: Date): boolean => {
  const row = troubleTable[trouble]
  if (row.pauseMs === null) return true
  if (row.mostAttempts !== null && attempt % row.mostAttempts === 0) return true
  if (row.giveUpAfterMs === null || failingSince === null) return false
  return at.getTime() - failingSince.getTime() >= row.giveUpAfterMs
}

/**
 * How long until the next attempt: as long again as it has been failing, and the first pause more, so that it doubles from one
 * failure to the next. Not by the number of attempts: those that ended with their worker say nothing of the supplier.
 * `askedMs` is what the supplier asked for.
 */
export const pauseMs = (trouble: SendTrouble, failingForMs: number, askedMs: number | undefined): number => {
  const first = troubleTable[trouble].pauseMs ?? 0
  return askedMs ?? Math.min(Math.max(longestPauseMs, first), first + failingForMs)
}
