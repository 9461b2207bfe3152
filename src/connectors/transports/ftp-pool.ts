import * as Effect from "effect/Effect"
import type { Vault } from "../../domain/ports/vault.ts"
import { makeFolderPool } from "./folder-pool.ts"
import { connectFtp, type FtpTimes } from "./ftp-connection.ts"
import { type FtpProtocol, ftpLogin } from "./ftp-settings.ts"

/** Suppliers by FTPS, or by plain FTP where somebody accepted that. */
export const makeFtpPool = (
  vault: Vault["Service"],
  protocol: FtpProtocol,
  times: FtpTimes,
  idleMs: number
) =>
  makeFolderPool(
    (supplier) => Effect.flatMap(ftpLogin(vault, supplier, protocol), (login) => connectFtp(login, times)),
    { settleMs: times.settleMs, idleMs }
  )
