import "../../presenter/force-color.ts"
import { describe, expect, it } from "vitest"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot } from "../../world/open-console.ts"
import { everyKind, many, orderRow } from "../../world/sample-orders.ts"

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 }
] as const

const long = "Wolfeschlegelsteinhausenbergerdorff ".repeat(8)

const worlds: ReadonlyArray<{ readonly name: string; readonly sees: string; make(): FakeWorld }> = [
  { name: "empty", sees: "No orders yet", make: () => new FakeWorld() },
  {
    name: "one",
    sees: "#1042",
    make: () => Object.assign(new FakeWorld(), { rows: [orderRow(42)] })
  },
  {
    name: "every kind",
    sees: "#1042",
    make: () => Object.assign(new FakeWorld(), { rows: everyKind() })
  },
  { name: "full", sees: "Buyer 180", make: () => Object.assign(new FakeWorld(), { rows: many(180) }) },
  {
    name: "too long",
    sees: "Wolfe",
    make: () =>
      Object.assign(new FakeWorld(), {
        rows: [
          orderRow(42, {
            channelOrderNumber: "4".repeat(60),
            customerName: long,
            channel: long,
            shipMethodName: long,
            why: long,
            message: long,
            total: { amount: "99999999999999.0001", currency: "USD" }
          })
        ]
      })
  },
  {
    name: "failing",
    sees: "cannot be read",
    make: () => Object.assign(new FakeWorld(), { failure: "connection refused: is PostgreSQL running?" })
  }
]

describe("the orders screen", () => {
  for (const { name, sees, make } of worlds)
    for (const size of sizes)
      it(`${name} at ${size.columns}x${size.rows}`, async () => {
        const robot = await openRobot(make(), size)
        await robot.sees(sees)
        await robot.press("j")
        expect(robot.lines().join("\n")).toMatchSnapshot()
        expect(robot.log).toEqual([])
        await robot.quit()
      })
})
