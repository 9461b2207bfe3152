import { posix } from "node:path"
import * as Effect from "effect/Effect"
import { now } from "../../domain/ports/clock.ts"
import type { RemoteFolder } from "./remote-folder.ts"

/** A name that the archive does not have yet: a partner may use the same one again. */
export const freeName = Effect.fn("archive.freeName")(function* (
  remote: RemoteFolder,
  archive: string,
  name: string
) {
  const plain = posix.join(archive, name)
  if ((yield* remote.size(plain)) === null) return plain
  const stamp = (yield* now).toISOString().replace(/[:.]/g, "")
  return posix.join(archive, `${stamp}-${name}`)
})

export const ensureFolder = Effect.fn("archive.ensureFolder")(function* (
  remote: RemoteFolder,
  folder: string
) {
  if ((yield* remote.size(folder)) !== null) return
  const made = yield* Effect.result(remote.makeFolder(folder))
  // Another worker may have made it between the two.
  if (made._tag === "Failure" && (yield* remote.size(folder)) === null) return yield* made.failure
})
