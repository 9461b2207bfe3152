import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { Vault } from "../../../domain/ports/vault.ts"
import { defaultFtpTimes, type FtpTimes } from "../../files/ftp-connection.ts"
import { makeFtpPool } from "../../files/ftp-pool.ts"
import { defaultLocalTimes, type LocalTimes, localFolders } from "../../files/local-settings.ts"
import { defaultSftpTimes, type SftpTimes } from "../../files/sftp-connection.ts"
import { makeSftpPool } from "../../files/sftp-pool.ts"
import type { ChannelConnector } from "../channel-connector.ts"
import { makeFiles } from "./files.ts"
import { byFolder, byFtps, bySftp } from "./files-protocol.ts"

export interface FilesTimes {
  readonly sftp: SftpTimes
  readonly ftp: FtpTimes
  readonly local: LocalTimes
  /** How long an unused connection is kept for the next page. */
  readonly idleMs: number
}

export const defaultFilesTimes: FilesTimes = {
  sftp: defaultSftpTimes,
  ftp: defaultFtpTimes,
  local: defaultLocalTimes,
  idleMs: 5_000
}

/** The rows of the channel table whose orders are files. */
export const makeFilesRows = Effect.fn("makeFilesRows")(function* (
  times: FilesTimes
): Effect.fn.Return<ReadonlyArray<ChannelConnector>, never, Vault | Scope.Scope> {
  const vault = yield* Vault
  const sftp = yield* makeSftpPool(vault, "channel", times.sftp, times.idleMs)
  return [
    makeFiles(byFolder, localFolders(times.local)),
    makeFiles(bySftp, sftp.folders("")),
    makeFiles(byFtps, yield* makeFtpPool(vault, "channel", "ftps", times.ftp, times.idleMs))
  ]
})
