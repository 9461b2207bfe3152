import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import type { StoreFailure, VaultFailure } from "./failure.ts"

/** Secrets at rest: AES-256-GCM, bound to owner and field, so that a cipher text cannot be moved to another row. */
export class Vault extends Context.Service<
  Vault,
  {
    /** owner: `channel:<id>`, `supplier:<id>`, or `draft:<name>` for a set-up that was left. */
    readonly put: (
      owner: string,
      field: string,
      secret: Redacted.Redacted
    ) => Effect.Effect<void, VaultFailure | StoreFailure>
    readonly get: (
      owner: string,
      field: string
    ) => Effect.Effect<Redacted.Redacted, VaultFailure | StoreFailure>
    /** Secrets of an owner that is not stored, for this process and this scope alone: a trial leaves nothing behind. */
    readonly lend: (
      owner: string,
      secrets: Readonly<Record<string, Redacted.Redacted>>
    ) => Effect.Effect<void, never, Scope.Scope>
    /** Every secret of this owner is gone. */
    readonly forget: (owner: string) => Effect.Effect<void, StoreFailure>
    readonly fields: (owner: string) => Effect.Effect<ReadonlyArray<string>, StoreFailure>
  }
>()("switchyard/Vault") {}
