import * as Effect from "effect/Effect"
import { now } from "../../../domain/ports/clock.ts"
import { oldestFirst, plainName, unfinished } from "../../files/incoming-name.ts"
import type { RemoteFile, RemoteFolder, RemoteTrouble } from "../../files/remote-folder.ts"
import { type FilesMemory, type SeenFile, stampOf } from "./files-memory.ts"
import type { OrderFolder } from "./files-settings.ts"

/** So many files are queued at once; a run looks again when it has read them. */
export const mostQueued = 200

export interface Look {
  /** Files that did not change for as long as the settings say, oldest first. */
  readonly quiet: ReadonlyArray<SeenFile>
  /** Files whose names are no plain ones: they are told of and left alone. */
  readonly odd: ReadonlyArray<string>
}

/** An empty file is one that somebody has only begun. */
const isWanted = (orders: OrderFolder, file: RemoteFile): boolean =>
  file.isFile &&
  file.size > 0 &&
  !unfinished.test(file.name) &&
  plainName.test(file.name) &&
  orders.takes(file.name)

const isOdd = (file: RemoteFile): boolean =>
  file.isFile && !unfinished.test(file.name) && !plainName.test(file.name)

/**
 * Looks twice: a file that changes between the looks is still being written and is left for the next run. How long it must
 * have stood still counts from the first look ever, so a file that waits for its second run is read without more waiting.
 */
export const lookForFiles = Effect.fn("files.look")(function* (
  remote: RemoteFolder,
  orders: OrderFolder,
  memory: FilesMemory,
  after: SeenFile | null
): Effect.fn.Return<Look, RemoteTrouble> {
  const listed = yield* remote.list(orders.folder)
  const wanted = listed.filter((file) => isWanted(orders, file))
  const still = memory.look(wanted, (yield* now).getTime())
  const candidates = wanted.filter(
    (file) =>
      (after === null || oldestFirst(after, file) < 0) &&
      !(orders.afterwards === "leave" && memory.isKnown(file))
  )
  const odd = listed.filter(isOdd).map(({ name }) => name)
  if (candidates.length === 0) return { quiet: [], odd }
  const shortest = Math.min(...candidates.map((file) => still.get(file.name) ?? 0))
  yield* Effect.sleep(Math.max(0, orders.quietMs - shortest))
  const again = new Map((yield* remote.list(orders.folder)).map((file) => [file.name, stampOf(file)]))
  const quiet = candidates.filter((file) => again.get(file.name) === stampOf(file))
  const queue = quiet.sort(oldestFirst).slice(0, mostQueued)
  return { quiet: queue.map(({ name, size, modifiedAt }) => ({ name, size, modifiedAt })), odd }
})
