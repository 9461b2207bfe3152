import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import { authorityFault } from "../certificate-authority.ts"
import { foreignText } from "../foreign-text.ts"
import { secretField, settingField } from "../setting-field.ts"
import type { FolderOwner, OwnerKind } from "./remote-folder.ts"
import { portOf } from "./sftp-settings.ts"

/** explicit: AUTH TLS before the login. implicit: TLS from the first byte. none: plain FTP, behind a recorded warning. */
export type FtpSecurity = "explicit" | "implicit" | "none"
export type FtpProtocol = "ftps" | "ftp"

export interface FtpSettings {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly security: FtpSecurity
  /** SHA-256 of the server's certificate in hex, without colons; empty: it is judged by its authority. */
  readonly certificate: string
  /** PEM of the authority that signs the server's certificate; empty: the public ones. */
  readonly authority: string
}

export interface FtpLogin extends FtpSettings {
  readonly password: Redacted.Redacted
}

type Settings = Readonly<Record<string, string>>

export const plainFtpWarning =
  "Plain FTP sends your password and your buyers' addresses readable for everybody on the way."

/** `Jane Doe 2026-11-22`: who accepted the warning, and when. */
const acceptance = /^\S.*\s\d{4}-\d{2}-\d{2}$/

const usualPort: Readonly<Record<FtpSecurity, number>> = { explicit: 21, implicit: 990, none: 21 }

const fingerprintHex = (text: string): string =>
  text
    .replace(/^SHA-?256[:=]?/i, "")
    .replace(/[:\s]/g, "")
    .toLowerCase()

/** The settings as they are used, or what keeps them from working. */
export const ftpSettingsOf = (protocol: FtpProtocol, settings: Settings): FtpSettings | string => {
  const setting = (name: string) => (settings[name] ?? "").trim()
  const missing = ["host", "user"].filter((name) => setting(name) === "")
  if (missing.length > 0) return `Settings are missing: ${missing.join(", ")}.`
  const odd = ["host", "user"].find((name) => /[\p{Cc}\s]/u.test(setting(name)))
  if (odd !== undefined) return `${odd} holds a space or a control character.`
  if (protocol === "ftp" && !acceptance.test(setting("plainFtpAccepted")))
    return `${plainFtpWarning} Use ftps-csv or sftp-csv. If the supplier has nothing else, record who accepted this and when: plainFtpAccepted="Jane Doe 2026-11-22".`
  const security = protocol === "ftp" ? "none" : setting("security") || "explicit"
  if (security !== "explicit" && security !== "implicit" && protocol === "ftps")
    return `security "${foreignText(security)}" is not one of explicit, implicit.`
  const chosen = security as FtpSecurity
  const port = portOf(setting("port"), usualPort[chosen])
  if (port === null) return `port "${foreignText(setting("port"))}" is not a port number.`
  const certificate = fingerprintHex(setting("certificate"))
  if (certificate !== "" && !/^[0-9a-f]{64}$/.test(certificate))
    return "certificate is not a SHA-256 fingerprint: 64 hexadecimal digits, colons allowed."
  const authority = setting("authority")
  const untrusted = authorityFault("authority", authority)
  if (untrusted !== null) return untrusted
  return { host: setting("host"), port, user: setting("user"), security: chosen, certificate, authority }
}

export const ftpFault =
  (protocol: FtpProtocol) =>
  (settings: Settings): string | null => {
    const read = ftpSettingsOf(protocol, settings)
    return typeof read === "string" ? read : null
  }

export const ftpLogin = Effect.fn("ftpLogin")(function* (
  vault: Vault["Service"],
  kind: OwnerKind,
  owner: FolderOwner,
  protocol: FtpProtocol
): Effect.fn.Return<FtpLogin, TransportError> {
  const settings = ftpSettingsOf(protocol, owner.settings)
  if (typeof settings === "string")
    return yield* new TransportFailure({ reason: "Misconfigured", message: `${owner.name}: ${settings}` })
  return { ...settings, password: yield* vault.get(`${kind}:${owner.id}`, "password") }
})

const security: ReadonlyArray<SettingField> = [
  settingField(
    "security",
    "Security",
    "explicit (the default: TLS is asked for before the login) or implicit (TLS at once)."
  ),
  settingField(
    "certificate",
    "Certificate",
    "SHA-256 fingerprint of the server's certificate, if no public authority signed it. The test shows it; compare it with what the supplier says."
  ),
  settingField(
    "authority",
    "Authority",
    "PEM of the supplier's own certificate authority, instead of the public ones."
  )
]

const accepted = settingField(
  "plainFtpAccepted",
  "Plain FTP accepted by",
  `${plainFtpWarning} Who accepts that, and on which day: Jane Doe 2026-11-22.`,
  true
)

export const ftpFields = (protocol: FtpProtocol): ReadonlyArray<SettingField> => [
  settingField("host", "Host", "The supplier's FTP server, by the name in its certificate.", true),
  settingField(
    "port",
    "Port",
    protocol === "ftps" ? "Empty: 21, or 990 when security is implicit." : "21 when empty."
  ),
  settingField("user", "User", "The login that the supplier gave you.", true),
  ...(protocol === "ftps" ? security : [accepted]),
  secretField("password", "Password", "Password of the login.", true)
]
