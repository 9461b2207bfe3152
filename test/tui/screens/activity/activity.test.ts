import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { activitySubjects } from "../../../../src/domain/model/activity.ts"
import { placeOfSubject } from "../../../../src/tui/screens/activity/activity-place.ts"
import { hostileCorpus } from "../../hostile-corpus.ts"
import { forbiddenIn } from "../../presenter/byte-scan.ts"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { fillActivity, row } from "../../world/sample-activity.ts"

let robot: Robot
const open = async (
  prepare: (world: FakeWorld) => void,
  size = { columns: 80, rows: 24 }
): Promise<FakeWorld> => {
  const world = new FakeWorld()
  prepare(world)
  robot = await openRobot(world, size)
  await robot.press("1", "l")
  await robot.sees("DID")
  return world
}
afterEach(() => robot.quit())

describe("the activity screen", () => {
  it.each(["2", "3", "4", "5", "6", "7", "8", "gm"])(
    "is one key from every list: %s, then l",
    async (keys) => {
      await open(fillActivity)
      await robot.press("\x1b")
      await robot.press(...keys, "l")
      await robot.sees("> Activity")
      await robot.sees("AT")
    }
  )

  it("says what is wrong with the database instead of the list", async () => {
    await open((world) => {
      world.failure = "connection refused"
    })
    await robot.sees("The log cannot be read: connection refused")
  })

  it("is narrowed by person, object and kind, and widened by the same key or by esc", async () => {
    await open(fillActivity)
    await robot.sees("everything")
    await robot.press("j", "b")
    await robot.sees("by ana")
    await robot.misses("ben")
    await robot.press("b")
    await robot.sees("ben")
    await robot.press("gg", "o")
    await robot.sees("channel acme-shop")
    await robot.misses("sends stopped")
    await robot.press("\x1b")
    await robot.sees("sends stopped")
    for (const kind of activitySubjects) {
      await robot.press("\t")
      await robot.sees(kind)
    }
    await robot.press("\t")
    await robot.sees("everything")
  })

  it("is searched as one types, what is found stays under enter, and esc takes the search away", async () => {
    await open(fillActivity)
    await robot.press("/", ..."rebuilds")
    await robot.misses("sends stopped")
    await robot.sees("orders.validate")
    await robot.press("\r")
    await robot.sees("/ rebuilds")
    await robot.press("\x1b")
    await robot.sees("sends stopped")
  })

  it("a search that finds nothing says how to see everything", async () => {
    await open(fillActivity)
    await robot.press("/", ..."zzz")
    await robot.sees("Nothing of the kind. esc shows everything.")
  })

  it("opens what was changed, and names the command where no screen shows it", async () => {
    await open(fillActivity)
    await robot.sees("sends stopped")
    await robot.press("j", "\r")
    await robot.sees("Activity > Sends")
    await robot.press("\x1b", "j", "j", "\r")
    await robot.sees("No screen shows it: switchyard carriers list")
  })

  it("reads what is older as the cursor comes to it", async () => {
    await open((world) => {
      world.sight.activity = Array.from({ length: 230 }, (_, i) => row(1000 - i, { act: `act ${1000 - i}` }))
    })
    await robot.sees("act 1000")
    await robot.press("\x1b[F")
    await robot.sees("act 901")
    await robot.press("\x1b[F")
    await robot.sees("act 801")
    await robot.press("\x1b[F")
    await robot.sees("act 771")
  })

  it("what somebody typed cannot write to the terminal", async () => {
    await open((world) => {
      world.sight.activity = hostileCorpus.map((text, i) =>
        row(1000 - i, {
          actor: text,
          act: text,
          subject: { kind: "channel", id: 1, name: text },
          changes: [{ field: text, before: text, after: text }],
          note: text
        })
      )
    })
    for (const _ of hostileCorpus) await robot.press("j")
    expect(forbiddenIn(robot.terminal.written.join(""))).toEqual([])
  }, 60_000)
})

it("every kind of thing has a place or a command", () => {
  for (const kind of activitySubjects)
    for (const id of [null, 3]) {
      const found = placeOfSubject({ kind, id, name: "x" })
      expect(typeof found === "string" ? found : found.screen).not.toBe("")
    }
  expect(placeOfSubject({ kind: "order", id: 5, name: "1042" })).toEqual({
    screen: "order",
    id: 5,
    number: "1042"
  })
})
