import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Semaphore from "effect/Semaphore"
import { type CarrierAccount, secretOwner } from "../../domain/model/carrier-account.ts"
import type { CarrierError } from "../../domain/ports/carriers.ts"
import { now } from "../../domain/ports/clock.ts"
import { CarrierFailure } from "../../domain/ports/failure.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import type { Http, RawAnswer, RawRequest } from "../http.ts"
import { lifeMsOf, marginMs } from "../token-life.ts"
import { asCarrierFailure, demandPatience, jsonOf, recordOf } from "./carrier-answer.ts"

/** How a carrier is asked for a token (OAuth, client credentials). */
export type SignIn = (account: CarrierAccount, clientSecret: Redacted.Redacted) => RawRequest

export interface CarrierSession {
  /** Signs in if need be and asks; a token that is refused is replaced once. */
  readonly ask: (
    account: CarrierAccount,
    signIn: SignIn,
    request: (authorization: Redacted.Redacted) => RawRequest
  ) => Effect.Effect<RawAnswer, CarrierError>
  readonly signIn: (account: CarrierAccount, signIn: SignIn) => Effect.Effect<Redacted.Redacted, CarrierError>
}

interface Token {
  /** A changed login makes an old token worthless. */
  readonly askedWith: string
  readonly value: Redacted.Redacted
  readonly until: number
}

/** The answer's body is not quoted: some servers repeat the login in it. */
const refusedLogin = (account: CarrierAccount, status: number): CarrierFailure =>
  new CarrierFailure({
    reason: status >= 500 ? "NoAnswer" : "Unauthorized",
    message:
      status >= 500
        ? `The carrier gives ${account.name} no token (HTTP ${status}).`
        : `The carrier gives ${account.name} no token (HTTP ${status}). Check clientId and clientSecret, and that they are of the right environment.`
  })

/** Tokens by account, kept until they expire. One sign-in at a time: the others wait for its token. */
export const makeCarrierSession = (vault: Vault["Service"], http: Http): CarrierSession => {
  const tokens = new Map<number, Token>()
  const locks = new Map<number, Semaphore.Semaphore>()
  const lockOf = (account: CarrierAccount): Semaphore.Semaphore => {
    const lock = locks.get(account.id) ?? Semaphore.makeUnsafe(1)
    locks.set(account.id, lock)
    return lock
  }

  const freshToken = Effect.fn("carrier.token")(function* (
    account: CarrierAccount,
    signIn: SignIn,
    askedWith: string
  ) {
    const secret = yield* vault.get(secretOwner(account.id), "clientSecret")
    const answer = yield* http.exchange(signIn(account, secret)).pipe(Effect.mapError(asCarrierFailure))
    yield* demandPatience(account, answer)
    if (answer.status >= 300) return yield* refusedLogin(account, answer.status)
    const body = recordOf(jsonOf(answer))
    const token = body.access_token
    if (typeof token !== "string" || token === "" || token.length > 20_000)
      return yield* new CarrierFailure({
        reason: "Malformed",
        message: `The carrier answered ${account.name} without an access_token.`
      })
    const lifeMs = lifeMsOf(body.expires_in)
    const value = Redacted.make(`Bearer ${token}`)
    const until = (yield* now).getTime() + lifeMs - Math.min(marginMs, lifeMs / 2)
    tokens.set(account.id, { askedWith, value, until })
    return value
  })

  const signIn = Effect.fn("carrier.signIn")(function* (account: CarrierAccount, how: SignIn) {
    const askedWith = JSON.stringify([account.environment, account.settings])
    const kept = tokens.get(account.id)
    if (kept !== undefined && kept.askedWith === askedWith && kept.until > (yield* now).getTime())
      return kept.value
    return yield* freshToken(account, how, askedWith)
  })
  const oneAtATime = (account: CarrierAccount, how: SignIn) =>
    Semaphore.withPermit(lockOf(account), signIn(account, how))

  const ask: CarrierSession["ask"] = Effect.fn("carrier.ask")(function* (account, how, request) {
    const send = (token: Redacted.Redacted) =>
      http.exchange(request(token)).pipe(Effect.mapError(asCarrierFailure))
    const token = yield* oneAtATime(account, how)
    const answer = yield* send(token)
    if (answer.status !== 401) return answer
    // Another fiber may have a new one already.
    if (tokens.get(account.id)?.value === token) tokens.delete(account.id)
    return yield* send(yield* oneAtATime(account, how))
  })

  return {
    ask,
    signIn: (account, how) => {
      tokens.delete(account.id)
      return oneAtATime(account, how)
    }
  }
}
