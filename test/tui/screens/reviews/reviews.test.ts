import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { letter } from "../../world/sample-reviews.ts"

let robot: Robot
const open = async (
  change: (world: ChangingWorld) => void,
  size = { columns: 80, rows: 24 },
  world = new ChangingWorld()
): Promise<ChangingWorld> => {
  world.review.letters = [
    letter(12),
    letter(13, {
      senderKnown: false,
      from: "x@evil.example",
      how: "none",
      purchaseOrderNumber: null,
      orderId: null,
      suggestion: []
    })
  ]
  change(world)
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("g", "r")
  await robot.sees("Answers to look at")
  return world
}
const none = (): void => undefined

class ReadOnlyWorld extends ChangingWorld {
  override triage() {
    return { ...super.triage(), readOnly: true }
  }
}

afterEach(() => robot.quit())

describe("answers that no rule could match", () => {
  it("stay hidden over a login that may only read, and no line or key says otherwise", async () => {
    const world = await open(none, undefined, new ReadOnlyWorld())
    await robot.sees("hidden: may hold personal data; it stays so over a login that may only read")
    await robot.misses("p shows it")
    for (const key of ["p", "y"]) {
      await robot.press(key)
      await robot.sees("It stays hidden: this login may only read, so it cannot be written down")
      await robot.press("j")
    }
    expect(world.activity).toEqual([])
  })

  it("are shown with what was read of them; their words after p, which is written down first", async () => {
    const world = await open(none)
    await robot.sees("UPS 1Z999AA10123456784: all that is open")
    await robot.sees("SY-000311 of #1042, found by its subject only")
    await robot.sees("hidden: may hold personal data; p shows it, and that is written down")
    await robot.misses("2 lamps")
    await robot.misses("Your order left")
    await robot.press("y")
    await robot.sees("It is hidden: p shows it first.")
    expect(world.activity).toEqual([])
    await robot.press("p")
    await robot.sees("2 lamps left today with UPS.")
    await robot.sees("Your order left")
    await robot.sees("Letter 12 is shown here as it came; that you looked is in Activity.")
    expect(world.activity).toEqual([
      {
        act: "revealed",
        subject: { kind: "letter", id: 12, name: "12" },
        changes: [],
        note: "letter 12 of Northwind as it came"
      }
    ])
    await robot.press("p")
    await robot.sees("It is shown already")
    await robot.press("j")
    await robot.sees("hidden: may hold personal data")
    await robot.press("\x1b", "g", "r")
    await robot.sees("Answers to look at")
    await robot.sees("hidden: may hold personal data")
    await robot.misses("2 lamps")
  })

  it("stay hidden where it cannot be written down", async () => {
    const world = await open(none)
    await robot.sees("hidden: may hold")
    world.failure = "PostgreSQL refused it"
    await robot.press("p")
    await robot.sees("It stays hidden: PostgreSQL refused it")
    await robot.misses("2 lamps")
    world.failure = null
  })

  it("are dismissed with a reason, after a yes", async () => {
    const world = await open(none)
    await robot.sees("all that is open")
    await robot.press("D", "\r")
    await robot.sees("Say why")
    await robot.press(..."a greeting", "\r")
    await robot.sees("DISMISS letter 12 of Northwind")
    expect(world.review.settled).toEqual([])
    await robot.press("y")
    await robot.sees("Letter 12 is dismissed.")
    expect(world.review.settled).toEqual(["letter 12 dismissed by ana: a greeting"])
    await robot.press("k")
    await robot.misses("all that is open")
  })

  it("of an unknown sender are accepted only when trust is typed", async () => {
    const world = await open(none)
    await robot.press("j")
    await robot.sees("NOT a sender that the supplier's settings name")
    await robot.press("P", ..."SY-7", "\r")
    await robot.sees("purchase order SY-7")
    await robot.press("A")
    await robot.sees("Type trust:")
    await robot.press("y", "\r")
    await robot.sees("Nothing was changed.")
    expect(world.review.settled).toEqual([])
  })

  it("say that nothing was read, and what helps", async () => {
    await open(none)
    await robot.press("j")
    await robot.sees("Nothing was read from it.")
    await robot.press("\r")
    await robot.sees("No order of ours is named in it.")
  })

  it("cannot write to the terminal", async () => {
    await open((w) => {
      w.review.letters = [letter(12, { text: "\x1b[2Jgone\x07", subject: "\x1b]0;x\x07", from: "\u202ea@b" })]
    })
    await robot.sees("hidden: may hold")
    await robot.press("p")
    await robot.sees("␛[2Jgone␇")
    await robot.sees("␛]0;x␇")
  })
})
