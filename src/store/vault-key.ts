import { createHash, randomBytes } from "node:crypto"
import { constants } from "node:fs"
import { link, mkdir, open, unlink } from "node:fs/promises"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import { VaultFailure } from "../domain/ports/failure.ts"

const keyBytes = 32

/** Where the key may be. A systemd credential goes before the file, and only the file is ever created. */
export interface KeyPlaces {
  /** `$CREDENTIALS_DIRECTORY`, when systemd gave one. */
  readonly credentialsFolder: string | undefined
  /** The folder of our configuration: `$XDG_CONFIG_HOME/switchyard`, for root `/etc/switchyard`. */
  readonly configFolder: string
}

export interface VaultKey {
  readonly bytes: Buffer
  /** Names the key without telling it: kept beside each cipher text. */
  readonly id: string
}

export const keyFileOf = (places: KeyPlaces): string => join(places.configFolder, "key")
const credentialOf = (folder: string): string => join(folder, "switchyard-key")

const refuse = (reason: VaultFailure["reason"], message: string) => new VaultFailure({ reason, message })

const toKey = (bytes: Buffer): VaultKey => ({
  bytes,
  id: createHash("sha256").update(bytes).digest().subarray(0, 8).toString("hex")
})

/** 32 bytes as they are, or their text in base64 or hex, as `openssl rand` writes it. */
const parseKey = (content: Buffer, place: string): VaultKey => {
  if (content.length === keyBytes) return toKey(content)
  const text = content.toString("latin1").trim()
  if (/^[0-9a-f]{64}$/i.test(text)) return toKey(Buffer.from(text, "hex"))
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return toKey(Buffer.from(text, "base64"))
  throw refuse("KeyWrong", `${place} does not hold a key of 32 bytes (plain, base64 or hex).`)
}

/** systemd gives a service its credentials by an access list, which shows as group bits; nobody else's file may have them. */
const forbiddenBits = { credential: 0o007, file: 0o077 }

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code

/** The key at this place, null where there is no file. It is judged by the opened file, which nobody can swap. */
const readKey = async (place: string, kind: keyof typeof forbiddenBits): Promise<VaultKey | null> => {
  const file = await open(place, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => {
    if (hasCode(error, "ENOENT")) return null
    throw refuse("KeyMissing", `The key ${place} cannot be read: ${String(error)}`)
  })
  if (file === null) return null
  try {
    const stat = await file.stat()
    if (!stat.isFile()) throw refuse("KeyUnsafe", `${place} is not a plain file.`)
    if ((stat.mode & forbiddenBits[kind]) !== 0)
      throw refuse("KeyUnsafe", `Others can read the key ${place}. Run: chmod 600 ${place}`)
    if (stat.size > 1024) throw refuse("KeyWrong", `${place} is too large for a key.`)
    return parseKey(await file.readFile(), place)
  } finally {
    await file.close()
  }
}

/** Written beside, then linked: a link never replaces, so of two that create a key one wins and none reads half of it. */
const createKey = async (place: string): Promise<void> => {
  await mkdir(dirname(place), { recursive: true, mode: 0o700 })
  const beside = `${place}.${process.pid}.${randomBytes(4).toString("hex")}`
  const file = await open(beside, "wx", 0o600)
  try {
    await file.writeFile(`${randomBytes(keyBytes).toString("base64")}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(beside, place).catch((error) => {
      if (!hasCode(error, "EEXIST")) throw error
    })
  } finally {
    await unlink(beside)
  }
}

const asVaultFailure = (cause: unknown): VaultFailure =>
  cause instanceof VaultFailure ? cause : refuse("KeyMissing", `The key cannot be used: ${String(cause)}`)

/** The key, or null where there is none yet. */
export const findKey = (places: KeyPlaces): Effect.Effect<VaultKey | null, VaultFailure> =>
  Effect.tryPromise({
    try: async () => {
      const { credentialsFolder } = places
      const credential =
        credentialsFolder === undefined ? null : await readKey(credentialOf(credentialsFolder), "credential")
      return credential ?? (await readKey(keyFileOf(places), "file"))
    },
    catch: asVaultFailure
  })

/** The key, made now if there is none. Only to be called while nothing is encrypted yet. */
export const findOrCreateKey = (places: KeyPlaces): Effect.Effect<VaultKey, VaultFailure> =>
  Effect.gen(function* () {
    const found = yield* findKey(places)
    if (found !== null) return found
    yield* Effect.tryPromise({ try: () => createKey(keyFileOf(places)), catch: asVaultFailure })
    return (yield* findKey(places)) ?? (yield* refuse("KeyMissing", `${keyFileOf(places)} is gone again.`))
  })
