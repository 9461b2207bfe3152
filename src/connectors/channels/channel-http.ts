import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { SalesChannel } from "../../domain/model/sales-channel.ts"
import { now } from "../../domain/ports/clock.ts"
import { ChannelFailure } from "../../domain/ports/failure.ts"
import { Patience, RequestBudgets } from "../../domain/ports/request-budgets.ts"
import type { ChannelError, RequestAllowance } from "../../domain/ports/sales-channels.ts"
import type { Http, HttpFailure, RawAnswer, RawRequest } from "../http.ts"
import { judgeStatus, retryAfterMs } from "../http-status.ts"

/** Nobody waits longer than this inside a job for a free place; the run goes on later instead. */
const mostWaitMs = 30_000
const usualBlockMs = 10_000
/** A request that was refused with a 429 is sent once more when the wait is over: nothing was done. */
const mostRepeats = 4

export interface ChannelRequest extends RawRequest {
  /** How many of the allowance it takes; 1 when absent. */
  readonly cost?: number
  /** Requests of one channel that have allowances of their own (Amazon's operations); "" when absent. */
  readonly lane?: string
  /** Statuses that the caller understands by itself, besides 2xx: they are handed over as they came. */
  readonly understands?: ReadonlyArray<number>
  /** How long to wait by this answer to a 429, where the vendor says it in a header of its own; null: not said. */
  readonly waitSaid?: (answer: RawAnswer) => number | null
}

export interface ChannelAnswer extends RawAnswer {
  /** The body read as JSON; undefined where there is none (204). */
  readonly json: unknown
}

/** One way to ask a channel: inside its allowance, with every status judged and every failure in the user's words. */
export interface ChannelHttp {
  readonly ask: (
    channel: SalesChannel,
    allowance: RequestAllowance,
    request: ChannelRequest
  ) => Effect.Effect<ChannelAnswer, ChannelError>
  /** The same allowance and the same blocks for what goes out another way (GraphQL through `postJson`). */
  readonly leave: (
    channel: SalesChannel,
    allowance: RequestAllowance,
    cost: number,
    lane?: string
  ) => Effect.Effect<void, ChannelError>
  /** The channel asked to wait, however it said so. */
  readonly blocked: (channel: SalesChannel, forMs: number, lane?: string) => Effect.Effect<void, ChannelError>
}

export const channelFailure = (failure: HttpFailure): ChannelFailure =>
  new ChannelFailure({
    reason: failure.reason,
    message: failure.message,
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs })
  })

/** The setting `name`, or the failure that says which setting is missing and what belongs there. */
export const demandSetting = (
  channel: SalesChannel,
  name: string,
  what: string
): Effect.Effect<string, ChannelFailure> => {
  const value = (channel.settings[name] ?? "").trim()
  if (value !== "") return Effect.succeed(value)
  return new ChannelFailure({ reason: "Misconfigured", message: `The setting ${name} is missing: ${what}` })
}

const accountOf = (channel: SalesChannel, lane: string): string =>
  lane === "" ? `channel:${channel.id}` : `channel:${channel.id}:${lane}`

/** Evenly, one by one: a wish to use less is no wish for bursts. */
const wished = (requestsPerSecond: number): RequestAllowance => ({
  requests: requestsPerSecond,
  perMs: 1000,
  burst: 1
})

const later = (forMs: number): ChannelFailure =>
  new ChannelFailure({
    reason: "Throttled",
    message: `The channel takes no more requests for ${Math.ceil(forMs / 1000)} s; the run goes on then.`,
    retryAfterMs: forMs
  })

const jsonOf = (
  url: string,
  answer: RawAnswer,
  refused: ChannelFailure | null
): Effect.Effect<unknown, ChannelFailure> => {
  if (answer.text.trim() === "") return Effect.succeed(undefined)
  try {
    return Effect.succeed(JSON.parse(answer.text))
  } catch {
    // A firewall's page about a 403 is a refusal all the same.
    if (refused !== null) return refused
    const what = /^\s*</.test(answer.text) ? "a web page" : "something that is not JSON"
    return new ChannelFailure({
      reason: "Malformed",
      message: `${new URL(url).origin} answered with ${what} instead of data. Check the address of the API.`
    })
  }
}

/** What the status says against the answer; null when its body is to be read. */
const refusalOf = (url: string, answer: RawAnswer, waitMs: number | null): ChannelFailure | null => {
  const verdict = judgeStatus(answer.status, waitMs, answer.header("location"), new URL(url).origin)
  if (verdict === null) return null
  return new ChannelFailure({
    reason: verdict.reason,
    message: verdict.message,
    ...(verdict.reason === "Throttled" && waitMs !== null ? { retryAfterMs: waitMs } : {})
  })
}

export const makeChannelHttp = Effect.fn("makeChannelHttp")(function* (
  http: Http
): Effect.fn.Return<ChannelHttp, never, RequestBudgets> {
  const budgets = yield* RequestBudgets

  /** Takes a place and waits for it; a block that comes meanwhile takes it back, and another is asked for. */
  const waitFor = Effect.fn("waitFor")(function* (
    account: string,
    allowance: RequestAllowance,
    cost: number,
    mostMs: number
  ) {
    const patience = yield* Patience
    const until = (yield* now).getTime() + mostMs
    while (true) {
      const leftMs = Math.max(0, until - (yield* now).getTime())
      const place = yield* budgets.take(account, { allowance, cost, mostMs: leftMs, patience })
      if (place._tag === "Later") return yield* later(place.laterMs)
      if (place.waitMs === 0) return
      yield* Effect.sleep(place.waitMs)
      if (yield* budgets.holds(account, place.blocks)) return
    }
  })

  const leaveWithin = Effect.fn("leave")(function* (
    channel: SalesChannel,
    allowance: RequestAllowance,
    cost: number,
    lane: string,
    mostMs: number
  ) {
    const { requestsPerSecond } = channel.intake
    // The channel's own wish counts requests, whatever they cost and whichever lane they take.
    if (requestsPerSecond !== null)
      yield* waitFor(accountOf(channel, "wished"), wished(requestsPerSecond), 1, mostMs)
    yield* waitFor(accountOf(channel, lane), allowance, cost, mostMs)
  })

  const leave = (channel: SalesChannel, allowance: RequestAllowance, cost: number, lane = "") =>
    leaveWithin(channel, allowance, cost, lane, mostWaitMs)

  const blocked = (channel: SalesChannel, forMs: number, lane = "") =>
    budgets.block(accountOf(channel, lane), forMs)

  /** Sent inside the allowance; while the channel asks to wait, it is waited for, as long as a job may. */
  const exchange = Effect.fn("exchange")(function* (
    channel: SalesChannel,
    allowance: RequestAllowance,
    request: ChannelRequest
  ) {
    const until = (yield* now).getTime() + mostWaitMs
    for (let repeats = 0; ; repeats++) {
      const leftMs = Math.max(0, until - (yield* now).getTime())
      yield* leaveWithin(channel, allowance, request.cost ?? 1, request.lane ?? "", leftMs)
      const answer = yield* http.exchange(request).pipe(Effect.mapError(channelFailure))
      const waitMs = request.waitSaid?.(answer) ?? retryAfterMs(answer.header("retry-after"), yield* now)
      const isRefused = answer.status === 429
      // A 503 that says how long (a host that is overloaded, a shop under maintenance) asks the same of all of its jobs.
      if (isRefused || (answer.status === 503 && waitMs !== null))
        yield* blocked(channel, waitMs ?? usualBlockMs, request.lane)
      const isOurs = (request.understands ?? []).includes(answer.status)
      if (!isRefused || isOurs || repeats === mostRepeats) return { answer, waitMs }
    }
  })

  const ask = Effect.fn("channelAsk")(function* (
    channel: SalesChannel,
    allowance: RequestAllowance,
    request: ChannelRequest
  ) {
    const { answer, waitMs } = yield* exchange(channel, allowance, request)
    const refused = refusalOf(request.url, answer, waitMs)
    if (refused !== null && !(request.understands ?? []).includes(answer.status)) return yield* refused
    return { ...answer, json: yield* jsonOf(request.url, answer, refused) } satisfies ChannelAnswer
  })

  return { ask, leave, blocked }
})

export type Headers = Readonly<Record<string, string | Redacted.Redacted>>

/** A request with a JSON body, or without one. */
export const jsonRequest = (
  method: string,
  url: string,
  headers: Headers,
  body?: unknown
): Pick<ChannelRequest, "method" | "url" | "headers" | "body"> => ({
  method,
  url,
  headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
  body: body === undefined ? null : Buffer.from(JSON.stringify(body))
})
