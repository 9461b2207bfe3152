import { createHash, randomBytes } from "node:crypto"
import { existsSync } from "node:fs"
import { type FileHandle, open, rename, unlink } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import { Readable } from "node:stream"
import { createGunzip, createGzip } from "node:zlib"
import { BrokenBackup, type Frame, readFrames } from "./backup-frames.ts"

/**
 * A backup file: the frames, compressed, then one line of a fixed length with the hash of every byte before it. A file
 * that was cut off has no such line, and a flipped byte has another hash, so both are known before a byte is used.
 */
export const backupFormat = 1
const footerPattern = /^SWITCHYARD-BACKUP format (\d{3}) sha256 ([0-9a-f]{64}) bytes (\d{20})\n$/
const footerOf = (hash: string, bytes: number): string =>
  `SWITCHYARD-BACKUP format ${String(backupFormat).padStart(3, "0")} sha256 ${hash} bytes ${String(bytes).padStart(20, "0")}\n`
const footerBytes = footerOf("0".repeat(64), 0).length

const chunkBytes = 256 * 1024

export interface WrittenBackup {
  readonly path: string
  readonly bytes: number
  readonly hash: string
}

const writeAll = async (file: FileHandle, chunk: Uint8Array): Promise<void> => {
  let at = 0
  while (at < chunk.length) at += (await file.write(chunk, at, chunk.length - at)).bytesWritten
}

/** Gzip as bytes that come one after the other; an error of the source ends it too. */
async function* compressed(frames: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const source = Readable.from(frames, { objectMode: false })
  const gzip = createGzip({ level: 6 })
  source.on("error", (error) => gzip.destroy(error))
  source.pipe(gzip)
  try {
    for await (const chunk of gzip) yield chunk as Buffer
  } finally {
    source.destroy()
  }
}

const writeInto = async (file: FileHandle, frames: AsyncIterable<Uint8Array>) => {
  const hash = createHash("sha256")
  let bytes = 0
  for await (const chunk of compressed(frames)) {
    hash.update(chunk)
    bytes += chunk.length
    await writeAll(file, chunk)
  }
  const digest = hash.digest("hex")
  await writeAll(file, Buffer.from(footerOf(digest, bytes), "latin1"))
  await file.sync()
  return { bytes: bytes + footerBytes, hash: digest }
}

/** The name in its folder is on the disk only when the folder is. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path), "r")
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export class FileExists extends Error {}

/** Written under another name, readable by its owner alone, and named only when whole. Nothing is ever overwritten. */
export const writeBackupFile = async (
  name: string,
  frames: AsyncIterable<Uint8Array>
): Promise<WrittenBackup> => {
  const path = resolve(name)
  if (existsSync(path)) throw new FileExists(path)
  const beside = `${path}.${randomBytes(4).toString("hex")}.part`
  const file = await open(beside, "wx", 0o600)
  try {
    const written = await writeInto(file, frames).finally(() => file.close())
    if (existsSync(path)) throw new FileExists(path)
    await rename(beside, path)
    await syncFolder(path)
    return { path, ...written }
  } catch (error) {
    await unlink(beside).catch(() => {})
    throw error
  }
}

async function* bytesOf(file: FileHandle, length: number): AsyncGenerator<Buffer> {
  let at = 0
  while (at < length) {
    const buffer = Buffer.alloc(Math.min(chunkBytes, length - at))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) throw new BrokenBackup("it is shorter than a moment ago")
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

const readFooter = async (file: FileHandle) => {
  const { size } = await file.stat()
  const buffer = Buffer.alloc(footerBytes)
  if (size > footerBytes) await file.read(buffer, 0, footerBytes, size - footerBytes)
  const found = footerPattern.exec(buffer.toString("latin1"))
  if (found === null)
    throw new BrokenBackup(
      "it does not end as a backup ends, so it was cut off, or is no backup of Switchyard"
    )
  if (Number(found[1]) > backupFormat)
    throw new BrokenBackup(
      `it was written by a newer Switchyard (format ${Number(found[1])}). Use that version or a newer one`
    )
  const bytes = size - footerBytes
  if (Number(found[3]) !== bytes) throw new BrokenBackup("its length is not what it says")
  return { hash: found[2] ?? "", bytes }
}

export interface OpenBackup {
  readonly hash: string
  /** Can be read again from its beginning. */
  readonly frames: () => AsyncIterable<Frame>
  readonly close: () => Promise<void>
}

const framesOf = (file: FileHandle, bytes: number): AsyncIterable<Frame> => {
  const source = Readable.from(bytesOf(file, bytes), { objectMode: false })
  const gunzip = createGunzip()
  source.on("error", (error) => gunzip.destroy(error))
  source.pipe(gunzip)
  return readFrames(gunzip)
}

/** Opens a backup after every byte of it was checked. The file stays open: what was checked is what is read. */
export const openBackupFile = async (path: string): Promise<OpenBackup> => {
  const file = await open(path, "r")
  try {
    const { hash, bytes } = await readFooter(file)
    const found = createHash("sha256")
    for await (const chunk of bytesOf(file, bytes)) found.update(chunk)
    if (found.digest("hex") !== hash) throw new BrokenBackup("its bytes are not those that were written")
    return { hash, frames: () => framesOf(file, bytes), close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}
