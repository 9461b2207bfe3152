import { createHash } from "node:crypto"
import { posix } from "node:path"
import * as Effect from "effect/Effect"
import { ensureFolder, freeName } from "../../files/archive-name.ts"
import { type RemoteFolder, RemoteTrouble } from "../../files/remote-folder.ts"
import type { OrderFolder } from "./files-settings.ts"
import { mostBytes } from "./order-row.ts"

export const hashOf = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex")

/** Nobody read it, so nothing can be compared: it was too large. */
export const unreadHash = ""

/**
 * Moves a file that was imported out of the way. What lies in the archive then is compared with what was read: a partner
 * who always uses one name may have written the next file just before the move. That one is put back, and read by the next
 * run.
 */
export const archiveFile = Effect.fn("files.archive")(function* (
  remote: RemoteFolder,
  orders: OrderFolder,
  name: string,
  hash: string
): Effect.fn.Return<void, RemoteTrouble> {
  const from = posix.join(orders.folder, name)
  if ((yield* remote.size(from)) === null) return
  yield* ensureFolder(remote, orders.archive)
  const to = yield* freeName(remote, orders.archive, name)
  const moved = yield* Effect.result(remote.rename(from, to))
  if (moved._tag === "Failure") {
    // Another worker was faster, or the answer was lost and the move was not.
    if ((yield* remote.size(from)) === null) return
    return yield* moved.failure
  }
  if (hash === unreadHash) return
  const there = yield* remote.read(to, mostBytes)
  if (there !== null && hashOf(there) === hash) return
  const back = yield* freeName(remote, orders.folder, name)
  yield* remote.rename(to, back).pipe(
    Effect.mapError(
      (trouble) =>
        new RemoteTrouble({
          kind: "refused",
          message: `${name} was written anew while it was read, lies in the archive as ${posix.basename(to)} and could not be put back (${trouble.message}); put it back by hand`
        })
    )
  )
})
