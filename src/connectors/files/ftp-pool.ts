import * as Effect from "effect/Effect"
import type { Vault } from "../../domain/ports/vault.ts"
import { makeFolderPool } from "./folder-pool.ts"
import { connectFtp, type FtpTimes } from "./ftp-connection.ts"
import { type FtpProtocol, ftpLogin } from "./ftp-settings.ts"
import type { OwnerKind } from "./remote-folder.ts"

/** Owners by FTPS, or by plain FTP where somebody accepted that. */
export const makeFtpPool = (
  vault: Vault["Service"],
  kind: OwnerKind,
  protocol: FtpProtocol,
  times: FtpTimes,
  idleMs: number
) =>
  makeFolderPool(
    (owner) => Effect.flatMap(ftpLogin(vault, kind, owner, protocol), (login) => connectFtp(login, times)),
    { settleMs: times.settleMs, idleMs }
  )
