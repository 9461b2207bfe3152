import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Semaphore from "effect/Semaphore"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError } from "../../../domain/ports/sales-channels.ts"
import type { Vault } from "../../../domain/ports/vault.ts"
import type { Http, RawAnswer } from "../../http.ts"
import { retryAfterMs } from "../../http-status.ts"
import { lifeMsOf, marginMs } from "../../token-life.ts"
import { channelFailure } from "../channel-http.ts"
import type { AmazonPlace } from "./amazon-marketplace.ts"

export interface AccessToken {
  readonly value: Redacted.Redacted
  /** Just made: a refusal of it cannot be its age. */
  readonly isFresh: boolean
}

export interface AmazonSession {
  readonly token: (channel: SalesChannel, place: AmazonPlace) => Effect.Effect<AccessToken, ChannelError>
  /** Amazon does not take it any more. Another fiber may have a new one already: that one stays. */
  readonly forget: (channel: SalesChannel, token: Redacted.Redacted) => void
  /** A new one whatever is kept: the secrets are to be tried. */
  readonly signIn: (channel: SalesChannel, place: AmazonPlace) => Effect.Effect<void, ChannelError>
}

interface Kept {
  /** A changed channel makes an old token worthless. */
  readonly askedWith: string
  readonly value: Redacted.Redacted
  readonly until: number
}

const fieldsOf = (answer: RawAnswer): Readonly<Record<string, unknown>> => {
  try {
    const json: unknown = JSON.parse(answer.text)
    return typeof json === "object" && json !== null ? { ...json } : {}
  } catch {
    return {}
  }
}

const refusals: ReadonlyMap<string, string> = new Map([
  [
    "invalid_grant",
    "Amazon gives no token: the refresh token was revoked, or is of another application. Authorize the application again in Seller Central and store the new secret refreshToken."
  ],
  [
    "invalid_client",
    "Amazon gives no token: it refuses the application. Check the secrets clientId and clientSecret. A client secret ends 180 days after it was made; a new one is made in Seller Central, Develop Apps."
  ],
  [
    "unauthorized_client",
    "Amazon gives no token: the application may not use refresh tokens. Check that clientId, clientSecret and refreshToken are of one application."
  ]
])

/** Only the code of Amazon's answer is looked at: its text may repeat what was sent. */
const refused = (answer: RawAnswer, at: Date): ChannelFailure => {
  const waitMs = retryAfterMs(answer.header("retry-after"), at)
  if (answer.status === 429)
    return new ChannelFailure({
      reason: "Throttled",
      message: "Amazon gives no token now and asks to wait (HTTP 429).",
      ...(waitMs === null ? {} : { retryAfterMs: waitMs })
    })
  if (answer.status >= 500)
    return new ChannelFailure({
      reason: "NoAnswer",
      message: `Amazon gives no token now (HTTP ${answer.status}).`
    })
  const message = refusals.get(String(fieldsOf(answer).error))
  return new ChannelFailure({
    reason: "Unauthorized",
    message:
      message ??
      `Amazon gives no token (HTTP ${answer.status}). Check the secrets clientId, clientSecret and refreshToken.`
  })
}

/** Login with Amazon: a refresh token becomes an access token that lives for an hour, kept until a minute before its end. */
export const makeAmazonSession = (vault: Vault["Service"], http: Http): AmazonSession => {
  const tokens = new Map<number, Kept>()
  const locks = new Map<number, Semaphore.Semaphore>()
  const lockOf = (channel: SalesChannel): Semaphore.Semaphore => {
    const lock = locks.get(channel.id) ?? Semaphore.makeUnsafe(1)
    locks.set(channel.id, lock)
    return lock
  }

  const freshToken = Effect.fn("amazon.freshToken")(function* (
    channel: SalesChannel,
    place: AmazonPlace,
    askedWith: string
  ) {
    const secret = (field: string) =>
      Effect.map(vault.get(`channel:${channel.id}`, field), (value) => Redacted.value(value).trim())
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: yield* secret("refreshToken"),
      client_id: yield* secret("clientId"),
      client_secret: yield* secret("clientSecret")
    })
    const answer = yield* http
      .exchange({
        method: "POST",
        url: `${place.login}/auth/o2/token`,
        headers: { "content-type": "application/x-www-form-urlencoded;charset=UTF-8" },
        body: Buffer.from(form.toString())
      })
      .pipe(Effect.mapError(channelFailure))
    const at = yield* now
    if (answer.status < 200 || answer.status >= 300) return yield* refused(answer, at)
    const { access_token: token, expires_in: expiresIn } = fieldsOf(answer)
    if (typeof token !== "string" || token === "" || token.length > 20_000)
      return yield* new ChannelFailure({
        reason: "Malformed",
        message: "Amazon answered the sign-in without an access_token."
      })
    const lifeMs = lifeMsOf(expiresIn)
    const value = Redacted.make(token)
    tokens.set(channel.id, {
      askedWith,
      value,
      until: at.getTime() + lifeMs - Math.min(marginMs, lifeMs / 2)
    })
    return { value, isFresh: true }
  })

  const token = Effect.fn("amazon.token")(function* (channel: SalesChannel, place: AmazonPlace) {
    const askedWith = JSON.stringify([channel.version, channel.environment, channel.settings])
    const kept = tokens.get(channel.id)
    if (kept !== undefined && kept.askedWith === askedWith && kept.until > (yield* now).getTime())
      return { value: kept.value, isFresh: false }
    return yield* freshToken(channel, place, askedWith)
  })
  // One sign-in at a time: the others wait for its token.
  const oneAtATime = (channel: SalesChannel, place: AmazonPlace) =>
    Semaphore.withPermit(lockOf(channel), token(channel, place))

  return {
    token: oneAtATime,
    forget: (channel, value) => {
      if (tokens.get(channel.id)?.value === value) tokens.delete(channel.id)
    },
    signIn: (channel, place) => {
      tokens.delete(channel.id)
      return Effect.asVoid(oneAtATime(channel, place))
    }
  }
}
