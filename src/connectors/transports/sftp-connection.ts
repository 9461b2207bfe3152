import { createHash } from "node:crypto"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Client, ConnectConfig, SFTPWrapper } from "ssh2"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { errorCode, foreignError } from "../foreign-text.ts"
import { readRemote } from "./sftp-read.ts"
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

/** The server answered with a refusal (`status`: SFTP's own number), or nobody answered (`status` null). */
export class SftpTrouble extends Data.TaggedError("SftpTrouble")<{
  readonly status: number | null
  readonly message: string
}> {}

export const noSuchFile = 2
export const permissionDenied = 3

export interface RemoteFile {
  readonly name: string
  readonly size: number
  readonly modifiedAt: number
  readonly isFile: boolean
}

export interface SftpConnection {
  readonly isOpen: () => boolean
  /** Size of a file; null when nothing has that name. */
  readonly size: (path: string) => Effect.Effect<number | null, SftpTrouble>
  readonly write: (path: string, content: Uint8Array) => Effect.Effect<void, SftpTrouble>
  /** The file's bytes; null when it holds more than `most`. */
  readonly read: (path: string, most: number) => Effect.Effect<Uint8Array | null, SftpTrouble>
  readonly rename: (from: string, to: string) => Effect.Effect<void, SftpTrouble>
  readonly remove: (path: string) => Effect.Effect<void, SftpTrouble>
  readonly makeFolder: (path: string) => Effect.Effect<void, SftpTrouble>
  readonly list: (path: string) => Effect.Effect<ReadonlyArray<RemoteFile>, SftpTrouble>
}

const trouble = (cause: unknown): SftpTrouble => {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : null
  return new SftpTrouble({ status: typeof code === "number" ? code : null, message: foreignError(cause) })
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
      `The host key of ${where} is not pinned. The server shows ${check.shown}: compare it with what the supplier says, then set hostKey.`
    )
  if (check.refused)
    return failure(
      "Misconfigured",
      `${where} shows host key ${check.shown}, not the pinned one. Ask the supplier before you change hostKey: somebody may stand between.`
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

type Callback<A> = (cause: Error | null | undefined, value: A) => void

const operations = (client: Client, sftp: SFTPWrapper, times: SftpTimes): SftpConnection => {
  let open = true
  // A packet that makes no sense ends the connection; whoever waits hears of it there.
  sftp.on("error", () => client.destroy())
  const waiting = new Set<() => void>()
  client.once("close", () => {
    open = false
    for (const lose of waiting) lose()
  })
  /** Every operation ends: with the server's answer, with the connection, or with its time. */
  const ask = <A>(start: (answer: Callback<A>) => void): Effect.Effect<A, SftpTrouble> =>
    Effect.callback<A, SftpTrouble>((resume) => {
      const lose = () => {
        waiting.delete(lose)
        resume(new SftpTrouble({ status: null, message: "the connection was lost" }))
      }
      if (!open) return lose()
      waiting.add(lose)
      start((cause, value) => {
        waiting.delete(lose)
        resume(cause === null || cause === undefined ? Effect.succeed(value) : trouble(cause))
      })
      return Effect.sync(() => void waiting.delete(lose))
    }).pipe(
      Effect.timeoutOrElse({
        duration: times.operationMs,
        orElse: () => {
          // A connection that owes an answer is not used again: a late one could be taken for another's.
          open = false
          client.destroy()
          return new SftpTrouble({ status: null, message: `no answer within ${times.operationMs} ms` })
        }
      })
    )
  const done = (start: (answer: Callback<void>) => void): Effect.Effect<void, SftpTrouble> => ask<void>(start)
  return {
    isOpen: () => open,
    size: (path) =>
      ask<{ readonly size: number }>((answer) => sftp.stat(path, answer)).pipe(
        Effect.map((attributes): number | null => attributes.size),
        Effect.catchIf(
          (failure) => failure.status === noSuchFile,
          () => Effect.succeed(null)
        )
      ),
    write: (path, content) =>
      done((answer) => sftp.writeFile(path, Buffer.from(content), (cause) => answer(cause))),
    read: (path, most) =>
      ask<Uint8Array | null>((answer) => {
        readRemote(sftp, path, most).then(
          (content) => answer(null, content),
          (cause: Error) => answer(cause, null)
        )
      }),
    rename: (from, to) => done((answer) => sftp.rename(from, to, (cause) => answer(cause))),
    remove: (path) => done((answer) => sftp.unlink(path, (cause) => answer(cause))),
    makeFolder: (path) => done((answer) => sftp.mkdir(path, (cause) => answer(cause))),
    list: (path) =>
      ask<ReadonlyArray<{ filename: string; attrs: import("ssh2").Stats }>>((answer) =>
        sftp.readdir(path, answer)
      ).pipe(
        Effect.map((entries) =>
          entries.map(({ filename, attrs }) => ({
            name: filename,
            size: attrs.size,
            modifiedAt: attrs.mtime,
            isFile: attrs.isFile()
          }))
        )
      )
  }
}

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
  return operations(client, sftp, times)
})
