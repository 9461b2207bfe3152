import type { Stats } from "node:fs"
import { type FileHandle, lstat, mkdir, open, readdir, rmdir, stat, unlink } from "node:fs/promises"
import { join } from "node:path"
import ssh2, { type SFTPWrapper } from "ssh2"
import { delayMsOf, type FaultKind, type Faults } from "./faults.ts"
import { attributesOf, entryOf, renameWithoutReplacing, type SftpFolder } from "./sftp-folder.ts"

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp

interface OpenFile {
  readonly file: FileHandle
}

interface OpenListing {
  readonly path: string
  read: boolean
}

const longestRead = 256 * 1024

const statusOf = (cause: NodeJS.ErrnoException): number => {
  if (cause.code === "ENOENT") return STATUS_CODE.NO_SUCH_FILE
  if (cause.code === "EACCES" || cause.code === "EPERM") return STATUS_CODE.PERMISSION_DENIED
  return STATUS_CODE.FAILURE
}

const openFlags = (mode: number): string => {
  if ((mode & OPEN_MODE.WRITE) === 0) return "r"
  if (mode & OPEN_MODE.APPEND) return mode & OPEN_MODE.EXCL ? "ax" : "a"
  if (mode & OPEN_MODE.TRUNC) return mode & OPEN_MODE.EXCL ? "wx" : "w"
  if (mode & OPEN_MODE.EXCL) return "wx"
  return mode & OPEN_MODE.CREAT ? "a+" : "r+"
}

/** One client's talk: each request is answered once, with what the disk said. */
export class SftpSession {
  readonly #sftp: SFTPWrapper
  readonly #folder: SftpFolder
  readonly #faults: Faults
  readonly #hangUp: () => void
  readonly #open = new Map<number, OpenFile | OpenListing>()
  #handles = 0

  constructor(sftp: SFTPWrapper, folder: SftpFolder, faults: Faults, hangUp: () => void) {
    this.#sftp = sftp
    this.#folder = folder
    this.#faults = faults
    this.#hangUp = hangUp
    this.#listen()
  }

  async end(): Promise<void> {
    const left = [...this.#open.values()]
    this.#open.clear()
    for (const one of left) if ("file" in one) await one.file.close()
  }

  #listen(): void {
    const sftp = this.#sftp
    const path = (shown: string) => this.#folder.onDisk(shown)
    sftp.on("OPEN", (id, name, mode) => this.#do(id, () => this.#openFile(id, path(name), mode)))
    sftp.on("READ", (id, handle, offset, length) =>
      this.#do(id, () => this.#read(id, handle, offset, length))
    )
    sftp.on("WRITE", (id, handle, offset, data) => this.#do(id, () => this.#write(id, handle, offset, data)))
    sftp.on("CLOSE", (id, handle) => this.#do(id, () => this.#close(id, handle)))
    sftp.on("FSTAT", (id, handle) =>
      this.#do(id, async () => this.#tell(id, await this.#file(handle).stat()))
    )
    sftp.on("STAT", (id, name) => this.#do(id, async () => this.#tell(id, await stat(path(name)))))
    sftp.on("LSTAT", (id, name) => this.#do(id, async () => this.#tell(id, await lstat(path(name)))))
    // Times and modes that a client wishes for are not kept; it is told so with an OK, as FTP gateways do.
    sftp.on("SETSTAT", (id) => sftp.status(id, STATUS_CODE.OK))
    sftp.on("FSETSTAT", (id) => sftp.status(id, STATUS_CODE.OK))
    sftp.on("OPENDIR", (id, name) => this.#do(id, () => this.#openListing(id, path(name))))
    sftp.on("READDIR", (id, handle) => this.#do(id, () => this.#list(id, handle)))
    sftp.on("REALPATH", (id, name) => this.#tellPath(id, this.#folder.shown(name)))
    sftp.on("RENAME", (id, from, to) => this.#do(id, () => this.#rename(id, path(from), path(to))))
    sftp.on("REMOVE", (id, name) => this.#done(id, () => unlink(path(name))))
    sftp.on("MKDIR", (id, name) => this.#done(id, () => mkdir(path(name))))
    sftp.on("RMDIR", (id, name) => this.#done(id, () => rmdir(path(name))))
    sftp.on("READLINK", (id) => sftp.status(id, STATUS_CODE.OP_UNSUPPORTED))
    sftp.on("SYMLINK", (id) => sftp.status(id, STATUS_CODE.OP_UNSUPPORTED))
    sftp.on("EXTENDED", (id) => sftp.status(id, STATUS_CODE.OP_UNSUPPORTED))
  }

  #do(id: number, act: () => Promise<void>): void {
    act().catch((cause: NodeJS.ErrnoException) =>
      this.#sftp.status(id, statusOf(cause), cause.code ?? cause.message)
    )
  }

  #done(id: number, act: () => Promise<void>): void {
    this.#do(id, async () => {
      await act()
      this.#sftp.status(id, STATUS_CODE.OK)
    })
  }

  #tell(id: number, stats: Stats): void {
    this.#sftp.attrs(id, attributesOf(stats))
  }

  #tellPath(id: number, filename: string): void {
    const attrs = { mode: 0o40755, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 }
    this.#sftp.name(id, [{ filename, longname: filename, attrs }])
  }

  #keep(id: number, opened: OpenFile | OpenListing): void {
    this.#handles += 1
    this.#open.set(this.#handles, opened)
    const handle = Buffer.alloc(4)
    handle.writeUInt32BE(this.#handles)
    this.#sftp.handle(id, handle)
  }

  #opened(handle: Buffer): OpenFile | OpenListing {
    const opened = handle.length === 4 ? this.#open.get(handle.readUInt32BE(0)) : undefined
    if (opened === undefined) throw new Error("no such handle")
    return opened
  }

  #file(handle: Buffer): FileHandle {
    const opened = this.#opened(handle)
    if (!("file" in opened)) throw new Error("the handle is a folder's")
    return opened.file
  }

  async #openFile(id: number, path: string, mode: number): Promise<void> {
    if (mode & OPEN_MODE.WRITE && (await this.#troubled(["server-error", "drop-request", "delay"]))) return
    this.#keep(id, { file: await open(path, openFlags(mode), 0o600) })
  }

  async #read(id: number, handle: Buffer, offset: number, length: number): Promise<void> {
    const buffer = Buffer.alloc(Math.min(length, longestRead))
    const { bytesRead } = await this.#file(handle).read(buffer, 0, buffer.length, offset)
    if (bytesRead === 0) this.#sftp.status(id, STATUS_CODE.EOF)
    else this.#sftp.data(id, buffer.subarray(0, bytesRead))
  }

  async #write(id: number, handle: Buffer, offset: number, data: Buffer): Promise<void> {
    const half = this.#faults.draw(["half"]) !== null
    const kept = half ? data.subarray(0, Math.floor(data.length / 2)) : data
    for (let done = 0; done < kept.length; ) {
      const { bytesWritten } = await this.#file(handle).write(kept, done, kept.length - done, offset + done)
      done += bytesWritten
    }
    if (half) this.#hangUp()
    else this.#sftp.status(id, STATUS_CODE.OK)
  }

  async #close(id: number, handle: Buffer): Promise<void> {
    const opened = this.#opened(handle)
    this.#open.delete(handle.readUInt32BE(0))
    if ("file" in opened) await opened.file.close()
    this.#sftp.status(id, STATUS_CODE.OK)
  }

  async #openListing(id: number, path: string): Promise<void> {
    if (await this.#troubled(["server-error", "drop-request", "delay"])) return
    if (!(await stat(path)).isDirectory()) throw new Error("not a folder")
    this.#keep(id, { path, read: false })
  }

  async #list(id: number, handle: Buffer): Promise<void> {
    const listing = this.#opened(handle)
    if ("file" in listing) throw new Error("the handle is a file's")
    if (listing.read) return void this.#sftp.status(id, STATUS_CODE.EOF)
    listing.read = true
    const names = await readdir(listing.path)
    const entries = await Promise.all(names.map((name) => entryIfThere(listing.path, name)))
    const there = entries.filter((entry) => entry !== null)
    if (there.length === 0) this.#sftp.status(id, STATUS_CODE.EOF)
    else this.#sftp.name(id, there)
  }

  async #rename(id: number, from: string, to: string): Promise<void> {
    const fault = this.#faults.draw(["delay", "drop-request", "drop-answer", "server-error"])
    if (fault?.kind === "drop-request") return this.#hangUp()
    if (fault?.kind === "server-error") throw new Error("the disk is not in the mood")
    if (fault?.kind === "delay") await pause(delayMsOf(fault))
    await renameWithoutReplacing(from, to)
    if (fault?.kind === "drop-answer") this.#hangUp()
    else this.#sftp.status(id, STATUS_CODE.OK)
  }

  /** True: the fault took the place of the answer. */
  async #troubled(possible: ReadonlyArray<FaultKind>): Promise<boolean> {
    const fault = this.#faults.draw(possible)
    if (fault?.kind === "server-error") throw new Error("the disk is not in the mood")
    if (fault?.kind === "drop-request") this.#hangUp()
    if (fault?.kind === "delay") await pause(delayMsOf(fault))
    return fault?.kind === "drop-request"
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A file may be collected between the listing and the look at it. */
async function entryIfThere(folder: string, name: string) {
  try {
    return entryOf(name, await stat(join(folder, name)))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null
    throw cause
  }
}
