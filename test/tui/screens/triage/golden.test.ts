import "../../presenter/force-color.ts"
import { describe, expect, it } from "vitest"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot } from "../../world/open-console.ts"
import { everyKind, nowMs } from "../../world/sample-orders.ts"

const full = (): FakeWorld => {
  const world = new FakeWorld()
  world.rows = everyKind()
  world.holds = [
    { kind: "ship_method_unmapped", count: 22, oldestAt: new Date(nowMs - 7_200_000) },
    { kind: "address_missing", count: 9, oldestAt: new Date(nowMs - 60_000) }
  ]
  const started = new Date(nowMs - 60_000)
  world.workers = [
    {
      id: 1,
      name: "worker",
      host: "box",
      pid: 4711,
      startedAt: started,
      seenAt: new Date(nowMs - 1000),
      workingOn: "orders.process",
      load: {}
    }
  ]
  world.sync = [
    {
      party: "acme-shop",
      partyKind: "channel",
      partyId: 1,
      service: "orders",
      enabled: true,
      everyMinutes: 15,
      last: null,
      nextAt: new Date(nowMs + 720_000),
      backlog: 0
    }
  ]
  return world
}

describe("the triage screen", () => {
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 }
  ])
    it(`full at ${size.columns}x${size.rows}`, async () => {
      const robot = await openRobot(full(), size)
      await robot.press("1")
      await robot.sees("orders.process")
      expect(robot.lines().join("\n")).toMatchSnapshot()
      await robot.quit()
    })

  it("says why it is empty", async () => {
    const world = new FakeWorld()
    world.failure = "connection refused"
    const robot = await openRobot(world)
    await robot.press("1")
    await robot.sees("Cannot be read: connection refused")
    await robot.quit()
  })
})
