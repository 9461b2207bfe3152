import { randomUUID } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { AlertMailer } from "../domain/ports/alert-mailer.ts"
import { now } from "../domain/ports/clock.ts"
import { MailFailure } from "../domain/ports/failure.ts"
import { type MailAddress, mailAddress, mimeMessage } from "./mime.ts"
import { defaultSmtpTimes, type MailSecurity, openSmtp, type SmtpTimes, sendSmtp } from "./smtp.ts"
import { smtpVerdict } from "./smtp-failure.ts"

export interface AlertMailServer {
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly from: string
  readonly user?: string
  readonly password?: Redacted.Redacted
}

const misconfigured = (message: string) => new MailFailure({ reason: "Misconfigured", message })

const addressed = (what: string, text: string): Effect.Effect<MailAddress, MailFailure> => {
  const address = mailAddress(text)
  return address === null ? misconfigured(`The ${what} is not a mail address.`) : Effect.succeed(address)
}

const notSet = () => misconfigured("No mail server is set for alerts: set SWITCHYARD_SMTP_URL.")

const mailerOf = (server: AlertMailServer, times: SmtpTimes): AlertMailer["Service"]["send"] =>
  Effect.fn("alertMailer.send")(function* (to, subject, text, eventId) {
    const sender = yield* addressed("sender of alerts", server.from)
    const recipient = yield* addressed("alert address", to)
    const id = eventId ?? randomUUID()
    const content = mimeMessage({
      from: sender,
      to: recipient,
      subject,
      date: yield* now,
      messageId: `<${id}@${sender.address.split("@")[1]}>`,
      boundary: `=_${id}`,
      text
    })
    const login = { ...server, user: server.user ?? "", password: server.password ?? null }
    const envelope = { from: sender.address, to: recipient.address }
    yield* Effect.scoped(
      Effect.flatMap(openSmtp(login, times), (connection) =>
        sendSmtp(connection, envelope, content, times, Effect.void)
      )
    ).pipe(
      Effect.catchTag("SmtpTrouble", (trouble) =>
        trouble.step === "data" && trouble.code === null
          ? new MailFailure({
              reason: "NoAnswer",
              message: `${server.host} did not say whether it took the mail.`
            })
          : new MailFailure(smtpVerdict(server.host, trouble))
      )
    )
  })

/** Alerts to the merchant. Without a server every mail fails and says what to set; nothing is dropped in silence. */
export const alertMailerLayer = (
  server: AlertMailServer | null,
  times: SmtpTimes = defaultSmtpTimes
): Layer.Layer<AlertMailer> =>
  Layer.succeed(AlertMailer, AlertMailer.of({ send: server === null ? notSet : mailerOf(server, times) }))
