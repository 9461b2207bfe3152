import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Environment } from "../../../domain/model/environment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError, RequestAllowance } from "../../../domain/ports/sales-channels.ts"
import type { Vault } from "../../../domain/ports/vault.ts"
import type { RawAnswer } from "../../http.ts"
import { retryAfterMs } from "../../http-status.ts"
import { type ChannelAnswer, type ChannelHttp, jsonRequest } from "../channel-http.ts"
import { baseOrLoopback } from "../loopback-base.ts"
import { refusalWords } from "./ebay-answer.ts"
import { makeTokens } from "./ebay-token.ts"

/** eBay gives an application 100,000 calls a day for orders; this spends them evenly, with room for a burst. */
export const allowance: RequestAllowance = { requests: 4000, perMs: 3_600_000, burst: 100 }

/** eBay does not say how long; a used-up day does not come back in seconds. */
const usualWaitMs = 60_000

const hosts: Readonly<Record<Environment, string>> = {
  live: "https://api.ebay.com",
  sandbox: "https://api.sandbox.ebay.com"
}

export interface Question {
  readonly method?: "GET" | "POST"
  /** Below the host: `/sell/fulfillment/v1/order/...`. */
  readonly path: string
  readonly body?: unknown
  /** Refusals that the caller reads by itself. */
  readonly understands?: ReadonlyArray<number>
}

export type Ask = (channel: SalesChannel, question: Question) => Effect.Effect<ChannelAnswer, ChannelError>

/** Statuses whose body says more than their number. 401: the token may only be too old. */
const spoken = [400, 401, 403, 404, 409, 422]

const baseOf = (channel: SalesChannel): Effect.Effect<string, ChannelFailure> =>
  baseOrLoopback(channel, "apiUrl", hosts[channel.environment])

const refused = (answer: ChannelAnswer): ChannelFailure => {
  const said = refusalWords(answer.json)
  const tell = (reason: ChannelFailure["reason"], words: string) =>
    new ChannelFailure({ reason, message: `${words} (HTTP ${answer.status}). ${said}`.trim() })
  if (answer.status === 401)
    return tell(
      "Unauthorized",
      "eBay refuses the seller's token, though it is new. Ask for a new refresh token"
    )
  if (answer.status === 403)
    return tell(
      "Unauthorized",
      "The seller's consent does not allow this. Ask for consent again, with the scopes sell.fulfillment and sell.inventory"
    )
  if (answer.status === 404) return tell("Misconfigured", "eBay does not have what was asked for")
  return tell("Rejected", "eBay refused the request")
}

/** What eBay says is quoted to people, and what it refuses it may quote itself: without the token. */
const withoutToken = (answer: ChannelAnswer, authorization: Redacted.Redacted): ChannelAnswer => {
  const token = Redacted.value(authorization).replace(/^Bearer /, "")
  if (answer.json === undefined || !answer.text.includes(token)) return answer
  const text = answer.text.replaceAll(token, "[secret]")
  return { ...answer, text, json: JSON.parse(text) }
}

export const makeAsk = (asking: ChannelHttp, vault: Vault["Service"]): Ask => {
  const tokens = makeTokens(asking, vault)

  const attempt = Effect.fn("ebay.attempt")(function* (
    channel: SalesChannel,
    question: Question,
    base: string,
    authorization: Redacted.Redacted
  ) {
    const at = yield* now
    const waitSaid = (raw: RawAnswer) =>
      raw.status === 429 ? (retryAfterMs(raw.header("retry-after"), at) ?? usualWaitMs) : null
    const answer = yield* asking.ask(channel, allowance, {
      ...jsonRequest(question.method ?? "GET", `${base}${question.path}`, { authorization }, question.body),
      understands: spoken,
      waitSaid
    })
    return withoutToken(answer, authorization)
  })

  return Effect.fn("ebay.ask")(function* (channel, question) {
    const base = yield* baseOf(channel)
    const header = yield* tokens.take(channel, base)
    let answer = yield* attempt(channel, question, base, header)
    if (answer.status === 401) {
      // Revoked or outlived meanwhile: one new token, one more try. Nothing was done by the refused request.
      tokens.forget(channel, base, header)
      answer = yield* attempt(channel, question, base, yield* tokens.take(channel, base))
    }
    if (answer.status < 300 || (question.understands ?? []).includes(answer.status)) return answer
    return yield* refused(answer)
  })
}
