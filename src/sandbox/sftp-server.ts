import { createHash, timingSafeEqual } from "node:crypto"
import { once } from "node:events"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer, type Socket } from "node:net"
import { dirname } from "node:path"
import ssh2, { type AuthContext, type Connection } from "ssh2"
import type { Faults } from "./faults.ts"
import { loopback, portOf } from "./http-front.ts"
import { SftpFolder } from "./sftp-folder.ts"
import { SftpSession } from "./sftp-session.ts"

export interface SftpAccount {
  readonly username: string
  readonly password: string
  /** The folder on disk that the client sees as `/`. */
  readonly root: string
  readonly faults: Faults
}

export interface SftpServer {
  readonly port: number
  /** As `ssh-keygen -lf` prints it: `SHA256:...`. */
  readonly hostKeyFingerprint: string
  readonly close: () => Promise<void>
}

/** One SSH server for all suppliers that speak SFTP, an account each. Its host key is made once and kept. */
export async function openSftp(
  port: number,
  hostKeyFile: string,
  accounts: ReadonlyArray<SftpAccount>
): Promise<SftpServer> {
  const hostKey = keptHostKey(hostKeyFile)
  /** By the client's port: that is how the SSH library names a connection when it has said hello. */
  const sockets = new Map<number, Socket>()
  const ssh = new ssh2.Server({ hostKeys: [hostKey], ident: "switchyard-sandbox" }, (connection, client) =>
    welcome(connection, accounts, () => void sockets.get(client.port)?.destroy())
  )
  // Our own listener: SFTP's small packets must not wait for each other (Nagle costs 45 ms a request), and a fault must be
  // able to break the line without a good-bye.
  const server = createServer({ noDelay: true }, (socket) => {
    const clientPort = socket.remotePort ?? 0
    sockets.set(clientPort, socket)
    socket.on("close", () => sockets.delete(clientPort))
    ssh.injectSocket(socket)
  })
  server.listen(port, loopback)
  await once(server, "listening")
  return {
    port: portOf(server),
    hostKeyFingerprint: fingerprintOf(hostKey),
    close: () => {
      for (const socket of sockets.values()) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    }
  }
}

function welcome(connection: Connection, accounts: ReadonlyArray<SftpAccount>, hangUp: () => void): void {
  let account: SftpAccount | undefined
  // A client that is killed in the middle of a sentence is no fault of the server's.
  connection.on("error", hangUp)
  connection.on("authentication", (context) => {
    account = accounts.find((one) => isAccount(context, one))
    if (account === undefined) context.reject(["password"])
    else context.accept()
  })
  connection.on("ready", () => {
    connection.on("session", (acceptSession) => {
      acceptSession().on("sftp", (acceptSftp) => {
        if (account === undefined) return hangUp()
        const sftp = acceptSftp()
        const session = new SftpSession(sftp, new SftpFolder(account.root), account.faults, hangUp)
        sftp.on("close", () => void session.end())
      })
    })
  })
}

const isAccount = (context: AuthContext, account: SftpAccount): boolean =>
  context.method === "password" &&
  context.username === account.username &&
  isSame(context.password, account.password)

const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest())

function keptHostKey(file: string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, newHostKey(), { mode: 0o600 })
  }
  return readFileSync(file, "utf8")
}

const mostAttempts = 20

/** Now and then ssh2 writes a key that it cannot read itself (seen here: "Malformed OpenSSH private key"). */
function newHostKey(): string {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const { private: key } = ssh2.utils.generateKeyPairSync("ed25519", { comment: "switchyard sandbox" })
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key
  }
  throw new Error(`no readable SSH host key came of ${mostAttempts} attempts`)
}

function fingerprintOf(privateKey: string): string {
  const parsed = ssh2.utils.parseKey(privateKey)
  const key = parsed instanceof Error ? parsed : Array.isArray(parsed) ? parsed[0] : parsed
  if (key === undefined || key instanceof Error)
    throw new Error(`the sandbox's SSH host key cannot be read: ${key?.message}`)
  const digest = createHash("sha256").update(key.getPublicSSH()).digest("base64")
  return `SHA256:${digest.replace(/=+$/, "")}`
}
