import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Hash from "effect/Hash"
import * as RcMap from "effect/RcMap"
import type * as Scope from "effect/Scope"
import type { Supplier } from "../../domain/model/supplier.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import type { RemoteFolder, RemoteFolders } from "./remote-folder.ts"
import { connectSftp, type SftpTimes } from "./sftp-connection.ts"
import { type SftpPrefix, sftpLogin } from "./sftp-settings.ts"

/** A connection belongs to a supplier as it is set up now: changed settings get a connection of their own. */
class PoolKey implements Equal.Equal {
  readonly supplier: Supplier
  readonly prefix: SftpPrefix

  constructor(supplier: Supplier, prefix: SftpPrefix) {
    this.supplier = supplier
    this.prefix = prefix
  }

  get #name(): string {
    return `${this.prefix}/${this.supplier.id}/${this.supplier.version}/${JSON.stringify(this.supplier.settings)}`
  }

  [Equal.symbol](that: unknown): boolean {
    return that instanceof PoolKey && that.#name === this.#name
  }

  [Hash.symbol](): number {
    return Hash.string(this.#name)
  }
}

export interface SftpPool {
  /** The folders that the settings with this prefix describe. */
  readonly folders: (prefix: SftpPrefix) => RemoteFolders
}

/** One connection per supplier, shared by a batch, closed when nobody used it for `idleMs` and with the scope. */
export const makeSftpPool = Effect.fn("makeSftpPool")(function* (
  vault: Vault["Service"],
  times: SftpTimes,
  idleMs: number
): Effect.fn.Return<SftpPool, never, Scope.Scope> {
  const connections = yield* RcMap.make({
    lookup: (key: PoolKey) =>
      Effect.flatMap(sftpLogin(vault, key.supplier, key.prefix), (login) => connectSftp(login, times)),
    idleTimeToLive: idleMs
  })
  const get = Effect.fn("sftpPool.get")(function* (key: PoolKey) {
    const connection = yield* RcMap.get(connections, key).pipe(
      // A failed attempt is forgotten, so that the next caller tries anew.
      Effect.tapError(() => RcMap.invalidate(connections, key))
    )
    if (connection.isOpen()) return connection
    yield* RcMap.invalidate(connections, key)
    return yield* RcMap.get(connections, key).pipe(Effect.tapError(() => RcMap.invalidate(connections, key)))
  })
  const use =
    (prefix: SftpPrefix) =>
    <A, E>(supplier: Supplier, work: (folder: RemoteFolder) => Effect.Effect<A, E>) =>
      Effect.scoped(Effect.flatMap(get(new PoolKey(supplier, prefix)), work))
  return { folders: (prefix) => ({ use: use(prefix), settleMs: times.settleMs }) }
})
