import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Hash from "effect/Hash"
import * as RcMap from "effect/RcMap"
import type * as Scope from "effect/Scope"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import type { FolderOwner, RemoteFolder, RemoteFolders } from "./remote-folder.ts"

/** A connection belongs to an owner as it is set up now: changed settings get a connection of their own. */
class PoolKey implements Equal.Equal {
  readonly owner: FolderOwner

  constructor(owner: FolderOwner) {
    this.owner = owner
  }

  get #name(): string {
    return `${this.owner.id}/${this.owner.version}/${JSON.stringify(this.owner.settings)}`
  }

  [Equal.symbol](that: unknown): boolean {
    return that instanceof PoolKey && that.#name === this.#name
  }

  [Hash.symbol](): number {
    return Hash.string(this.#name)
  }
}

export interface PoolTimes {
  readonly settleMs: number
  /** How long an unused connection is kept for the next batch. */
  readonly idleMs: number
}

/** One connection per owner, shared by a batch, closed when nobody used it for `idleMs` and with the scope. */
export const makeFolderPool = Effect.fn("makeFolderPool")(function* (
  connect: (owner: FolderOwner) => Effect.Effect<RemoteFolder, TransportError, Scope.Scope>,
  times: PoolTimes
): Effect.fn.Return<RemoteFolders, never, Scope.Scope> {
  const connections = yield* RcMap.make({
    lookup: (key: PoolKey) => connect(key.owner),
    idleTimeToLive: times.idleMs
  })
  const connection = (key: PoolKey) =>
    // A failed attempt is forgotten, so that the next caller tries anew.
    RcMap.get(connections, key).pipe(Effect.tapError(() => RcMap.invalidate(connections, key)))
  const get = Effect.fn("folderPool.get")(function* (key: PoolKey) {
    const pooled = yield* connection(key)
    if (pooled.isOpen()) return pooled
    yield* RcMap.invalidate(connections, key)
    return yield* connection(key)
  })
  return {
    settleMs: times.settleMs,
    use: (owner, work) => Effect.scoped(Effect.flatMap(get(new PoolKey(owner)), work))
  }
})
