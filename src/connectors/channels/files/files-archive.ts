import { createHash } from "node:crypto"
import { posix } from "node:path"
import * as Effect from "effect/Effect"
import { now } from "../../../domain/ports/clock.ts"
import { ensureFolder, freeName } from "../../files/archive-name.ts"
import { type RemoteFolder, RemoteTrouble } from "../../files/remote-folder.ts"
import { type SeenFile, stampOf } from "./files-memory.ts"
import type { OrderFolder } from "./files-settings.ts"
import { mostBytes } from "./order-row.ts"

export const hashOf = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex")

/** Nobody read it, so nothing can be compared: it was too large. */
export const unreadHash = ""

/** A name that is free in the orders folder, and that is read there. */
const nameToReturn = Effect.fn("files.nameToReturn")(function* (
  remote: RemoteFolder,
  orders: OrderFolder,
  name: string
) {
  const plain = posix.join(orders.folder, name)
  if ((yield* remote.size(plain)) === null) return plain
  const { name: stem, ext } = posix.parse(name)
  const other = `${stem}-${(yield* now).toISOString().replace(/[:.]/g, "")}${ext}`
  if (orders.takes(other)) return posix.join(orders.folder, other)
  return yield* new RemoteTrouble({ kind: "refused", message: "its name is taken again" })
})

/** Back to the orders folder, where the next look finds it. */
const putBack = (remote: RemoteFolder, orders: OrderFolder, name: string, archived: string) =>
  nameToReturn(remote, orders, name).pipe(
    Effect.flatMap((back) => remote.rename(archived, back)),
    Effect.mapError(
      (trouble) =>
        new RemoteTrouble({
          kind: "refused",
          message: `${name} was written anew while it was read, lies in the archive as ${posix.basename(archived)} and could not be put back (${trouble.message}); put it back by hand`
        })
    )
  )

/**
 * Moves a file that was imported out of the way. A partner who always uses one name may have written the next file
 * meanwhile: one that looks different stays, and what lies in the archive then is compared with what was read, for the
 * moment between the look and the move.
 */
export const archiveFile = Effect.fn("files.archive")(function* (
  remote: RemoteFolder,
  orders: OrderFolder,
  file: SeenFile,
  hash: string
): Effect.fn.Return<void, RemoteTrouble> {
  const { name } = file
  const there = (yield* remote.list(orders.folder)).find((entry) => entry.name === name)
  if (there === undefined || stampOf(there) !== stampOf(file)) return
  const from = posix.join(orders.folder, name)
  yield* ensureFolder(remote, orders.archive)
  const archived = yield* freeName(remote, orders.archive, name)
  const moved = yield* Effect.result(remote.rename(from, archived))
  if (moved._tag === "Failure") {
    // Another worker was faster, or the answer was lost and the move was not.
    if ((yield* remote.size(from)) === null) return
    return yield* moved.failure
  }
  if (hash === unreadHash) return
  const content = yield* remote.read(archived, mostBytes)
  if (content === null || hashOf(content) !== hash) yield* putBack(remote, orders, name, archived)
})
