import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { VaultFailure } from "../../src/domain/ports/failure.ts"
import { Vault } from "../../src/domain/ports/vault.ts"

/** Secrets by `owner/field`, for tests of connectors; the real vault has tests of its own. */
export const memoryVault = (secrets: Readonly<Record<string, string>>): Layer.Layer<Vault> =>
  Layer.succeed(
    Vault,
    Vault.of({
      put: () => Effect.die(new Error("connectors do not write secrets")),
      get: (owner, field) => {
        const secret = secrets[`${owner}/${field}`]
        return secret === undefined
          ? Effect.fail(new VaultFailure({ reason: "NotStored", message: `no ${field}` }))
          : Effect.succeed(Redacted.make(secret))
      },
      lend: () => Effect.die(new Error("connectors do not lend secrets")),
      forget: () => Effect.die(new Error("connectors do not forget secrets")),
      fields: (owner) =>
        Effect.succeed(
          Object.keys(secrets)
            .filter((key) => key.startsWith(`${owner}/`))
            .map((key) => key.slice(owner.length + 1))
        )
    })
  )
