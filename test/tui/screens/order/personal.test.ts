import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderDetail } from "../../world/sample-detail.ts"
import { orderRow } from "../../world/sample-orders.ts"

const id = OrderId(42)
let robot: Robot
afterEach(() => robot.quit())

class ReadOnlyWorld extends ChangingWorld {
  override triage() {
    return { ...super.triage(), readOnly: true }
  }
}

const open = async (world: ChangingWorld): Promise<void> => {
  world.rows = [orderRow(42, { action: "process" })]
  const detail = orderDetail(42)
  world.details.set(id, {
    ...detail,
    order: { ...detail.order, status: "not_processed", action: "process" }
  })
  robot = await openRobot(world, { columns: 120, rows: 40, runtime: changingRuntime(world) })
  await robot.sees("#1042")
  await robot.press("j", "\r")
  await robot.sees("PURCHASE ORDER")
}

const revealed = (world: ChangingWorld) => world.activity.filter(({ act }) => act === "revealed")

describe("who bought it", () => {
  it("is masked, shown by p until the page is left, and each time in the activity", async () => {
    const world = new ChangingWorld()
    await open(world)
    await robot.sees("to J. K., ***, ***, IL 627***, US, ***")
    expect(revealed(world)).toEqual([])
    await robot.press("p")
    await robot.sees("to Jane Kowalski, 14 Elm Street, Springfield, IL 62704, US")
    await robot.sees("Personal data of #1042 is shown here; that you looked is in Activity.")
    expect(revealed(world)).toEqual([
      {
        act: "revealed",
        subject: { kind: "order", id, name: "1042" },
        changes: [],
        note: "personal data of order #1042"
      }
    ])
    await robot.press("p")
    await robot.sees("It is shown already")
    expect(revealed(world)).toHaveLength(1)
    await robot.press("\x1b", "\r")
    await robot.sees("to J. K., ***")
    await robot.misses("Kowalski")
  })

  it("stays masked where it cannot be written down", async () => {
    const world = new ChangingWorld()
    await open(world)
    world.failure = "PostgreSQL refused it"
    await robot.press("p")
    await robot.sees("It stays masked: PostgreSQL refused it")
    await robot.misses("Kowalski")
    world.failure = null
  })
})

describe("a connection that PostgreSQL lets read only", () => {
  it("wears a badge of words, and no key that changes something asks for anything", async () => {
    const world = new ReadOnlyWorld()
    await open(world)
    await robot.sees("READ-ONLY")
    for (const key of ["P", "C", "T", "I", "n", "X", "S", "z"]) {
      await robot.press(key)
      await robot.sees("This connection is READ-ONLY: PostgreSQL lets its login change nothing")
      await robot.press("j")
      await robot.misses("lets its login change nothing")
    }
    expect(world.activity).toEqual([])
    expect(world.jobs).toEqual([])
  })

  it("offers no key that would show who bought it, and says of it why not", async () => {
    const world = new ReadOnlyWorld()
    await open(world)
    await robot.sees("READ-ONLY")
    await robot.misses("personal data")
    await robot.press("p")
    await robot.sees(
      "It stays hidden: this login may only read, so it cannot be written down that you looked."
    )
    expect(revealed(world)).toEqual([])
  })

  it("keeps the badge on 80 columns", async () => {
    const world = new ReadOnlyWorld()
    world.rows = [orderRow(42)]
    robot = await openRobot(world, { columns: 80, rows: 24, runtime: changingRuntime(world) })
    await robot.sees("READ-ONLY")
  })
})
