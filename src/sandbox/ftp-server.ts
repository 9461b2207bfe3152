import { createHash, timingSafeEqual } from "node:crypto"
import { once } from "node:events"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer, type Socket } from "node:net"
import { dirname, join } from "node:path"
import { createSecureContext, TLSSocket } from "node:tls"
import { delayMsOf, type FaultKind, type Faults } from "./faults.ts"
import { type FtpAct, type FtpHost, FtpSession } from "./ftp-session.ts"
import { loopback, portOf } from "./http-front.ts"
import { type SelfSigned, selfSigned } from "./self-signed.ts"

export interface FtpServerOptions {
  readonly port: number
  /** null: plain FTP, without TLS. */
  readonly certificate: SelfSigned | null
  readonly username: string
  readonly password: string
  /** The folder on disk that the client sees as `/`. */
  readonly root: string
  readonly faults: Faults
}

export interface FtpServer {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Where something that a client sends may meet trouble. What comes back half is for the sender to notice. */
const troubles: Readonly<Record<string, ReadonlyArray<FaultKind>>> = {
  STOR: ["delay", "drop-request", "server-error", "garbage", "half"],
  RNFR: ["drop-request", "server-error"],
  RNTO: ["delay", "drop-request", "drop-answer", "server-error"],
  SIZE: ["delay", "drop-request", "server-error"],
  LIST: ["delay", "drop-request", "server-error"],
  MLSD: ["delay", "drop-request", "server-error"],
  RETR: ["delay", "drop-request", "server-error"]
}

const acts: Readonly<Partial<Record<FaultKind, FtpAct>>> = {
  "drop-request": { before: "hang up" },
  "drop-answer": { after: "hang up" },
  "server-error": { before: { say: "451 The disk is not in the mood." } },
  // As long as what was sent, and something else.
  garbage: { kept: (content) => Buffer.alloc(content.length, "x") },
  half: { kept: (content) => content.subarray(0, content.length >> 1), after: "hang up" }
}

const actOf = async (faults: Faults, verb: string): Promise<FtpAct> => {
  const possible = troubles[verb]
  const fault = possible === undefined ? null : faults.draw(possible)
  if (fault === null) return {}
  if (fault.kind === "delay") await new Promise((resolve) => setTimeout(resolve, delayMsOf(fault)))
  return acts[fault.kind] ?? {}
}

/** A supplier's FTP server, with TLS or without: one account over one folder. */
export async function openFtp(options: FtpServerOptions): Promise<FtpServer> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    // A client that is killed in the middle of a sentence is no fault of the server's.
    socket.on("error", () => socket.destroy())
    socket.on("close", () => sockets.delete(socket))
  }
  const { certificate, username, password, root, faults } = options
  const secureContext = certificate === null ? null : createSecureContext(certificate)
  const host: FtpHost = {
    security: certificate === null ? "none" : "explicit",
    requireReuse: false,
    oldListing: false,
    onDisk: (path) => join(root, path),
    signIn: (user, given) => user === username && isSame(given, password),
    keep,
    secured: (socket) => {
      if (secureContext === null) throw new Error("plain FTP has no TLS")
      const secure = new TLSSocket(socket, { isServer: true, secureContext })
      keep(secure)
      return secure
    },
    heard: () => {},
    dataSecured: () => {},
    act: (verb) => actOf(faults, verb)
  }
  const server = createServer({ noDelay: true }, (socket) => {
    keep(socket)
    new FtpSession(host, socket).greet()
  })
  server.listen(options.port, loopback)
  await once(server, "listening")
  return {
    port: portOf(server),
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    }
  }
}

const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest())

/** Made once and kept: whoever pinned it finds it again after a restart. */
export function keptCertificate(file: string): SelfSigned {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(selfSigned({ address: loopback })), { mode: 0o600 })
  }
  return JSON.parse(readFileSync(file, "utf8")) as SelfSigned
}
