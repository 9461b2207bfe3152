import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import type { VaultKey } from "./vault-key.ts"

const algorithm = "aes-256-gcm"
const ivBytes = 12
const tagBytes = 16

/** Where a cipher text belongs: it is authentic in this row only. */
export interface SecretPlace {
  readonly owner: string
  readonly field: string
}

const boundTo = (place: SecretPlace, key: VaultKey): Buffer =>
  Buffer.from(["secrets", place.owner, place.field, key.id].join("|"), "utf8")

/** IV, cipher text and tag in one piece. The IV is random: a key writes far fewer than 2^32 secrets. */
export const seal = (key: VaultKey, place: SecretPlace, secret: string): Buffer => {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, key.bytes, iv, { authTagLength: tagBytes })
  cipher.setAAD(boundTo(place, key))
  return Buffer.concat([iv, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()])
}

/** null: another key, another place, or altered bytes. */
export const unseal = (key: VaultKey, place: SecretPlace, sealed: Uint8Array): string | null => {
  if (sealed.length < ivBytes + tagBytes) return null
  const decipher = createDecipheriv(algorithm, key.bytes, sealed.subarray(0, ivBytes), {
    authTagLength: tagBytes
  })
  decipher.setAAD(boundTo(place, key))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  try {
    const text = decipher.update(sealed.subarray(ivBytes, sealed.length - tagBytes))
    return Buffer.concat([text, decipher.final()]).toString("utf8")
  } catch {
    // The cipher tells no more than that the tag does not fit.
    return null
  }
}
