import { constants } from "node:fs"
import * as fs from "node:fs/promises"
import { basename, dirname, resolve, sep } from "node:path"
import * as Effect from "effect/Effect"
import { errorCode, foreignError } from "../foreign-text.ts"
import { moveInOneStep } from "./one-step-move.ts"
import {
  notTaken,
  pathTrouble,
  type RemoteFile,
  type RemoteFolder,
  RemoteTrouble,
  type Take
} from "./remote-folder.ts"

const { O_CREAT, O_NOFOLLOW, O_RDONLY, O_TRUNC, O_WRONLY } = constants

/** A drive that went away in the middle (network file systems) says nothing about what it did. */
const silent = /^(EIO|ESTALE|ETIMEDOUT|EHOSTDOWN|ENODEV|ENXIO)$/
const forbidden = /^(EACCES|EPERM|EROFS|ELOOP)$/

const troubleOf = (cause: unknown): RemoteTrouble => {
  if (cause instanceof RemoteTrouble) return cause
  const code = errorCode(cause)
  const message = code === "" ? foreignError(cause) : code
  if (code === "ENOENT") return new RemoteTrouble({ kind: "no such file", message })
  if (silent.test(code)) return new RemoteTrouble({ kind: "answer lost", message })
  return new RemoteTrouble({ kind: "refused", message, denied: forbidden.test(code) })
}

/** What a power cut must not take back: the entry of a folder, and not only the file it names. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await fs.open(folder, O_RDONLY)
  try {
    await handle.sync()
  } catch (cause) {
    // Some network file systems cannot flush a folder; they keep entries at the server at once.
    if (!/^(EINVAL|ENOTSUP|EBADF|EISDIR)$/.test(errorCode(cause))) throw cause
  } finally {
    await handle.close()
  }
}

const write = async (path: string, content: Uint8Array): Promise<void> => {
  const handle = await fs.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o660)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await syncFolder(dirname(path))
}

/** A link is not followed: whoever may write into the folder must not choose what we read. */
const read = async (path: string, most: number): Promise<Uint8Array | null> => {
  const handle = await fs.open(path, O_RDONLY | O_NOFOLLOW)
  try {
    const buffer = Buffer.alloc(Math.min(most, (await handle.stat()).size) + 1)
    let length = 0
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length)
      if (bytesRead === 0) return buffer.subarray(0, length)
      length += bytesRead
    }
    return null
  } finally {
    await handle.close()
  }
}

/** Within the time limit of the job that reads it. */
const longestPullMs = 25 * 60_000
const pieceBytes = 256 * 1024

const pull = async (path: string, most: number, take: Take): Promise<number | null> => {
  const handle = await fs.open(path, O_RDONLY | O_NOFOLLOW)
  try {
    for (let bytes = 0; ; ) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, bytes)
      if (bytesRead === 0) return bytes
      bytes += bytesRead
      if (bytes > most) return null
      await take(buffer.subarray(0, bytesRead)).catch((cause: unknown) => {
        throw notTaken(cause)
      })
    }
  } finally {
    await handle.close()
  }
}

const linkless = /^(EPERM|ENOTSUP|ENOSYS|EOPNOTSUPP|EMLINK)$/

/**
 * A hard link takes a name only if nobody has it, in one step. Where the file system has none (many network shares) the
 * name is looked for first: that proves that nobody had it a moment ago, and names that are never used twice do the rest.
 */
const takeName = async (from: string, to: string): Promise<void> => {
  try {
    await fs.link(from, to)
    await syncFolder(dirname(to))
    await fs.unlink(from)
  } catch (cause) {
    if (!linkless.test(errorCode(cause))) throw cause
    const taken = await fs.lstat(to).then(
      () => true,
      () => false
    )
    if (taken) throw new RemoteTrouble({ kind: "refused", message: "that name is taken" })
    await fs.rename(from, to)
  }
}

/**
 * Where it cannot be done in one step: of two who rename one file only one may succeed, and a death in between must not leave
 * it under both names. So the file first leaves its old name, and then takes the new one; a death right between is a doubt.
 */
const renameInTwoSteps = async (from: string, to: string): Promise<void> => {
  const name = basename(from)
  const leaving = resolve(dirname(from), `${name.startsWith(".") ? name : `.${name}`}.leaving`)
  await fs.rename(from, leaving)
  try {
    await takeName(leaving, to)
  } catch (cause) {
    if (errorCode(cause) === "EEXIST" || cause instanceof RemoteTrouble) await fs.rename(leaving, from)
    throw cause
  }
}

/** Of two who rename one file only one succeeds, and nothing is ever overwritten. */
const rename = async (from: string, to: string): Promise<void> => {
  if (!(await moveInOneStep(from, to))) await renameInTwoSteps(from, to)
  await syncFolder(dirname(to))
  await syncFolder(dirname(from))
}

const list = async (folder: string): Promise<ReadonlyArray<RemoteFile>> => {
  const files: Array<RemoteFile> = []
  for (const name of await fs.readdir(folder)) {
    const stats = await fs.lstat(resolve(folder, name)).catch((cause) => {
      // Taken away between the two questions.
      if (errorCode(cause) === "ENOENT") return null
      throw cause
    })
    if (stats !== null)
      files.push({ name, size: stats.size, modifiedAt: stats.mtimeMs / 1000, isFile: stats.isFile() })
  }
  return files
}

const sizeOf = async (path: string): Promise<number | null> => {
  try {
    return (await fs.lstat(path)).size
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return null
    throw cause
  }
}

/** A folder of this machine, or one that is mounted here. Nothing outside of `root` is reached by a path. */
export const localFolder = (root: string, operationMs: number): RemoteFolder => {
  const ask = <A>(
    paths: ReadonlyArray<string>,
    work: (...absolute: ReadonlyArray<string>) => Promise<A>,
    limitMs: number = operationMs
  ): Effect.Effect<A, RemoteTrouble> =>
    Effect.suspend(() => {
      const fault = paths.map(pathTrouble).find((trouble) => trouble !== null)
      if (fault !== undefined) return fault
      const absolute = paths.map((path) => resolve(root, path))
      if (
        absolute.some((path) => path !== root && !path.startsWith(`${root}${root.endsWith(sep) ? "" : sep}`))
      )
        return new RemoteTrouble({ kind: "nothing happened", message: "the path leads out of the folder" })
      return Effect.tryPromise({ try: () => work(...absolute), catch: troubleOf }).pipe(
        Effect.timeoutOrElse({
          duration: limitMs,
          orElse: () => new RemoteTrouble({ kind: "answer lost", message: `no answer within ${limitMs} ms` })
        })
      )
    })
  return {
    isOpen: () => true,
    list: (path) => ask([path], (folder = root) => list(folder)),
    size: (path) => ask([path], (file = root) => sizeOf(file)),
    read: (path, most) => ask([path], (file = root) => read(file, most)),
    pull: (path, most, take) => ask([path], (file = root) => pull(file, most, take), longestPullMs),
    write: (path, content) => ask([path], (file = root) => write(file, content)),
    rename: (from, to) => ask([from, to], (source = root, target = root) => rename(source, target)),
    remove: (path) =>
      ask([path], async (file = root) => {
        await fs.unlink(file)
        await syncFolder(dirname(file))
      }),
    makeFolder: (path) => ask([path], async (folder = root) => void (await fs.mkdir(folder)))
  }
}
