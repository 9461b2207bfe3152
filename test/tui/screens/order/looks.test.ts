import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { hostileCorpus } from "../../hostile-corpus.ts"
import { sampleTimeline } from "../../world/beside-ports.ts"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderDetail } from "../../world/sample-detail.ts"
import { nowMs, orderRow } from "../../world/sample-orders.ts"

const id = OrderId(42)
let robot: Robot
afterEach(() => robot.quit())

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 }
] as const

const open = async (
  change: (world: FakeWorld) => void,
  size: { readonly columns: number; readonly rows: number } = sizes[0]
): Promise<FakeWorld> => {
  const world = new FakeWorld()
  world.rows = [orderRow(42, { status: "processed", action: null, why: "2 of 4 shipped" })]
  world.details.set(id, orderDetail(42))
  change(world)
  robot = await openRobot(world, size)
  await robot.sees("#1042")
  await robot.press("j", "\r")
  await robot.sees("PURCHASE ORDER")
  return world
}

describe("the timeline", () => {
  it("shows one sort after the other, and says so where there is none", async () => {
    await open((world) => {
      world.beside.timeline = sampleTimeline.filter(({ isFailure }) => !isFailure)
    })
    await robot.press("t")
    await robot.sees("Note: buyer called")
    await robot.press("f")
    await robot.sees("[people]")
    await robot.misses("push 5521")
    await robot.press("f")
    await robot.sees("[machine]")
    await robot.misses("buyer called")
    await robot.press("f")
    await robot.sees("Nothing failed on its way.")
    await robot.press("m")
    await robot.sees("There are no older ones.")
  })

  it("goes on where the page ends, and takes in what comes meanwhile", async () => {
    const [one] = sampleTimeline
    if (one === undefined) throw new Error("the sample is empty")
    const world = await open((w) => {
      w.beside.timeline = Array.from({ length: 150 }, (_, n) => ({
        ...one,
        id: 150 - n,
        event: `thing ${150 - n}`,
        at: new Date(nowMs - n * 60_000)
      }))
    })
    await robot.press("t")
    await robot.sees("100 and more")
    await robot.press("m")
    await robot.sees(" 150 ")
    world.beside.timeline = [{ ...one, id: 151, event: "newest thing" }, ...world.beside.timeline]
    world.publish({ about: "orders", ids: [id] })
    await robot.sees("Newest thing")
    await robot.press("\x1b")
    await robot.sees("PURCHASE ORDER")
  })

  it.each(sizes)("names the job of each row, and enter opens it, at $columns columns", async (size) => {
    await open((world) => {
      world.beside.timeline = sampleTimeline
    }, size)
    await robot.press("t")
    await robot.sees("fulfillments.push 7c01d2aa")
    await robot.sees("Job fulfillments.push 7c01d2aa-0000-4000-8000-000000000000")
    await robot.press("j", "j", "j")
    await robot.sees("Job purchase-orders.send 3f2a91bc-0000-4000-8000-000000000000, attempt 2")
    await robot.press("\r")
    await robot.sees("a finished job is kept for 10 minutes")
    await robot.press("\x1b")
    await robot.sees("Job purchase-orders.send 3f2a91bc-0000-4000-8000-000000000000, attempt 2")
    await robot.press("j")
    await robot.sees("Attempt 1 of job purchase-orders.send for this")
    await robot.press("j", "j")
    await robot.sees("A person did it: there is no job.")
    await robot.press("\r")
    await robot.sees("A person did it: there is no job.")
    await robot.press("\x1b[F")
    await robot.sees("Job orders.download 0a94c2de")
  })

  it("what comes in above does not move the row under the cursor", async () => {
    const world = await open((w) => {
      w.beside.timeline = sampleTimeline
    })
    await robot.press("t", "j")
    await robot.sees(">14:00:07  The carrier saw")
    const [one] = sampleTimeline
    if (one === undefined) throw new Error("the sample is empty")
    const row = robot.lines().findIndex((line) => line.startsWith(">"))
    world.beside.timeline = [{ ...one, id: 99, event: "newest thing" }, ...sampleTimeline]
    world.publish({ about: "orders", ids: [id] })
    await robot.sees(" 11")
    expect(robot.lines()[row]).toContain(">14:00:07  The carrier saw")
    await robot.press("gg")
    await robot.sees("Newest thing")
  })

  it("of nothing, and of odd characters", async () => {
    const [one] = sampleTimeline
    if (one === undefined) throw new Error("the sample is empty")
    const world = await open(() => undefined)
    await robot.press("t")
    await robot.sees("Nothing is recorded of it yet.")
    world.beside.timeline = hostileCorpus.map((text, n) => ({
      ...one,
      id: n,
      subject: text,
      note: text,
      actor: text
    }))
    world.publish({ about: "orders", ids: [id] })
    await robot.misses("Nothing is recorded")
    expect(robot.log).toEqual([])
  })
})

describe("the payload", () => {
  it("is the channel's own words, folded and never cut", async () => {
    const payload = JSON.stringify({
      id: 1,
      note: "Donaudampfschifffahrtsgesellschaft ".repeat(6),
      evil: "\u001b[2J"
    })
    await open((world) => {
      world.beside.payload = { receivedAt: new Date(nowMs), payload, length: payload.length }
    })
    await robot.press("o")
    await robot.sees("As the channel sent it, received 14:02:07")
    expect(robot.lines().join("\n")).toMatchSnapshot()
  })

  it("was not kept: it says why", async () => {
    await open(() => undefined)
    await robot.press("o")
    await robot.sees("What its channel sent is not kept")
    await robot.press("y")
    await robot.sees("There is no payload.")
  })
})

describe("bytes and evidence", () => {
  it("cannot be read: it says what is wrong, and shows it as soon as it can", async () => {
    const world = await open(() => undefined)
    world.failure = "connection refused"
    await robot.press("e")
    await robot.sees("It cannot be read: connection refused")
    world.failure = null
    await robot.sees("Evidence")
  })
})
