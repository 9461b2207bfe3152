import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { now } from "../domain/ports/clock.ts"
import { VaultFailure } from "../domain/ports/failure.ts"
import { Vault } from "../domain/ports/vault.ts"
import { Database, type Sql } from "./database.ts"
import { type SecretPlace, seal, unseal } from "./vault-cipher.ts"
import { findKey, findOrCreateKey, type KeyPlaces, keyFileOf, type VaultKey } from "./vault-key.ts"

interface SecretRow {
  readonly keyId: string
  readonly sealed: Uint8Array
}

/** One secret that everybody knows: it tells a wrong key before anything is encrypted with it. */
const canary: SecretPlace = { owner: "installation", field: "key-check" }
const canaryText = "this key opens the secrets of this database"

const readSecret = (sql: Sql, place: SecretPlace) => sql<Array<SecretRow>>`
  select key_id as "keyId", cipher_text as sealed from secrets
  where owner = ${place.owner} and field = ${place.field}`

const wrongKey = (key: VaultKey, wanted: string, places: KeyPlaces) =>
  new VaultFailure({
    reason: "KeyWrong",
    message:
      `The secrets of this database were encrypted with key ${wanted}; the key here is ${key.id}. ` +
      `Nothing was changed. Copy the right key to ${keyFileOf(places)} (or give it as the credential switchyard-key).`
  })

const alteredSecret = (place: SecretPlace) =>
  new VaultFailure({
    reason: "KeyWrong",
    message: `The stored ${place.field} of ${place.owner} was altered or moved from another row. Set it again.`
  })

const lostKey = (places: KeyPlaces) =>
  new VaultFailure({
    reason: "KeyMissing",
    message:
      `This database holds secrets, and their key is not at ${keyFileOf(places)}. Nothing was changed. ` +
      "Copy the key from the machine or the backup that has it."
  })

const make = (places: KeyPlaces) =>
  Effect.gen(function* () {
    const { query } = yield* Database
    const read = Effect.fnUntraced(function* (place: SecretPlace) {
      const [row] = yield* query((sql) => readSecret(sql, place))
      return row ?? null
    })
    const holdsSecrets = Effect.map(
      query((sql) => sql`select from secrets limit 1`),
      (rows) => rows.length > 0
    )

    /** A key is made only while there is nothing that another key could have encrypted. */
    const keyForWriting = Effect.fnUntraced(function* () {
      const key = (yield* holdsSecrets)
        ? ((yield* findKey(places)) ?? (yield* lostKey(places)))
        : yield* findOrCreateKey(places)
      const sealed = seal(key, canary, canaryText)
      const at = yield* now
      yield* query(
        (sql) => sql`
          insert into secrets (owner, field, key_id, cipher_text, updated_at)
          select ${canary.owner}, ${canary.field}, ${key.id}, ${sealed}, ${at}
          where not exists (select from secrets) on conflict do nothing`
      )
      const check = yield* read(canary)
      if (check === null || unseal(key, canary, check.sealed) !== canaryText)
        return yield* wrongKey(key, check?.keyId ?? "unknown", places)
      return key
    })

    const lent = new Map<string, Readonly<Record<string, Redacted.Redacted>>>()

    return Vault.of({
      lend: (owner, secrets) =>
        Effect.acquireRelease(
          Effect.sync(() => lent.set(owner, secrets)),
          () => Effect.sync(() => lent.delete(owner))
        ),
      put: Effect.fn("Vault.put")(function* (owner, field, secret) {
        const key = yield* keyForWriting()
        const sealed = seal(key, { owner, field }, Redacted.value(secret))
        const at = yield* now
        yield* query(
          (sql) => sql`
            insert into secrets (owner, field, key_id, cipher_text, updated_at)
            values (${owner}, ${field}, ${key.id}, ${sealed}, ${at})
            on conflict (owner, field) do update
              set key_id = excluded.key_id, cipher_text = excluded.cipher_text, updated_at = excluded.updated_at`
        )
      }),
      get: Effect.fn("Vault.get")(function* (owner, field) {
        const borrowed = lent.get(owner)?.[field]
        if (borrowed !== undefined) return borrowed
        const row = yield* read({ owner, field })
        if (row === null)
          return yield* new VaultFailure({
            reason: "NotStored",
            message: lent.has(owner)
              ? `No ${field} is given, and none is stored.`
              : `No ${field} is stored for ${owner}. Set it first.`
          })
        const key = (yield* findKey(places)) ?? (yield* lostKey(places))
        const secret = unseal(key, { owner, field }, row.sealed)
        if (secret !== null) return Redacted.make(secret)
        return yield* row.keyId === key.id
          ? alteredSecret({ owner, field })
          : wrongKey(key, row.keyId, places)
      }),
      forget: Effect.fn("Vault.forget")(function* (owner) {
        // The one by which a wrong key is told stays.
        yield* query((sql) => sql`delete from secrets where owner = ${owner} and owner <> ${canary.owner}`)
      }),
      fields: Effect.fn("Vault.fields")(function* (owner) {
        const borrowed = lent.get(owner)
        if (borrowed !== undefined) return Object.keys(borrowed).toSorted()
        const rows = yield* query(
          (sql) => sql<Array<{ field: string }>>`
            select field from secrets where owner = ${owner} order by field`
        )
        return rows.map((row) => row.field)
      })
    })
  })

export const vaultLayer = (places: KeyPlaces): Layer.Layer<Vault, never, Database> =>
  Layer.effect(Vault, make(places))
