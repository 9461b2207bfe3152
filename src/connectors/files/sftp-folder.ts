import * as Effect from "effect/Effect"
import type { Client, SFTPWrapper, Stats } from "ssh2"
import { foreignError } from "../foreign-text.ts"
import { pathTrouble, type RemoteFolder, RemoteTrouble } from "./remote-folder.ts"
import { pullRemote } from "./sftp-pull.ts"
import { readRemote } from "./sftp-read.ts"

const noSuchFile = 2
const permissionDenied = 3

/** A number is the server's answer; without one nobody answered. */
const troubleOf = (cause: unknown): RemoteTrouble => {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : null
  const message = foreignError(cause)
  if (typeof code !== "number") return new RemoteTrouble({ kind: "answer lost", message })
  if (code === noSuchFile) return new RemoteTrouble({ kind: "no such file", message })
  return new RemoteTrouble({ kind: "refused", message, denied: code === permissionDenied })
}

type Callback<A> = (cause: Error | null | undefined, value: A) => void
type Ask = <A>(path: string, start: (answer: Callback<A>) => void) => Effect.Effect<A, RemoteTrouble>

const lost = (message: string) => new RemoteTrouble({ kind: "answer lost", message })

/** Every operation ends: with the server's answer, with the connection, or with its time. */
const asking = (
  client: Client,
  operationMs: number
): { readonly isOpen: () => boolean; readonly ask: Ask } => {
  let open = true
  const waiting = new Set<() => void>()
  client.once("close", () => {
    open = false
    for (const lose of waiting) lose()
  })
  const answered = <A>(start: (answer: Callback<A>) => void): Effect.Effect<A, RemoteTrouble> =>
    Effect.callback<A, RemoteTrouble>((resume) => {
      const lose = () => {
        waiting.delete(lose)
        resume(lost("the connection was lost"))
      }
      waiting.add(lose)
      start((cause, value) => {
        waiting.delete(lose)
        resume(cause === null || cause === undefined ? Effect.succeed(value) : troubleOf(cause))
      })
      return Effect.sync(() => void waiting.delete(lose))
    }).pipe(
      Effect.timeoutOrElse({
        duration: operationMs,
        orElse: () => {
          // A connection that owes an answer is not used again: a late one could be taken for another's.
          open = false
          client.destroy()
          return lost(`no answer within ${operationMs} ms`)
        }
      })
    )
  const ask: Ask = (path, start) =>
    Effect.suspend(() => {
      const fault = pathTrouble(path)
      if (fault !== null) return fault
      if (open) return answered(start)
      return new RemoteTrouble({ kind: "nothing happened", message: "the connection was gone before" })
    })
  return { isOpen: () => open, ask }
}

/** A folder over an open SFTP session. Its rename never replaces a file: the protocol (version 3) says so. */
export const sftpFolder = (client: Client, sftp: SFTPWrapper, operationMs: number): RemoteFolder => {
  // A packet that makes no sense ends the connection; whoever waits hears of it there.
  sftp.on("error", () => client.destroy())
  const { isOpen, ask } = asking(client, operationMs)
  const done = (path: string, start: (answer: Callback<void>) => void) => ask<void>(path, start)
  return {
    isOpen,
    size: (path) =>
      ask<{ readonly size: number }>(path, (answer) => sftp.stat(path, answer)).pipe(
        Effect.map((attributes): number | null => attributes.size),
        Effect.catchIf(
          (trouble) => trouble.kind === "no such file",
          () => Effect.succeed(null)
        )
      ),
    write: (path, content) =>
      done(path, (answer) => sftp.writeFile(path, Buffer.from(content), (cause) => answer(cause))),
    read: (path, most) =>
      ask<Uint8Array | null>(path, (answer) => {
        readRemote(sftp, path, most).then(
          (content) => answer(null, content),
          (cause: Error) => answer(cause, null)
        )
      }),
    pull: (path, most, take) =>
      pullRemote(
        (work) =>
          ask(path, (answer) => {
            work().then(
              (value) => answer(null, value),
              (cause: Error) => answer(cause, undefined as never)
            )
          }),
        sftp,
        path,
        most,
        take
      ),
    rename: (from, to) =>
      Effect.suspend(
        () => pathTrouble(to) ?? done(from, (answer) => sftp.rename(from, to, (cause) => answer(cause)))
      ),
    remove: (path) => done(path, (answer) => sftp.unlink(path, (cause) => answer(cause))),
    makeFolder: (path) => done(path, (answer) => sftp.mkdir(path, (cause) => answer(cause))),
    list: (path) =>
      ask<ReadonlyArray<{ filename: string; attrs: Stats }>>(path, (answer) =>
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
