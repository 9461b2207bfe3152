import { describe, expect, it, vi } from "vitest"
import { FulfillmentId } from "../../src/domain/model/fulfillment.ts"
import type { IncomingOrder } from "../../src/domain/model/order.ts"
import type { ChannelKind, PushAnswer } from "../../src/domain/ports/sales-channels.ts"
import { kindRows } from "./channel-kinds.ts"
import { ChannelLife } from "./channel-life.ts"
import { minutesAfter, pieces } from "./channel-world.ts"
import { firstOrder } from "./first-order.ts"
import { parcelFor, tracking } from "./operations.ts"
import { openWorld } from "./world-table.ts"

/** Much is said over real connections; how long that takes is the machine's affair. */
vi.setConfig({ testTimeout: 120_000 })

const allPieces = pieces.reduce((sum, { quantity }) => sum + quantity, 0)
const whole = [{ tracking, pieces: allPieces }]
const mostRequests = 20

const open = async (kind: string) => {
  const world = await openWorld(kind)
  await world.add(1, minutesAfter(-60))
  const order = await firstOrder(world)
  const life = new ChannelLife(world)
  world.gate?.hush()
  return {
    world,
    order,
    push: (more: Parameters<typeof parcelFor>[1] = {}) =>
      life.run((c) => c.pushFulfillment(world.channel, parcelFor(order, more))),
    outcome: (more: Parameters<typeof parcelFor>[1] = {}) =>
      life.outcome((c) => c.pushFulfillment(world.channel, parcelFor(order, more))),
    async [Symbol.asyncDispose]() {
      await life[Symbol.asyncDispose]()
      await world[Symbol.asyncDispose]()
    }
  }
}
type Shop = Awaited<ReturnType<typeof open>>

const lineOf = (order: IncomingOrder, sku: string): string => {
  const line = order.lines.find((one) => one.sku === sku)
  if (line === undefined) throw new Error(`no line with ${sku}`)
  return line.channelLineId
}

/** Not applied, and said why in words; whether as an answer or as a failure that no repeat can help. */
const expectRefused = (outcome: Awaited<ReturnType<Shop["outcome"]>>) => {
  if ("failure" in outcome) {
    expect(outcome.failure.settlement._tag, outcome.failure.message).toBe("Stop")
    expect(outcome.failure.message).toMatch(/^[^\p{Cc}]{10,}$/u)
    return
  }
  const answer: PushAnswer = outcome.value
  if (answer._tag === "Accepted") throw new Error("it was accepted")
  expect(answer.reason).toMatch(/^[^\p{Cc}]{10,}$/u)
}

describe.each(kindRows)("telling %s of a parcel", (name: string, kind: ChannelKind) => {
  it("makes one, and a repeat finds it", async () => {
    await using shop = await open(name)
    expect(await shop.push()).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(await shop.world.parcels(1)).toEqual(whole)
    expect(await shop.push({ attempt: 2 })).toMatchObject({ _tag: "Accepted", wasThere: true })
    // Another worker, who remembers nothing.
    await using other = new ChannelLife(shop.world)
    expect(
      await other.run((c) => c.pushFulfillment(shop.world.channel, parcelFor(shop.order)))
    ).toMatchObject({
      _tag: "Accepted",
      wasThere: true
    })
    expect(await shop.world.parcels(1)).toEqual(whole)
  })

  it("sends the pieces that are in it and no others", async () => {
    await using shop = await open(name)
    const lines = [{ channelLineId: lineOf(shop.order, "SKU-A"), quantity: 1 }]
    const outcome = await shop.outcome({ lines })
    if (!kind.partialFulfillment) {
      expectRefused(outcome)
      return
    }
    expect(outcome).toMatchObject({ value: { _tag: "Accepted" } })
    expect(await shop.world.parcels(1)).toEqual([{ tracking, pieces: 1 }])
    const rest = [
      { channelLineId: lineOf(shop.order, "SKU-A"), quantity: 1 },
      { channelLineId: lineOf(shop.order, "SKU-B"), quantity: 1 }
    ]
    const second = { id: FulfillmentId(43), trackingNumber: "1Z999AA10123456785", lines: rest }
    expect(await shop.push(second)).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(await shop.world.parcels(1)).toEqual([
      { tracking, pieces: 1 },
      { tracking: "1Z999AA10123456785", pieces: 2 }
    ])
  })

  it("never sends an empty list of lines, which some shops read as everything", async () => {
    await using shop = await open(name)
    expectRefused(await shop.outcome({ lines: [] }))
    expect(await shop.world.parcels(1)).toEqual([])
  })
})

const httpKinds = kindRows.filter(([name]) => !name.startsWith("files-"))

describe.each(httpKinds)("when %s does not take a parcel", (name) => {
  it("says so of an order that it does not know", async () => {
    await using shop = await open(name)
    const unknown = shop.world.idOf(987_654)
    expectRefused(await shop.outcome({ channelOrderId: unknown, channelOrderNumber: unknown }))
    expect(await shop.world.parcels(1)).toEqual([])
  })

  it("says so of an order that was shipped there by hand, and ships nothing twice", async () => {
    await using shop = await open(name)
    if (shop.world.shipElsewhere === null) {
      expect(name).toBe("amazon")
      return
    }
    await shop.world.shipElsewhere(1)
    const before = await shop.world.parcels(1)
    expectRefused(await shop.outcome())
    expect(await shop.world.parcels(1)).toEqual(before)
  })

  it("has one parcel whichever answer on the way was lost", async () => {
    await using counted = await open(name)
    await counted.push()
    const requests = counted.world.gate?.heard.length ?? 0
    expect(requests).toBeGreaterThan(0)
    expect(requests).toBeLessThanOrEqual(mostRequests)
    for (let lost = 1; lost <= requests; lost += 1) {
      await using shop = await open(name)
      const { gate } = shop.world
      if (gate === null) throw new Error("this channel does not speak HTTP")
      gate.meet = (_heard, nth) => (nth === lost ? "lost" : null)
      const outcome = await shop.outcome()
      if ("failure" in outcome)
        expect(outcome.failure, `answer ${lost} lost`).toMatchObject({ reason: "NoAnswer" })
      gate.hush()
      expect(await shop.push({ attempt: 2 }), `answer ${lost} lost`).toMatchObject({ _tag: "Accepted" })
      expect(await shop.world.parcels(1), `answer ${lost} lost`).toEqual(whole)
    }
  })
})
