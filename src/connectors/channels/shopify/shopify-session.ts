import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError } from "../../../domain/ports/sales-channels.ts"
import type { Vault } from "../../../domain/ports/vault.ts"
import { type ChannelHttp, jsonRequest } from "../channel-http.ts"
import { makeLearned, waitForPoints } from "./shopify-allowance.ts"
import { type Fields, readAnswer, statusFailure, understoodStatuses } from "./shopify-answer.ts"
import { makeLogin, type Token } from "./shopify-login.ts"
import { apiVersion, originOf } from "./shopify-settings.ts"

/** A question of ours: its text never holds anything of others, who travel as variables. */
export interface Document {
  readonly text: string
  /** What it may cost at most, before an answer has said it. */
  readonly guess: number
}

export interface Answer {
  readonly data: Fields
  /** The version that answered: Shopify falls forward to an older or newer one without a word. */
  readonly version: string | null
  /** Somewhere in it is a NUL character, which no database can keep: looked for here, once for a whole page. */
  readonly holdsNul: boolean
}

export interface Asked extends Answer {
  readonly failure: ChannelFailure | null
  readonly isTooCostly: boolean
}

export interface Ask {
  (channel: SalesChannel, document: Document, variables: Fields): Effect.Effect<Answer, ChannelError>
  /** The same, for who can ask for less when one request would cost too much. */
  readonly within: (
    channel: SalesChannel,
    document: Document,
    variables: Fields
  ) => Effect.Effect<Asked, ChannelError>
}

/** How often a request that Shopify did not take is made again, after the wait that it asked for. */
const mostThrottled = 8

const keyOf = (channel: SalesChannel, origin: string): string => `${channel.id}/${channel.version}/${origin}`

/** Signs in once and keeps the token in memory; one that Shopify refuses is fetched anew once per request. */
export const makeAsk = (asking: ChannelHttp, vault: Vault["Service"]): Ask => {
  const learned = makeLearned()
  const login = makeLogin(asking, vault, learned.allowanceOf)
  const tokens = new Map<string, Token>()

  const signIn = Effect.fn("shopify.signIn")(function* (channel: SalesChannel, origin: string) {
    const token = yield* login(channel, origin)
    tokens.set(keyOf(channel, origin), token)
    return token
  })

  const tokenOf = Effect.fn("shopify.token")(function* (channel: SalesChannel, origin: string) {
    const kept = tokens.get(keyOf(channel, origin))
    const isGood = kept !== undefined && (kept.until === null || kept.until > (yield* now))
    return isGood ? kept : yield* signIn(channel, origin)
  })

  /** One request. The answer is read whatever it says; only a bucket that is empty is told apart. */
  const once = Effect.fn("shopify.once")(function* (
    channel: SalesChannel,
    origin: string,
    token: Token,
    document: Document,
    variables: Fields
  ) {
    const secrets = [token.value]
    const answer = yield* asking.ask(channel, learned.allowanceOf(channel), {
      ...jsonRequest(
        "POST",
        `${origin}/admin/api/${apiVersion}/graphql.json`,
        { "x-shopify-access-token": token.value },
        { query: document.text, variables }
      ),
      cost: learned.costOf(document.text, document.guess),
      understands: understoodStatuses
    })
    const refused = statusFailure(answer.status, answer.json, secrets)
    if (refused !== null) return yield* refused
    const said = yield* readAnswer(answer.json, secrets)
    learned.learn(channel, document.text, said.cost)
    const waitMs = waitForPoints(said.cost, said.isThrottled)
    if (waitMs > 0) yield* asking.blocked(channel, waitMs)
    return {
      ...said,
      waitMs,
      version: answer.header("x-shopify-api-version"),
      holdsNul: answer.text.includes("\\u0000")
    }
  })

  const patiently = Effect.fn("shopify.patiently")(function* (
    channel: SalesChannel,
    origin: string,
    token: Token,
    document: Document,
    variables: Fields
  ) {
    for (let again = 0; ; again++) {
      const said = yield* once(channel, origin, token, document, variables)
      if (!said.isThrottled) return said
      // Nothing was done. The wait itself is the budget's, shared by all who ask this shop.
      if (again >= mostThrottled)
        return yield* new ChannelFailure({
          reason: "Throttled",
          message: "Shopify takes no more requests just now: its bucket for this app and shop stays empty.",
          retryAfterMs: said.waitMs
        })
    }
  })

  const within = Effect.fn("shopify.ask")(function* (
    channel: SalesChannel,
    document: Document,
    variables: Fields
  ) {
    const origin = yield* originOf(channel)
    const key = keyOf(channel, origin)
    const isKept = tokens.has(key)
    const token = yield* tokenOf(channel, origin)
    const first = patiently(channel, origin, token, document, variables)
    if (!isKept) return yield* first
    return yield* first.pipe(
      Effect.catchIf(
        (failure) => failure._tag === "ChannelFailure" && failure.reason === "Unauthorized",
        () => {
          tokens.delete(key)
          return Effect.flatMap(signIn(channel, origin), (fresh) =>
            patiently(channel, origin, fresh, document, variables)
          )
        }
      )
    )
  })

  const ask = Effect.fn("shopify.askAll")(function* (
    channel: SalesChannel,
    document: Document,
    variables: Fields
  ) {
    const said = yield* within(channel, document, variables)
    if (said.failure !== null) return yield* said.failure
    return { data: said.data, version: said.version, holdsNul: said.holdsNul } satisfies Answer
  })

  return Object.assign(ask, { within })
}
