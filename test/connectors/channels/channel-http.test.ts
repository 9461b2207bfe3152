import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { beforeEach, describe, expect, test } from "vitest"
import { type ChannelRequest, makeChannelHttp } from "../../../src/connectors/channels/channel-http.ts"
import type { Http, RawAnswer } from "../../../src/connectors/http.ts"
import { usualIntake } from "../../../src/domain/model/intake-rules.ts"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import {
  type GivenPlace,
  Patience,
  type PlaceWish,
  RequestBudgets
} from "../../../src/domain/ports/request-budgets.ts"
import { channelOf } from "./vendure-fixture.ts"

const noon = Date.parse("2026-11-22T12:00:00Z")
const allowance = { requests: 2, perMs: 1000, burst: 1 }
const channel = channelOf("https://shop.example")
const request: ChannelRequest = { method: "GET", url: "https://shop.example/orders", headers: {}, body: null }
const go = (waitMs = 0, blocks = 0): GivenPlace => ({ _tag: "Go", waitMs, blocks })

/** What the budget and the channel say next, and what they were told. */
let places: Array<GivenPlace>
let answers: Array<Partial<RawAnswer> & { readonly retryAfter?: string }>
let holding: Array<boolean>
let taken: Array<PlaceWish & { readonly account: string; readonly at: number }>
let blocks: Array<{ readonly account: string; readonly forMs: number }>
let sentAt: Array<number>

beforeEach(() => {
  places = []
  answers = []
  holding = []
  taken = []
  blocks = []
  sentAt = []
})

const sinceNoon = Effect.clockWith((clock) => Effect.sync(() => clock.currentTimeMillisUnsafe() - noon))

const budgets = Layer.succeed(
  RequestBudgets,
  RequestBudgets.of({
    take: (account, wish) =>
      Effect.map(sinceNoon, (at) => {
        taken.push({ account, at, ...wish })
        return places.shift() ?? go()
      }),
    holds: () => Effect.sync(() => holding.shift() ?? true),
    block: (account, forMs) => Effect.sync(() => void blocks.push({ account, forMs }))
  })
)

const http: Http = {
  postJson: () => Effect.die(new Error("nobody posts here")),
  exchange: () =>
    Effect.map(sinceNoon, (at) => {
      sentAt.push(at)
      const { retryAfter, ...given } = answers.shift() ?? {}
      return {
        status: 200,
        text: "{}",
        header: (name: string) => (name === "retry-after" ? (retryAfter ?? null) : null),
        ...given
      } as RawAnswer
    })
}

/** Asks on a clock that jumps to whatever is waited for. */
const ask = (given: Partial<ChannelRequest> = {}, of: SalesChannel = channel) =>
  Effect.runPromise(
    Effect.gen(function* () {
      yield* TestClock.setTime(noon)
      const asking = yield* makeChannelHttp(http)
      const fiber = yield* Effect.forkChild(
        Effect.result(asking.ask(of, allowance, { ...request, ...given }))
      )
      yield* TestClock.adjust("5 minutes")
      return yield* Fiber.join(fiber)
    }).pipe(Effect.provide(Layer.merge(budgets, TestClock.layer())))
  )

const tooMany = (retryAfter?: string) => ({
  status: 429,
  ...(retryAfter === undefined ? {} : { retryAfter })
})

describe("a place", () => {
  test("is waited for, and asked for anew when a block took it back meanwhile", async () => {
    places = [go(500), go(7_000, 1)]
    holding = [false, true]
    expect((await ask())._tag).toBe("Success")
    expect(taken.map((t) => t.at)).toEqual([0, 500])
    expect(sentAt).toEqual([7_500])
  })

  test("that comes too late ends the question, and says when to come again; nothing was sent", async () => {
    places = [{ _tag: "Later", laterMs: 95_000 }]
    const result = await ask()
    expect(result).toMatchObject({ _tag: "Failure", failure: { reason: "Throttled", retryAfterMs: 95_000 } })
    expect(sentAt).toEqual([])
    expect(taken[0]?.mostMs).toBe(30_000)
  })

  test("the longer was waited, the less is left to wait", async () => {
    places = [go(20_000), { _tag: "Later", laterMs: 60_000 }]
    holding = [false]
    expect((await ask())._tag).toBe("Failure")
    expect(taken.map((t) => t.mostMs)).toEqual([30_000, 10_000])
  })

  test("is asked for by account, lane, cost and patience", async () => {
    await ask({ lane: "orders", cost: 12 })
    expect(taken).toMatchObject([{ account: "channel:7:orders", allowance, cost: 12, patience: "prompt" }])
    await Effect.runPromise(
      Effect.gen(function* () {
        const asking = yield* makeChannelHttp(http)
        yield* asking.leave(channel, allowance, 1).pipe(Effect.provideService(Patience, "patient"))
      }).pipe(Effect.provide(budgets))
    )
    expect(taken.at(-1)).toMatchObject({ account: "channel:7", patience: "patient" })
  })

  test("a channel that shall use less has a second, evenly paced one, whatever a request costs", async () => {
    const modest = { ...channel, intake: { ...usualIntake, requestsPerSecond: 0.5 } }
    await ask({ lane: "orders", cost: 12 }, modest)
    expect(taken).toMatchObject([
      { account: "channel:7:wished", allowance: { requests: 0.5, perMs: 1000, burst: 1 }, cost: 1 },
      { account: "channel:7:orders", allowance, cost: 12 }
    ])
  })
})

describe("a channel that says 429", () => {
  test.each([
    ["seconds", "7", 7_000],
    ["a date", new Date(noon + 9_000).toUTCString(), 9_000],
    ["nothing", undefined, 10_000],
    ["nonsense", "soon", 10_000]
  ])(
    "with Retry-After in %s blocks the account that long, and is asked once more",
    async (_name, said, forMs) => {
      answers = [tooMany(said), { text: '{"ok":true}' }]
      places = [go(), go(forMs, 1)]
      expect(await ask({ lane: "orders" })).toMatchObject({
        _tag: "Success",
        success: { json: { ok: true } }
      })
      expect(blocks).toEqual([{ account: "channel:7:orders", forMs }])
      expect(sentAt).toEqual([0, forMs])
    }
  )

  test("again and again is left alone after five times, with the time it named", async () => {
    answers = Array.from({ length: 9 }, () => tooMany("3"))
    expect(await ask()).toMatchObject({
      _tag: "Failure",
      failure: { reason: "Throttled", retryAfterMs: 3_000 }
    })
    expect(sentAt).toHaveLength(5)
  })

  test("is handed over where the caller understands it, with the block all the same", async () => {
    answers = [tooMany("3")]
    expect(await ask({ understands: [429] })).toMatchObject({ _tag: "Success", success: { status: 429 } })
    expect(blocks).toHaveLength(1)
  })

  test("a 503 that names a time blocks too, but is not sent again: who knows what was done", async () => {
    answers = [{ status: 503, retryAfter: "4" }]
    expect(await ask({ method: "POST" })).toMatchObject({ _tag: "Failure", failure: { reason: "Throttled" } })
    expect(blocks).toEqual([{ account: "channel:7", forMs: 4_000 }])
    expect(sentAt).toHaveLength(1)
  })
})
