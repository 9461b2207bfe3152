import "../presenter/force-color.ts"
import { describe, expect, it } from "vitest"
import type { OrderRow } from "../../../src/domain/ports/order-board.ts"
import { hostileCorpus } from "../hostile-corpus.ts"
import { forbiddenIn, sgrCodes } from "../presenter/byte-scan.ts"
import { FakeWorld } from "../world/fake-world.ts"
import { openRobot } from "../world/open-console.ts"
import { hostileDetail } from "../world/sample-detail.ts"
import { orderRow } from "../world/sample-orders.ts"

const hostileRow = (text: string, id: number): OrderRow =>
  orderRow(id, {
    channelOrderNumber: text,
    customerName: text,
    channel: text,
    shipMethodName: text,
    why: text,
    message: text,
    total: { amount: "1.0000", currency: text }
  })

const hostileWorld = (): FakeWorld => {
  const world = new FakeWorld()
  world.rows = hostileCorpus.map((text, index) => hostileRow(text, 100 - index))
  for (const [index, text] of hostileCorpus.entries()) {
    const detail = hostileDetail(text, 100 - index)
    world.details.set(detail.order.id, detail)
  }
  world.sight.standings = {
    ...world.sight.standings,
    holds: [{ kind: "\x1b[31mkind", count: 1, oldestAt: new Date(0) }]
  }
  world.stoppedBy = "\x1b]0;by\x07"
  world.sendsStopped = true
  return world
}

describe("strings from outside", () => {
  it("never reach the terminal as anything but text, on any screen", async () => {
    const robot = await openRobot(hostileWorld(), { columns: 120, rows: 40 })
    await robot.sees("PROCESS 4")
    for (const _ of hostileCorpus) await robot.press("j", "\r", "j", "\x1b[6~", "\x1b")
    await robot.press("1")
    await robot.sees("NEEDS YOU")
    expect(forbiddenIn(robot.terminal.written.join(""))).toEqual([])
    await robot.quit()
  }, 60_000)

  it("bring no color under NO_COLOR", async () => {
    const robot = await openRobot(hostileWorld(), { env: { NO_COLOR: "1" } })
    await robot.press("j", "\r", "\x1b", "1", "?")
    const colors = sgrCodes(robot.terminal.written.join("")).filter((code) => Number(code) >= 30)
    expect(colors).toEqual([])
    await robot.quit()
  })
})
