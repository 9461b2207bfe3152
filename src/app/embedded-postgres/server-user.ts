import { readFileSync, statSync } from "node:fs"

/** PostgreSQL refuses to run as root, so root lends it another account. */
export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const candidates = ["postgres", "_postgres", "nobody"]
/** What `nobody` is on every Linux, should /etc/passwd be missing. */
const lastResort: ServerUser = { name: "nobody", uid: 65534, gid: 65534 }

export function parseAccounts(passwd: string): ReadonlyArray<ServerUser> {
  return passwd.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":")
    if (name === undefined || uid === undefined || gid === undefined) return []
    // macOS writes nobody as -2: the kernel knows it as an unsigned number.
    const account = { name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }
    return Number.isNaN(Number(uid)) || account.uid === 0 ? [] : [account]
  })
}

function readAccounts(): ReadonlyArray<ServerUser> {
  try {
    return parseAccounts(readFileSync("/etc/passwd", "utf8"))
  } catch {
    return [lastResort]
  }
}

/** A data directory stays with the account that made it, also when a better one appears later. */
function ownerOf(dataDir: string): number | undefined {
  const uid = statSync(dataDir, { throwIfNoEntry: false })?.uid
  return uid === 0 ? undefined : uid
}

/** The account for the server, or undefined where the server runs as ourselves. */
export function chooseServerUser(dataDir: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readAccounts()
  const owner = ownerOf(dataDir)
  const found =
    owner === undefined
      ? candidates.flatMap((name) => accounts.filter((account) => account.name === name)).at(0)
      : (accounts.find((account) => account.uid === owner) ?? {
          name: `uid ${owner}`,
          uid: owner,
          gid: owner
        })
  return found ?? lastResort
}
