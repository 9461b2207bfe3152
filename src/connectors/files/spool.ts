import { createHash } from "node:crypto"
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { foreignError } from "../foreign-text.ts"

const chunkBytes = 256 * 1024

/**
 * A file of this machine that has no name: what comes from outside lies there until it is read, as often as wanted, in pieces.
 * Nobody else can open it, and whoever dies leaves nothing behind.
 */
export interface Spool {
  readonly write: (chunk: Uint8Array) => Promise<void>
  readonly bytes: () => number
  /** SHA-256 of all that was written; after the last write. */
  readonly hash: () => string
  readonly chunks: () => AsyncIterable<Uint8Array>
}

const nameless = async (): Promise<FileHandle> => {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-spool-"))
  try {
    return await open(join(folder, "spool"), "wx+", 0o600)
  } finally {
    // The open file stays without its name.
    await rm(folder, { recursive: true, force: true })
  }
}

const writeAll = async (file: FileHandle, chunk: Uint8Array, position: number): Promise<void> => {
  let done = 0
  while (done < chunk.length)
    done += (await file.write(chunk, done, chunk.length - done, position + done)).bytesWritten
}

const spoolOn = (file: FileHandle): Spool => {
  const digest = createHash("sha256")
  let length = 0
  let hash: string | null = null
  return {
    write: async (chunk) => {
      const position = length
      length += chunk.length
      digest.update(chunk)
      await writeAll(file, chunk, position)
    },
    bytes: () => length,
    hash: () => {
      hash ??= digest.digest("hex")
      return hash
    },
    chunks: async function* () {
      for (let at = 0; at < length; ) {
        const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, length - at))
        const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
        if (bytesRead === 0) throw new Error("a file without a name is shorter than what was written to it")
        at += bytesRead
        yield buffer.subarray(0, bytesRead)
      }
    }
  }
}

/** Ends with the scope. */
export const openSpool: Effect.Effect<Spool, TransportFailure, Scope.Scope> = Effect.acquireRelease(
  Effect.tryPromise({
    try: nameless,
    catch: (cause) =>
      new TransportFailure({
        reason: "Misconfigured",
        message: `No file can be made in ${tmpdir()} of this machine, where a feed is put before it is read: ${foreignError(cause)}. Set TMPDIR to a folder with room.`
      })
  }),
  (file) => Effect.promise(() => file.close().catch(() => undefined))
).pipe(Effect.map(spoolOn))
