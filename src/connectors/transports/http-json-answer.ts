import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { Supplier } from "../../domain/model/supplier.ts"
import { now } from "../../domain/ports/clock.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { isRecord } from "../files/json-path.ts"
import { foreignText } from "../foreign-text.ts"
import type { Http, RawAnswer, RawRequest } from "../http.ts"
import { retryAfterMs } from "../http-status.ts"
import { outside } from "../oauth-token.ts"
import type { HttpJsonAuth } from "./http-json-auth.ts"
import type { HttpJsonProfile } from "./http-json-profile.ts"

/** The JSON of an answer; undefined when it is none. */
export const answerJson = (answer: RawAnswer): unknown => {
  try {
    return JSON.parse(answer.text)
  } catch {
    return undefined
  }
}

/** What the supplier says about a refusal: its message if there is one, else the beginning of the answer. */
export const supplierWords = (answer: RawAnswer, secrets: ReadonlyArray<Redacted.Redacted>): string => {
  const json = answerJson(answer)
  const sayings = isRecord(json)
    ? [json.message, json.error_description, json.detail, json.error, json.title].filter(
        (saying) => typeof saying === "string"
      )
    : []
  const words = foreignText(sayings[0] ?? answer.text, secrets)
  return words === "" ? `HTTP ${answer.status}` : `HTTP ${answer.status}: ${words}`
}

/** Statuses by which a supplier says that it took nothing, and that are no answer about the order. */
export const deniedBy = Effect.fn("httpJson.denied")(function* (url: string, answer: RawAnswer) {
  const { origin } = new URL(url)
  const { status } = answer
  if (status === 401 || status === 403)
    return new TransportFailure({
      reason: "Unauthorized",
      message: `${origin} refuses the credentials (HTTP ${status}).`,
      nothingTaken: true
    })
  if (status === 429 || status === 503) {
    const wait = retryAfterMs(answer.header("retry-after"), yield* now)
    return new TransportFailure({
      reason: "Throttled",
      message: `${origin} asks to wait (HTTP ${status}).`,
      ...(wait === null ? {} : { retryAfterMs: wait }),
      // A 503 may come from a proxy, after the order went through it.
      nothingTaken: status === 429
    })
  }
  if (status === 301 || status === 307 || status === 308)
    return new TransportFailure({
      reason: "Misconfigured",
      message: `${origin} redirects (HTTP ${status}). Redirects are not followed: write the final address.`,
      nothingTaken: true
    })
  return null
})

/** A question that changes nothing: may be asked again with a new token. */
export const ask = Effect.fn("httpJson.ask")(function* (
  http: Http,
  auth: HttpJsonAuth,
  supplier: Supplier,
  profile: HttpJsonProfile,
  url: string
) {
  const once = Effect.gen(function* () {
    const headers = { ...profile.headers, ...(yield* auth.headers(supplier, profile)) }
    const request: RawRequest = { method: "GET", url, headers, body: null }
    return yield* Effect.mapError(http.exchange(request), outside)
  })
  const first = yield* once
  const answer = first.status === 401 && auth.forget(supplier, profile) ? yield* once : first
  const denied = yield* deniedBy(url, answer)
  if (denied !== null) return yield* denied
  return answer
})
