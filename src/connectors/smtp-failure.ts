import type { OutsideReason } from "../domain/ports/failure.ts"
import type { SmtpTrouble } from "./smtp.ts"

export interface SmtpVerdict {
  readonly reason: OutsideReason
  readonly message: string
}

const isCertificate = (cause: string): boolean =>
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(cause)

/** What trouble means before the message was let go: nothing has left. */
export const smtpVerdict = (host: string, trouble: SmtpTrouble): SmtpVerdict => {
  const { step, code } = trouble
  if (step === "settings") return { reason: "Misconfigured", message: trouble.message }
  if (isCertificate(trouble.cause))
    return {
      reason: "Misconfigured",
      message: `${host} cannot prove who it is: its TLS certificate is not trusted (${trouble.cause}).`
    }
  if (code !== null && code >= 400 && code < 500)
    return { reason: "Throttled", message: `${host} asks to try later: ${trouble.message}` }
  if (step === "login" && (code !== null || trouble.cause === "EAUTH"))
    return { reason: "Unauthorized", message: `${host} refuses the login. Check user and password.` }
  if (code === 530 || code === 538)
    return {
      reason: "Misconfigured",
      message: `${host} wants a login or encryption first: ${trouble.message}`
    }
  if (code !== null) return { reason: "Rejected", message: `${host} refused the mail: ${trouble.message}` }
  return { reason: "Unreachable", message: `${host} cannot be reached: ${trouble.message}` }
}
