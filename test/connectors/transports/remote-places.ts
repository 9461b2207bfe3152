import { mkdtempSync } from "node:fs"
import { mkdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { connectFtp } from "../../../src/connectors/files/ftp-connection.ts"
import type { FtpLogin } from "../../../src/connectors/files/ftp-settings.ts"
import { localFolder } from "../../../src/connectors/files/local-folder.ts"
import type { RemoteFolder } from "../../../src/connectors/files/remote-folder.ts"
import { connectSftp } from "../../../src/connectors/files/sftp-connection.ts"
import type { TransportError } from "../../../src/domain/ports/supplier-transports.ts"
import { type FtpHabits, FtpTestServer, ftpPassword, ftpUser } from "./ftp-server.ts"
import { hostFingerprint, SftpTestServer, sftpPassword, sftpUser } from "./sftp-server.ts"

/** Limits that a slow machine keeps. */
export const patient = {
  connectMs: 60_000,
  operationMs: 60_000,
  transferMs: 60_000,
  keepaliveMs: 30_000,
  settleMs: 1
}

export interface Place extends AsyncDisposable {
  readonly at: (path: string) => string
  readonly open: Effect.Effect<RemoteFolder, TransportError, Scope.Scope>
}

export const ftpLoginOf = (server: FtpTestServer, more: Partial<FtpLogin> = {}): FtpLogin => ({
  host: "127.0.0.1",
  port: server.port,
  user: ftpUser,
  security: server.habits.security,
  certificate: "",
  authority: server.certificate.cert,
  password: Redacted.make(ftpPassword),
  ...more
})

export const ftp =
  (habits: FtpHabits, more: (server: FtpTestServer) => Partial<FtpLogin> = () => ({})) =>
  async (): Promise<Place> => {
    const server = await FtpTestServer.open(habits)
    return {
      at: (path) => server.at(path),
      open: connectFtp(ftpLoginOf(server, more(server)), patient),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]()
    }
  }

const sftp = async (): Promise<Place> => {
  const server = await SftpTestServer.open()
  const login = {
    host: "127.0.0.1",
    port: server.port,
    user: sftpUser,
    hostKey: hostFingerprint,
    inboundFolder: ".",
    outboundFolder: ".",
    archiveFolder: "archive",
    password: Redacted.make(sftpPassword),
    privateKey: null
  }
  return {
    at: (path) => server.at(path),
    open: connectSftp(login, patient),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]()
  }
}

export const local = async (): Promise<Place> => {
  const root = mkdtempSync(join(tmpdir(), "h-connectors-folder-"))
  for (const folder of ["inbound", "outbound"]) await mkdir(join(root, folder))
  return {
    at: (path) => join(root, path),
    open: Effect.succeed(localFolder(root, 60_000)),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true })
  }
}

export const places: ReadonlyArray<readonly [string, () => Promise<Place>]> = [
  ["SFTP", sftp],
  ["FTPS, explicit, session reuse required, TLS 1.3", ftp({ security: "explicit", requireReuse: true })],
  [
    "FTPS, explicit, session reuse required, TLS 1.2",
    ftp({ security: "explicit", requireReuse: true, maxVersion: "TLSv1.2" })
  ],
  ["FTPS, implicit, session reuse required", ftp({ security: "implicit", requireReuse: true })],
  [
    "FTPS, pinned certificate",
    ftp({ security: "explicit", requireReuse: true }, (server) => ({
      authority: "",
      certificate: server.certificate.fingerprint
    }))
  ],
  ["FTPS with the listings of vsftpd", ftp({ security: "explicit", requireReuse: true, oldListing: true })],
  ["FTP without SIZE", ftp({ security: "none", noSize: true })],
  ["a local folder", local]
]
