import * as Effect from "effect/Effect"
import type { Supplier } from "../../domain/model/supplier.ts"
import type { IncomingFile } from "../../domain/model/supplier-answer.ts"
import type { EdiInterchanges } from "../../domain/ports/edi-interchanges.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import type { RemoteFolders } from "../files/remote-folder.ts"
import { freshFile, type ReadFile, readEdiFile } from "./edi-incoming.ts"
import type { EdiProfile } from "./edi-profile.ts"
import { foldersOf } from "./folder-settings.ts"
import { receiveFiles } from "./incoming-folder.ts"

interface InboxFile {
  readonly file: IncomingFile
  /** null: it could not be looked into; `file` says why. */
  readonly read: ReadFile | null
}

/** What waits in the partner's folder, read and not yet compared with what was taken. */
export const readInbox = Effect.fn("edi.readInbox")(function* (
  folders: RemoteFolders,
  supplier: Supplier,
  profile: EdiProfile
): Effect.fn.Return<ReadonlyArray<InboxFile>, TransportError> {
  const { outboundFolder, archiveFolder } = foldersOf(supplier)
  const read = new Map<string, ReadFile>()
  const inbox = {
    folder: outboundFolder,
    archive: archiveFolder,
    source: "edi",
    takes: () => true,
    read: (name: string, content: Uint8Array) => {
      read.set(name, readEdiFile(name, content, profile))
      return {}
    }
  }
  const files = yield* folders.use(supplier, (remote) => receiveFiles(remote, inbox, folders.settleMs))
  return files.map((file) => ({ file, read: read.get(file.name) ?? null }))
})

/** The partner's answers, each interchange once. */
export const receiveEdi = Effect.fn("edi.receiveEdi")(function* (
  folders: RemoteFolders,
  supplier: Supplier,
  profile: EdiProfile,
  interchanges: EdiInterchanges["Service"]
): Effect.fn.Return<ReadonlyArray<IncomingFile>, TransportError> {
  const inbox = yield* readInbox(folders, supplier, profile)
  const keys = inbox.flatMap(({ read }) => (read?.interchanges ?? []).map((each) => each.interchange))
  const known = keys.length === 0 ? [] : yield* interchanges.known(supplier.id, keys)
  const taken = new Map(known.map((k) => [`${k.sender} ${k.controlNumber}`, k.contentHash]))
  return inbox.map(({ file, read }) => (read === null ? file : freshFile(file.name, read, taken)))
})
