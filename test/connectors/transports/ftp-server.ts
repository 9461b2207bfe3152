import { mkdtempSync } from "node:fs"
import * as fs from "node:fs/promises"
import { type AddressInfo, createServer, type Server, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls"
import { FtpTestSession } from "./ftp-session.ts"
import { type TestCertificate, testCertificate } from "./test-certificate.ts"

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
  readonly certificate?: TestCertificate
}

/** A real FTP server over a temporary folder. Its RNTO replaces files, as on many servers. */
export class FtpTestServer implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "h-connectors-ftp-"))
  readonly faults: FtpFaults = {}
  readonly commands: Array<string> = []
  readonly habits: FtpHabits
  readonly certificate: TestCertificate
  readonly context: SecureContext
  sessions = 0
  /** Data connections that resumed a TLS session, and those that did not. */
  resumed = 0
  fresh = 0
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined

  constructor(habits: FtpHabits) {
    this.habits = habits
    this.certificate = habits.certificate ?? testCertificate()
    this.context = createSecureContext({
      cert: this.certificate.cert,
      key: this.certificate.key,
      maxVersion: habits.maxVersion ?? "TLSv1.3"
    })
  }

  static async open(habits: FtpHabits): Promise<FtpTestServer> {
    const server = new FtpTestServer(habits)
    for (const folder of ["inbound", "outbound"]) await fs.mkdir(join(server.folder, folder))
    // Small answers in a row would wait for each other.
    server.#server = createServer({ noDelay: true }, (socket) => {
      server.keep(socket)
      const first = habits.security === "implicit" ? server.secured(socket) : socket
      new FtpTestSession(server, first).greet()
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

  async [Symbol.asyncDispose](): Promise<void> {
    this.dropAll()
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()))
    await fs.rm(this.folder, { recursive: true })
  }
}
