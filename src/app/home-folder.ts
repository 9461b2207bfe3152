import { accessSync, chmodSync, constants, mkdirSync, statSync } from "node:fs"
import { dirname } from "node:path"
import { placesHere } from "./xdg.ts"

const step = "Make it yours (chown), or name another folder in SWITCHYARD_HOME."

const reasons: Readonly<Record<string, string>> = {
  EACCES: `you may not write there. ${step}`,
  EPERM: `you may not write there. ${step}`,
  EROFS: `its file system is read-only. ${step}`,
  EEXIST: "a file has that name. Name a folder in SWITCHYARD_HOME.",
  ENOTDIR: "a part of that path is a file. Name a folder in SWITCHYARD_HOME.",
  ENOSPC: "the disk is full. Free at least 200 MB there, or name another folder in SWITCHYARD_HOME."
}

/** In words for whoever runs it; what we have no words for goes on as it is. */
const explained = (home: string, cause: unknown): unknown => {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : ""
  const reason = reasons[code]
  return reason === undefined ? cause : new Error(`${home} cannot be used: ${reason}`, { cause })
}

const isOurs = (folder: string): boolean => `${folder}/`.startsWith(`${placesHere().data}/`)

/** The folders that are made now, and those of ours that an older version closed, from the home upwards. */
const passages = (home: string, firstMade: string | undefined): ReadonlyArray<string> => {
  const found: Array<string> = []
  for (let folder = home; folder !== dirname(folder); folder = dirname(folder)) {
    const isNew = firstMade !== undefined && `${folder}/`.startsWith(`${firstMade}/`)
    if (!isNew && !isOurs(folder)) break
    found.push(folder)
  }
  return found
}

/** Root lends PostgreSQL another account, which has to pass through on its way to its data: pass, not read. */
const letThrough = (home: string, firstMade: string | undefined): void => {
  for (const folder of passages(home, firstMade)) chmodSync(folder, (statSync(folder).mode & 0o777) | 0o011)
}

/** Makes the folder that everything of this installation lives in. Throws one clear line where that is impossible. */
export const makeHome = (home: string): void => {
  try {
    const firstMade = mkdirSync(home, { recursive: true, mode: 0o700 })
    if (process.getuid?.() === 0) letThrough(home, firstMade)
    accessSync(home, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw explained(home, cause)
  }
}
