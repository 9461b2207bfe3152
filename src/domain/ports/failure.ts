import * as Schema from "effect/Schema"

/** How a failure wants to be treated. One file in `jobs` turns this into what the queue does. */
export type Settlement =
  | { readonly _tag: "Retry" }
  /** No blame: try again, not before this many milliseconds. */
  | { readonly _tag: "Snooze"; readonly afterMs: number }
  /** No repeat can help: a person has to act. */
  | { readonly _tag: "Stop" }

export const retry: Settlement = { _tag: "Retry" }
export const stop: Settlement = { _tag: "Stop" }
export const snooze = (afterMs: number): Settlement => ({ _tag: "Snooze", afterMs })

/** The database did not do what was asked. `Unavailable` passes by itself; `Defect` is a fault of ours. */
export class StoreFailure extends Schema.TaggedError<StoreFailure>()("StoreFailure", {
  reason: Schema.Literals(["Unavailable", "Conflict", "Defect"]),
  message: Schema.String
}) {
  get settlement(): Settlement {
    return this.reason === "Defect" ? stop : retry
  }
}

/**
 * What went wrong with a party outside (channel, supplier, mail server).
 * - Unreachable: nobody answered, nothing was done. - NoAnswer: the request left, the answer is lost.
 * - Unauthorized: wrong credentials, or a server that does not prove to be the right one. - Throttled: asked to wait. - Malformed: the answer is not what its contract says.
 * - Rejected: understood and refused. - Misconfigured: our settings cannot work.
 */
export const OutsideReason = Schema.Literals([
  "Unreachable",
  "NoAnswer",
  "Unauthorized",
  "Throttled",
  "Malformed",
  "Rejected",
  "Misconfigured"
])
export type OutsideReason = typeof OutsideReason.Type

const outsideSettlement = (reason: OutsideReason, retryAfterMs: number | undefined): Settlement => {
  if (reason === "Throttled") return snooze(retryAfterMs ?? 60_000)
  return reason === "Unreachable" || reason === "NoAnswer" || reason === "Malformed" ? retry : stop
}

export class ChannelFailure extends Schema.TaggedError<ChannelFailure>()("ChannelFailure", {
  reason: OutsideReason,
  /** In the user's words, with the next step. Never holds credentials. */
  message: Schema.String,
  retryAfterMs: Schema.optionalKey(Schema.Number)
}) {
  get settlement(): Settlement {
    return outsideSettlement(this.reason, this.retryAfterMs)
  }
}

export class TransportFailure extends Schema.TaggedError<TransportFailure>()("TransportFailure", {
  reason: OutsideReason,
  message: Schema.String,
  retryAfterMs: Schema.optionalKey(Schema.Number),
  /** After the mark of a send: proved all the same that the supplier took nothing (refused connection, 401, 429, SMTP 4yz). */
  nothingTaken: Schema.optionalKey(Schema.Boolean)
}) {
  get settlement(): Settlement {
    return outsideSettlement(this.reason, this.retryAfterMs)
  }
}

export class CarrierFailure extends Schema.TaggedError<CarrierFailure>()("CarrierFailure", {
  reason: OutsideReason,
  /** In the user's words, with the next step. Never holds credentials. */
  message: Schema.String,
  retryAfterMs: Schema.optionalKey(Schema.Number)
}) {
  get settlement(): Settlement {
    return outsideSettlement(this.reason, this.retryAfterMs)
  }
}

export class MailFailure extends Schema.TaggedError<MailFailure>()("MailFailure", {
  reason: OutsideReason,
  message: Schema.String
}) {
  get settlement(): Settlement {
    return outsideSettlement(this.reason, undefined)
  }
}

/** An alert route or the heartbeat's receiver did not take what it was told. */
export class AlertFailure extends Schema.TaggedError<AlertFailure>()("AlertFailure", {
  reason: OutsideReason,
  message: Schema.String,
  retryAfterMs: Schema.optionalKey(Schema.Number)
}) {
  get settlement(): Settlement {
    return outsideSettlement(this.reason, this.retryAfterMs)
  }
}

/** A secret cannot be read: key lost or wrong, or nothing stored. Nothing is overwritten. */
export class VaultFailure extends Schema.TaggedError<VaultFailure>()("VaultFailure", {
  reason: Schema.Literals(["KeyMissing", "KeyWrong", "KeyUnsafe", "NotStored"]),
  message: Schema.String
}) {
  get settlement(): Settlement {
    return stop
  }
}

/** What a person asked for cannot be done; the message says why and what to do. */
export class Refusal extends Schema.TaggedError<Refusal>()("Refusal", { message: Schema.String }) {
  get settlement(): Settlement {
    return stop
  }
}
