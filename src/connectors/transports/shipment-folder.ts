import { posix } from "node:path"
import * as Effect from "effect/Effect"
import { type IncomingFile, incomingFile } from "../../domain/model/supplier-answer.ts"
import { now } from "../../domain/ports/clock.ts"
import { remoteFailure } from "./remote-failure.ts"
import type { RemoteFile, RemoteFolder } from "./remote-folder.ts"
import { readShipmentCsv } from "./shipment-csv.ts"

const plainName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}$/
/** What senders call files that they have not finished. */
const unfinished = /^\.|\.(tmp|part|partial|filepart|uploading)$/i
const filesPerRun = 200
const mostBytes = 16 * 1024 * 1024

/** A name that is not plain is quoted, so that it can be shown and never be taken for a file's. */
const shown = (name: string): string => (plainName.test(name) ? name : JSON.stringify(name))

const unread = (name: string, reason: string, raw: string): IncomingFile =>
  incomingFile(shown(name), {
    broken: [{ source: "shipments", place: shown(name), reason, raw }]
  })

const oddName = (name: string): IncomingFile =>
  unread(
    name,
    "the file name may hold letters, digits, dot, dash and underscore only; the file was left where it is. Ask the supplier to rename it.",
    JSON.stringify(name)
  )

/** Files that did not change between two looks. A growing one is read by the next run. */
const settled = Effect.fn("shipmentFolder.settled")(function* (
  remote: RemoteFolder,
  folder: string,
  settleMs: number
) {
  const before = yield* remote.list(folder)
  const candidates = before.filter((file) => file.isFile && !unfinished.test(file.name))
  if (candidates.length === 0) return []
  yield* Effect.sleep(settleMs)
  const after = new Map((yield* remote.list(folder)).map((file) => [file.name, file]))
  return candidates
    .filter((file) => {
      const again = after.get(file.name)
      return again !== undefined && again.size === file.size && again.modifiedAt === file.modifiedAt
    })
    .sort((a, b) => a.modifiedAt - b.modifiedAt || (a.name < b.name ? -1 : 1))
    .slice(0, filesPerRun)
})

const readOne = Effect.fn("shipmentFolder.readOne")(function* (
  remote: RemoteFolder,
  folder: string,
  file: RemoteFile
) {
  if (!plainName.test(file.name)) return oddName(file.name)
  const tooLarge = unread(
    file.name,
    `the file is larger than ${mostBytes / 1_048_576} MB and was not read; it lies in the archive folder`,
    ""
  )
  if (file.size > mostBytes) return tooLarge
  const content = yield* remote.read(posix.join(folder, file.name), mostBytes)
  return content === null ? tooLarge : incomingFile(file.name, readShipmentCsv(file.name, content))
})

export const receiveFiles = Effect.fn("shipmentFolder.receiveFiles")(function* (
  remote: RemoteFolder,
  folder: string,
  settleMs: number
) {
  const read = Effect.gen(function* () {
    const files: Array<IncomingFile> = []
    for (const file of yield* settled(remote, folder, settleMs)) {
      const one = yield* readOne(remote, folder, file).pipe(
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
  return yield* read.pipe(Effect.mapError((trouble) => remoteFailure(`read the folder ${folder}`, trouble)))
})

/** A name that the archive does not have yet: a supplier may use the same one again. */
const freeName = Effect.fn("shipmentFolder.freeName")(function* (
  remote: RemoteFolder,
  archive: string,
  name: string
) {
  const plain = posix.join(archive, name)
  if ((yield* remote.size(plain)) === null) return plain
  const stamp = (yield* now).toISOString().replace(/[:.]/g, "")
  return posix.join(archive, `${stamp}-${name}`)
})

const ensureFolder = Effect.fn("shipmentFolder.ensureFolder")(function* (
  remote: RemoteFolder,
  folder: string
) {
  if ((yield* remote.size(folder)) === null) yield* remote.makeFolder(folder)
})

/** Moves a file that was read out of the way. One that is gone was archived before. */
export const archiveFile = Effect.fn("shipmentFolder.archiveFile")(function* (
  remote: RemoteFolder,
  outbound: string,
  archive: string,
  name: string
) {
  if (!plainName.test(name)) return
  const from = posix.join(outbound, name)
  const move = Effect.gen(function* () {
    if ((yield* remote.size(from)) === null) return
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
