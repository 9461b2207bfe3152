import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import { foreignText } from "../foreign-text.ts"
import type { FolderOwner, OwnerKind } from "./remote-folder.ts"

export interface SftpSettings {
  readonly host: string
  readonly port: number
  readonly user: string
  /** `SHA256:...` as OpenSSH prints it; empty: not pinned yet, and nothing is sent. */
  readonly hostKey: string
  readonly inboundFolder: string
  readonly outboundFolder: string
  readonly archiveFolder: string
}

export interface SftpLogin extends SftpSettings {
  readonly password: Redacted.Redacted | null
  readonly privateKey: Redacted.Redacted | null
}

/** The names of settings and secrets: plain for a supplier by SFTP, `sftpHost` ... beside another transport. */
export type SftpPrefix = "" | "sftp"

const named = (prefix: SftpPrefix, name: string): string =>
  prefix === "" ? name : `${prefix}${name[0]?.toUpperCase()}${name.slice(1)}`

const misconfigured = (message: string) => new TransportFailure({ reason: "Misconfigured", message })

export const portOf = (text: string, usual: number): number | null => {
  if (text === "") return usual
  const port = Number(text)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null
}

export const settingOf = (owner: FolderOwner, name: string): string => (owner.settings[name] ?? "").trim()

/** The settings as they are used, or what keeps them from working. */
const settingsOf = (
  settings: Readonly<Record<string, string>>,
  prefix: SftpPrefix
): SftpSettings | string => {
  const setting = (name: string) => (settings[named(prefix, name)] ?? "").trim()
  const missing = ["host", "user"].filter((name) => setting(name) === "").map((name) => named(prefix, name))
  if (missing.length > 0) return `Settings are missing: ${missing.join(", ")}.`
  const port = portOf(setting("port"), 22)
  if (port === null) return `${named(prefix, "port")} "${foreignText(setting("port"))}" is not a port number.`
  const outboundFolder = setting("outboundFolder") || "."
  return {
    host: setting("host"),
    port,
    user: setting("user"),
    hostKey: setting("hostKey"),
    inboundFolder: setting("inboundFolder") || ".",
    outboundFolder,
    archiveFolder: setting("archiveFolder") || `${outboundFolder}/archive`
  }
}

export const sftpFault = (settings: Readonly<Record<string, string>>, prefix: SftpPrefix): string | null => {
  const read = settingsOf(settings, prefix)
  return typeof read === "string" ? read : null
}

export const sftpSettings = (
  owner: FolderOwner,
  prefix: SftpPrefix
): Effect.Effect<SftpSettings, TransportFailure> => {
  const read = settingsOf(owner.settings, prefix)
  return typeof read === "string" ? misconfigured(`${owner.name}: ${read}`) : Effect.succeed(read)
}

export const sftpLogin = Effect.fn("sftpLogin")(function* (
  vault: Vault["Service"],
  kind: OwnerKind,
  owner: FolderOwner,
  prefix: SftpPrefix
): Effect.fn.Return<SftpLogin, TransportError> {
  const settings = yield* sftpSettings(owner, prefix)
  const sealed = `${kind}:${owner.id}`
  const stored = yield* vault.fields(sealed)
  const secret = (name: string) =>
    stored.includes(named(prefix, name)) ? vault.get(sealed, named(prefix, name)) : Effect.succeed(null)
  const login = { ...settings, password: yield* secret("password"), privateKey: yield* secret("privateKey") }
  if (login.password === null && login.privateKey === null)
    return yield* misconfigured(
      `Store ${named(prefix, "password")} or ${named(prefix, "privateKey")} as a secret of ${owner.name}.`
    )
  return login
})

type FieldRow = readonly [name: string, label: string, help: string, required: boolean, secret?: "secret"]

const rows: ReadonlyArray<FieldRow> = [
  ["host", "Host", "The supplier's SFTP server.", true],
  ["port", "Port", "22 when empty.", false],
  ["user", "User", "The login that the supplier gave you.", true],
  [
    "hostKey",
    "Host key",
    "SHA256:... fingerprint of the server's key. The test shows it; compare it with what the supplier says.",
    true
  ],
  ["inboundFolder", "Inbound folder", "Where purchase orders go: inbound as the supplier sees it.", true],
  [
    "outboundFolder",
    "Outbound folder",
    "Where the supplier puts shipment files: outbound as the supplier sees it.",
    false
  ],
  [
    "archiveFolder",
    "Archive folder",
    "Where read shipment files are moved. Empty: archive in the outbound folder.",
    false
  ],
  ["password", "Password", "Password of the login, if it has one.", false, "secret"],
  [
    "privateKey",
    "Private key",
    "Private key of the login in OpenSSH form, instead of a password.",
    false,
    "secret"
  ]
]

export const sftpFields = (prefix: SftpPrefix): ReadonlyArray<SettingField> =>
  rows
    .filter(([name]) => prefix === "" || name !== "inboundFolder")
    .map(([name, label, help, required, secret]) => ({
      name: named(prefix, name),
      label: prefix === "" ? label : `SFTP ${label.toLowerCase()}`,
      help: prefix === "" ? help : `For shipment files by SFTP. ${help}`,
      required: required && prefix === "",
      secret: secret === "secret"
    }))
