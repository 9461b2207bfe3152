import * as Effect from "effect/Effect"
import type { Supplier } from "../../domain/model/supplier.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import { authorityFault } from "../certificate-authority.ts"
import { portOf, settingOf } from "../files/sftp-settings.ts"
import { foreignText } from "../foreign-text.ts"
import { mailAddress, mailAddresses } from "../mime.ts"
import type { MailSecurity, SmtpLogin } from "../smtp.ts"
import { inboxFault } from "./mail-inbox-settings.ts"
import { attachmentChoices } from "./purchase-order-mail.ts"
import { templateFault } from "./purchase-order-mail-text.ts"

export interface EmailSettings {
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly user: string
  readonly authority: string
  /** The bare addresses of the envelope. */
  readonly from: string
  readonly to: ReadonlyArray<string>
  readonly cc: ReadonlyArray<string>
  /** Whether the token address is the sender that mail servers see, so that bounces come to it. */
  readonly bouncesToReply: boolean
}

const usualPort: Readonly<Record<MailSecurity, number>> = { tls: 465, starttls: 587, none: 25 }

const isSecurity = (text: string): text is MailSecurity => Object.hasOwn(usualPort, text)

type Settings = Readonly<Record<string, string>>

const oneAddress = (name: string) => (settings: Settings) =>
  mailAddress(settings[name] ?? "") === null
    ? `${name} is not one mail address like orders@example.com.`
    : null

const someAddresses = (name: string) => (settings: Settings) =>
  mailAddresses(settings[name] ?? "") === null
    ? `${name} is not one or more mail addresses like orders@example.com, with commas between them (20 at most).`
    : null

const oneOf = (name: string, choices: ReadonlyArray<string>) => (settings: Settings) =>
  choices.includes((settings[name] ?? "").trim())
    ? null
    : `${name} "${foreignText(settings[name] ?? "")}" is not one of ${choices.join(", ")}.`

const replyFault = (settings: Settings): string | null => {
  const fault = oneAddress("replyAddress")(settings)
  if (fault !== null) return fault
  const local = (mailAddress(settings.replyAddress ?? "")?.address ?? "").split("@")[0] ?? ""
  // RFC 5321 gives the part before the @ 64 characters; the token needs some of them.
  return local.includes("+") || local.length > 30
    ? "replyAddress has a + or more than 30 characters before its @; the token is put there."
    : null
}

/** By the setting's name; what is empty has its usual meaning, and is not looked at. */
const checks: Readonly<Record<string, (settings: Settings) => string | null>> = {
  security: oneOf("security", Object.keys(usualPort)),
  from: oneAddress("from"),
  to: someAddresses("to"),
  cc: someAddresses("cc"),
  replyTo: oneAddress("replyTo"),
  replyAddress: replyFault,
  bouncesTo: oneOf("bouncesTo", ["from", "reply"]),
  authority: (settings) => authorityFault("authority", settings.authority ?? ""),
  attachments: oneOf("attachments", attachmentChoices)
}

/** What keeps these settings from working, said at set-up; null: nothing. */
export const emailFault = (settings: Settings): string | null => {
  for (const [name, check] of Object.entries(checks)) {
    const fault = (settings[name] ?? "").trim() === "" ? null : check(settings)
    if (fault !== null) return fault
  }
  if ((settings.bouncesTo ?? "").trim() === "reply" && (settings.replyAddress ?? "").trim() === "")
    return "bouncesTo is reply, but there is no replyAddress."
  return templateFault(settings) ?? inboxFault(settings)
}

const problem = (message: string) => new TransportFailure({ reason: "Misconfigured", message })

export const emailSettings = (supplier: Supplier): Effect.Effect<EmailSettings, TransportFailure> => {
  const setting = (name: string) => settingOf(supplier, name)
  const missing = ["host", "from", "to"].filter((name) => setting(name) === "")
  if (missing.length > 0) return problem(`Settings of ${supplier.name} are missing: ${missing.join(", ")}.`)
  const fault = emailFault(supplier.settings)
  if (fault !== null) return problem(fault)
  const security = setting("security") || "starttls"
  const port = isSecurity(security) ? portOf(setting("port"), usualPort[security]) : null
  if (!isSecurity(security) || port === null)
    return problem(`port "${foreignText(setting("port"))}" is not a port number.`)
  const addresses = (name: string) => (mailAddresses(setting(name)) ?? []).map((a) => a.address)
  return Effect.succeed({
    host: setting("host"),
    port,
    security,
    user: setting("user"),
    authority: setting("authority"),
    from: addresses("from")[0] ?? "",
    to: addresses("to"),
    cc: addresses("cc"),
    bouncesToReply: setting("bouncesTo") === "reply"
  })
}

/** The addresses of a settings' envelope as an intent names them. */
export const addressedTo = (settings: EmailSettings) => ({
  to: settings.to.join(", "),
  cc: settings.cc.join(", ")
})

export const emailLogin = Effect.fn("emailLogin")(function* (
  vault: Vault["Service"],
  supplier: Supplier,
  settings: EmailSettings
): Effect.fn.Return<SmtpLogin, TransportError> {
  const { host, port, security, user, authority } = settings
  const password = user === "" ? null : yield* vault.get(`supplier:${supplier.id}`, "password")
  return { host, port, security, user, password, authority }
})
