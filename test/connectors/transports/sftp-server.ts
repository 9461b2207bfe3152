import { createHash } from "node:crypto"
import { mkdtempSync } from "node:fs"
import * as fs from "node:fs/promises"
import { type AddressInfo, createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { AuthContext, Connection, ParsedKey, SFTPWrapper } from "ssh2"
import ssh2 from "ssh2"

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp

interface KeyPair {
  readonly private: string
  readonly parsed: ParsedKey
}

/** About one in 300 keys that ssh2 writes it cannot read itself ("Malformed OpenSSH public key"). */
const newKeyPair = (): KeyPair => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519")
    const parsed = ssh2.utils.parseKey(pair.private)
    const key = Array.isArray(parsed) ? parsed[0] : parsed
    if (key !== undefined && !(key instanceof Error)) return { private: pair.private, parsed: key }
  }
  throw new Error("no readable key came of 100 attempts")
}

const hostKey = newKeyPair()
export const hostFingerprint = `SHA256:${createHash("sha256").update(hostKey.parsed.getPublicSSH()).digest("base64").replace(/=+$/, "")}`

export const sftpUser = "acme"
export const sftpPassword = "canary-sftp-31"

const loginKey = newKeyPair()
/** The private key that signs in as well as the password. */
export const sftpPrivateKey = loginKey.private

/** A client asks first whether a key would do, and signs then. */
const isOurKey = (context: AuthContext): boolean =>
  context.method === "publickey" &&
  context.key.data.equals(loginKey.parsed.getPublicSSH()) &&
  (context.signature === undefined ||
    loginKey.parsed.verify(context.blob ?? Buffer.alloc(0), context.signature, context.hashAlgo) === true)

/** What goes wrong, once it is set. */
export interface SftpFaults {
  /** Keeps this many bytes of every write. */
  keepBytes?: number
  /** Drops the connection instead of answering a rename; before or after doing it. */
  dropRename?: "before" | "after"
  /** Renames, and never says so. */
  silentRename?: boolean
  refuseRename?: boolean
  refuseWrites?: boolean
  /** Answers nothing at all to a stat. */
  silent?: boolean
  /** This file grows whenever its folder is listed. */
  grows?: string
}

/** A real SSH server over a temporary folder, with the habits of OpenSSH: a rename never overwrites. */
export class SftpTestServer implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "h-connectors-sftp-"))
  readonly faults: SftpFaults = {}
  readonly operations: Array<string> = []
  sessions = 0
  #server: Server | undefined
  readonly #connections = new Set<Connection>()

  static async open(): Promise<SftpTestServer> {
    const server = new SftpTestServer()
    for (const folder of ["inbound", "outbound"]) await fs.mkdir(join(server.folder, folder))
    const ssh = new ssh2.Server({ hostKeys: [hostKey.private] }, (connection) => server.#serve(connection))
    // A listener of our own, because ssh2's lets small packets wait for each other.
    const listener = createServer({ noDelay: true }, (socket) => ssh.injectSocket(socket))
    server.#server = listener
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
    return server
  }

  get port(): number {
    if (this.#server === undefined) throw new Error("the server is not open")
    return (this.#server.address() as AddressInfo).port
  }

  at(path: string): string {
    return join(this.folder, path)
  }

  dropAll(): void {
    for (const connection of this.#connections) connection.end()
  }

  #serve(connection: Connection): void {
    this.#connections.add(connection)
    connection.on("error", () => {})
    connection.on("close", () => this.#connections.delete(connection))
    connection.on("authentication", (context) => {
      const known = context.username === sftpUser
      const right = context.method === "password" ? context.password === sftpPassword : isOurKey(context)
      if (known && right) context.accept()
      else context.reject(["password", "publickey"])
    })
    connection.on("ready", () => {
      this.sessions += 1
      connection.on("session", (accept) => {
        accept().on("sftp", (acceptSftp) => this.#answer(connection, acceptSftp()))
      })
    })
  }

  #answer(connection: Connection, sftp: SFTPWrapper): void {
    const handles = new Map<number, { readonly path: string; listed?: boolean }>()
    let last = 0
    const handleFor = (path: string): Buffer => {
      last += 1
      handles.set(last, { path })
      const handle = Buffer.alloc(4)
      handle.writeUInt32BE(last)
      return handle
    }
    const of = (handle: Buffer) => handles.get(handle.readUInt32BE(0)) ?? { path: "" }
    const act = (id: number, name: string, work: () => Promise<void>) => {
      this.operations.push(name)
      work().catch((cause: NodeJS.ErrnoException) =>
        sftp.status(id, cause.code === "ENOENT" ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE)
      )
    }
    const ok = (id: number) => sftp.status(id, STATUS_CODE.OK)
    sftp.on("OPEN", (id, path, flags) =>
      act(id, `open ${path}`, async () => {
        const writes = (flags & OPEN_MODE.WRITE) !== 0
        if (writes && this.faults.refuseWrites) return void sftp.status(id, STATUS_CODE.PERMISSION_DENIED)
        if (writes) await fs.writeFile(this.at(path), "")
        else await fs.access(this.at(path))
        sftp.handle(id, handleFor(path))
      })
    )
    sftp.on("WRITE", (id, handle, offset, data) =>
      act(id, "write", async () => {
        const file = await fs.open(this.at(of(handle).path), "r+")
        await file.write(data.subarray(0, this.faults.keepBytes ?? data.length), 0, null, offset)
        await file.close()
        ok(id)
      })
    )
    sftp.on("READ", (id, handle, offset, length) =>
      act(id, "read", async () => {
        const content = await fs.readFile(this.at(of(handle).path))
        const slice = content.subarray(offset, offset + length)
        if (slice.length === 0) sftp.status(id, STATUS_CODE.EOF)
        else sftp.data(id, slice)
      })
    )
    sftp.on("CLOSE", (id) => ok(id))
    const stat = (id: number, path: string) =>
      act(id, `stat ${path}`, async () => {
        const found = await fs.stat(this.at(path))
        if (!this.faults.silent) sftp.attrs(id, attributesOf(found))
      })
    sftp.on("STAT", stat)
    sftp.on("LSTAT", stat)
    sftp.on("FSTAT", (id, handle) => stat(id, of(handle).path))
    sftp.on("REMOVE", (id, path) =>
      act(id, `remove ${path}`, async () => {
        await fs.unlink(this.at(path))
        ok(id)
      })
    )
    sftp.on("MKDIR", (id, path) =>
      act(id, `mkdir ${path}`, async () => {
        await fs.mkdir(this.at(path))
        ok(id)
      })
    )
    sftp.on("RENAME", (id, from, to) =>
      act(id, `rename ${from} ${to}`, async () => {
        if (this.faults.dropRename === "before") return void connection.end()
        if (this.faults.refuseRename) return void sftp.status(id, STATUS_CODE.FAILURE, "quota")
        await fs.link(this.at(from), this.at(to))
        await fs.unlink(this.at(from))
        if (this.faults.dropRename === "after") return void connection.end()
        if (this.faults.silentRename) return
        ok(id)
      })
    )
    sftp.on("OPENDIR", (id, path) =>
      act(id, `list ${path}`, async () => {
        if (this.faults.grows !== undefined) await fs.appendFile(this.at(this.faults.grows), "more\n")
        await fs.readdir(this.at(path))
        sftp.handle(id, handleFor(path))
      })
    )
    sftp.on("READDIR", (id, handle) =>
      act(id, "readdir", async () => {
        const folder = of(handle)
        if (folder.listed) return void sftp.status(id, STATUS_CODE.EOF)
        folder.listed = true
        const names = await fs.readdir(this.at(folder.path))
        const entries = await Promise.all(
          names.map(async (filename) => {
            const attrs = attributesOf(await fs.stat(join(this.at(folder.path), filename)))
            return { filename, longname: filename, attrs }
          })
        )
        if (entries.length === 0) sftp.status(id, STATUS_CODE.EOF)
        else sftp.name(id, entries)
      })
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.dropAll()
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()))
    await fs.rm(this.folder, { recursive: true })
  }
}

const attributesOf = (stats: {
  readonly mode: number
  readonly size: number
  readonly atimeMs: number
  readonly mtimeMs: number
}) => ({
  mode: stats.mode,
  uid: 0,
  gid: 0,
  size: stats.size,
  atime: Math.floor(stats.atimeMs / 1000),
  mtime: Math.floor(stats.mtimeMs / 1000)
})
