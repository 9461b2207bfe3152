import { join } from "node:path"
import type { Deed, Login } from "./deed.ts"
import type { Faults } from "./faults.ts"
import { type FileSupplierProfile, fileSuppliers } from "./file-catalog.ts"
import { type FtpServer, keptCertificate, openFtp } from "./ftp-server.ts"
import { SftpSupplier } from "./sftp-supplier.ts"
import { SupplierOffice } from "./supplier-office.ts"

/** A supplier whose clerk empties a folder, however the files come into it. */
export interface FileSupplier {
  readonly profile: FileSupplierProfile
  readonly clerk: SftpSupplier
  readonly root: string
  readonly login: Login
  readonly faults: Faults
}

export interface FileSuppliersOptions {
  readonly dir: string
  readonly deed: Deed
  readonly faultsOf: (key: FileSupplierProfile["key"]) => Faults
  readonly collectAfterMs: number
  readonly shipAfterMs: number
}

export const openFileSuppliers = (options: FileSuppliersOptions): ReadonlyArray<FileSupplier> =>
  fileSuppliers.flatMap((profile) => {
    const { dir, deed, faultsOf, collectAfterMs, shipAfterMs } = options
    const login = deed.files?.[profile.key]
    if (login === undefined) return []
    const root = fileRoot(dir, profile)
    const faults = faultsOf(profile.key)
    const office = new SupplierOffice({
      profile,
      seed: deed.seed,
      ledgerFile: join(dir, "ledgers", `${profile.key}.jsonl`),
      outbound: join(root, "outbound"),
      shipAfterMs,
      faults
    })
    return [{ profile, clerk: new SftpSupplier({ office, root, collectAfterMs }), root, login, faults }]
  })

export const fileRoot = (dir: string, profile: FileSupplierProfile): string => join(dir, "files", profile.key)

const certificateFile = (dir: string): string => join(dir, "ftps_certificate.json")

/** SHA-256 of the certificate, as a client pins it. */
export const pinnedCertificate = (dir: string): string => keptCertificate(certificateFile(dir)).fingerprint

/** The servers of those that are reached by FTP. */
export const openFtpServers = (
  dir: string,
  suppliers: ReadonlyArray<FileSupplier>,
  open: (way: "ftps" | "ftp", onPort: (port: number) => Promise<FtpServer>) => Promise<FtpServer>
): Promise<ReadonlyArray<readonly ["ftps" | "ftp", FtpServer]>> =>
  Promise.all(
    suppliers.flatMap(({ profile: { way }, root, login, faults }) => {
      if (way === "folder") return []
      const certificate = way === "ftps" ? keptCertificate(certificateFile(dir)) : null
      const onPort = (port: number) => openFtp({ port, certificate, ...login, root, faults })
      return [open(way, onPort).then((server) => [way, server] as const)]
    })
  )
