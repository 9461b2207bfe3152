import type { RemoteFile } from "./remote-folder.ts"

/** Names that are read: none of them means anything to a server, a shell or a screen. */
export const plainName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}$/

/** What senders call files that they have not finished. */
export const unfinished = /^\.|\.(tmp|part|partial|filepart|uploading)$/i

/** A name that is not plain is quoted, so that it can be shown and never be taken for a file's. */
export const shown = (name: string): string => (plainName.test(name) ? name : JSON.stringify(name))

type Dated = Pick<RemoteFile, "name" | "modifiedAt">

export const oldestFirst = (a: Dated, b: Dated): number =>
  a.modifiedAt - b.modifiedAt || (a.name < b.name ? -1 : 1)
