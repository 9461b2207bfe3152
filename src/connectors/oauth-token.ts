import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { now } from "../domain/ports/clock.ts"
import { TransportFailure } from "../domain/ports/failure.ts"
import { isRecord } from "./files/json-path.ts"
import type { Http, HttpFailure } from "./http.ts"
import { retryAfterMs } from "./http-status.ts"

export interface TokenRequest {
  readonly tokenUrl: string
  readonly clientId: string
  /** null: a client without a secret; its id travels in the form. */
  readonly clientSecret: Redacted.Redacted | null
  readonly scope: string
  /** null: the client asks in its own name. */
  readonly refreshToken: Redacted.Redacted | null
  /** What to check where the answer is no. */
  readonly check: string
}

export interface GrantedToken {
  readonly value: Redacted.Redacted
  readonly until: number
}

/** A token that ends while a request is on its way is no use. */
const marginMs = 30_000
const usualLifeMs = 300_000

const basic = (id: string, secret: Redacted.Redacted): Redacted.Redacted => {
  // RFC 6749, 2.3.1: both are form-encoded before they are joined.
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(Redacted.value(secret))}`
  return Redacted.make(`Basic ${Buffer.from(pair).toString("base64")}`)
}

/** Trouble before anything was sent: nothing left. */
export const outside = (failure: HttpFailure): TransportFailure =>
  new TransportFailure({
    reason: failure.reason,
    message: failure.message,
    ...(failure.neverLeft === true ? { nothingTaken: true } : {})
  })

const formOf = ({ refreshToken, clientSecret, clientId, scope }: TokenRequest): string =>
  new URLSearchParams({
    ...(refreshToken === null
      ? { grant_type: "client_credentials" }
      : { grant_type: "refresh_token", refresh_token: Redacted.value(refreshToken) }),
    ...(clientSecret === null ? { client_id: clientId } : {}),
    ...(scope === "" ? {} : { scope })
  }).toString()

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const refusal = (host: string, status: number, wait: number | null, check: string): TransportFailure => {
  if (status === 429 || status === 503)
    return new TransportFailure({
      reason: "Throttled",
      message: `${host} asks to wait before it gives a token (HTTP ${status}).`,
      ...(wait === null ? {} : { retryAfterMs: wait })
    })
  if (status >= 500)
    return new TransportFailure({ reason: "NoAnswer", message: `${host} gives no token (HTTP ${status}).` })
  return new TransportFailure({
    reason: "Unauthorized",
    message: `${host} gives no token (HTTP ${status}). Check ${check}.`
  })
}

/** An access token of OAuth 2, by client credentials or by a refresh token. */
export const requestToken = Effect.fn("requestToken")(function* (http: Http, request: TokenRequest) {
  const { tokenUrl, clientId, clientSecret, check } = request
  const answer = yield* http
    .exchange({
      method: "POST",
      url: tokenUrl,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...(clientSecret === null ? {} : { authorization: basic(clientId, clientSecret) })
      },
      body: Buffer.from(formOf(request))
    })
    .pipe(Effect.mapError(outside))
  const at = yield* now
  const { host } = new URL(tokenUrl)
  if (answer.status >= 300)
    return yield* refusal(host, answer.status, retryAfterMs(answer.header("retry-after"), at), check)
  const json = parsed(answer.text)
  if (!isRecord(json) || typeof json.access_token !== "string" || json.access_token === "")
    return yield* new TransportFailure({
      reason: "Malformed",
      message: `${host} answered without an access_token. Check tokenUrl.`
    })
  const seconds = Number(json.expires_in)
  const lifeMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : usualLifeMs
  return {
    value: Redacted.make(json.access_token),
    until: at.getTime() + lifeMs - Math.min(marginMs, lifeMs / 2)
  } satisfies GrantedToken
})
