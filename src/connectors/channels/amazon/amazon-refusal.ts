import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"
import type { Operation } from "./amazon-operation.ts"

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))

const decodeErrors = Schema.decodeUnknownOption(
  Schema.Struct({ errors: Schema.Array(Schema.Struct({ code: Text, message: Text, details: Text })) })
)

const mostErrors = 3

/** What Amazon says in its list of errors, in one line and without the token; "" when it says nothing. */
export const wordsOf = (json: unknown, token: Redacted.Redacted): string =>
  Option.match(decodeErrors(json), {
    onNone: () => "",
    onSome: ({ errors }) =>
      errors
        .slice(0, mostErrors)
        .map(({ code, message, details }) => {
          const text = [message, details === message ? "" : details].filter((part) => part).join(" ")
          return foreignText(code ? `${text} (${code})` : text, [token])
        })
        .join("; ")
  })

const ofToken = /access token|expired|revoked|malformed/i

/** Whether a 401 or 403 speaks of the token: it may have ended early, and a new one may help. */
export const speaksOfToken = (words: string): boolean => ofToken.test(words)

export const forbidden = (operation: Operation, status: number, words: string): ChannelFailure =>
  new ChannelFailure({
    reason: "Unauthorized",
    message: speaksOfToken(words)
      ? `Amazon refuses the token for ${operation.name} (HTTP ${status}): ${words}. The seller may have revoked the authorization: authorize the application again in Seller Central and store the new secret refreshToken.`
      : `Amazon refuses ${operation.name} (HTTP ${status}${words === "" ? "" : `: ${words}`}). The application needs the role "${operation.role}", and after a role was added the seller must authorize it again. Check also that the account sells in this marketplace.`
  })

export const refusal = (operation: Operation, status: number, words: string): ChannelFailure =>
  new ChannelFailure({
    reason: status === 404 ? "Misconfigured" : "Rejected",
    message: `Amazon refused ${operation.name} (HTTP ${status})${words === "" ? "." : `: ${words}`}`
  })

export const malformed = (what: string): ChannelFailure =>
  new ChannelFailure({
    reason: "Malformed",
    message: `Amazon's answer about ${what} is not what its API promises.`
  })
