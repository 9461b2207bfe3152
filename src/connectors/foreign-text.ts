import * as Redacted from "effect/Redacted"

const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu
const mostCharacters = 300

/**
 * Text of another party, fit for a message of ours: one line, short, and without the secrets that we sent (servers
 * like to quote what they refuse).
 */
export const foreignText = (text: string, secrets: ReadonlyArray<Redacted.Redacted> = []): string => {
  const line = text
    .slice(0, 16 * mostCharacters)
    .replace(controls, " ")
    .trim()
  const clean = secrets
    // `Bearer abc` is quoted as `abc` too.
    .flatMap((secret) => Redacted.value(secret).split(" "))
    .filter((secret) => secret !== "Bearer")
    .filter((secret) => secret.length >= 4)
    // As it travels in a form or in a query.
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((all, secret) => all.replaceAll(secret, "[secret]"), line)
  return clean.length <= mostCharacters ? clean : `${clean.slice(0, mostCharacters)}...`
}

/** What a thrown value says, as foreign text: drivers quote the other side. */
export const foreignError = (cause: unknown, secrets: ReadonlyArray<Redacted.Redacted> = []): string =>
  foreignText(cause instanceof Error ? cause.message : String(cause), secrets)

/** The code that Node and its drivers put on errors; empty when there is none. */
export const errorCode = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : ""
