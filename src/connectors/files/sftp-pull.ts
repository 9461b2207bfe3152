import * as Effect from "effect/Effect"
import type { SFTPWrapper } from "ssh2"
import { notTaken, type RemoteTrouble, type Take } from "./remote-folder.ts"
import { chunkBytes, closeFile, openForReading, readAt } from "./sftp-read.ts"

/** One request after the other would wait for the way there and back for every 32 KB. */
const requestsAtOnce = 16

/** Asks the server with a time limit of its own for each question. */
export type AskServer = <A>(work: () => Promise<A>) => Effect.Effect<A, RemoteTrouble>

/** The bytes of one piece; fewer only at the end of the file, whatever lengths the server likes to answer with. */
const readPiece = async (sftp: SFTPWrapper, handle: Buffer, position: number): Promise<Buffer> => {
  const parts: Array<Buffer> = []
  let bytes = 0
  while (bytes < chunkBytes) {
    const part = await readAt(sftp, handle, position + bytes)
    if (part.length === 0) break
    parts.push(part)
    bytes += part.length
  }
  // Where parts do not fit into the piece, the last one reaches into the next.
  return Buffer.concat(parts).subarray(0, chunkBytes)
}

const pieces = Array.from({ length: requestsAtOnce }, (_, i) => i * chunkBytes)

const pullAll = Effect.fn("sftp.pullAll")(function* (
  ask: AskServer,
  sftp: SFTPWrapper,
  handle: Buffer,
  most: number,
  take: Take
) {
  let bytes = 0
  while (true) {
    const from = bytes
    const read = yield* Effect.forEach(
      pieces,
      (offset) => ask(() => readPiece(sftp, handle, from + offset)),
      { concurrency: requestsAtOnce }
    )
    for (const piece of read) {
      bytes += piece.length
      if (bytes > most) return null
      if (piece.length > 0) yield* Effect.tryPromise({ try: () => take(piece), catch: notTaken })
      if (piece.length < chunkBytes) return bytes
    }
  }
})

/** The bytes of a remote file of any size, in order. */
export const pullRemote = (ask: AskServer, sftp: SFTPWrapper, path: string, most: number, take: Take) =>
  Effect.acquireUseRelease(
    ask(() => openForReading(sftp, path)),
    (handle) => pullAll(ask, sftp, handle, most, take),
    // With its connection the handle is gone, and nobody answers.
    (handle) => Effect.ignore(ask(() => closeFile(sftp, handle)))
  )
