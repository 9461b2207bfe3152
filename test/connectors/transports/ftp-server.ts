import { mkdtempSync } from "node:fs"
import * as fs from "node:fs/promises"
import { type AddressInfo, createServer, type Server, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls"
import { type FtpAct, type FtpHost, FtpSession } from "../../../src/sandbox/ftp-session.ts"
import { type SelfSigned, selfSigned } from "../../../src/sandbox/self-signed.ts"

export const ftpUser = "acme"
export const ftpPassword = "canary-ftp-77"

/** What goes wrong, once it is set. */
export interface FtpFaults {
  /** Keeps this many bytes of an upload, and says that it is whole. */
  keepBytes?: number
  /** Keeps the length and changes the bytes. */
  garble?: boolean
  /** Drops the connection instead of answering RNTO; before or after doing it. */
  dropRename?: "before" | "after"
  /** Drops the connection at RNFR: nothing was renamed. */
  dropRenameFrom?: boolean
  /** Says goodbye (421) as the answer to RNTO, and hangs up. */
  goodbye?: boolean
  /** Renames, and never says so. */
  silentRename?: boolean
  refuseRename?: boolean
  refuseWrites?: boolean
  refuseReads?: boolean
  /** Breaks the data connection in the middle of an upload. */
  cutUpload?: boolean
  /** Answers nothing at all to SIZE. */
  silent?: boolean
  refuseProtection?: boolean
  /** This file grows whenever its folder is listed. */
  grows?: string
}

/** How this server was set up. */
export interface FtpHabits {
  readonly security: "explicit" | "implicit" | "none"
  /** Data connections must resume the TLS session of the first, as vsftpd wants it. */
  readonly requireReuse?: boolean
  /** Without MLSD, and a folder that is not there is listed as an empty one: vsftpd too. */
  readonly oldListing?: boolean
  readonly noSize?: boolean
  readonly maxVersion?: "TLSv1.2" | "TLSv1.3"
  readonly certificate?: SelfSigned
}

const plain: FtpAct = {}

const keptOf =
  ({ keepBytes, cutUpload, garble }: FtpFaults) =>
  (content: Buffer): Buffer => {
    if (garble) content.fill(0x78)
    return content.subarray(0, cutUpload ? content.length >> 1 : (keepBytes ?? content.length))
  }

const renameOf = ({ dropRename, refuseRename, silentRename, goodbye }: FtpFaults): FtpAct => {
  if (dropRename === "before") return { before: "hang up" }
  if (refuseRename) return { before: { say: "550 quota" } }
  if (dropRename === "after") return { after: "hang up" }
  if (silentRename) return { after: "silence" }
  return goodbye ? { after: { say: "421 Timeout." } } : plain
}

/** A real FTP server over a temporary folder. Its RNTO replaces files, as on many servers. */
export class FtpTestServer implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "h-connectors-ftp-"))
  readonly faults: FtpFaults = {}
  readonly commands: Array<string> = []
  readonly habits: FtpHabits
  readonly certificate: SelfSigned
  readonly context: SecureContext
  sessions = 0
  /** Data connections that resumed a TLS session, and those that did not. */
  resumed = 0
  fresh = 0
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined

  constructor(habits: FtpHabits) {
    this.habits = habits
    this.certificate = habits.certificate ?? selfSigned()
    this.context = createSecureContext({
      cert: this.certificate.cert,
      key: this.certificate.key,
      maxVersion: habits.maxVersion ?? "TLSv1.3"
    })
  }

  static async open(habits: FtpHabits): Promise<FtpTestServer> {
    const server = new FtpTestServer(habits)
    for (const folder of ["inbound", "outbound"]) await fs.mkdir(join(server.folder, folder))
    const host = server.#host()
    // Small answers in a row would wait for each other.
    server.#server = createServer({ noDelay: true }, (socket) => {
      server.keep(socket)
      const first = habits.security === "implicit" ? server.secured(socket) : socket
      new FtpSession(host, first).greet()
    })
    await new Promise<void>((resolve) => server.#server?.listen(0, "127.0.0.1", resolve))
    return server
  }

  get port(): number {
    if (this.#server === undefined) throw new Error("the server is not open")
    return (this.#server.address() as AddressInfo).port
  }

  at(path: string): string {
    return join(this.folder, path)
  }

  /** A socket that is closed with the server, whatever becomes of its session. */
  keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on("error", () => {})
    socket.on("close", () => this.#sockets.delete(socket))
  }

  secured(socket: Socket): TLSSocket {
    const secure = new TLSSocket(socket, { isServer: true, secureContext: this.context })
    this.keep(secure)
    return secure
  }

  dropAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #host(): FtpHost {
    return {
      security: this.habits.security,
      requireReuse: this.habits.requireReuse === true,
      oldListing: this.habits.oldListing === true,
      onDisk: (path) => this.at(path),
      signIn: (user, password) => {
        const isOurs = user === ftpUser && password === ftpPassword
        if (isOurs) this.sessions += 1
        return isOurs
      },
      keep: (socket) => this.keep(socket),
      secured: (socket) => this.secured(socket),
      heard: (line) => void this.commands.push(line.startsWith("PASS") ? "PASS ###" : line),
      dataSecured: (resumed) => {
        if (resumed) this.resumed += 1
        else this.fresh += 1
      },
      act: (verb) => this.#act(verb)
    }
  }

  async #act(verb: string): Promise<FtpAct> {
    const { faults, habits } = this
    if (verb === "RNTO") return renameOf(faults)
    if (verb === "RNFR" && faults.dropRenameFrom) return { before: "hang up" }
    if (verb === "SIZE" && faults.silent) return { before: "silence" }
    if (verb === "SIZE" && habits.noSize) return { before: { say: "550 Could not get file size." } }
    if (verb === "PROT" && faults.refuseProtection) return { before: { say: "534 Clear only." } }
    if (verb === "RETR" && faults.refuseReads) return { before: { say: "550 Failed to open file." } }
    if (verb === "STOR" && faults.refuseWrites) return { before: { say: "553 Permission denied." } }
    if (verb === "STOR")
      return {
        kept: keptOf(faults),
        ...(faults.cutUpload ? { after: { say: "426 Connection closed; transfer aborted." } } : {})
      }
    if (faults.grows !== undefined && (verb === "LIST" || (verb === "MLSD" && !habits.oldListing)))
      await fs.appendFile(this.at(faults.grows), "more\n")
    return plain
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.dropAll()
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()))
    await fs.rm(this.folder, { recursive: true })
  }
}
