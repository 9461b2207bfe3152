import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Supplier } from "../../domain/model/supplier.ts"
import { now } from "../../domain/ports/clock.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import { isRecord } from "../files/json-path.ts"
import type { Http, HttpFailure } from "../http.ts"
import { retryAfterMs } from "../http-status.ts"
import type { HttpJsonProfile } from "./http-json-profile.ts"

export type AuthHeaders = Readonly<Record<string, Redacted.Redacted>>

export interface HttpJsonAuth {
  readonly headers: (
    supplier: Supplier,
    profile: HttpJsonProfile
  ) => Effect.Effect<AuthHeaders, TransportError>
  /** After a 401: whether signing in anew can help. */
  readonly forget: (supplier: Supplier, profile: HttpJsonProfile) => boolean
}

interface Token {
  readonly askedWith: string
  readonly value: Redacted.Redacted
  readonly until: number
}

/** A token that ends while a request is on its way is no use. */
const marginMs = 30_000
const usualLifeMs = 300_000

const basic = (user: string, password: Redacted.Redacted): Redacted.Redacted =>
  Redacted.make(`Basic ${Buffer.from(`${user}:${Redacted.value(password)}`).toString("base64")}`)

/** Trouble before anything was sent: nothing left. */
export const outside = (failure: HttpFailure): TransportFailure =>
  new TransportFailure({
    reason: failure.reason,
    message: failure.message,
    ...(failure.neverLeft === true ? { nothingTaken: true } : {})
  })

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const makeHttpJsonAuth = (vault: Vault["Service"], http: Http): HttpJsonAuth => {
  const tokens = new Map<number, Token>()
  const freshToken = Effect.fn("httpJson.token")(function* (
    supplier: Supplier,
    auth: HttpJsonProfile["auth"] & { readonly _tag: "OAuth" },
    askedWith: string
  ) {
    const secret = yield* vault.get(`supplier:${supplier.id}`, "clientSecret")
    const scope = auth.scope === "" ? {} : { scope: auth.scope }
    const form = new URLSearchParams({ grant_type: "client_credentials", ...scope })
    // RFC 6749, 2.3.1: both are form-encoded before they are joined.
    const login = basic(
      encodeURIComponent(auth.clientId),
      Redacted.make(encodeURIComponent(Redacted.value(secret)))
    )
    const answer = yield* http
      .exchange({
        method: "POST",
        url: auth.tokenUrl,
        headers: { "content-type": "application/x-www-form-urlencoded", authorization: login },
        body: Buffer.from(form.toString())
      })
      .pipe(Effect.mapError(outside))
    const at = yield* now
    const wait = retryAfterMs(answer.header("retry-after"), at)
    const { host } = new URL(auth.tokenUrl)
    if (answer.status === 429 || answer.status === 503)
      return yield* new TransportFailure({
        reason: "Throttled",
        message: `${host} asks to wait before it gives a token (HTTP ${answer.status}).`,
        ...(wait === null ? {} : { retryAfterMs: wait })
      })
    if (answer.status >= 500)
      return yield* new TransportFailure({
        reason: "NoAnswer",
        message: `${host} gives no token (HTTP ${answer.status}).`
      })
    if (answer.status >= 300)
      return yield* new TransportFailure({
        reason: "Unauthorized",
        message: `${host} gives no token (HTTP ${answer.status}). Check clientId, clientSecret and scope.`
      })
    const json = parsed(answer.text)
    if (!isRecord(json) || typeof json.access_token !== "string" || json.access_token === "")
      return yield* new TransportFailure({
        reason: "Malformed",
        message: `${host} answered without an access_token. Check tokenUrl.`
      })
    const seconds = Number(json.expires_in)
    const lifeMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : usualLifeMs
    const value = Redacted.make(`Bearer ${json.access_token}`)
    tokens.set(supplier.id, {
      askedWith,
      value,
      until: at.getTime() + lifeMs - Math.min(marginMs, lifeMs / 2)
    })
    return value
  })
  const headers = Effect.fn("httpJson.signIn")(function* (supplier: Supplier, profile: HttpJsonProfile) {
    const { auth } = profile
    const owner = `supplier:${supplier.id}`
    if (auth._tag === "None") return {} as AuthHeaders
    if (auth._tag === "ApiKey")
      return { [auth.header]: yield* vault.get(owner, "apiKey") } satisfies AuthHeaders
    if (auth._tag === "Basic")
      return {
        authorization: basic(auth.user, yield* vault.get(owner, "password"))
      } satisfies AuthHeaders
    const askedWith = JSON.stringify(auth)
    const kept = tokens.get(supplier.id)
    const good = kept !== undefined && kept.askedWith === askedWith && kept.until > (yield* now).getTime()
    return {
      authorization: good ? kept.value : yield* freshToken(supplier, auth, askedWith)
    } satisfies AuthHeaders
  })
  return {
    headers,
    forget: (supplier, profile) => {
      tokens.delete(supplier.id)
      return profile.auth._tag === "OAuth"
    }
  }
}
