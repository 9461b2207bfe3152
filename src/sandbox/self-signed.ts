import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto"

const der = (tag: number, ...parts: ReadonlyArray<Uint8Array>): Buffer => {
  const body = Buffer.concat(parts)
  const length =
    body.length < 128 ? Buffer.from([body.length]) : Buffer.from([0x82, body.length >> 8, body.length & 0xff])
  return Buffer.concat([Buffer.from([tag]), length, body])
}
const sequence = (...parts: ReadonlyArray<Uint8Array>) => der(0x30, ...parts)
const hex = (text: string) => Buffer.from(text, "hex")
const utcTime = (at: Date) =>
  der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`))

const ecdsaWithSha256 = sequence(hex("06082a8648ce3d040302"))
const critical = hex("0101ff")

const nameOf = (commonName: string) =>
  sequence(der(0x31, sequence(hex("0603550403"), der(0x0c, Buffer.from(commonName)))))

export interface SelfSigned {
  readonly cert: string
  readonly key: string
  /** SHA-256 in hex. */
  readonly fingerprint: string
}

/** A certificate that signs itself, for `localhost` and 127.0.0.1 unless told otherwise. */
export const selfSigned = (
  options: { readonly host?: string; readonly address?: string; readonly endsAt?: Date } = {}
): SelfSigned => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const name = nameOf(options.host ?? "localhost")
  const address = Buffer.from((options.address ?? "127.0.0.1").split(".").map(Number))
  const names = sequence(der(0x82, Buffer.from(options.host ?? "localhost")), der(0x87, address))
  const extensions = der(
    0xa3,
    sequence(
      sequence(hex("0603551d13"), critical, der(0x04, sequence(hex("0101ff")))),
      sequence(hex("0603551d11"), der(0x04, names))
    )
  )
  const day = 86_400_000
  const signed = sequence(
    der(0xa0, hex("020102")),
    der(0x02, Buffer.concat([hex("01"), randomBytes(8)])),
    ecdsaWithSha256,
    name,
    sequence(
      utcTime(new Date(Date.now() - 30 * day)),
      utcTime(options.endsAt ?? new Date(Date.now() + 365 * day))
    ),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    extensions
  )
  const signature = sign("sha256", signed, privateKey)
  const whole = sequence(signed, ecdsaWithSha256, der(0x03, hex("00"), signature))
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? []
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    fingerprint: createHash("sha256").update(whole).digest("hex")
  }
}
