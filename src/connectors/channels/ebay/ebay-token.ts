import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError, RequestAllowance } from "../../../domain/ports/sales-channels.ts"
import type { Vault } from "../../../domain/ports/vault.ts"
import { foreignText } from "../../foreign-text.ts"
import { type ChannelHttp, demandSetting } from "../channel-http.ts"

/** Signing in is counted apart, and lasts two hours: more than this is a fault. */
const allowance: RequestAllowance = { requests: 30, perMs: 3_600_000, burst: 5 }
/** A token is renewed so long before it ends, so that none ends on its way. */
const spareMs = 5 * 60_000

const Given = Schema.Struct({
  access_token: Schema.NonEmptyString,
  expires_in: Schema.Number.check(Schema.isBetween({ minimum: 1, maximum: 86_400 }))
})
const Refused = Schema.Struct({
  error: Schema.String,
  error_description: Schema.optionalKey(Schema.NullOr(Schema.String))
})
const isGiven = Schema.is(Given)
const isRefused = Schema.is(Refused)

interface Kept {
  readonly header: Redacted.Redacted
  readonly untilMs: number
}

export interface Tokens {
  /** The authorization header for a seller's requests. */
  readonly take: (channel: SalesChannel, base: string) => Effect.Effect<Redacted.Redacted, ChannelError>
  /** eBay refused this header. A newer one, which another request got meanwhile, stays. */
  readonly forget: (channel: SalesChannel, base: string, header: Redacted.Redacted) => void
}

const ourWords: Readonly<Record<string, string>> = {
  invalid_client:
    "eBay does not know this client id and client secret. Check that both are of one keyset, and of the right environment (production or sandbox).",
  invalid_grant:
    "The refresh token is no longer good: the seller took the consent back, changed the user name or password, or 18 months are over. Ask for the seller's consent again and store the new refresh token."
}

const refusalOf = (json: unknown, secrets: ReadonlyArray<Redacted.Redacted>): ChannelFailure => {
  const said = isRefused(json) ? json : { error: "no reason given", error_description: null }
  const words = ourWords[said.error] ?? "eBay refuses to sign in."
  const quoted = foreignText(`${said.error}: ${said.error_description ?? ""}`, secrets)
  return new ChannelFailure({ reason: "Unauthorized", message: `${words} It said: ${quoted}` })
}

/** Trades the seller's refresh token for a token of two hours, once, and keeps it in memory. */
export const makeTokens = (asking: ChannelHttp, vault: Vault["Service"]): Tokens => {
  // Requests of a seller that begin together sign in once, not each for itself.
  const oneByOne = new Map<string, Semaphore.Semaphore>()
  const kept = new Map<string, Kept>()
  const keyOf = (channel: SalesChannel, base: string) => `${channel.id}/${channel.version}/${base}`

  const trade = Effect.fn("ebay.trade")(function* (channel: SalesChannel, base: string) {
    const clientId = yield* demandSetting(
      channel,
      "clientId",
      "the App ID of your application's keyset, from developer.ebay.com/my/keys."
    )
    const secret = (name: string) => vault.get(`channel:${channel.id}`, name)
    const clientSecret = yield* secret("clientSecret")
    const refreshToken = yield* secret("refreshToken")
    const pair = `${clientId}:${Redacted.value(clientSecret)}`
    const authorization = Redacted.make(`Basic ${Buffer.from(pair).toString("base64")}`)
    // No scope is named: the token then may do all that the seller consented to, and no more.
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: Redacted.value(refreshToken)
    })
    const answer = yield* asking.ask(channel, allowance, {
      method: "POST",
      url: `${base}/identity/v1/oauth2/token`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization
      },
      body: Buffer.from(form.toString()),
      lane: "token",
      understands: [400, 401, 403]
    })
    if (answer.status >= 300)
      return yield* refusalOf(answer.json, [authorization, clientSecret, refreshToken])
    if (!isGiven(answer.json))
      return yield* new ChannelFailure({
        reason: "Malformed",
        message: "eBay's answer about signing in is not what its API promises."
      })
    const { access_token, expires_in } = answer.json
    return {
      header: Redacted.make(`Bearer ${access_token}`),
      untilMs: (yield* now).getTime() + Math.max(expires_in * 1000 - spareMs, 1000)
    } satisfies Kept
  })

  const usable = Effect.fn("ebay.usableToken")(function* (key: string) {
    const known = kept.get(key)
    return known !== undefined && known.untilMs > (yield* now).getTime() ? known.header : null
  })

  const renew = Effect.fn("ebay.renewToken")(function* (channel: SalesChannel, base: string, key: string) {
    const header = yield* usable(key)
    if (header !== null) return header
    const fresh = yield* trade(channel, base)
    kept.set(key, fresh)
    return fresh.header
  })

  const take = Effect.fn("ebay.token")(function* (channel: SalesChannel, base: string) {
    const key = keyOf(channel, base)
    const turn = oneByOne.get(key) ?? Semaphore.makeUnsafe(1)
    oneByOne.set(key, turn)
    return (yield* usable(key)) ?? (yield* Semaphore.withPermit(turn, renew(channel, base, key)))
  })

  const forget = (channel: SalesChannel, base: string, header: Redacted.Redacted) => {
    const key = keyOf(channel, base)
    if (kept.get(key)?.header === header) kept.delete(key)
  }

  return { take, forget }
}
