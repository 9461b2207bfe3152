import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import type { OrderNoteId } from "../../../../src/domain/model/order-note.ts"
import { hostileCorpus } from "../../hostile-corpus.ts"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderDetail } from "../../world/sample-detail.ts"
import { gateFacts } from "../../world/sample-gates.ts"
import { nowMs, orderRow } from "../../world/sample-orders.ts"

const id = OrderId(42)
let robot: Robot
afterEach(() => robot.quit())

const open = async (
  change: (world: FakeWorld) => void = () => undefined,
  columns = 80
): Promise<FakeWorld> => {
  const world = new FakeWorld()
  world.rows = [orderRow(42, { status: "processed", action: null, why: "2 of 4 shipped" })]
  world.details.set(id, orderDetail(42))
  change(world)
  robot = await openRobot(world, { columns, rows: 40 })
  await robot.sees("#1042")
  await robot.press("j", "\r")
  await robot.sees("PURCHASE ORDER")
  return world
}

const at = new Date(nowMs - 600_000)
const note = (n: number, text: string) => ({
  id: n as OrderNoteId,
  kind: "note" as const,
  text,
  by: "ben",
  at,
  takenBy: null,
  takenAt: null
})

describe("a note", () => {
  it("is typed under the page, written after a yes, and taken back with z", async () => {
    const world = await open()
    await robot.press("n")
    await robot.sees("Note on #1042: enter goes on")
    await robot.press("\r")
    await robot.sees("It says nothing yet")
    // Letters are text while it is typed: none of them is a key.
    await robot.press(..."call PT at 9", "\r")
    await robot.sees("WRITE this note on #1042? Whoever opens the order reads it.")
    // Enter is never the yes, and what was typed is not lost by a no.
    await robot.press("\r")
    await robot.sees("Note on #1042: enter goes on")
    await robot.sees("call PT at 9")
    expect(world.beside.of.notes).toEqual([])
    await robot.press("\r", "y")
    await robot.sees("Note written on #1042. z takes it back.")
    expect(world.beside.of.notes).toMatchObject([{ kind: "note", text: "call PT at 9", by: "ana" }])
    expect(world.beside.history).toMatchObject([{ event: "noted" }])
    expect(world.activity).toMatchObject([{ act: "noted", subject: { kind: "order", name: "1042" } }])
    await robot.press("z")
    await robot.sees("UNDO the note on #1042?")
    await robot.press("y")
    await robot.sees("The note on #1042 is taken back.")
    expect(world.beside.of.notes).toEqual([])
  })

  it("becomes a hand-over with tab, which whoever comes next takes with H and gives back with z", async () => {
    const world = await open()
    await robot.press("n", ..."ask Northwind", "\t")
    await robot.sees("Hand-over on #1042: enter goes on")
    await robot.sees("ask Northwind")
    await robot.press("\r", "y")
    await robot.sees("HAND-OVER, nobody has it: H takes it")
    await robot.press("H")
    await robot.sees("TAKE the hand-over of ana? It is yours then, and open for nobody else.")
    await robot.press("y")
    await robot.sees("hand-over, taken by ana")
    await robot.press("z", "y")
    await robot.sees("The hand-over is open again.")
    expect(world.beside.of.notes).toMatchObject([{ takenBy: null }])
  })

  it("is left with esc, and nothing is written", async () => {
    const world = await open()
    await robot.press("n", "x", "\x1b")
    await robot.misses("Note on #1042")
    await robot.sees("PURCHASE ORDER")
    expect(world.beside.of.notes).toEqual([])
  })

  it("of many lines and odd characters is shown whole, and moves nothing", async () => {
    await open((world) =>
      world.beside.change({ notes: [note(1, `one\ntwo\n${hostileCorpus.join(" ").slice(0, 600)}`)] })
    )
    await robot.sees("NOTES")
    await robot.sees("    one")
    await robot.sees("    two")
    expect(robot.log).toEqual([])
  })
})

describe("tags", () => {
  it("are laid on and taken off in one line, and come back with z", async () => {
    const world = await open((w) => w.beside.change({ tags: [{ tag: "later", by: "ben", at }] }))
    await robot.sees("tags #later")
    await robot.press("T")
    await robot.sees("Tags of #1042 (now: later)")
    await robot.press(..."a:b", "\r")
    await robot.sees("“a:b” is no tag.")
    await robot.press("\x15", ..."VIP -later", "\r")
    await robot.sees("TAG #1042: vip on, later off?")
    await robot.press("y")
    await robot.sees("#1042: vip on, later off.")
    await robot.sees("tags #vip")
    await robot.press("z", "y")
    await robot.sees("The tags of #1042 are as before.")
    expect(world.beside.of.tags.map(({ tag }) => tag)).toEqual(["later"])
  })
})

describe("whose it is", () => {
  it("is mine with I, another's with G, and whose it was again with z", async () => {
    await open()
    await robot.press("I")
    await robot.sees("ASSIGN #1042 to ana? It is nobody's now.")
    await robot.press("y")
    await robot.sees("#1042 is for ana now.")
    await robot.sees("for ana")
    await robot.press("G", ..."ben", "\r")
    await robot.sees("ASSIGN #1042 to ben? It is for ana now.")
    await robot.press("y")
    await robot.sees("#1042 is for ben now.")
    await robot.press("z", "y")
    await robot.sees("#1042 is for ana again.")
    // I goes by what is shown: first the page has to know.
    await robot.misses("for ben")
    await robot.press("I", "y")
    await robot.sees("#1042 is nobody's now.")
  })
})

describe("who else is there", () => {
  it("is said above the order, as long as they are, and others are told that I look", async () => {
    const world = await open((w) => {
      w.beside.others = [{ actor: "ben", doing: "editing", since: at }]
    })
    await robot.sees("ben is editing since 13:52")
    expect([...world.beside.seats]).toEqual(["looking"])
    world.beside.others = []
    world.publish({ about: "orders", ids: [id] })
    await robot.misses("ben is editing")
    await robot.press("\x1b")
    await robot.misses("PURCHASE ORDER")
    expect([...world.beside.seats]).toEqual([])
  })
})

describe("why it is not moving", () => {
  it("is one answer with its key, which acts here; w again closes it", async () => {
    await open()
    await robot.press("w")
    await robot.sees("WHY IS IT NOT MOVING?  the supplier's turn")
    await robot.sees("Northwind and Baker Supply have it and ship: 2 of 4 so far.")
    await robot.press("w")
    await robot.misses("WHY IS IT NOT MOVING?")
  })
})

describe("a gate that opens at a moment", () => {
  const openAt = (nextProbeAt: Date) => {
    const breaker = {
      state: "open" as const,
      message: "no answer",
      since: new Date(nowMs - 600_000),
      nextProbeAt
    }
    return open((w) => {
      w.facts.set(id, [gateFacts("1042", "SY-000311", { pass: false, breaker })])
    })
  }

  it("says how long it still takes", async () => {
    await openAt(new Date(nowMs + 90_000))
    await robot.press("w")
    await robot.sees("It waits for the supplier. At ")
    await robot.sees(", in 90s.")
  })

  it("promises no moment that has come", async () => {
    await openAt(new Date(nowMs - 90_000))
    await robot.press("w")
    await robot.sees("It waits for the supplier. It has been due since ")
    await robot.misses(", in 0s")
  })
})

describe("a hold that a person may release", () => {
  it("is not offered where none is open", async () => {
    await open()
    await robot.press("L")
    await robot.sees("No hold is open that a person may release as it is.")
  })
})
