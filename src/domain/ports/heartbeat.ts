import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { AlertFailure } from "./failure.ts"

/** Where the vault keeps the address that is called; who has the address can pretend that all is well. */
export const heartbeatOwner = "heartbeat"
export const heartbeatField = "url"

/** Calls somebody outside who raises the alarm when no call comes. */
export class Heartbeat extends Context.Service<
  Heartbeat,
  { readonly call: (url: Redacted.Redacted) => Effect.Effect<void, AlertFailure> }
>()("switchyard/Heartbeat") {}
