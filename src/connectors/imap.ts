import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { ImapFlow } from "imapflow"
import { trusting } from "./certificate-authority.ts"
import { errorCode, foreignError, foreignText } from "./foreign-text.ts"
import { isLoopback } from "./loopback.ts"

export interface ImapLogin {
  readonly host: string
  readonly port: number
  readonly security: "tls" | "starttls" | "none"
  readonly user: string
  /** PEM of the server's own certificate authority, instead of the public ones. Absent or empty: those. */
  readonly authority?: string
  readonly secret: { readonly kind: "password" | "token"; readonly value: Redacted.Redacted }
}

export interface ImapTimes {
  readonly connectMs: number
  readonly operationMs: number
}
export const defaultImapTimes: ImapTimes = { connectMs: 15_000, operationMs: 60_000 }

/**
 * What went wrong with a mailbox:
 * - settings: nothing was tried; - connect: nobody answered, or not as a mail server we trust; - login: refused;
 * - refused: a command was answered with no; - lost: the answer to a command never came.
 */
export class ImapTrouble extends Data.TaggedError("ImapTrouble")<{
  readonly step: "settings" | "connect" | "login" | "refused" | "lost"
  readonly cause: string
  readonly message: string
}> {}

const limits = { line: 4 * 1024 * 1024, literal: 32 * 1024 * 1024, response: 40 * 1024 * 1024 }
const logoutMs = 2_000

interface ThrownByImap {
  readonly authenticationFailed?: unknown
  readonly responseStatus?: unknown
  readonly responseText?: unknown
}

const troubleOf = (thrown: unknown, during: "connect" | "work", secret: Redacted.Redacted): ImapTrouble => {
  const told: ThrownByImap = typeof thrown === "object" && thrown !== null ? thrown : {}
  const cause = errorCode(thrown)
  // A refused login may come back with what was sent, so its words are not repeated.
  if (told.authenticationFailed === true)
    return new ImapTrouble({ step: "login", cause, message: "login refused" })
  const words =
    typeof told.responseText === "string"
      ? foreignText(told.responseText, [secret])
      : foreignError(thrown, [secret])
  if (told.responseStatus === "NO" || told.responseStatus === "BAD")
    return new ImapTrouble({ step: "refused", cause, message: words })
  return new ImapTrouble({ step: during === "connect" ? "connect" : "lost", cause, message: words })
}

const silence = (ms: number, step: "connect" | "lost") => () =>
  new ImapTrouble({ step, cause: "ETIMEDOUT", message: `no answer within ${ms} ms` })

const load = Effect.promise(async () => (await import("./imapflow.ts")).ImapFlow)

/** A signed-in mailbox. */
export interface ImapSession {
  readonly isOpen: () => boolean
  /** Runs commands; each run ends with an answer, with the connection, or with its time. */
  readonly run: <A>(commands: (client: ImapFlow) => Promise<A>) => Effect.Effect<A, ImapTrouble>
}

const leave = (client: ImapFlow) =>
  Effect.promise(() => client.logout().catch(() => {})).pipe(
    Effect.timeoutOrElse({ duration: logoutMs, orElse: () => Effect.void }),
    Effect.andThen(Effect.sync(() => client.close()))
  )

/** Connects, encrypts and signs in. The conversation ends with the scope. */
export const openImap = Effect.fn("openImap")(function* (login: ImapLogin, times: ImapTimes) {
  if (login.security === "none" && !isLoopback(login.host))
    return yield* new ImapTrouble({
      step: "settings",
      cause: "",
      message: `Mail from ${foreignText(login.host)} would not be encrypted: set imapSecurity to tls or starttls.`
    })
  const Client = yield* load
  const { kind, value } = login.secret
  const client = yield* Effect.acquireRelease(
    Effect.sync(
      () =>
        new Client({
          host: login.host,
          port: login.port,
          secure: login.security === "tls",
          doSTARTTLS: login.security === "starttls",
          ...trusting(login.authority ?? ""),
          auth: {
            user: login.user,
            ...(kind === "token" ? { accessToken: Redacted.value(value) } : { pass: Redacted.value(value) })
          },
          clientInfo: { name: "switchyard" },
          logger: false,
          disableAutoIdle: true,
          // A compressed stream has no size that could be known before it is unpacked.
          disableCompression: true,
          connectionTimeout: times.connectMs,
          greetingTimeout: times.connectMs,
          socketTimeout: times.operationMs,
          maxLineLength: limits.line,
          maxLiteralSize: limits.literal,
          maxResponseSize: limits.response
        })
    ),
    leave
  )
  // What goes wrong when no command waits is met by the next command.
  client.on("error", () => {})
  yield* Effect.tryPromise({
    try: () => client.connect(),
    catch: (thrown) => troubleOf(thrown, "connect", value)
  }).pipe(
    Effect.timeoutOrElse({ duration: 2 * times.connectMs, orElse: silence(2 * times.connectMs, "connect") })
  )
  return {
    isOpen: () => client.usable,
    run: (commands) =>
      Effect.tryPromise({
        try: () => commands(client),
        catch: (thrown) => troubleOf(thrown, "work", value)
      }).pipe(
        Effect.timeoutOrElse({
          duration: times.operationMs,
          orElse: () =>
            // A connection that owes an answer is of no use to the next command.
            Effect.andThen(
              Effect.sync(() => client.close()),
              Effect.fail(silence(times.operationMs, "lost")())
            )
        })
      )
  } satisfies ImapSession
})
