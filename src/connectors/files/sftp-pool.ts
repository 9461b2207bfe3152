import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Vault } from "../../domain/ports/vault.ts"
import { makeFolderPool } from "./folder-pool.ts"
import type { OwnerKind, RemoteFolders } from "./remote-folder.ts"
import { connectSftp, type SftpTimes } from "./sftp-connection.ts"
import { type SftpPrefix, sftpLogin } from "./sftp-settings.ts"

export interface SftpPool {
  /** The folders that the settings with this prefix describe. */
  readonly folders: (prefix: SftpPrefix) => RemoteFolders
}

export const makeSftpPool = Effect.fn("makeSftpPool")(function* (
  vault: Vault["Service"],
  kind: OwnerKind,
  times: SftpTimes,
  idleMs: number
): Effect.fn.Return<SftpPool, never, Scope.Scope> {
  const pool = (prefix: SftpPrefix) =>
    makeFolderPool(
      (owner) => Effect.flatMap(sftpLogin(vault, kind, owner, prefix), (login) => connectSftp(login, times)),
      { settleMs: times.settleMs, idleMs }
    )
  const pools: Readonly<Record<SftpPrefix, RemoteFolders>> = {
    "": yield* pool(""),
    sftp: yield* pool("sftp")
  }
  return { folders: (prefix) => pools[prefix] }
})
