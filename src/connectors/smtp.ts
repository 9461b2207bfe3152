import { Readable } from "node:stream"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type SMTPConnection from "nodemailer/lib/smtp-connection"
import { trusting } from "./certificate-authority.ts"
import { errorCode, foreignError, foreignText } from "./foreign-text.ts"
import { isLoopback } from "./loopback.ts"

export type MailSecurity = "tls" | "starttls" | "none"

export interface SmtpLogin {
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly user: string
  readonly password: Redacted.Redacted | null
  /** PEM of the server's own certificate authority, instead of the public ones. Absent or empty: those. */
  readonly authority?: string
}

export interface SmtpTimes {
  readonly connectMs: number
  readonly operationMs: number
  /** Servers scan a message before they answer its end; giving up there leaves a doubt. */
  readonly acceptMs: number
}
export const defaultSmtpTimes: SmtpTimes = { connectMs: 10_000, operationMs: 20_000, acceptMs: 60_000 }

/** How far a conversation came. Before `data` nothing left; in `data` only the server knows. */
export type SmtpStep = "settings" | "connect" | "login" | "envelope" | "data"

export class SmtpTrouble extends Data.TaggedError("SmtpTrouble")<{
  readonly step: SmtpStep
  /** The server's reply code; null when it did not answer. */
  readonly code: number | null
  /** Node's or nodemailer's code. */
  readonly cause: string
  readonly message: string
}> {}

const trouble = (step: SmtpStep, thrown: unknown, password: Redacted.Redacted | null): SmtpTrouble => {
  const fields: { readonly responseCode?: unknown; readonly originalCode?: unknown } =
    typeof thrown === "object" && thrown !== null ? thrown : {}
  const code = typeof fields.responseCode === "number" ? fields.responseCode : null
  return new SmtpTrouble({
    step,
    code,
    cause: typeof fields.originalCode === "string" ? fields.originalCode : errorCode(thrown),
    // A refused login may come back with what was sent, so its words are not repeated.
    message:
      step === "login"
        ? `login refused (${code ?? "no answer"})`
        : foreignError(thrown, password === null ? [] : [password])
  })
}

const silence = (step: SmtpStep, ms: number): SmtpTrouble =>
  new SmtpTrouble({ step, code: null, cause: "ETIMEDOUT", message: `no answer within ${ms} ms` })

const checked = (login: SmtpLogin): Effect.Effect<SmtpLogin, SmtpTrouble> => {
  const wrong = (message: string) => new SmtpTrouble({ step: "settings", code: null, cause: "", message })
  if (login.security === "none" && !isLoopback(login.host))
    return wrong(
      `Mail to ${foreignText(login.host)} would not be encrypted: set security to tls or starttls.`
    )
  if (login.user !== "" && login.password === null)
    return wrong("A user is set and its password is not stored.")
  return Effect.succeed(login)
}

type Done = (cause?: Error | null) => void

const step = (
  name: SmtpStep,
  login: SmtpLogin,
  ms: number,
  connection: SMTPConnection,
  start: (done: Done) => void
): Effect.Effect<void, SmtpTrouble> =>
  Effect.callback<void, SmtpTrouble>((resume) => {
    const done: Done = (cause) =>
      resume(cause === null || cause === undefined ? Effect.void : trouble(name, cause, login.password))
    connection.on("error", done)
    start(done)
    return Effect.sync(() => void connection.removeListener("error", done))
  }).pipe(Effect.timeoutOrElse({ duration: ms, orElse: () => silence(name, ms) }))

const load = Effect.promise(async () => (await import("nodemailer/lib/smtp-connection")).default)

/** Connects, encrypts and signs in. The conversation ends with the scope. */
export const openSmtp = Effect.fn("openSmtp")(function* (settings: SmtpLogin, times: SmtpTimes) {
  const login = yield* checked(settings)
  const Connection = yield* load
  const connection = yield* Effect.acquireRelease(
    Effect.sync(
      () =>
        new Connection({
          host: login.host,
          port: login.port,
          secure: login.security === "tls",
          requireTLS: login.security === "starttls",
          ignoreTLS: login.security === "none",
          ...trusting(login.authority ?? ""),
          allowInternalNetworkInterfaces: isLoopback(login.host),
          connectionTimeout: times.connectMs,
          greetingTimeout: times.connectMs,
          dnsTimeout: times.connectMs,
          socketTimeout: times.acceptMs,
          socketCloseTimeout: 0
        })
    ),
    (c) => Effect.sync(() => c.close())
  )
  // Trouble that comes when no step waits (the server hangs up on an idle session) is met by the next step.
  connection.on("error", () => {})
  yield* step("connect", login, times.connectMs + 1000, connection, (done) => connection.connect(done))
  const { password } = login
  if (password !== null)
    yield* step("login", login, times.operationMs, connection, (done) =>
      connection.login({ user: login.user, pass: Redacted.value(password) }, done)
    )
  return connection
})

/** A message that is held back until the server has asked for it and the caller has let it go. */
class HeldMessage extends Readable {
  readonly asked: Promise<"asked">
  #ask: (answer: "asked") => void = () => {}

  constructor() {
    super()
    this.asked = new Promise((resolve) => {
      this.#ask = resolve
    })
  }

  override _read(): void {
    this.#ask("asked")
  }

  letGo(content: Uint8Array): void {
    this.push(Buffer.from(content))
    this.push(null)
  }
}

export interface Envelope {
  readonly from: string
  readonly to: string | ReadonlyArray<string>
}

export interface SmtpReceipt {
  readonly reply: string
  /** The server's own name of the message, where its answer has one of the usual forms; empty otherwise. */
  readonly queueId: string
  /** Recipients that the server refused while it took others. */
  readonly rejected: ReadonlyArray<string>
}

const queueIdForms = [/queued as ([\w.-]{1,100})/i, /\bid=([\w.-]{1,100})/i, /\b(\S{1,100}) - gsmtp\b/]

/** Postfix, Exim and Gmail name the message in their answer; others are kept as the reply alone. */
export const queueIdOf = (reply: string): string =>
  queueIdForms.map((form) => form.exec(reply)?.[1]).find((id) => id !== undefined) ?? ""

type Settled =
  | { readonly _tag: "Accepted"; readonly reply: string; readonly rejected: ReadonlyArray<string> }
  | { readonly _tag: "Failed"; readonly cause: unknown }

const addressOf = (recipient: string | { readonly address: string }): string =>
  foreignText(typeof recipient === "string" ? recipient : recipient.address)

/** Sender, recipient and DATA are agreed first; `beforeData` runs when the server waits for the message, and only then it leaves. */
export const sendSmtp = Effect.fn("sendSmtp")(function* <E>(
  connection: SMTPConnection,
  envelope: Envelope,
  content: Uint8Array,
  times: SmtpTimes,
  beforeData: Effect.Effect<void, E>
) {
  const message = new HeldMessage()
  const settled = new Promise<Settled>((resolve) => {
    const to = [envelope.to].flat()
    connection.send({ from: envelope.from, to, size: content.length }, message, (cause, info) =>
      resolve(
        cause
          ? { _tag: "Failed", cause }
          : { _tag: "Accepted", reply: info?.response ?? "", rejected: (info?.rejected ?? []).map(addressOf) }
      )
    )
  })
  const outcome = yield* Effect.promise(() => Promise.race([message.asked, settled])).pipe(
    Effect.timeoutOrElse({
      duration: times.operationMs,
      orElse: () => silence("envelope", times.operationMs)
    })
  )
  if (outcome !== "asked")
    return yield* outcome._tag === "Failed"
      ? trouble("envelope", outcome.cause, null)
      : new SmtpTrouble({ step: "data", code: null, cause: "", message: "accepted before it was sent" })
  // From the mark to the answer nobody may interrupt: what is known here is not found out later.
  return yield* Effect.uninterruptible(
    Effect.gen(function* () {
      // When the mark fails the connection is dropped in the middle of DATA: without its end no server takes a message.
      yield* beforeData.pipe(Effect.onError(() => Effect.sync(() => connection.close())))
      message.letGo(content)
      const answer = yield* Effect.promise(() => settled).pipe(
        Effect.timeoutOrElse({ duration: times.acceptMs, orElse: () => silence("data", times.acceptMs) })
      )
      if (answer._tag === "Failed") return yield* trouble("data", answer.cause, null)
      const reply = foreignText(answer.reply)
      return { reply, queueId: queueIdOf(reply), rejected: answer.rejected } satisfies SmtpReceipt
    })
  )
})
