import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError, RequestAllowance } from "../../../domain/ports/sales-channels.ts"
import type { RawAnswer } from "../../http.ts"
import { type ChannelAnswer, type ChannelHttp, jsonRequest } from "../channel-http.ts"
import type { AmazonPlace } from "./amazon-marketplace.ts"
import type { Operation } from "./amazon-operation.ts"
import { forbidden, refusal, speaksOfToken, wordsOf } from "./amazon-refusal.ts"
import type { AmazonSession } from "./amazon-session.ts"

export type Query = Readonly<Record<string, string | number | ReadonlyArray<string> | undefined>>

export interface AmazonRequest {
  readonly operation: Operation
  readonly method: "GET" | "POST" | "PATCH"
  /** Parts of the path, as they are: they are escaped here. */
  readonly path: ReadonlyArray<string>
  readonly query?: Query
  readonly body?: unknown
  /** Statuses that mean something to the caller; the others of 4xx are failures. */
  readonly understands?: ReadonlyArray<400 | 404>
}

export interface AmazonAnswer {
  readonly status: number
  readonly json: unknown
  /** What Amazon says where it refuses; "" for a good answer. */
  readonly words: string
}

export type AmazonAsk = (
  channel: SalesChannel,
  place: AmazonPlace,
  request: AmazonRequest
) => Effect.Effect<AmazonAnswer, ChannelError>

/** Amazon says more of these than their number does. */
const speaking = [400, 401, 403, 404, 409, 413, 415, 422]

const userAgent = "Switchyard (Language=TypeScript)"

/** A list travels as one parameter, its parts divided by commas, as Amazon's models say. */
const queryOf = (query: Query): string => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) parameters.set(name, String(value))
  const text = parameters.toString()
  return text === "" ? "" : `?${text}`
}

/** A URL swallows the parts . and .. even when they are escaped, and would ask for something else. */
const urlOf = (place: AmazonPlace, request: AmazonRequest): Effect.Effect<string, ChannelFailure> => {
  const odd = request.path.find((part) => part === "" || part === "." || part === "..")
  if (odd !== undefined)
    return new ChannelFailure({ reason: "Rejected", message: `Amazon cannot be asked about "${odd}".` })
  const path = request.path.map(encodeURIComponent).join("/")
  return Effect.succeed(`${place.endpoint}/${path}${queryOf(request.query ?? {})}`)
}

/** Requests per second that this account has, where the answer says so sensibly. */
const toldRate = (answer: RawAnswer): number | null => {
  const told = Number(answer.header("x-amzn-ratelimit-limit") ?? "")
  return Number.isFinite(told) && told >= 0.0001 && told <= 1000 ? told : null
}

/** A 429 means that the bucket is empty: the next place is one request's time away, unless Amazon says more. */
const waitSaid =
  (allowance: RequestAllowance) =>
  (answer: RawAnswer): number | null => {
    if (answer.status !== 429 || answer.header("retry-after") !== null) return null
    const rate = toldRate(answer) ?? (allowance.requests * 1000) / allowance.perMs
    return Math.ceil(1000 / rate)
  }

export const makeAmazonAsk = (asking: ChannelHttp, session: AmazonSession): AmazonAsk => {
  /** What each account was told of its own rates, by operation. Until then Amazon's usual plan counts. */
  const rates = new Map<string, number>()

  const allowanceOf = (channel: SalesChannel, operation: Operation): RequestAllowance => {
    const told = rates.get(`${channel.id}:${operation.name}`)
    return told === undefined ? operation.allowance : { ...operation.allowance, requests: told, perMs: 1000 }
  }

  const attempt = Effect.fn("amazon.attempt")(function* (
    channel: SalesChannel,
    place: AmazonPlace,
    request: AmazonRequest
  ) {
    const { operation } = request
    const token = yield* session.token(channel, place)
    const url = yield* urlOf(place, request)
    const headers = { "x-amz-access-token": token.value, "user-agent": userAgent }
    const allowance = allowanceOf(channel, operation)
    const answer: ChannelAnswer = yield* asking.ask(channel, allowance, {
      ...jsonRequest(request.method, url, headers, request.body),
      lane: operation.name,
      understands: speaking,
      waitSaid: waitSaid(allowance)
    })
    const rate = toldRate(answer)
    if (rate !== null) rates.set(`${channel.id}:${operation.name}`, rate)
    const words = answer.status < 300 ? "" : wordsOf(answer.json, token.value)
    return { token, answer: { status: answer.status, json: answer.json, words } satisfies AmazonAnswer }
  })

  const isRefused = (answer: AmazonAnswer) => answer.status === 401 || answer.status === 403

  /** A token may end before its time; a second refusal is no matter of age. */
  const withGoodToken = Effect.fn("amazon.withGoodToken")(function* (
    channel: SalesChannel,
    place: AmazonPlace,
    request: AmazonRequest
  ) {
    for (;;) {
      const { token, answer } = yield* attempt(channel, place, request)
      if (!isRefused(answer) || !speaksOfToken(answer.words)) return answer
      session.forget(channel, token.value)
      if (token.isFresh) return answer
    }
  })

  return Effect.fn("amazon.ask")(function* (channel, place, request) {
    const answer = yield* withGoodToken(channel, place, request)
    if (isRefused(answer)) return yield* forbidden(request.operation, answer.status, answer.words)
    const isUnderstood = (request.understands ?? []).some((status) => status === answer.status)
    if (answer.status >= 300 && !isUnderstood)
      return yield* refusal(request.operation, answer.status, answer.words)
    return answer
  })
}
