import "../../presenter/force-color.ts"
import { describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { SyncRunId } from "../../../../src/domain/model/sync-run.ts"
import { ableChannel } from "../../../fixtures/channel-capabilities.ts"
import { hostileCorpus } from "../../hostile-corpus.ts"
import { forbiddenIn } from "../../presenter/byte-scan.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot } from "../../world/open-console.ts"
import { nowMs, orderRow } from "../../world/sample-orders.ts"
import { channel, supplier, waitingOrder } from "../../world/sample-parties.ts"

const hostileWorld = (): ChangingWorld => {
  const world = new ChangingWorld()
  const at = new Date(nowMs)
  world.rows = hostileCorpus.map((text, i) =>
    orderRow(100 - i, { channelOrderNumber: text, action: "resolve", message: text })
  )
  world.orders = hostileCorpus.map((text, i) => {
    const order = waitingOrder(100 - i, {
      channelOrderNumber: text,
      customerName: text,
      shipMethodName: text
    })
    const [line] = order.lines
    if (line === undefined) throw new Error("the sample order has no line")
    const shipTo = { ...order.shipTo, name: text, city: text, address1: text, phone: text }
    return { ...order, shipTo, lines: [{ ...line, channelSku: text }] }
  })
  world.suppliers = [supplier(1, hostileCorpus.join(" "), hostileCorpus)]
  for (const [i, text] of hostileCorpus.entries()) {
    world.hold(100 - i, { kind: "phone_missing", field: "phone", message: text, detail: {} })
    world.hold(100 - i, { kind: "ship_method_unmapped", field: "1", message: text, detail: {} })
    world.hold(100 - i, { kind: "sku_unknown", field: text, message: text, detail: {} })
  }
  world.salesChannels = hostileCorpus.map((text, i) =>
    channel(i + 1, {
      name: text,
      kind: text,
      alertAddress: text,
      alertTestedAt: at,
      eligibleStatuses: [text],
      settings: { url: text }
    })
  )
  world.connection = hostileCorpus
  world.kinds = hostileCorpus.map((text) => ({
    kind: text,
    label: text,
    testedBy: text,
    fields: [{ name: "url", label: text, help: text, secret: false, required: true }],
    defaultEligibleStatuses: [],
    partialFulfillment: true,
    ...ableChannel,
    notifiesBuyer: true
  }))
  world.runs = hostileCorpus.map((text, i) => ({
    id: SyncRunId(i + 1),
    service: "orders",
    party: text,
    trigger: "demand",
    state: "failed",
    startedAt: at,
    endedAt: at,
    counts: {},
    error: text
  }))
  world.records = hostileCorpus.map((text) => ({ reference: text, result: "rejected", detail: text }))
  world.sync = hostileCorpus.map((text, i) => ({
    party: text,
    partyKind: "channel",
    partyId: i,
    service: "orders",
    enabled: true,
    everyMinutes: 15,
    last: world.runs[i] ?? null,
    nextAt: at,
    backlog: 0
  }))
  world.process = {
    ready: [OrderId(100)],
    notReady: hostileCorpus.map((text, i) => ({ id: OrderId(i), number: text, reason: text })),
    purchaseOrders: 1,
    suppliers: hostileCorpus.map((name) => ({ name, purchaseOrders: 1, units: 1 })),
    totals: [{ amount: "1.0000", currency: hostileCorpus[0] ?? "" }]
  }
  return world
}

const pageDown = "\x1b[6~"
const esc = "\x1b"

describe("strings from outside, on the changing screens", () => {
  it("never reach the terminal as anything but text", async () => {
    const world = hostileWorld()
    const robot = await openRobot(world, { columns: 120, rows: 40, runtime: changingRuntime(world) })
    await robot.sees("? help")
    await robot.press("2")
    await robot.sees("RESOLVE 4")
    await robot.press("j", "r")
    await robot.sees("> Resolve")
    const leave = async (): Promise<void> => {
      await robot.press(esc)
      if (robot.lines().some((line) => line.includes("y/N"))) await robot.press("y")
    }
    for (let i = 0; i < 12; i++) {
      await robot.press("\t", "\t", " ")
      await leave()
      await robot.press("j", "r")
    }
    await leave()
    await robot.press("4")
    await robot.sees("HISTORY")
    for (const _ of hostileCorpus) await robot.press("j")
    await robot.press("\t", "\r", pageDown, pageDown, esc)
    await robot.press("5")
    await robot.sees("CHANNEL")
    for (const _ of hostileCorpus.slice(0, 20))
      await robot.press("j", "t", "\r", pageDown, esc, "A", "x", esc, "y")
    world.put(orderRow(100, { action: "process" }))
    await robot.press("2")
    await robot.sees("PROCESS 1")
    await robot.press("a", "P")
    await robot.sees("> Process")
    await robot.press("n", pageDown, pageDown, "P")
    await robot.sees("y/N")
    await robot.press("y")
    expect(forbiddenIn(robot.terminal.written.join(""))).toEqual([])
    await robot.quit()
  }, 60_000)
})
