import * as Effect from "effect/Effect"
import type { OpenAlert } from "../model/alert.ts"
import { AlertMailer } from "../ports/alert-mailer.ts"
import { AlertStore } from "../ports/alert-store.ts"
import { now } from "../ports/clock.ts"

const time = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`

const subjectOf = (a: OpenAlert): string => `[Switchyard] ${a.channelName}: ${a.title} (${a.count})`

const textOf = (a: OpenAlert): string =>
  [
    `Channel: ${a.channelName}`,
    `Cause: ${a.title}`,
    `Orders: ${a.count}${a.value === "" ? "" : ` worth ${a.value}`}`,
    `First: ${time(a.firstAt)}`,
    `Last: ${time(a.lastAt)}`,
    "",
    "Open the console (switchyard console), Triage, to see and resolve them.",
    "This alert is sent once and is dismissed by itself when the cause goes."
  ].join("\n")

/** One mail per cause: causes are read from the rows as they stand now. */
export const sendAlerts = Effect.fn("sendAlerts")(function* () {
  const store = yield* AlertStore
  const mailer = yield* AlertMailer
  yield* store.settle(yield* store.causes(), yield* now)
  for (const alert of yield* store.toMail()) {
    yield* mailer.send(alert.address, subjectOf(alert), textOf(alert))
    yield* store.mailed([alert.id], yield* now)
  }
})
