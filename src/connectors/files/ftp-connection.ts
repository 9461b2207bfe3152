import type { ConnectionOptions } from "node:tls"
import type { Client } from "basic-ftp"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { errorCode, foreignError } from "../foreign-text.ts"
import { greet, type ShownCertificate, shownCertificate, tlsOptionsOf } from "./ftp-certificate.ts"
import { ftpFolder } from "./ftp-folder.ts"
import type { FtpLogin } from "./ftp-settings.ts"

export interface FtpTimes {
  readonly connectMs: number
  /** How long one command may stay without an answer. */
  readonly operationMs: number
  /** How long one file may take. */
  readonly transferMs: number
  readonly settleMs: number
}
export const defaultFtpTimes: FtpTimes = {
  connectMs: 15_000,
  operationMs: 20_000,
  transferMs: 120_000,
  settleMs: 1_000
}

/** Within the time limit of the job that reads it. */
const longestPullMs = 25 * 60_000
const mostListingBytes = 8 * 1024 * 1024

type Step = "greeting" | "login" | "protection"

const failure = (reason: TransportFailure["reason"], message: string) =>
  new TransportFailure({ reason, message })

const untrusted =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/

const replyCode = (cause: unknown): number | null =>
  cause instanceof Error && "code" in cause && typeof cause.code === "number" ? cause.code : null

const connectFailure = (login: FtpLogin, step: Step, cause: unknown): TransportFailure => {
  const where = `${login.host}:${login.port}`
  const words = foreignError(cause, [login.password]).replace(/\.+$/, "")
  const code = replyCode(cause)
  if (code === 421) return failure("Throttled", `${where} takes no more connections now: ${words}.`)
  if (step === "login" && code !== null)
    return failure(
      "Unauthorized",
      `${where} refuses the login of ${login.user}: ${words}. Check user and password.`
    )
  if (step === "protection" && code !== null)
    return failure(
      "Misconfigured",
      `${where} does not protect file contents: ${words}. Nothing is sent there. Ask the other side to allow PROT P, or use SFTP.`
    )
  if (code !== null)
    return failure(
      "Misconfigured",
      `${where} refuses TLS: ${words}. Check security and port with the other side.`
    )
  return failure("Unreachable", `${where} cannot be reached: ${errorCode(cause) || words}.`)
}

const notTrusted = (login: FtpLogin, code: string, shown: ShownCertificate): TransportFailure =>
  failure(
    "Unauthorized",
    `The certificate of ${login.host}:${login.port} is not trusted (${code}). It shows SHA-256 ${shown.fingerprint}: compare it with what the other side says, then set certificate; or set authority, if they have their own.`
  )

const otherThanPinned = (login: FtpLogin, shown: ShownCertificate): TransportFailure =>
  failure(
    "Unauthorized",
    `${login.host}:${login.port} shows the certificate ${shown.fingerprint}, not the pinned one. Ask the other side before you change certificate: somebody may stand between.`
  )

/** A pinned certificate is compared first, on a connection that knows no secret. */
const pinnedCertificate = (login: FtpLogin, makeClient: () => Client) => {
  if (login.security === "none" || login.certificate === "") return Effect.succeed(null)
  return shownCertificate(makeClient, login).pipe(
    Effect.mapError((words) =>
      failure("Unreachable", `${login.host}:${login.port} cannot be reached by TLS: ${words}.`)
    ),
    Effect.flatMap((shown) =>
      shown.fingerprint === login.certificate ? Effect.succeed(shown) : otherThanPinned(login, shown)
    )
  )
}

const signIn = async (client: Client, login: FtpLogin, tls: ConnectionOptions, at: (step: Step) => void) => {
  await greet(client, login, tls)
  at("login")
  await client.sendIgnoringError("OPTS UTF8 ON")
  await client.login(login.user, Redacted.value(login.password))
  at("protection")
  await client.useDefaultSettings()
  // The client's own settings do not mind a no to this; we do.
  if (login.security !== "none") await client.send("PROT P")
  return await client.pwd()
}

const loadClient = Effect.promise(async () => (await import("./basic-ftp.ts")).Client)

/** Opens a session to one server; it is closed with the scope. */
export const connectFtp = Effect.fn("connectFtp")(function* (login: FtpLogin, times: FtpTimes) {
  const FtpClient = yield* loadClient
  const makeClient = () =>
    // Its own clock is for silence while signing in and in a transfer; an operation as a whole has its limit in ftpFolder.
    new FtpClient(Math.max(times.connectMs, times.operationMs), {
      maxListingBytes: mostListingBytes,
      // A data connection to another host than the first could be aimed at somebody else.
      allowSeparateTransferHost: false
    })
  const limited = Effect.timeoutOrElse({
    duration: times.connectMs,
    orElse: () =>
      failure(
        "Unreachable",
        `${login.host}:${login.port} did not finish the greeting within ${times.connectMs / 1000} s.`
      )
  })
  const pinned = yield* limited(pinnedCertificate(login, makeClient))
  const client = yield* Effect.acquireRelease(Effect.sync(makeClient), (c) => Effect.sync(() => c.close()))
  let step: Step = "greeting"
  const signedIn = Effect.tryPromise({
    try: () => signIn(client, login, tlsOptionsOf(login, pinned), (next) => (step = next)),
    catch: (cause) => cause
  }).pipe(
    Effect.catch((cause) => {
      if (!untrusted.test(errorCode(cause))) return connectFailure(login, step, cause)
      return shownCertificate(makeClient, login).pipe(
        Effect.mapError(() => connectFailure(login, step, cause)),
        Effect.flatMap((shown) => notTrusted(login, errorCode(cause), shown))
      )
    })
  )
  const home = yield* limited(signedIn)
  return yield* ftpFolder(client, home, { ...times, pullMs: longestPullMs })
})
