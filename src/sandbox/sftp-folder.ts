import type { Stats } from "node:fs"
import { link, lstat, rename, unlink } from "node:fs/promises"
import { join, posix } from "node:path"
import type { Attributes, FileEntry } from "ssh2"

/** An account's own part of the disk. The client sees it as `/`. */
export class SftpFolder {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  /** What the client calls it: absolute, without `..`, whatever was asked. */
  shown(path: string): string {
    return posix.normalize(posix.join("/", path)).replace(/(.)\/$/, "$1")
  }

  onDisk(path: string): string {
    return join(this.#root, this.shown(path))
  }
}

/**
 * As OpenSSH's plain rename: it refuses a name that is taken. A hard link is the one call that does so in one step, so two
 * clients cannot both believe that they took the name.
 */
export async function renameWithoutReplacing(from: string, to: string): Promise<void> {
  if ((await lstat(from)).isDirectory()) {
    await rename(from, to)
    return
  }
  await link(from, to)
  await unlink(from)
}

export const attributesOf = (stats: Stats): Attributes => ({
  mode: stats.mode,
  uid: stats.uid,
  gid: stats.gid,
  size: stats.size,
  atime: Math.floor(stats.atimeMs / 1_000),
  mtime: Math.floor(stats.mtimeMs / 1_000)
})

const permissionsOf = (stats: Stats): string => {
  const bits = [..."rwxrwxrwx"].map((letter, place) => (stats.mode & (0o400 >> place) ? letter : "-"))
  return `${stats.isDirectory() ? "d" : "-"}${bits.join("")}`
}

/** A row of a listing; the long name is what `ls -l` prints, and clients read the type from its first letter. */
export function entryOf(filename: string, stats: Stats): FileEntry {
  const day = stats.mtime.toUTCString().slice(5, 16)
  const longname = `${permissionsOf(stats)} 1 sandbox sandbox ${String(stats.size).padStart(8)} ${day} ${filename}`
  return { filename, longname, attrs: attributesOf(stats) }
}
