import * as Effect from "effect/Effect"
import type { Supplier } from "../../domain/model/supplier.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import { foreignText } from "../foreign-text.ts"
import { mailAddress } from "../mime.ts"
import type { MailSecurity, SmtpLogin } from "../smtp.ts"
import { portOf, settingOf } from "./sftp-settings.ts"

export interface EmailSettings {
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly user: string
  /** The bare addresses of the envelope. */
  readonly from: string
  readonly to: string
}

const usualPort: Readonly<Record<MailSecurity, number>> = { tls: 465, starttls: 587, none: 25 }

const isSecurity = (text: string): text is MailSecurity => Object.hasOwn(usualPort, text)

const problem = (message: string) => new TransportFailure({ reason: "Misconfigured", message })

export const emailSettings = (supplier: Supplier): Effect.Effect<EmailSettings, TransportFailure> => {
  const setting = (name: string) => settingOf(supplier, name)
  const missing = ["host", "from", "to"].filter((name) => setting(name) === "")
  if (missing.length > 0) return problem(`Settings of ${supplier.name} are missing: ${missing.join(", ")}.`)
  const security = setting("security") || "starttls"
  if (!isSecurity(security))
    return problem(`security "${foreignText(security)}" is not one of tls, starttls, none.`)
  const port = portOf(setting("port"), usualPort[security])
  if (port === null) return problem(`port "${foreignText(setting("port"))}" is not a port number.`)
  const from = mailAddress(setting("from"))
  const to = mailAddress(setting("to"))
  if (from === null || to === null)
    return problem(`${from === null ? "from" : "to"} is not one mail address like orders@example.com.`)
  const user = setting("user")
  return Effect.succeed({ host: setting("host"), port, security, user, from: from.address, to: to.address })
}

export const emailLogin = Effect.fn("emailLogin")(function* (
  vault: Vault["Service"],
  supplier: Supplier,
  settings: EmailSettings
): Effect.fn.Return<SmtpLogin, TransportError> {
  const { host, port, security, user } = settings
  const password = user === "" ? null : yield* vault.get(`supplier:${supplier.id}`, "password")
  return { host, port, security, user, password }
})

export const emailFields: ReadonlyArray<SettingField> = [
  {
    name: "host",
    label: "Mail server",
    help: "The server that sends your mail.",
    secret: false,
    required: true
  },
  {
    name: "port",
    label: "Port",
    help: "Empty: 465 for tls, 587 for starttls.",
    secret: false,
    required: false
  },
  {
    name: "security",
    label: "Security",
    help: "tls, starttls (the default), or none on this machine only.",
    secret: false,
    required: false
  },
  {
    name: "from",
    label: "From",
    help: "Your address that the supplier knows.",
    secret: false,
    required: true
  },
  {
    name: "to",
    label: "To",
    help: "Where the supplier takes purchase orders: one address.",
    secret: false,
    required: true
  },
  {
    name: "replyTo",
    label: "Reply to",
    help: "Where answers go, if not to From.",
    secret: false,
    required: false
  },
  {
    name: "user",
    label: "User",
    help: "Login of the mail server; empty: none.",
    secret: false,
    required: false
  },
  { name: "password", label: "Password", help: "Password of that login.", secret: true, required: false }
]
