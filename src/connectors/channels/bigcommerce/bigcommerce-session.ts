import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError, RequestAllowance } from "../../../domain/ports/sales-channels.ts"
import type { Vault } from "../../../domain/ports/vault.ts"
import type { RawAnswer } from "../../http.ts"
import { retryAfterMs } from "../../http-status.ts"
import { type ChannelAnswer, type ChannelHttp, demandSetting, jsonRequest } from "../channel-http.ts"
import { baseOrLoopback } from "../loopback-base.ts"
import { refusalWords } from "./bigcommerce-answer.ts"

/**
 * 150 requests in 30 s is what the smallest plan allows to all apps of a store together; a sixth is left to the others.
 * What the answers say about the real quota is obeyed on top.
 */
export const allowance: RequestAllowance = { requests: 125, perMs: 30_000, burst: 25 }

const longestWaitMs = 3_600_000
/** A 429 without quota headers is not about us: the platform is under load, and a repeat at once would add to it. */
const platformLoadMs = 30_000

export interface Question {
  readonly method?: "GET" | "POST" | "PUT"
  /** Below the store, with its version: `/v2/orders?...`. */
  readonly path: string
  readonly body?: unknown
  /** Refusals that the caller reads by itself. */
  readonly understands?: ReadonlyArray<number>
}

export type Ask = (channel: SalesChannel, question: Question) => Effect.Effect<ChannelAnswer, ChannelError>

/** Statuses whose body says more than their number. */
const spoken = [400, 404, 409, 422]

const wholeHeader = (answer: RawAnswer, name: string): number | null => {
  const text = answer.header(name)
  return text !== null && /^\d{1,12}$/.test(text.trim()) ? Number(text) : null
}

const untilReset = (answer: RawAnswer): number | null => {
  const ms = wholeHeader(answer, "x-rate-limit-time-reset-ms")
  return ms === null ? null : Math.min(longestWaitMs, Math.max(1, ms))
}

/** Nothing is left of the quota that all apps of the store share: waiting costs less than being refused. */
const usedUpMs = (answer: RawAnswer): number | null =>
  wholeHeader(answer, "x-rate-limit-requests-left") === 0 ? untilReset(answer) : null

const storeBase = Effect.fn("bigcommerce.storeBase")(function* (channel: SalesChannel) {
  const hash = yield* demandSetting(
    channel,
    "storeHash",
    "the code of the store, as in https://store-abc123.mybigcommerce.com: abc123."
  )
  if (!/^[A-Za-z0-9]{1,40}$/.test(hash))
    return yield* new ChannelFailure({
      reason: "Misconfigured",
      message: "The setting storeHash holds letters and digits only, like abc123."
    })
  const base = yield* baseOrLoopback(channel, "apiUrl", "https://api.bigcommerce.com")
  return { hash, url: `${base}/stores/${hash}` }
})

const inOurWords = (failure: ChannelFailure): ChannelFailure =>
  failure.reason === "Unauthorized"
    ? new ChannelFailure({
        reason: "Unauthorized",
        message: `BigCommerce refuses the access token, or it may not do this. Check the secret accessToken, and that its API account has the scopes Orders: modify, and Store Inventory: modify. ${failure.message}`
      })
    : failure

export const makeAsk = (asking: ChannelHttp, vault: Vault["Service"]): Ask =>
  Effect.fn("bigcommerce.ask")(function* (channel, question) {
    const store = yield* storeBase(channel)
    const token = yield* vault.get(`channel:${channel.id}`, "accessToken")
    const at = yield* now
    const answer = yield* asking
      .ask(channel, allowance, {
        ...jsonRequest(
          question.method ?? "GET",
          `${store.url}${question.path}`,
          { "x-auth-token": token },
          question.body
        ),
        understands: spoken,
        waitSaid: (raw) =>
          raw.status === 429
            ? (untilReset(raw) ?? retryAfterMs(raw.header("retry-after"), at) ?? platformLoadMs)
            : null
      })
      .pipe(Effect.mapError((failure) => (failure._tag === "ChannelFailure" ? inOurWords(failure) : failure)))
    const waitMs = usedUpMs(answer)
    if (waitMs !== null) yield* asking.blocked(channel, waitMs)
    if (answer.status < 300 || (question.understands ?? []).includes(answer.status)) return answer
    const said = refusalWords(answer.json, [token])
    return yield* answer.status === 404
      ? new ChannelFailure({
          reason: "Misconfigured",
          message:
            `BigCommerce has no store ${store.hash}, or not what was asked of it (HTTP 404). Check the setting storeHash. ${said}`.trim()
        })
      : new ChannelFailure({
          reason: "Rejected",
          message: `BigCommerce refused the request (HTTP ${answer.status}). ${said}`.trim()
        })
  })
