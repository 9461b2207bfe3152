import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import { foreignError } from "../foreign-text.ts"

/**
 * What went wrong with one operation on another party's folder, by what it proves:
 * - nothing happened: the request never left (no connection, a name that we refuse to send), so nothing changed there;
 * - answer lost: the request left, and nobody can say what became of it;
 * - refused: the other side said no, and did nothing; `denied` when it said that this login may not;
 * - no such file: the other side says that the name is not there.
 */
export type RemoteTroubleKind = "nothing happened" | "answer lost" | "refused" | "no such file"

export class RemoteTrouble extends Data.TaggedError("RemoteTrouble")<{
  readonly kind: RemoteTroubleKind
  /** One short line, made safe: it may quote the other side. */
  readonly message: string
  readonly denied?: boolean
}> {}

export interface RemoteFile {
  readonly name: string
  readonly size: number
  /** Seconds or finer since 1970 by the other side's clock; only ever compared with itself. */
  readonly modifiedAt: number
  readonly isFile: boolean
}

/** Where pieces of a file go. What keeps it from taking them ends the transfer. */
export type Take = (chunk: Uint8Array) => Promise<void>

/** It could not be taken here: the other side has nothing to do with it. */
export const notTaken = (cause: unknown): RemoteTrouble =>
  new RemoteTrouble({
    kind: "nothing happened",
    message: `it could not be written down here: ${foreignError(cause)}`
  })

/**
 * Files at another party, whatever the protocol. Paths are POSIX, relative to where the login lands or absolute; a path
 * with a control character is never sent. Every operation ends: with an answer, with the connection, or with its time.
 */
export interface RemoteFolder {
  /** False once the connection is gone or owes an answer; the pool makes a new one then. */
  readonly isOpen: () => boolean
  readonly list: (folder: string) => Effect.Effect<ReadonlyArray<RemoteFile>, RemoteTrouble>
  /** Size of what has that name (a folder counts as there); null when nothing has it. */
  readonly size: (path: string) => Effect.Effect<number | null, RemoteTrouble>
  /** The file's bytes; null when it holds more than `most`. */
  readonly read: (path: string, most: number) => Effect.Effect<Uint8Array | null, RemoteTrouble>
  /**
   * Hands the file's bytes to `take`, piece by piece and in order, each once the one before is taken: its size does not
   * matter. How many there were; null as soon as it shows more than `most`.
   */
  readonly pull: (path: string, most: number, take: Take) => Effect.Effect<number | null, RemoteTrouble>
  /** Writes the whole file, over an older one of that name: for names of our own only. */
  readonly write: (path: string, content: Uint8Array) => Effect.Effect<void, RemoteTrouble>
  /** Gives a file another name that is free. Where the protocol has no such call, `ftp-folder.ts` says what is done. */
  readonly rename: (from: string, to: string) => Effect.Effect<void, RemoteTrouble>
  readonly remove: (path: string) => Effect.Effect<void, RemoteTrouble>
  readonly makeFolder: (path: string) => Effect.Effect<void, RemoteTrouble>
}

/** Whose folders they are, as it is set up now: a supplier, or a sales channel. */
export interface FolderOwner {
  readonly id: number
  readonly name: string
  readonly version: number
  readonly settings: Readonly<Record<string, string>>
}

/** Under which name an owner's secrets lie in the vault. */
export type OwnerKind = "supplier" | "channel"

/** The folders of many owners by one protocol: connections are shared by a batch and closed when idle. */
export interface RemoteFolders {
  readonly use: <A, E>(
    owner: FolderOwner,
    work: (folder: RemoteFolder) => Effect.Effect<A, E>
  ) => Effect.Effect<A, E | TransportError>
  /** How long a file must keep its size and time before it is read. */
  readonly settleMs: number
}

const controls = /\p{Cc}/u
const mostPath = 1000

/** What keeps a path from being sent: a line end in it would be a command of its own to an FTP server. */
export const pathTrouble = (path: string): RemoteTrouble | null => {
  if (path !== "" && path.length <= mostPath && !controls.test(path)) return null
  return new RemoteTrouble({
    kind: "nothing happened",
    message: "a name is empty, too long, or holds control characters"
  })
}
