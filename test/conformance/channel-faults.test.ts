import { describe, expect, it, vi } from "vitest"
import { defaultLimits } from "../../src/connectors/http.ts"
import type { ChannelFailure, OutsideReason } from "../../src/domain/ports/failure.ts"
import { RestServer } from "../connectors/channels/rest-server.ts"
import { channelKinds, kindRows } from "./channel-kinds.ts"
import { ChannelLife } from "./channel-life.ts"
import { began, type ChannelWorld, minutesAfter } from "./channel-world.ts"
import { firstOrder } from "./first-order.ts"
import type { Fault, Gate } from "./gate.ts"
import { operationsOn } from "./operations.ts"
import { openWorld } from "./world-table.ts"

/** Much is said over real connections; how long that takes is the machine's affair. */
vi.setConfig({ testTimeout: 120_000 })

/** Whatever goes wrong: so many requests of one call are no storm. Among them repeats after a 429, and a new sign-in. */
const mostRequests = 12

interface Case {
  readonly name: string
  readonly fault: Fault
  readonly reasons: ReadonlyArray<OutsideReason>
  /** How long the channel is left alone. */
  readonly waitMs?: number
  /** An answer by item is as good as a failure; "not there" is one that a look-up may give. */
  readonly mayAnswer?: true
}

const waitHeader = (value: string) => ({ "retry-after": value })
const inNinetySeconds = new Date(began.getTime() + 90_000).toUTCString()

/** Nothing that a repeat could help: which of the two it is, the words of the shop decide. */
const refused: ReadonlyArray<OutsideReason> = ["Rejected", "Misconfigured"]

const cases: ReadonlyArray<Case> = [
  { name: "401", fault: { status: 401 }, reasons: ["Unauthorized"] },
  { name: "403", fault: { status: 403 }, reasons: ["Unauthorized"] },
  { name: "404", fault: { status: 404 }, reasons: refused, mayAnswer: true },
  { name: "409", fault: { status: 409 }, reasons: refused, mayAnswer: true },
  { name: "422", fault: { status: 422 }, reasons: refused, mayAnswer: true },
  {
    name: "429 that says how many seconds",
    fault: { status: 429, headers: waitHeader("7") },
    reasons: ["Throttled"],
    waitMs: 7000
  },
  {
    name: "429 that says until when",
    fault: { status: 429, headers: waitHeader(inNinetySeconds) },
    reasons: ["Throttled"],
    waitMs: 90_000
  },
  {
    name: "503 that says how many seconds",
    fault: { status: 503, headers: waitHeader("11") },
    reasons: ["Throttled"],
    waitMs: 11_000
  },
  { name: "500", fault: { status: 500 }, reasons: ["NoAnswer"] },
  { name: "a connection that is cut", fault: "cut", reasons: ["NoAnswer"] },
  { name: "a web page", fault: "web page", reasons: ["Malformed"] }
]

const gateOf = (world: ChannelWorld): Gate => {
  if (world.gate === null) throw new Error("this channel does not speak HTTP")
  return world.gate
}

/** One line for a person, without what opens doors. */
const expectPresentable = (text: string, world: ChannelWorld) => {
  expect(text).toMatch(/^[^\p{Cc}]{10,1000}$/u)
  const secrets = [...Object.values(world.secrets), ...gateOf(world).credentials]
  for (const secret of secrets.flatMap((one) => [one, encodeURIComponent(one), JSON.stringify(one)]))
    expect(text.includes(secret), `"${text}" gives ${secret} away`).toBe(false)
}

const reasonsIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value !== "object" || value === null) return []
  if (Array.isArray(value)) return value.flatMap(reasonsIn)
  return "reason" in value && typeof value.reason === "string" ? [value.reason] : []
}

/** A shop with an order that was read already and stock, so that every operation has something to do. */
const open = async (kind: string, limits: Partial<typeof defaultLimits> = {}) => {
  const world = await openWorld(kind)
  await world.add(1, minutesAfter(-60))
  for (const sku of ["SKU-A", "SKU-B"]) await world.setStock(sku, 3)
  const order = await firstOrder(world)
  const gate = gateOf(world)
  gate.hush()
  return {
    world,
    gate,
    order,
    operations: operationsOn(world, order),
    life: () => new ChannelLife(world, limits),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]()
  }
}

const httpKinds = kindRows.filter(([name]) => !name.startsWith("files-"))

describe("the kinds that speak HTTP", () => {
  it.each(kindRows)("are known by their world: %s", async (name) => {
    await using world = await openWorld(name)
    expect(world.gate === null).toBe(name.startsWith("files-"))
    expect(channelKinds.length).toBeGreaterThan(9)
  })
})

const expectFailure = (failure: ChannelFailure, one: Case, life: ChannelLife) => {
  expect(failure._tag).toBe("ChannelFailure")
  expect(one.reasons, failure.message).toContain(failure.reason)
  expectPresentable(failure.message, life.world)
  if (one.waitMs === undefined) return
  expect(failure.retryAfterMs).toBe(one.waitMs)
  // Kept in the database, so that no other job of the account asks meanwhile.
  expect(life.blocks.some(({ forMs }) => forMs === one.waitMs)).toBe(true)
}

describe.each(httpKinds)("when %s does not answer as it should", (name) => {
  it.each(cases)("$name", async (one) => {
    await using shop = await open(name)
    for (const { name: operation, use } of shop.operations) {
      await using life = shop.life()
      shop.gate.hush()
      shop.gate.meet = (heard) => (shop.world.isSignIn(heard) ? null : one.fault)
      const outcome = await life.outcome(use)
      expect(shop.gate.heard.length, operation).toBeLessThanOrEqual(mostRequests)
      expect(shop.gate.heard.length, operation).toBeGreaterThan(0)
      const mayAnswer = one.mayAnswer === true && operation !== "download" && operation !== "test"
      if ("failure" in outcome && !mayAnswer) expectFailure(outcome.failure, one, life)
      else if ("failure" in outcome) expectPresentable(outcome.failure.message, shop.world)
      else {
        expect(mayAnswer, `${operation} answered ${JSON.stringify(outcome.value)}`).toBe(true)
        expect(JSON.stringify(outcome.value)).not.toContain("Accepted")
        for (const reason of reasonsIn(outcome.value)) expectPresentable(reason, shop.world)
      }
    }
    expect(await shop.world.parcels(1)).toEqual([])
  })

  it("in the middle of a run: the run fails and is not at its end", async () => {
    await using world = await openWorld(name)
    const gate = gateOf(world)
    for (let n = 1; n <= world.crowd[1]; n += 1) await world.add(n, minutesAfter(-60))
    await using life = new ChannelLife(world)
    const { next } = await life.page(world.channel.earliestOrderAt, null)
    expect(next).not.toBeNull()
    for (const one of cases) {
      gate.meet = (heard) => (world.isSignIn(heard) ? null : one.fault)
      const outcome = await life.outcome((c) =>
        c.downloadPage(world.channel, world.channel.earliestOrderAt, next)
      )
      expect("failure" in outcome, one.name).toBe(true)
    }
  })

  it("at its door, where it asks for a sign-in", async () => {
    await using shop = await open(name)
    for (const one of cases) {
      await using life = shop.life()
      shop.gate.hush()
      shop.gate.meet = (heard) => (shop.world.isSignIn(heard) ? one.fault : null)
      const outcome = await life.outcome((c) => c.test(shop.world.channel))
      const asked = shop.gate.heard.filter(shop.world.isSignIn)
      expect(asked.length, one.name).toBeLessThanOrEqual(mostRequests)
      expect("failure" in outcome, one.name).toBe(asked.length > 0)
      if ("failure" in outcome) expectPresentable(outcome.failure.message, shop.world)
    }
  })

  it("and says nothing at all", async () => {
    // 30 s in life; a slow machine may be late even to sign in, which comes to the same.
    await using shop = await open(name, { totalMs: 150 })
    for (const { name: operation, use } of shop.operations) {
      await using life = shop.life()
      shop.gate.hush()
      shop.gate.meet = () => "silence"
      const outcome = await life.outcome(use)
      if (!("failure" in outcome)) throw new Error(`${operation} takes silence for an answer`)
      expect(outcome.failure, operation).toMatchObject({ reason: "NoAnswer" })
      expectPresentable(outcome.failure.message, shop.world)
      expect(shop.gate.heard.length, operation).toBeLessThanOrEqual(2)
    }
  })

  it("and pours out 200 MB: what is above the bound is not read", async () => {
    await using shop = await open(name)
    await using life = shop.life()
    shop.gate.meet = (heard) => (shop.world.isSignIn(heard) ? null : "flood")
    const outcome = await life.outcome((c) => c.downloadPage(shop.world.channel, minutesAfter(-90), null))
    if (!("failure" in outcome)) throw new Error("a flood was taken for orders")
    expect(outcome.failure).toMatchObject({ reason: "Malformed" })
    expect(outcome.failure.message).toContain("larger than 16 MB")
    // What lies in the buffers of two sockets comes on top.
    expect(shop.gate.flooded).toBeLessThan(defaultLimits.bodyBytes + 48 * 1024 * 1024)
  })

  it.each([302, 307, 308])("and sends us elsewhere with a %s: nobody goes there", async (status) => {
    await using shop = await open(name)
    await using inside = await RestServer.open(() => ({ status: 200, json: {} }))
    for (const location of [
      `${inside.url}/latest/meta-data?token=x`,
      "http://169.254.169.254/latest/meta-data"
    ])
      for (const { name: operation, use } of shop.operations) {
        await using life = shop.life()
        shop.gate.meet = (heard) => (shop.world.isSignIn(heard) ? null : { status, headers: { location } })
        const outcome = await life.outcome(use)
        if (!("failure" in outcome)) throw new Error(`${operation} took a redirect for an answer`)
        expect(outcome.failure, operation).toMatchObject({ reason: "Misconfigured" })
        expectPresentable(outcome.failure.message, shop.world)
      }
    expect(inside.calls).toEqual([])
  })
})
