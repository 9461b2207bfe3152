import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot, type Robot, type RobotOptions } from "../../world/open-console.ts"
import { fillJobs } from "../../world/sample-jobs.ts"
import { nowMs } from "../../world/sample-orders.ts"
import { input, parcel } from "../../world/sample-reviews.ts"
import { run } from "../../world/sample-sync.ts"
import { fillTriage, sync } from "../../world/sample-triage.ts"

let robot: Robot
const open = async (prepare: (world: FakeWorld) => void, options: RobotOptions = {}): Promise<FakeWorld> => {
  const world = new FakeWorld()
  prepare(world)
  robot = await openRobot(world, options)
  await robot.press("1")
  return world
}
afterEach(() => robot.quit())

describe("the triage screen", () => {
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 }
  ]) {
    it(`with faults only at ${size.columns}x${size.rows}`, async () => {
      await open(fillTriage, size)
      await robot.sees("MONEY AT RISK")
      await robot.press("f")
      await robot.misses("PROCESS, ready")
      await robot.sees("LATE by 9m")
      expect(robot.lines().join("\n")).toMatchSnapshot()
    })
  }

  it("shows what needs a person first and whole at 80x24, and the rest as the cursor goes down", async () => {
    await open(fillTriage)
    await robot.sees("SINCE YOU LAST LOOKED")
    const needs = robot.lines().findIndex((line) => line.includes("NEEDS YOU"))
    expect(needs).toBe(3)
    for (const words of ["RESOLVE", "IN DOUBT", "ship-by in 4 h", "buyer asked to CANCEL"])
      expect(robot.lines().some((line) => line.includes(words))).toBe(true)
    await robot.press("\x1b[F")
    await robot.sees("parcels in trouble")
    await robot.press("\t")
    await robot.sees("NEEDS YOU")
  })

  it("says of money in Processing that it is to be sent while nothing is sent", async () => {
    const world = await open(
      (w) => {
        fillTriage(w)
        w.sight.standings = { ...w.sight.standings, sending: [{ amount: "12.5000", currency: "USD" }] }
      },
      { columns: 120, rows: 60 }
    )
    await robot.sees("being sent")
    world.sendsStopped = true
    world.publish({ about: "installation" })
    await robot.sees("to be sent")
    await robot.misses("being sent")
  })

  it("opens a line's list by the letter that stands before it, from wherever the cursor is", async () => {
    await open(fillTriage)
    await robot.sees("SINCE YOU LAST LOOKED")
    for (const [key, words] of [
      ["r", "only RESOLVE"],
      ["d", "only IN DOUBT"],
      ["P", "only PROCESS"],
      ["R", "only FAILED"]
    ] as const) {
      await robot.press(key)
      await robot.sees(words)
      await robot.press("1")
      await robot.misses(words)
    }
    await robot.press("A")
    await robot.sees("Nothing waits there.")
  })

  it("goes through every number in the order of reading, and each opens its own list", async () => {
    const world = await open(fillTriage)
    await robot.sees("SINCE YOU LAST LOOKED")
    const places: Array<string> = []
    for (let i = 0; i < 60; i++) {
      const before = robot.lines().find((line) => line.startsWith("▸ ") && !line.startsWith("▸1"))
      await robot.press("\r")
      const [, top = ""] = robot.lines()
      places.push(`${before?.slice(2, 30).trim()} > ${top.trim().slice(0, 20)}`)
      await robot.press("1", "j")
      if (robot.lines().find((line) => line.startsWith("▸ ") && !line.startsWith("▸1")) === before) break
    }
    expect(places).toMatchSnapshot()
    expect(world.asked).toContain("page")
  })

  it("a number of the machinery opens the list it counts, not the screen that has it somewhere", async () => {
    /** So many rows above the last one. */
    const opened = async (above: number): Promise<void> => {
      await robot.press("1")
      await robot.sees("▸1 Triage")
      await robot.press("\x1b[F", ..."k".repeat(above), "\r")
    }
    const world = new ChangingWorld()
    fillJobs(world)
    fillTriage(world)
    world.review.parcels = [parcel()]
    world.review.inputs = [input(7)]
    robot = await openRobot(world, { columns: 80, rows: 24, runtime: changingRuntime(world) })
    await opened(1)
    await robot.sees("dead-letter: dead")
    await robot.sees("Northwind refused the connection")
    await robot.press("R")
    await robot.sees("y/N")
    await robot.press("n")
    await opened(2)
    await robot.sees("quarantine 1")
    await opened(0)
    await robot.sees("parcels 1")
  })

  it("a list that was opened for what is due says so", async () => {
    await open(fillTriage)
    for (const [line, words] of [
      ["not acknowledged", "only not acknowledged in time"],
      ["ship-by OVERDUE", "only ship-by overdue"],
      ["ship-by in 4 h", "only ship-by soon"]
    ] as const) {
      const isThere = () => robot.lines().some((one) => one.startsWith(`▸   ${line}`))
      for (let i = 0; i < 20 && !isThere(); i++) await robot.press("j")
      await robot.press("\r")
      await robot.sees(words)
      await robot.press("1")
      await robot.sees("NEEDS YOU")
    }
  })

  it("a service that is late is the line that the cursor is on when it is opened", async () => {
    await open(fillTriage)
    await robot.sees("NEEDS YOU")
    await robot.press("f")
    await robot.sees("LATE by 9m")
    const isThere = () => robot.lines().some((line) => line.startsWith("▸   marigold orders"))
    for (let i = 0; i < 20 && !isThere(); i++) await robot.press("j")
    await robot.press("\r")
    await robot.sees("sync marigold orders now")
  })

  it("says that a reading waits for its channel, and until when, not that it runs", async () => {
    await open(
      (world) => {
        fillTriage(world)
        const waiting = {
          pages: 0,
          since: null,
          reachedAt: null,
          remaining: null,
          waitsUntil: new Date(nowMs + 40_000)
        }
        const asked = "https://acme.example asks to wait (HTTP 429)."
        world.sync = [
          sync("acme-shop", {
            last: run(1, { state: "running", error: asked, endedAt: null, progress: waiting })
          })
        ]
      },
      { columns: 120, rows: 40 }
    )
    await robot.sees("in 40s  waits: https://acme.example")
  })

  it("does not call money paid where more orders wait for their payment than are taken off", async () => {
    await open((world) => {
      fillTriage(world)
      const holds = [{ kind: "not_paid", count: 1000, oldestAt: new Date(nowMs) }]
      world.sight.standings = { ...world.sight.standings, holds }
    })
    await robot.sees("unsent, some unpaid")
    await robot.misses("paid, not sent")
  })

  it("says that a number is old when the database does not answer any more", async () => {
    let now = nowMs
    const world = await open(fillTriage, { now: () => now })
    await robot.sees("MONEY AT RISK")
    world.failure = "connection refused"
    now += 180_000
    await robot.sees("NEEDS YOU  3m old")
    world.failure = null
    await robot.misses("3m old")
  })
})

describe("since the last look", () => {
  it("is counted from the look that is kept, and looking is noted under the person's name", async () => {
    const world = await open(fillTriage, { columns: 120, rows: 40 })
    await robot.sees("SINCE YOU LAST LOOKED (2026-11-20 18:04)")
    await robot.sees("mapped 2 methods of 2 channels")
    await robot.sees("version 1.4.0 → 1.4.1")
    expect(world.sight.askedSince.at(-1)).toEqual(world.sight.lookedAt)
    expect(world.sight.looks).toEqual(["ana"])
    await robot.press("2")
    await robot.sees("RESOLVE")
    expect(world.sight.looks).toEqual(["ana", "ana"])
    await robot.press("1")
    await robot.sees("SINCE YOU LAST LOOKED (2026-11-20 18:04)")
  })

  it("opens what that person did, and esc is one step home", async () => {
    await open(fillTriage, { columns: 120, rows: 40 })
    await robot.sees("mapped 2 methods of 2 channels")
    const isThere = () => robot.lines().some((line) => /▸ +\S+ +(ana|ben) mapped/.test(line))
    for (let i = 0; i < 40 && !isThere(); i++) await robot.press("j")
    await robot.press("\r")
    await robot.sees("Triage > Activity")
    await robot.sees("by ")
    await robot.press("\x1b")
    await robot.sees("▸1 Triage")
  })

  it("is a day for a role that may not keep a look", async () => {
    await open(
      (world) => {
        fillTriage(world)
        world.sight.isReadOnly = true
      },
      { columns: 120, rows: 40 }
    )
    await robot.sees("IN THE LAST 24 H (2026-11-21 14:02)")
  })
})
