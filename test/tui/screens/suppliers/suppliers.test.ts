import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import type { Breaker } from "../../../../src/domain/model/breaker.ts"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { SupplierId } from "../../../../src/domain/model/supplier.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { nowMs } from "../../world/sample-orders.ts"
import { supplier } from "../../world/sample-parties.ts"

const inTrouble = (message: string): Breaker => ({
  supplierId: SupplierId(1),
  supplier: "Northwind",
  state: "open",
  failures: 5,
  reason: "Unreachable",
  message,
  openedAt: new Date(nowMs - 300_000),
  nextProbeAt: new Date(nowMs + 60_000),
  probeSeconds: 80,
  sendsPerMinute: null,
  parked: 12
})

let robot: Robot
const open = async (
  size = { columns: 80, rows: 24 },
  message = "connection refused"
): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  world.suppliers = [
    {
      ...supplier(1, "Northwind", ["Ground"]),
      terms: {
        calendar: { zone: "America/Chicago", weekdays: [1, 2, 3, 4, 5], cutOffAt: "15:30" },
        acknowledgesWithinMinutes: 240,
        authorization: { by: "person", automatic: false }
      }
    },
    supplier(2, "supplier-2", [])
  ]
  world.breakers = [inTrouble(message)]
  world.inFlight = [{ supplier: "Northwind", channel: "acme-shop", claimed: 1, transmitting: 0 }]
  world.overdue = [
    {
      number: "SY-000311",
      orderId: OrderId(42),
      channelOrderNumber: "1042",
      supplier: "Northwind",
      contact: "",
      sentAt: new Date(nowMs - 20_000_000),
      dueAt: new Date(nowMs - 7_200_000)
    }
  ]
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.press("6")
  await robot.sees("Northwind")
  return world
}
afterEach(() => robot.quit())

describe("the suppliers", () => {
  it("close a breaker only after a yes, and offer it only where one is open", async () => {
    const world = await open()
    await robot.sees("1 in trouble")
    await robot.press("B", "\r")
    await robot.sees("Nothing was changed.")
    expect(world.closedBreakers).toEqual([])
    await robot.press("B")
    await robot.sees("CLOSE the breaker of Northwind, because you know")
    await robot.press("y")
    await robot.sees("Northwind: what waited leaves oldest first")
    expect(world.closedBreakers).toEqual([1])
    await robot.press("j")
    await robot.misses("close breaker")
    await robot.press("B")
    await robot.sees("Its breaker is not open")
  })

  it("are halted one by one, and the row says by whom", async () => {
    await open()
    await robot.press("H")
    await robot.sees("STOP sends to Northwind until somebody allows them again?")
    await robot.press("y")
    await robot.sees("STOPPED by ana")
    await robot.press("k")
    await robot.sees("H allow sends to it")
  })

  it("say of each setting what it is, what it is for, and the flag that changes it; of a secret only whether it is stored", async () => {
    const world = await open({ columns: 80, rows: 80 })
    world.suppliers = world.suppliers.map((s) => ({ ...s, settings: { host: "sftp.northwind.example" } }))
    world.secrets.set("supplier:1/password", "hunter2")
    await robot.press("\r")
    await robot.sees("SETTINGS")
    await robot.sees("CSV files by SFTP. E changes them")
    const page = robot.lines().join("\n")
    expect(page).toMatch(/Host {2,}sftp\.northwind\.example\n +The name of their server\. --set host=…/)
    expect(page).toMatch(/Host key {2,}not set\n/)
    expect(page).toMatch(/Password {2,}stored, never shown\n +What they gave you for it\. --secret password/)
    expect(page).toMatch(/Number prefix {2,}\S+\n/)
    expect(page).not.toContain("hunter2")
  })

  it("show what a supplier's server said without obeying it", async () => {
    await open({ columns: 80, rows: 24 }, "\x1b[2Jgone\nforged row\x1b]52;c;AAAA\x07")
    await robot.press("\r")
    await robot.sees("␛[2Jgone␊forged row␛]52;c;AAAA␇")
  })
})
