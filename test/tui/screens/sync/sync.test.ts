import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { nowMs } from "../../world/sample-orders.ts"
import { fillSync, line, run } from "../../world/sample-sync.ts"

const worldOf = (change: (world: ChangingWorld) => void = () => undefined): ChangingWorld => {
  const world = new ChangingWorld()
  fillSync(world)
  change(world)
  return world
}

let robot: Robot
const open = async (world: ChangingWorld, size = { columns: 80, rows: 24 }): Promise<ChangingWorld> => {
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("4")
  await robot.sees("HISTORY")
  return world
}
afterEach(() => robot.quit())

describe("the sync keys", () => {
  it("N syncs the selected line alone", async () => {
    const world = await open(worldOf())
    await robot.sees("acme-shop push")
    await robot.press("N")
    await robot.sees("SYNC orders of acme-shop now? Its schedule goes on as it was.")
    // Enter is never the yes.
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    expect(world.started).toEqual([])
    await robot.press("N", "y")
    await robot.sees("Sync of orders started: acme-shop.")
    await robot.press("j", "j", "N", "y")
    await robot.sees("Sync of tracking started: Northwind.")
    expect(world.started).toEqual(['orders {"channelId":1}', 'tracking {"supplierId":1}'])
  })

  it("C cancels a run that goes on, shows how far it is until then, and refuses one that has ended", async () => {
    const progress = {
      pages: 12,
      since: new Date(nowMs - 3_600_000),
      reachedAt: new Date(nowMs - 1_800_000),
      remaining: 1200,
      waitsUntil: null
    }
    const going = run(9, {
      state: "running",
      startedAt: new Date(nowMs - 15_000),
      endedAt: null,
      counts: { new: 1200 },
      progress
    })
    const world = await open(
      worldOf((w) => {
        w.sync = [line({ last: going }), line({ service: "fulfillment" })]
        w.runs = [going]
      })
    )
    await robot.sees("run 1,200")
    await robot.sees("page 12, 1,200 so far, 80/s, about 15 s left")
    await robot.press("C")
    await robot.sees("CANCEL orders of acme-shop? What was read stays")
    await robot.press("y")
    await robot.sees("Run of acme-shop canceled.")
    expect(world.canceled).toEqual([9])
    await robot.press("j", "C")
    await robot.sees("It does not go on.")
    expect(world.canceled).toEqual([9])
  })

  it("a run whose wait is over waits for a worker, and does not read as running", async () => {
    const progress = {
      pages: 0,
      since: null,
      reachedAt: null,
      remaining: null,
      waitsUntil: new Date(nowMs - 1)
    }
    const error = "the shop is away (attempt 1 of 9)"
    const held = run(9, { state: "running", endedAt: null, counts: {}, progress, error })
    await open(
      worldOf((w) => {
        w.sync = [line({ last: held })]
        w.runs = [held]
      })
    )
    await robot.sees("acme-shop orders     waits")
    await robot.sees("worker: the shop is away")
  })

  it("a run that a paused queue holds says who paused it and how it goes on", async () => {
    const at = new Date(nowMs - 600_000)
    const pause = { queue: "orders.download", by: "ana", at, reason: "the shop moves" }
    const held = run(9, {
      state: "running",
      startedAt: new Date(nowMs - 15_000),
      endedAt: null,
      counts: {},
      pause
    })
    const world = await open(
      worldOf((w) => {
        w.sync = [line({ last: held })]
        w.runs = [held]
      })
    )
    await robot.sees("waits")
    await robot.sees("acme-shop orders waits for its queue: P on orders.download in Jobs (7)")
    await robot.sees("ana paused it 13:52: the shop moves")
    const going = { ...held, pause: null }
    world.sync = [line({ last: going })]
    world.runs = [going]
    world.publish({ about: "workers" })
    await robot.sees("acme-shop orders     running")
  })

  it("S syncs the orders of all channels, T the tracking of all suppliers", async () => {
    const world = await open(worldOf())
    await robot.press("S")
    await robot.sees("SYNC orders of all 2 channels now? The schedule goes on as it was.")
    await robot.press("y")
    await robot.sees("Sync of orders started: acme-shop, shop-2.")
    await robot.press("T")
    await robot.sees("SYNC tracking of Northwind now?")
    await robot.press("y")
    await robot.sees("Sync of tracking started: Northwind.")
    expect(world.started).toEqual([
      'orders {"channelId":1}',
      'orders {"channelId":2}',
      'tracking {"supplierId":1}'
    ])
  })

  it("enter opens the records of the line's last run", async () => {
    await open(worldOf())
    await robot.sees("acme-shop push")
    await robot.press("j", "\r")
    await robot.sees("quarantined  line 2: quantity is not a number")
    await robot.sees("unknown carrier “UPSN”")
  })

  it("says under the records of a long run how many more it counted", async () => {
    const failed = run(3, { state: "failed", counts: { rejected: 1, new: 1200 } })
    await open(
      worldOf((world) => {
        world.sync = [line({ last: failed })]
        world.runs = [failed]
      })
    )
    await robot.press("\r")
    await robot.sees("1,199 more were counted; they are not kept one by one.")
  })

  it("tab goes to the history, where enter opens any run", async () => {
    await open(worldOf())
    await robot.sees("running")
    await robot.press("\t", "j", "j", "\r")
    await robot.sees("Run 1, acme-shop orders")
  })

  it("shows a run that ends while one looks", async () => {
    const world = await open(worldOf())
    await robot.sees("1 running")
    world.runs = world.runs.map((r) => ({ ...r, state: "done", endedAt: new Date(nowMs) }))
    world.publish({ about: "sync" })
    await robot.sees("0 running")
  })
})
