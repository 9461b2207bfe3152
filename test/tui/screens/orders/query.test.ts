import "../../presenter/force-color.ts"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { everyKind, many, orderRow } from "../../world/sample-orders.ts"

let robot: Robot
let world: FakeWorld

const open = async (rows: FakeWorld["rows"]): Promise<void> => {
  world = new FakeWorld()
  world.rows = rows
  robot = await openRobot(world)
  await robot.sees("#")
}

afterEach(() => robot.quit())

describe("the filter line", () => {
  beforeEach(() => open(everyKind()))

  it("takes a query as it is typed, and enter keeps it beside the counts", async () => {
    await robot.press("/", ..."state:resolve Jane")
    await robot.misses("#1041")
    await robot.sees("#1042")
    await robot.press("\r")
    await robot.sees("/ state:resolve Jane  1")
    await robot.press("\x1b")
    await robot.sees("#1041")
  })

  it("does not say that it follows the newest when others come first, and cuts no age in half", async () => {
    await robot.sees("oldest unsent")
    await robot.sees("The list follows the newest orders")
    await robot.press("o", "/", ..."total>1", "\r")
    await robot.sees("oldest first  / total>1")
    await robot.misses("oldest un")
    await robot.press("\x1b")
    await robot.sees("No order is selected. j selects the first one.")
  })

  it("says below what is wrong and where, and the last good list stays", async () => {
    await robot.press("/", ..."state:resolve")
    await robot.misses("#1039")
    await robot.press("\x7f")
    await robot.sees("state has no resolv. Did you mean resolve?")
    await robot.sees("#1042")
    await robot.misses("#1039")
  })

  it("completes fields and their words by tab", async () => {
    await robot.press("/")
    await robot.sees("a part of the channel's name")
    await robot.press(..."sta", "\t")
    await robot.sees("/ state:")
    await robot.press("\t")
    await robot.sees("/ status:")
    await robot.press(..."ship", "\t")
    await robot.sees("/ status:shipped")
    await robot.sees("#1008")
    await robot.misses("#1042")
  })

  it("completes the tags that lie on orders", async () => {
    robot.world.beside.change({
      tags: ["vip", "gift wrap"].map((tag) => ({ tag, by: "ana", at: new Date(0) }))
    })
    await robot.press("/", ..."tag:g")
    await robot.sees('"gift wrap"')
    await robot.press("\t")
    await robot.sees('/ tag:"gift wrap"')
  })

  it("teaches when nothing matches", async () => {
    await robot.press("/", ..."state:rejected Okafor")
    await robot.sees("No order matches state:rejected Okafor.")
    await robot.sees("esc clears the filter")
  })

  it("says that the list was narrowed before, when nothing in it matches", async () => {
    await robot.press("1")
    await robot.sees("NEEDS YOU")
    await robot.press("\r")
    await robot.sees("only RESOLVE")
    await robot.press("/", ..."Okafor-not-here", "\r")
    await robot.sees("No order matches Okafor-not-here in what is shown here: only RESOLVE.")
    await robot.sees("esc clears the filter, once more shows all orders")
  })
})

describe("looking at the list in another way", () => {
  beforeEach(() =>
    open([
      orderRow(3, { total: { amount: "5.0000", currency: "USD" } }),
      orderRow(2, { total: { amount: "700.0000", currency: "USD" } }),
      orderRow(1, { total: { amount: "60.0000", currency: "USD" } })
    ])
  )

  const numbers = (): ReadonlyArray<string> =>
    robot.lines().flatMap((line) => /#\d{4}/.exec(line.slice(0, 40))?.[0] ?? [])

  it("sorts by key, with the mark in the head", async () => {
    await robot.press("o")
    await robot.sees("oldest first")
    expect(numbers().slice(0, 3)).toEqual(["#1001", "#1002", "#1003"])
    await robot.press("<", "<")
    await robot.sees("TOTAL▼")
    expect(numbers().slice(0, 3)).toEqual(["#1002", "#1001", "#1003"])
    await robot.press("\x1b")
    await robot.misses("TOTAL▼")
  })

  it("shows and hides columns, and one has to stay", async () => {
    await robot.press("c")
    await robot.sees("[x] CUSTOMER")
    await robot.press("j", "j", "j", " ")
    await robot.misses(" J. K. ")
    await robot.press("d")
    await robot.sees(" J. K. ")
    await robot.press("c")
    await robot.misses("[x] CUSTOMER")
  })

  it("saves a view under a name, shows it again and deletes it after a yes", async () => {
    await robot.press("/", ..."status:not-processed", "\r", "o", "v")
    await robot.sees("No view is saved yet")
    await robot.sees("under a name.")
    expect(robot.lines().join("\n"), "nothing to show, nothing offered").not.toContain("enter show")
    await robot.press("\r")
    await robot.sees("There is no view to show yet: s saves what is shown now.")
    await robot.press("s")
    await robot.sees("enter save")
    await robot.press(..."waiting", "\r")
    await robot.sees("The view waiting is saved.")
    await robot.press("\x1b", "\x1b", "\x1b")
    await robot.misses("oldest first")
    await robot.press("v")
    await robot.sees("enter show")
    await robot.press("\r")
    await robot.sees("oldest first")
    await robot.sees("/ status:not-processed")
    await robot.press("v", "D")
    await robot.sees("DELETE the view waiting?")
    await robot.press("y")
    await robot.sees("The view waiting is deleted.")
  })
})

describe("marks", () => {
  it("take all that match, loaded or not, and say so; a filter does not lose them", async () => {
    await open(many(180))
    await robot.press("*")
    await robot.sees("All 180 that match are marked")
    await robot.sees("marked 180 (")
    world.put(orderRow(190, { customerName: "Latecomer" }))
    await robot.sees("#1190")
    await robot.sees("marked 180")
    await robot.press("/", ..."Latecomer", "\r")
    await robot.sees("marked 180 (180 not in this view)")
    await robot.press("\x1b", "*")
    await robot.sees("All 181 that match are marked")
    await robot.press("*")
    await robot.sees("The marks of all 181 that match are taken away.")
  })

  it("take a range from the last mark to here", async () => {
    await open(many(20))
    await robot.press("m")
    await robot.sees("No order is selected")
    await robot.press("j", " ", "j", "j", "m")
    await robot.sees("marked 4")
  })
})
