import fc from "fast-check"
import { expect, it } from "vitest"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderRow } from "../../world/sample-orders.ts"

const actions = ["resolve", "process", "retry", "settle", "push", null] as const
const esc = "\x1b[27u"
/** None of them reads anything: what they do is on the screen when the screen is at rest. */
const keys = ["j", "k", " ", "m", "a", "f", "c", "?", "\x1b[6~", "\x1b[5~", esc]
const patient = { timeout: 120_000 }

const message = (n: number): string =>
  n % 3 === 0 ? "東京 has no ZIP" : `of ${n}, a word `.repeat(1 + (n % 12))

const open = async (): Promise<Robot> => {
  const world = new FakeWorld()
  world.rows = Array.from({ length: 40 }, (_, n) =>
    orderRow(n + 1, { action: actions[n % 6] ?? null, message: message(n) })
  )
  const robot = await openRobot(world, { columns: 100, rows: 30 })
  await robot.sees("oldest unsent")
  await robot.sees("#")
  await robot.press("j")
  return robot
}

/** The list, the order below it and the hints. What was painted for another width is forgotten, so these are painted anew. */
const paintedAnew = async (robot: Robot): Promise<ReadonlyArray<string>> => {
  for (const columns of [101, 100]) {
    robot.terminal.resize(columns, 30)
    await robot.terminal.settled()
  }
  return robot.lines().slice(3)
}

it(
  "hints and the selected order stand as if painted anew, whatever was pressed before",
  patient,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...keys), { minLength: 5, maxLength: 25 }),
        async (pressed) => {
          const robot = await open()
          await robot.press(...pressed)
          const stood = robot.lines().slice(3)
          expect(await paintedAnew(robot)).toEqual(stood)
          await robot.quit()
        }
      ),
      { numRuns: 12 }
    )
  }
)

it(
  "an order that changed is painted anew, where its neighbor was painted ahead of time too",
  patient,
  async () => {
    const robot = await open()
    for (const id of [40, 39]) {
      robot.world.put(orderRow(id, { action: "push", message: `changed ${id}` }))
      await robot.sees("REJECTED  #10".concat(String(id)))
    }
    await robot.sees("changed 40")
    expect(robot.lines().at(-1)).toContain("R retry")
    await robot.press("j")
    await robot.sees("changed 39")
    await robot.quit()
  }
)
