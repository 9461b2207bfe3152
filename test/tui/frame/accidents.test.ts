import "../presenter/force-color.ts"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { everywhereActions } from "../../../src/tui/frame/everywhere-actions.ts"
import { KeyRouter } from "../../../src/tui/frame/key-router.ts"
import { keyNames } from "../../../src/tui/key-row.ts"
import { paste } from "../../../src/tui/key-splitter.ts"
import { keymap } from "../../../src/tui/keymap.ts"
import { FakeWorld } from "../world/fake-world.ts"
import { openRobot, type Robot } from "../world/open-console.ts"
import { everyKind } from "../world/sample-orders.ts"
import { bareFrame } from "./bare-frame.ts"

const anyKey = fc.constantFrom(...new Set(keymap.flatMap(keyNames).filter((key) => [...key].length === 1)))
const pasted = fc.oneof(
  fc
    .array(fc.oneof(anyKey, fc.constantFrom("y", "\r", "\n", "\x1b", "\x03")), { minLength: 1 })
    .map((k) => k.join("")),
  fc.string({ unit: "binary", minLength: 1 })
)

describe("a paste", () => {
  it("is never keys, whatever it holds: nothing is asked, changed, opened or left", () => {
    fc.assert(
      fc.property(pasted, fc.boolean(), (text, isInChord) => {
        const { frame } = bareFrame()
        frame.open({ screen: "triage" })
        const router = new KeyRouter(frame, keymap, everywhereActions(frame))
        if (isInChord) router.handle({ kind: "key", name: "g", text: "g" })
        const { stack } = frame.store.get()
        router.handle(paste(text))
        const after = frame.store.get()
        expect(after).toMatchObject({ question: null, overlay: null, chord: null })
        expect(after.stack).toBe(stack)
        expect(after.message?.text).toContain("nothing was done")
        expect(frame.journal.changes.get()).toEqual([])
        frame.close()
      }),
      { numRuns: 60 }
    )
  })

  it("answers no question", () => {
    const { frame } = bareFrame()
    frame.open({ screen: "triage" })
    const router = new KeyRouter(frame, keymap, everywhereActions(frame))
    let answers = 0
    frame.ask({ text: "STOP?", onYes: () => answers++, onNo: () => answers++ })
    router.handle(paste("y"))
    expect(answers).toBe(0)
    expect(frame.store.get().question).not.toBeNull()
    frame.close()
  })
})

describe("many keys in one read", () => {
  let robot: Robot
  let world: FakeWorld
  beforeEach(async () => {
    world = new FakeWorld()
    world.rows = everyKind()
    robot = await openRobot(world, { columns: 120, rows: 30 })
    await robot.sees("#1042")
  })
  afterEach(() => robot.quit())

  it("are all taken, each once", async () => {
    await robot.press("jjjjkkjj")
    await robot.sees("▸      Sending   #1037")
    await robot.press("/abcdefghijklmnopqrst")
    await robot.sees("/ abcdefghijklmnopqrst")
    await robot.press("\x1b")
  })

  it("erase in a field what they would scroll outside of it", async () => {
    await robot.press("/abc", "\x15", "xy")
    await robot.sees("/ xy")
    await robot.misses("abc")
    await robot.press("\x1b")
  })

  it("do not answer a question that nobody has seen: Xy at once stops nothing, y afterwards does", async () => {
    await robot.press("XyyyyyyyyyyyyyyyyyyY\r")
    await robot.sees("STOP all sends")
    expect(world.sendsStopped).toBe(false)
    await robot.press("y")
    await robot.sees("Stopped: all sends")
  })

  it.each([
    ["in one read", ["\x1b\x1b[200~XyP\x1b[201~"]],
    ["in two", ["\x1b", "\x1b[200~XyP\x1b[201~"]],
    ["parted within it", ["\x1b\x1b[20", "0~XyP\x1b[201~"]]
  ])("esc and a paste %s do not make keys of the paste", async (_, reads) => {
    await robot.press(...reads)
    await robot.sees("What was pasted is text")
    await robot.misses("STOP all sends")
    expect(world.sendsStopped).toBe(false)
  })

  it("do nothing by what is left of a sequence that was parted", async () => {
    for (const piece of ["\x1b[1", ";3", "D\x1b[20", "0~XyP\r", "\x1b[201~"]) await robot.press(piece)
    await robot.sees("What was pasted is text")
    expect(world.sendsStopped).toBe(false)
    await robot.sees("▸2 Orders")
  })
})
