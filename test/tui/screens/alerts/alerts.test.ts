import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import type { AlertRouteId } from "../../../../src/domain/model/alert.ts"
import { placeOfAlert } from "../../../../src/tui/screens/alerts/alert-place.ts"
import { hostileCorpus } from "../../hostile-corpus.ts"
import { forbiddenIn } from "../../presenter/byte-scan.ts"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { alert, fillAlerts } from "../../world/sample-alerts.ts"
import { nowMs } from "../../world/sample-orders.ts"
import { fillTriage } from "../../world/sample-triage.ts"

const ago = (minutes: number): Date => new Date(nowMs - minutes * 60_000)

let robot: Robot
const open = async (
  prepare: (world: FakeWorld) => void,
  size = { columns: 80, rows: 24 }
): Promise<FakeWorld> => {
  const world = new FakeWorld()
  prepare(world)
  robot = await openRobot(world, size)
  await robot.press("8")
  await robot.sees("STATE")
  return world
}
afterEach(() => robot.quit())

describe("the alerts screen", () => {
  it("says what is wrong with the database instead of the list", async () => {
    await open((world) => {
      world.failure = "connection refused"
    })
    await robot.sees("The alerts cannot be read: connection refused")
  })

  it("says that nobody judges while no worker is alive, and is silent about it when one is", async () => {
    const world = await open(fillAlerts)
    await robot.sees("No worker is alive: nobody judges, nobody is told. Start one: switchyard worker")
    fillTriage(world)
    world.publish({ about: "workers" })
    await robot.misses("No worker is alive")
  })

  it("opens what an alert is about", async () => {
    await open(fillAlerts)
    await robot.sees("Northwind takes nothing")
    await robot.press("j", "\r")
    await robot.sees("▸2 Orders")
    await robot.press("8", "k", "\r")
    await robot.sees("Alerts > ")
  })

  it("dismisses with a reason and a yes, never by enter alone, and notes who did it", async () => {
    const world = await open(fillAlerts)
    await robot.sees("Northwind takes nothing")
    await robot.press("D")
    await robot.sees("What is done about it?")
    await robot.press("\r")
    await robot.sees("Say why")
    await robot.press(..."D is me", "\r")
    await robot.sees("DISMISS “Northwind takes nothing")
    await robot.press("\r")
    expect(world.sight.open[0]?.mutedBy).toBeNull()
    await robot.press("D", ..."they repair it", "\r", "y")
    await robot.sees("Dismissed: it ends when its cause goes.")
    expect(world.sight.open[0]).toMatchObject({ mutedBy: "ana", mutedReason: "they repair it" })
    expect(world.activity).toMatchObject([
      { act: "dismissed", subject: { kind: "alert", id: 12 }, note: "they repair it" }
    ])
    await robot.press("D")
    await robot.sees("ana has dismissed it already.")
  })

  it("a reason that was typed is not lost by esc into nowhere: esc leaves the typing, not the screen", async () => {
    await open(fillAlerts)
    await robot.sees("Northwind takes nothing")
    await robot.press("D", ..."abc")
    await robot.sees("abc")
    await robot.press("\x1b")
    await robot.misses("What is done about it?")
    await robot.sees("STATE")
  })

  it("tests every route after a yes, and says which refused", async () => {
    const world = await open(fillAlerts)
    const route = { target: "https://x.example", createdBy: "ana", createdAt: ago(9), testedAt: null }
    world.sight.routes = [
      { ...route, id: 1 as AlertRouteId, name: "chat", kind: "webhook" },
      { ...route, id: 2 as AlertRouteId, name: "ops", kind: "email", target: "ops@acme.example" }
    ]
    await robot.press("T")
    await robot.sees("TEST every alert route?")
    await robot.press("n")
    expect(world.sight.told).toEqual([])
    await robot.press("T", "y")
    await robot.sees("chat: took it; ops: took it.")
    expect(world.sight.told).toEqual(["chat", "ops@acme.example"])
    world.sight.routeFailure = "410 gone"
    await robot.press("T", "y")
    await robot.sees("chat: 410 gone")
  })

  it("says an answer of many words whole: the message takes the lines that it needs, till the next key", async () => {
    const world = await open(fillAlerts)
    const route = { target: "https://x.example", createdBy: "ana", createdAt: ago(9), testedAt: null }
    world.sight.routes = [{ ...route, id: 1 as AlertRouteId, name: "chat", kind: "webhook" }]
    const before = robot.lines()
    world.sight.routeFailure = `${"the server refused the connection and ".repeat(6)}says: look into its log`
    await robot.press("T", "y")
    await robot.sees("look into its log")
    expect(
      robot
        .lines()
        .join(" ")
        .match(/the server refused the connection/gu)
    ).toHaveLength(6)
    await robot.press("k")
    await robot.misses("look into its log")
    expect(robot.lines().slice(3)).toEqual(before.slice(3))
  })

  it("reads what is older as the cursor comes to it", async () => {
    const world = await open((w) => {
      w.sight.past = Array.from({ length: 250 }, (_, i) =>
        alert(1000 - i, { title: `cause ${1000 - i}`, goneAt: ago(i) })
      )
    })
    await robot.sees("cause 1000")
    await robot.press("\x1b[F")
    await robot.sees("cause 901")
    await robot.press("\x1b[F")
    await robot.sees("cause 801")
    await robot.press("\x1b[F")
    await robot.sees("cause 751")
    expect(world.asked.filter((name) => name === "pastAlerts").length).toBeGreaterThanOrEqual(3)
  })

  it("what a supplier or a shop said cannot write to the terminal", async () => {
    await open((world) => {
      world.sight.open = hostileCorpus.map((text, i) =>
        alert(i + 1, {
          title: text,
          channelName: text,
          mutedBy: text,
          mutedReason: text,
          value: text,
          tellings: [{ to: text, kind: text, state: "given_up", at: ago(1).toISOString(), failure: text }]
        })
      )
    })
    for (const _ of hostileCorpus) await robot.press("j")
    expect(forbiddenIn(robot.terminal.written.join(""))).toEqual([])
  }, 60_000)
})

describe("the list behind a cause", () => {
  const now = new Date(nowMs)
  const screenOf = (cause: string) => placeOfAlert({ cause }, now)

  it("is the orders, where it is about orders", () => {
    expect(screenOf("resolve/sku_unknown/3/AB-1")).toEqual({
      screen: "orders",
      filter: {
        action: "resolve",
        hold: "sku_unknown",
        channelId: 3,
        query: [{ kind: "field", field: "sku", isNot: false, test: { is: "any of", values: ["AB-1"] } }]
      }
    })
    expect(screenOf("resolve/ship_method_unmapped/3/Free / Slow")).toMatchObject({
      filter: { query: [{ field: "ship", test: { values: ["Free / Slow"] } }] }
    })
    expect(screenOf("resolve/address_incomplete/3/")).toEqual({
      screen: "orders",
      filter: { action: "resolve", hold: "address_incomplete", channelId: 3 }
    })
    expect(screenOf("failed/3/Northwind/550 #")).toEqual({
      screen: "orders",
      filter: { action: "retry", supplier: "Northwind", channelId: 3 }
    })
    expect(screenOf("answer/price_raised")).toEqual({ screen: "orders", filter: { hold: "price_raised" } })
    expect(screenOf("late/2")).toEqual({
      screen: "orders",
      filter: { due: { what: "acknowledge", until: now } }
    })
  })

  it("is its own screen else, and nothing for a route or what a newer program wrote", () => {
    expect(screenOf("breaker/7")).toMatchObject({ screen: "supplier", id: 7 })
    for (const [cause, screen] of Object.entries({
      "feed/1": "feeds",
      "stopped/all/": "sends",
      "deaths/": "workers",
      "stock/1": "inventory"
    }))
      expect(screenOf(cause)).toEqual({ screen })
    expect(screenOf("dead/orders.process")).toEqual({ screen: "jobs", show: "dead" })
    expect(screenOf("quarantine/acme")).toEqual({ screen: "exceptions", part: "quarantine" })
    expect(screenOf("route/ops")).toBeNull()
    expect(screenOf("unheard/of")).toBeNull()
  })
})
