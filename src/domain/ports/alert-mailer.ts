import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { MailFailure } from "./failure.ts"

/** Mail to the merchant's own alert address, never to a buyer. */
export class AlertMailer extends Context.Service<
  AlertMailer,
  { readonly send: (to: string, subject: string, text: string) => Effect.Effect<void, MailFailure> }
>()("switchyard/AlertMailer") {}
