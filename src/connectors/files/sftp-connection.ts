import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Client, ConnectConfig, SFTPWrapper } from "ssh2"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { errorCode, foreignError } from "../foreign-text.ts"
import { sftpFolder } from "./sftp-folder.ts"
import type { SftpLogin } from "./sftp-settings.ts"

export interface SftpTimes {
  readonly connectMs: number
  readonly operationMs: number
  readonly keepaliveMs: number
  /** How long a file must keep its size before it is read. */
  readonly settleMs: number
}
export const defaultSftpTimes: SftpTimes = {
  connectMs: 10_000,
  operationMs: 20_000,
  keepaliveMs: 10_000,
  settleMs: 300
}

const fingerprint = (key: Buffer): string =>
  createHash("sha256").update(key).digest("base64").replace(/=+$/, "")

const pinned = (setting: string): string => setting.replace(/^SHA256:/i, "").replace(/=+$/, "")

/** Until the host key is right nothing secret is sent; what the server showed is kept for the message. */
class HostKeyCheck {
  shown = ""
  refused = false

  verify(key: Buffer, expected: string): boolean {
    this.shown = `SHA256:${fingerprint(key)}`
    this.refused = expected === "" || fingerprint(key) !== pinned(expected)
    return !this.refused
  }
}

const connectFailure = (login: SftpLogin, check: HostKeyCheck, cause: unknown): TransportFailure => {
  const where = `${login.host}:${login.port}`
  const failure = (reason: TransportFailure["reason"], message: string) =>
    new TransportFailure({ reason, message })
  if (check.refused && login.hostKey === "")
    return failure(
      "Misconfigured",
      `The host key of ${where} is not pinned. The server shows ${check.shown}: compare it with what the other side says, then set hostKey.`
    )
  // Of the supplier as a whole, as a refused login: what is to be sent waits behind the breaker instead of failing one by one.
  if (check.refused)
    return failure(
      "Unauthorized",
      `${where} shows host key ${check.shown}, not the pinned one. Ask the other side before you change hostKey: somebody may stand between.`
    )
  const level = typeof cause === "object" && cause !== null && "level" in cause ? cause.level : ""
  if (level === "client-authentication")
    return failure(
      "Unauthorized",
      `${where} refuses the login of ${login.user}. Check user, password or private key.`
    )
  const code = errorCode(cause)
  if (/privateKey|passphrase/i.test(foreignError(cause)))
    return failure(
      "Misconfigured",
      "The private key cannot be read. Store it in OpenSSH form, without a passphrase."
    )
  return failure("Unreachable", `${where} cannot be reached: ${code === "" ? foreignError(cause) : code}.`)
}

const configOf = (login: SftpLogin, times: SftpTimes, check: HostKeyCheck): ConnectConfig => ({
  host: login.host,
  port: login.port,
  username: login.user,
  ...(login.password === null ? {} : { password: Redacted.value(login.password) }),
  ...(login.privateKey === null ? {} : { privateKey: Redacted.value(login.privateKey) }),
  hostVerifier: (key: Buffer) => check.verify(key, login.hostKey),
  readyTimeout: times.connectMs,
  keepaliveInterval: times.keepaliveMs,
  keepaliveCountMax: 3
})

const openChannel = (login: SftpLogin, times: SftpTimes, client: Client) =>
  Effect.callback<SFTPWrapper, TransportFailure>((resume) => {
    const check = new HostKeyCheck()
    const fail = (cause: unknown) => resume(connectFailure(login, check, cause))
    client.on("error", fail)
    client.once("close", () => fail(new Error("the server closed the connection")))
    // Without this every small packet waits for the one before it to be confirmed, some 40 ms each.
    client.once("connect", () => client.setNoDelay(true))
    client.once("ready", () =>
      client.sftp((cause, sftp) => (cause === undefined ? resume(Effect.succeed(sftp)) : fail(cause)))
    )
    try {
      client.connect(configOf(login, times, check))
    } catch (cause) {
      fail(cause)
    }
  })

const loadClient = Effect.promise(async () => (await import("ssh2")).default.Client)

/** Opens a session to one server; it is closed with the scope. */
export const connectSftp = Effect.fn("connectSftp")(function* (login: SftpLogin, times: SftpTimes) {
  const Client = yield* loadClient
  const client = yield* Effect.acquireRelease(
    Effect.sync(() => new Client()),
    (c) =>
      Effect.sync(() => {
        c.end()
        c.destroy()
      })
  )
  const sftp = yield* openChannel(login, times, client).pipe(
    Effect.timeoutOrElse({
      duration: times.connectMs + 1000,
      orElse: () =>
        new TransportFailure({
          reason: "Unreachable",
          message: `${login.host}:${login.port} did not finish the greeting within ${times.connectMs / 1000} s.`
        })
    })
  )
  return sftpFolder(client, sftp, times.operationMs)
})
