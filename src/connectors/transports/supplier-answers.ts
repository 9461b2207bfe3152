import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import type { OpenedFeeds } from "../../domain/model/incoming-feed.ts"
import { type Supplier, tellsTracking } from "../../domain/model/supplier.ts"
import type { IncomingFile } from "../../domain/model/supplier-answer.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import { plainName } from "../files/incoming-name.ts"
import { remoteFailure } from "../files/remote-failure.ts"
import type { RemoteFolder, RemoteFolders } from "../files/remote-folder.ts"
import { type AnswerFolder, answerFolders } from "./answer-files.ts"
import { pullFile, spooledFeed } from "./feed-file.ts"
import { archiveFile, type ReadSizes, receiveFiles } from "./incoming-folder.ts"

/** Shipments keep their bare file name; a name of another kind says which folder it lies in. */
const marked = (place: AnswerFolder, file: IncomingFile): IncomingFile =>
  place.kind === "shipments" ? file : { ...file, name: `${place.kind}/${file.name}` }

const places = (supplier: Supplier): Effect.Effect<ReadonlyArray<AnswerFolder>, TransportFailure> => {
  const folders = answerFolders(supplier.settings)
  if (typeof folders === "string")
    return new TransportFailure({ reason: "Misconfigured", message: `${supplier.name}: ${folders}` })
  const tracked = tellsTracking(supplier)
  return Effect.succeed(folders.filter((place) => tracked || place.kind !== "shipments"))
}

const look = Effect.fn("supplierAnswers.look")(function* (remote: RemoteFolder, place: AnswerFolder) {
  const files = yield* Effect.mapError(remote.list(place.folder), (trouble) =>
    remoteFailure(`read the outbound folder ${place.folder}`, trouble)
  )
  const waiting = files.filter((file) => file.isFile && !file.name.startsWith(".") && place.takes(file.name))
  const what = place.kind === "shipments" ? "Outbound folder" : `Folder for ${place.kind}`
  const name = place.kind === "shipments" ? "shipment" : place.kind.replace(/s$/, "")
  return `${what} ${place.folder} is there; ${waiting.length} ${name} file(s) wait.`
})

/** All that a supplier says by files: shipments, acknowledgements, inventory. */
export const receiveAnswers = Effect.fn("supplierAnswers.receive")(function* (
  folders: RemoteFolders,
  supplier: Supplier,
  sizes: ReadSizes
): Effect.fn.Return<ReadonlyArray<IncomingFile>, TransportError> {
  const read = yield* places(supplier)
  if (read.length === 0) return []
  // What a run did not come to archive is read anew by this one.
  sizes.clear()
  return yield* folders.use(supplier, (remote) =>
    Effect.map(
      Effect.forEach(order(read), (place) =>
        Effect.map(receiveFiles(remote, place, folders.settleMs, sizes), (files) =>
          files.map((file) => marked(place, file))
        )
      ),
      (files) => files.flat()
    )
  )
})

/** An acknowledgement comes before the parcels it speaks of. */
const order = (read: ReadonlyArray<AnswerFolder>): ReadonlyArray<AnswerFolder> => [
  ...read.filter((place) => place.kind === "acknowledgements"),
  ...read.filter((place) => place.kind !== "acknowledgements")
]

/** A feed among them, brought here. */
export const openFeeds = Effect.fn("supplierAnswers.openFeeds")(function* (
  folders: RemoteFolders,
  supplier: Supplier,
  fileName: string,
  sizes: ReadSizes
): Effect.fn.Return<OpenedFeeds | null, TransportError, Scope.Scope> {
  const slash = fileName.indexOf("/")
  const place = (yield* places(supplier)).find(({ kind }) => kind === fileName.slice(0, slash))
  const read = place?.readFeed ?? null
  const name = fileName.slice(slash + 1)
  // Settings that were changed in between do not read it any more.
  if (place === undefined || read === null || !plainName.test(name)) return null
  const scope = yield* Effect.scope
  const spool = yield* folders.use(supplier, (remote) =>
    Scope.provide(pullFile(remote, place.folder, name, sizes), scope)
  )
  return spool === null ? null : spooledFeed(name, spool, read)
})

/** After our commit: moves a file that was read out of the way. */
export const archiveAnswer = Effect.fn("supplierAnswers.archive")(function* (
  folders: RemoteFolders,
  supplier: Supplier,
  fileName: string,
  sizes: ReadSizes
): Effect.fn.Return<void, TransportError> {
  const slash = fileName.indexOf("/")
  const kind = slash < 0 ? "shipments" : fileName.slice(0, slash)
  const place = (yield* places(supplier)).find((candidate) => candidate.kind === kind)
  if (place === undefined) return
  yield* folders.use(supplier, (remote) =>
    archiveFile(remote, place.folder, place.archive, fileName.slice(slash + 1), sizes)
  )
})

/** What waits in each folder, one line each. */
export const testAnswers = Effect.fn("supplierAnswers.test")(function* (
  folders: RemoteFolders,
  supplier: Supplier
): Effect.fn.Return<ReadonlyArray<string>, TransportError> {
  const read = yield* places(supplier)
  const none = tellsTracking(supplier) ? [] : ["No shipment files are read from this supplier."]
  const seen = yield* folders.use(supplier, (remote) => Effect.forEach(read, (place) => look(remote, place)))
  return [...none, ...seen]
})
