import { posix } from "node:path"
import * as Effect from "effect/Effect"
import type { Supplier, SupplierId } from "../../domain/model/supplier.ts"
import { type IncomingFile, incomingFile } from "../../domain/model/supplier-answer.ts"
import type { TransportFailure } from "../../domain/ports/failure.ts"
import { ensureFolder, freeName } from "../files/archive-name.ts"
import { oldestFirst, plainName, shown, unfinished } from "../files/incoming-name.ts"
import { remoteFailure } from "../files/remote-failure.ts"
import type { RemoteFile, RemoteFolder } from "../files/remote-folder.ts"

/** Files of one kind that a supplier leaves for us, and how they are read. */
export interface IncomingFolder {
  readonly folder: string
  readonly archive: string
  /** What broken pieces of these files are filed under. */
  readonly source: string
  readonly takes: (name: string) => boolean
  /** null: they are feeds, of whatever length. Only their names are told; `feed-file` brings them when they are wanted. */
  readonly read: ((name: string, content: Uint8Array) => Partial<Omit<IncomingFile, "name">>) | null
}

/** How many bytes of each file were read: one that grew since then is not whole, and stays for the next run. */
export type ReadSizes = Map<string, number>

/** One table of sizes a supplier: their folders may bear the same names. */
export const makeReadSizes = (): ((supplier: Supplier) => ReadSizes) => {
  const tables = new Map<SupplierId, ReadSizes>()
  return ({ id }) => {
    const known = tables.get(id) ?? new Map<string, number>()
    tables.set(id, known)
    return known
  }
}

const filesPerRun = 200
/** A feed of ten million lines; more is no feed. */
export const mostFeedBytes = 1024 * 1024 * 1024
const mostBytes = 16 * 1024 * 1024
/** All files of a run are held until they are committed. */
const mostBytesPerRun = 64 * 1024 * 1024

const unread = (place: IncomingFolder, name: string, reason: string, raw: string): IncomingFile =>
  incomingFile(shown(name), { broken: [{ source: place.source, place: shown(name), reason, raw }] })

const oddName = (place: IncomingFolder, name: string): IncomingFile =>
  unread(
    place,
    name,
    "the file name may hold letters, digits, dot, dash and underscore only; the file was left where it is. Ask the supplier to rename it.",
    JSON.stringify(name)
  )

/** The oldest that fit into one run; the rest waits for the next. */
const oneRun = (files: ReadonlyArray<RemoteFile>, isHeld: boolean): ReadonlyArray<RemoteFile> => {
  let bytes = 0
  const fitting = files.findIndex((file, index) => {
    bytes += isHeld ? Math.min(file.size, mostBytes) : 0
    return index >= filesPerRun || bytes > mostBytesPerRun
  })
  return fitting < 0 ? files : files.slice(0, fitting)
}

/** Files that did not change between two looks. A growing one is read by the next run. */
const settled = Effect.fn("incomingFolder.settled")(function* (
  remote: RemoteFolder,
  place: IncomingFolder,
  settleMs: number
) {
  const before = yield* remote.list(place.folder)
  // A name that is not plain is told of, whatever it looks like: the pattern cannot know what it was meant to be.
  const wanted = (name: string) => !unfinished.test(name) && (!plainName.test(name) || place.takes(name))
  const candidates = before.filter((file) => file.isFile && wanted(file.name))
  if (candidates.length === 0) return []
  yield* Effect.sleep(settleMs)
  const after = new Map((yield* remote.list(place.folder)).map((file) => [file.name, file]))
  const quiet = candidates.filter((file) => {
    const again = after.get(file.name)
    return again !== undefined && again.size === file.size && again.modifiedAt === file.modifiedAt
  })
  return oneRun(quiet.sort(oldestFirst), place.read !== null)
})

const readOne = Effect.fn("incomingFolder.readOne")(function* (
  remote: RemoteFolder,
  place: IncomingFolder,
  file: RemoteFile,
  sizes: ReadSizes
) {
  if (!plainName.test(file.name)) return oddName(place, file.name)
  const most = place.read === null ? mostFeedBytes : mostBytes
  const tooLarge = unread(
    place,
    file.name,
    `the file is larger than ${most / 1_048_576} MB and was not read; it lies in the archive folder`,
    ""
  )
  if (file.size > most) return tooLarge
  if (place.read === null) return incomingFile(file.name, { isFeed: true })
  const content = yield* remote.read(posix.join(place.folder, file.name), mostBytes)
  if (content === null) return tooLarge
  sizes.set(posix.join(place.folder, file.name), content.length)
  return incomingFile(file.name, place.read(file.name, content))
})

/** Reads the files that wait, oldest first. They stay where they are until `archiveFile`. */
export const receiveFiles = Effect.fn("incomingFolder.receiveFiles")(function* (
  remote: RemoteFolder,
  place: IncomingFolder,
  settleMs: number,
  sizes: ReadSizes = new Map()
): Effect.fn.Return<ReadonlyArray<IncomingFile>, TransportFailure> {
  const read = Effect.gen(function* () {
    const files: Array<IncomingFile> = []
    for (const file of yield* settled(remote, place, settleMs)) {
      const one = yield* readOne(remote, place, file, sizes).pipe(
        // Another worker read and archived it meanwhile.
        Effect.catchIf(
          (trouble) => trouble.kind === "no such file",
          () => Effect.succeed(null)
        )
      )
      if (one !== null) files.push(one)
    }
    return files
  })
  return yield* read.pipe(
    Effect.mapError((trouble) => remoteFailure(`read the folder ${place.folder}`, trouble))
  )
})

/** Moves a file that was read out of the way. One that is gone was archived before. */
export const archiveFile = Effect.fn("incomingFolder.archiveFile")(function* (
  remote: RemoteFolder,
  folder: string,
  archive: string,
  name: string,
  sizes: ReadSizes = new Map()
) {
  if (!plainName.test(name)) return
  const from = posix.join(folder, name)
  const move = Effect.gen(function* () {
    const size = yield* remote.size(from)
    const read = sizes.get(from) ?? size
    sizes.delete(from)
    // Its writer paused for longer than we looked: what came since is read by the next run, what we know is dropped then.
    if (size === null || size !== read) return
    yield* ensureFolder(remote, archive)
    yield* remote.rename(from, yield* freeName(remote, archive, name))
  })
  const goneMeanwhile = Effect.map(remote.size(from), (size) => size === null)
  yield* move.pipe(
    Effect.catch((trouble) =>
      Effect.flatMap(goneMeanwhile, (gone) => (gone ? Effect.void : Effect.fail(trouble)))
    ),
    Effect.mapError((trouble) => remoteFailure(`archive ${name} in ${archive}`, trouble))
  )
})
