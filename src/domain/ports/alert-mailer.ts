import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { MailFailure } from "./failure.ts"

/** Mail to the merchant's own alert address, never to a buyer. */
export class AlertMailer extends Context.Service<
  AlertMailer,
  {
    /** The same event id makes the same Message-ID, by which a mailbox knows a repeat. */
    readonly send: (
      to: string,
      subject: string,
      text: string,
      eventId?: string
    ) => Effect.Effect<void, MailFailure>
  }
>()("switchyard/AlertMailer") {}
