import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { afterEach, beforeEach, expect, test } from "vitest"
import { Vault } from "../../src/domain/ports/vault.ts"
import { vaultLayer } from "../../src/store/vault.ts"
import { type KeyPlaces, keyFileOf } from "../../src/store/vault-key.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(Layer.empty)
let folder: string
let places: KeyPlaces

beforeEach(async () => {
  await emptyTables(store.sql())
  folder = mkdtempSync(join(tmpdir(), "switchyard-vault-"))
  places = { credentialsFolder: undefined, configFolder: join(folder, "config", "switchyard") }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const vault = <A, E>(use: (v: typeof Vault.Service) => Effect.Effect<A, E>, at: KeyPlaces = places) =>
  store.run(Effect.flatMap(Vault, use).pipe(Effect.provide(vaultLayer(at))))
const put = (owner: string, field: string, secret: string, at = places) =>
  vault((v) => v.put(owner, field, Redacted.make(secret)), at)
const get = async (owner: string, field: string, at = places) =>
  Redacted.value(await vault((v) => v.get(owner, field), at)) as string
const reasonOf = (use: (v: typeof Vault.Service) => Effect.Effect<unknown, unknown>, at = places) =>
  vault((v) => Effect.flip(use(v)), at).then((e) => (e as { reason: string }).reason)
const storedRows = () => store.sql()`select * from secrets order by id`

test("a secret comes back, its field is listed, and nothing of it lies in the database", async () => {
  await put("channel:1", "token", "s3cr3t-ü€")
  await put("channel:1", "password", "")
  expect(await get("channel:1", "token")).toBe("s3cr3t-ü€")
  expect(await get("channel:1", "password")).toBe("")
  expect(await vault((v) => v.fields("channel:1"))).toEqual(["password", "token"])
  const [row] = await store.sql()<Array<{ raw: Buffer }>>`
    select cipher_text as raw from secrets where field = 'token'`
  expect(row?.raw.includes("s3cr3t")).toBe(false)
  await put("channel:1", "token", "s3cr3t-ü€")
  const [again] = await store.sql()<Array<{ raw: Buffer }>>`
    select cipher_text as raw from secrets where field = 'token'`
  expect(again?.raw.equals(row?.raw ?? Buffer.alloc(0))).toBe(false)
  expect(await reasonOf((v) => v.get("channel:1", "nothing"))).toBe("NotStored")
})

test("the key file is made on first need, for its owner alone", async () => {
  expect(await vault((v) => v.fields("channel:1"))).toEqual([])
  expect(await reasonOf((v) => v.get("channel:1", "token"))).toBe("NotStored")
  expect(existsSync(keyFileOf(places))).toBe(false)
  await put("channel:1", "token", "x")
  expect(statSync(keyFileOf(places)).mode & 0o777).toBe(0o600)
  expect(statSync(places.configFolder).mode & 0o777).toBe(0o700)
})

test("ten that come first at once agree on one key", async () => {
  await Promise.all(Array.from({ length: 10 }, (_, i) => put("supplier:1", `f${i}`, `v${i}`)))
  for (let i = 0; i < 10; i++) expect(await get("supplier:1", `f${i}`)).toBe(`v${i}`)
})

test("a cipher text cannot be moved to another row, nor altered", async () => {
  await put("channel:1", "token", "one")
  await put("channel:2", "token", "two")
  await store.sql()`update secrets set cipher_text = (select cipher_text from secrets where owner = 'channel:1' and field = 'token')
    where owner = 'channel:2'`
  expect(await reasonOf((v) => v.get("channel:2", "token"))).toBe("KeyWrong")
  await store.sql()`update secrets set cipher_text = set_byte(cipher_text, 14, get_byte(cipher_text, 14) # 1)
    where owner = 'channel:1'`
  expect(await reasonOf((v) => v.get("channel:1", "token"))).toBe("KeyWrong")
  await put("channel:2", "token", "set again")
  expect(await get("channel:2", "token")).toBe("set again")
})

test("a lost key is named, and neither a new key nor a new secret is written", async () => {
  await put("channel:1", "token", "one")
  const before = await storedRows()
  const key = readFileSync(keyFileOf(places))
  rmSync(keyFileOf(places))
  expect(await reasonOf((v) => v.get("channel:1", "token"))).toBe("KeyMissing")
  expect(await reasonOf((v) => v.put("channel:1", "token", Redacted.make("two")))).toBe("KeyMissing")
  expect(existsSync(keyFileOf(places))).toBe(false)
  expect(await storedRows()).toEqual(before)
  writeFileSync(keyFileOf(places), key, { mode: 0o600 })
  expect(await get("channel:1", "token")).toBe("one")
})

test("a wrong key is noticed before anything is encrypted with it", async () => {
  await put("channel:1", "token", "one")
  const before = await storedRows()
  writeFileSync(keyFileOf(places), Buffer.alloc(32, 7))
  expect(await reasonOf((v) => v.put("channel:9", "token", Redacted.make("two")))).toBe("KeyWrong")
  expect(await reasonOf((v) => v.get("channel:1", "token"))).toBe("KeyWrong")
  expect(await storedRows()).toEqual(before)
  writeFileSync(keyFileOf(places), "half a key")
  expect(await reasonOf((v) => v.get("channel:1", "token"))).toBe("KeyWrong")
})

test("a key that others can read is refused", async () => {
  await put("channel:1", "token", "one")
  for (const mode of [0o640, 0o604]) {
    chmodSync(keyFileOf(places), mode)
    expect(await reasonOf((v) => v.get("channel:1", "token"))).toBe("KeyUnsafe")
  }
  chmodSync(keyFileOf(places), 0o400)
  expect(await get("channel:1", "token")).toBe("one")
  rmSync(keyFileOf(places))
  mkdirSync(keyFileOf(places), { mode: 0o700 })
  expect(await reasonOf((v) => v.get("channel:1", "token"))).toBe("KeyUnsafe")
})

test("a systemd credential goes before the file, in each of the forms that a key is written in", async () => {
  const credentialsFolder = join(folder, "credentials")
  mkdirSync(credentialsFolder)
  const service: KeyPlaces = { ...places, credentialsFolder }
  const bytes = Buffer.alloc(32, 9)
  const forms = [bytes, `${bytes.toString("base64")}\n`, bytes.toString("hex")]
  for (const form of forms) {
    const credential = join(credentialsFolder, "switchyard-key")
    rmSync(credential, { force: true })
    // systemd shows its access list as group bits.
    writeFileSync(credential, form, { mode: 0o440 })
    await put("channel:1", "token", "by systemd", service)
    expect(await get("channel:1", "token", service)).toBe("by systemd")
    expect(existsSync(keyFileOf(places))).toBe(false)
  }
})

test("what is lent is there for its scope alone, makes no key and is never stored", async () => {
  const seen = await vault((v) =>
    Effect.gen(function* () {
      const inside = yield* Effect.scoped(
        Effect.andThen(
          v.lend("supplier:0", { password: Redacted.make("canary-lent-3") }),
          Effect.all([v.get("supplier:0", "password"), v.fields("supplier:0")])
        )
      )
      return {
        inside,
        outside: yield* v.fields("supplier:0"),
        lost: yield* Effect.flip(v.get("supplier:0", "password"))
      }
    })
  )
  expect(Redacted.value(seen.inside[0])).toBe("canary-lent-3")
  expect(seen.inside[1]).toEqual(["password"])
  expect(seen.outside).toEqual([])
  expect(seen.lost).toMatchObject({ reason: "NotStored" })
  expect(existsSync(keyFileOf(places))).toBe(false)
  const rows = await store.sql()`select owner from secrets`
  expect(rows).toHaveLength(0)
})
