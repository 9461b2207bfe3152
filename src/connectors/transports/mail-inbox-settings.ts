import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { Supplier } from "../../domain/model/supplier.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import { authorityFault } from "../certificate-authority.ts"
import { portOf, settingOf } from "../files/sftp-settings.ts"
import { foreignText } from "../foreign-text.ts"
import type { Http } from "../http.ts"
import { isLoopback } from "../loopback.ts"
import { type MailAddress, mailAddress } from "../mime.ts"
import { requestToken } from "../oauth-token.ts"
import { patternFault } from "./mail-patterns.ts"
import { mailStock } from "./mail-stock.ts"

export type ImapSecurity = "tls" | "starttls" | "none"

export interface InboxSettings {
  readonly host: string
  readonly port: number
  readonly security: ImapSecurity
  readonly user: string
  readonly authority: string
  /** Where an access token is asked for; null: the secret is the password, or a token as it is. */
  readonly tokens: { readonly url: string; readonly clientId: string; readonly scope: string } | null
  readonly folder: string
  /** Where read mails are moved; empty: they stay and are marked. */
  readonly archive: string
  /** Whether the folder is this supplier's alone. */
  readonly takesEverything: boolean
  readonly senders: ReadonlyArray<string>
  readonly patterns: ReadonlyArray<string>
  readonly replyAddress: MailAddress | null
}

export interface InboxLogin extends InboxSettings {
  readonly secret: { readonly kind: "password" | "token"; readonly value: Redacted.Redacted }
}

const usualPort: Readonly<Record<ImapSecurity, number>> = { tls: 993, starttls: 143, none: 143 }

const isSecurity = (text: string): text is ImapSecurity => Object.hasOwn(usualPort, text)

type Settings = Readonly<Record<string, string>>

const listOf = (text: string, separator: RegExp): ReadonlyArray<string> =>
  text
    .split(separator)
    .map((one) => one.trim())
    .filter((one) => one !== "")

const sendersOf = (text: string) => listOf(text.toLowerCase(), /,/)
export const patternsOf = (text: string) => listOf(text, /\r\n|\r|\n/)

const senderFault = (sender: string): string | null =>
  (sender.startsWith("@") ? mailAddress(`x${sender}`) : mailAddress(sender))?.name === ""
    ? null
    : `senders: "${foreignText(sender)}" is neither an address nor a domain like @example.com.`

const folderFault = (name: string, folder: string): string | null =>
  folder.length > 200 || /\p{Cc}/u.test(folder) ? `${name} is no folder name.` : null

/** Stock comes by mail only from whom the settings name: a letter of anybody is read by a person, a feed by nobody. */
const stockFault = (settings: Settings): string | null => {
  const stock = mailStock(settings)
  if (typeof stock === "string") return stock
  return stock !== null && (settings.senders ?? "").trim() === ""
    ? "inventoryFiles is set, but senders is not: stock is taken from senders that are named alone."
    : null
}

const imapNames = [
  "imapPort",
  "imapSecurity",
  "imapUser",
  "imapAuthority",
  "imapTokenUrl",
  "imapClientId",
  "imapScope",
  "imapFolder",
  "imapArchive",
  "imapTakes"
]

const tokenFault = (url: string, clientId: string): string | null => {
  if (url === "") return clientId === "" ? null : "imapClientId is set, but imapTokenUrl is not."
  const parsed = URL.canParse(url) ? new URL(url) : null
  const secure =
    parsed?.protocol === "https:" || (parsed?.protocol === "http:" && isLoopback(parsed.hostname))
  if (parsed === null || !secure || parsed.username !== "" || parsed.password !== "")
    return "imapTokenUrl is not an encrypted address without a login. Write https://..."
  return clientId === "" ? "imapClientId is missing: tokens are asked for under it." : null
}

/** What keeps the settings of a mailbox from working; null: nothing, or there is none. */
export const inboxFault = (settings: Settings): string | null => {
  const setting = (name: string) => (settings[name] ?? "").trim()
  if (setting("imapHost") === "") {
    const idle = imapNames.find((name) => setting(name) !== "")
    return idle === undefined ? null : `${idle} is set, but imapHost is not.`
  }
  const security = setting("imapSecurity") || "tls"
  if (!isSecurity(security))
    return `imapSecurity "${foreignText(security)}" is not one of ${Object.keys(usualPort).join(", ")}.`
  if (security === "none" && !isLoopback(setting("imapHost")))
    return `Mail from ${foreignText(setting("imapHost"))} would not be encrypted: set imapSecurity to tls or starttls.`
  if (portOf(setting("imapPort"), usualPort[security]) === null)
    return `imapPort "${foreignText(setting("imapPort"))}" is not a port number.`
  if (setting("imapUser") === "") return "imapUser is missing: the login of the mailbox."
  if (!["", "ours", "everything"].includes(setting("imapTakes")))
    return "imapTakes is neither ours nor everything."
  if (setting("imapArchive") !== "" && setting("imapArchive") === (setting("imapFolder") || "INBOX"))
    return "imapArchive is the folder that is read: mails would come again and again."
  const senders = sendersOf(setting("senders"))
  if (senders.length > 50) return "senders has more than 50 entries."
  return (
    authorityFault("imapAuthority", setting("imapAuthority")) ??
    tokenFault(setting("imapTokenUrl"), setting("imapClientId")) ??
    folderFault("imapFolder", setting("imapFolder")) ??
    folderFault("imapArchive", setting("imapArchive")) ??
    senders.map(senderFault).find((fault) => fault !== null) ??
    patternFault(patternsOf(settings.patterns ?? "")) ??
    stockFault(settings)
  )
}

/** null: no mail is read from this supplier. */
export const inboxSettings = (supplier: Supplier): Effect.Effect<InboxSettings | null, TransportFailure> => {
  const setting = (name: string) => settingOf(supplier, name)
  if (setting("imapHost") === "") return Effect.succeed(null)
  const fault = inboxFault(supplier.settings)
  const security = setting("imapSecurity") || "tls"
  if (fault !== null || !isSecurity(security))
    return new TransportFailure({ reason: "Misconfigured", message: fault ?? "imapSecurity cannot be used." })
  return Effect.succeed({
    host: setting("imapHost"),
    port: portOf(setting("imapPort"), usualPort[security]) ?? usualPort[security],
    security,
    user: setting("imapUser"),
    authority: setting("imapAuthority") || setting("authority"),
    tokens:
      setting("imapTokenUrl") === ""
        ? null
        : {
            url: setting("imapTokenUrl"),
            clientId: setting("imapClientId"),
            scope: setting("imapScope")
          },
    folder: setting("imapFolder") || "INBOX",
    archive: setting("imapArchive"),
    takesEverything: setting("imapTakes") === "everything",
    senders: sendersOf(setting("senders")),
    patterns: patternsOf(supplier.settings.patterns ?? ""),
    replyAddress: mailAddress(setting("replyAddress"))
  })
}

/** Asks for a token with what is stored: a refresh token, else the client's own secret. */
const renewedToken = Effect.fn("inbox.token")(function* (
  vault: Vault["Service"],
  http: Http,
  owner: string,
  stored: ReadonlyArray<string>,
  { url, clientId, scope }: NonNullable<InboxSettings["tokens"]>
) {
  const secretOf = (name: string) => (stored.includes(name) ? vault.get(owner, name) : Effect.succeed(null))
  const granted = yield* requestToken(http, {
    tokenUrl: url,
    clientId,
    scope,
    clientSecret: yield* secretOf("imapClientSecret"),
    refreshToken: yield* secretOf("imapRefreshToken"),
    check: "imapClientId, imapClientSecret, imapRefreshToken and imapScope"
  })
  return granted.value
})

/** A session is opened with a token that was asked for just now: it has to live for that moment alone. */
export const inboxLogin = Effect.fn("inboxLogin")(function* (
  vault: Vault["Service"],
  http: Http,
  supplier: Supplier,
  settings: InboxSettings
): Effect.fn.Return<InboxLogin, TransportError> {
  const owner = `supplier:${supplier.id}`
  const stored = yield* vault.fields(owner)
  const { tokens } = settings
  const kind = tokens !== null || stored.includes("imapToken") ? "token" : "password"
  if (tokens !== null) {
    if (!stored.includes("imapClientSecret") && !stored.includes("imapRefreshToken"))
      return yield* new TransportFailure({
        reason: "Misconfigured",
        message: `Store imapRefreshToken or imapClientSecret as a secret of ${supplier.name}: imapTokenUrl gives tokens for those.`
      })
    const value = yield* renewedToken(vault, http, owner, stored, tokens)
    return { ...settings, secret: { kind, value } }
  }
  const name = kind === "token" ? "imapToken" : "imapPassword"
  if (stored.includes(name)) return { ...settings, secret: { kind, value: yield* vault.get(owner, name) } }
  return yield* new TransportFailure({
    reason: "Misconfigured",
    message: `Store imapPassword as a secret of ${supplier.name}, or set imapTokenUrl with imapRefreshToken or imapClientSecret.`
  })
})

/** Whether the settings name this sender, by its address or its domain. */
export const isSenderKnown = (settings: InboxSettings, address: string): boolean => {
  const plain = address.toLowerCase()
  return settings.senders.some((sender) =>
    sender.startsWith("@") ? plain.endsWith(sender) : plain === sender
  )
}
