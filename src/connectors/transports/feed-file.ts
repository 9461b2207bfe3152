import { posix } from "node:path"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { FeedBatch, OpenedFeeds } from "../../domain/model/incoming-feed.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { remoteFailure } from "../files/remote-failure.ts"
import type { RemoteFolder } from "../files/remote-folder.ts"
import { openSpool, type Spool } from "../files/spool.ts"
import { mostFeedBytes, type ReadSizes } from "./incoming-folder.ts"

export type ReadFeed = (name: string, chunks: () => AsyncIterable<Uint8Array>) => AsyncIterable<FeedBatch>

/** One feed that lies on this machine. */
export const spooledFeed = (name: string, spool: Spool, read: ReadFeed): OpenedFeeds => ({
  interchanges: [],
  feeds: [
    {
      reference: null,
      contentHash: spool.hash(),
      issuedAt: null,
      batches: () => read(name, spool.chunks)
    }
  ],
  broken: []
})

/**
 * Brings a file here. null: it is gone, because another worker took it, or it is not the size any more that it had: then its
 * writer goes on, and the next run reads it.
 */
export const pullFile = Effect.fn("feedFile.pull")(function* (
  remote: RemoteFolder,
  folder: string,
  name: string,
  sizes: ReadSizes
): Effect.fn.Return<Spool | null, TransportFailure, Scope.Scope> {
  const path = posix.join(folder, name)
  const spool = yield* openSpool
  const pulled = Effect.gen(function* () {
    const bytes = yield* remote.pull(path, mostFeedBytes, spool.write)
    return { bytes, size: yield* remote.size(path) }
  })
  const { bytes, size } = yield* pulled.pipe(
    Effect.catchIf(
      (trouble) => trouble.kind === "no such file",
      () => Effect.succeed({ bytes: 0, size: null })
    ),
    Effect.mapError((trouble) => remoteFailure(`read ${name}`, trouble))
  )
  if (bytes === null)
    return yield* new TransportFailure({
      reason: "Malformed",
      message: `${name} holds more than ${mostFeedBytes / 1_048_576} MB now. It was left where it is.`
    })
  if (size !== bytes) return null
  sizes.set(path, bytes)
  return spool
})
