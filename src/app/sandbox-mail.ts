import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { alertMailerLayer } from "../connectors/alert-mailer.ts"
import { AlertMailer } from "../domain/ports/alert-mailer.ts"
import { type AppConfig, type MailServer, mailServerOf } from "./config.ts"

/** Where the running sandbox says how its own mail server is reached: its address is known only once it is up. */
export const sandboxMailFile = (home: string): string => join(home, "sandbox-mail-url")

const serverNow = (config: AppConfig): MailServer | null => {
  const file = sandboxMailFile(config.home)
  if (config.mail !== null || config.environment !== "sandbox" || !existsSync(file)) return config.mail
  return mailServerOf(readFileSync(file, "utf8"))
}

/** Alert mails by the configured server; in the sandbox world, without one, by the sandbox's. */
export const alertMail = (config: AppConfig): Layer.Layer<AlertMailer> =>
  Layer.succeed(
    AlertMailer,
    AlertMailer.of({
      send: (to, subject, text, eventId) =>
        Effect.flatMap(AlertMailer, (mailer) => mailer.send(to, subject, text, eventId)).pipe(
          Effect.provide(Layer.suspend(() => alertMailerLayer(serverNow(config))))
        )
    })
  )
