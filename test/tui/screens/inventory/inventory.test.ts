import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { sgrCodes } from "../../presenter/byte-scan.ts"
import { styledLines } from "../../presenter/styled-lines.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { nowMs } from "../../world/sample-orders.ts"
import { acme, fillFeeds, fillStock, stockLine, stockRun } from "../../world/sample-stock.ts"
import { product } from "../../world/stock-ports.ts"

const ago = (minutes: number): Date => new Date(nowMs - minutes * 60_000)

let robot: Robot
const open = async (
  prepare: (world: ChangingWorld) => void,
  size = { columns: 80, rows: 24 },
  env: Readonly<Record<string, string>> = {}
): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  prepare(world)
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world), env })
  await robot.sees("? help")
  await robot.press("3")
  await robot.misses("Reading the inventory")
  return world
}
const opened = async (size?: { columns: number; rows: number }): Promise<ChangingWorld> => {
  const world = await open(fillStock, size)
  await robot.sees("AX-100")
  await robot.sees("Northwind/EAST")
  return world
}
afterEach(() => robot.quit())

describe("the inventory list", () => {
  it("says what is known of each product and what the channel made of it", async () => {
    await opened({ columns: 120, rows: 40 })
    const row = (sku: string): string => robot.lines().find((line) => line.includes(sku)) ?? ""
    expect(row("AX-100")).toMatch(/41 +1 +1 +3 +36 +36 +36 +12m same/)
    expect(row("AX-200")).toContain("refused: quantity")
    expect(row("AX-300")).toContain("changed there")
    expect(row("AX-400")).toContain("never told")
    expect(row("BX-500")).toContain("unknown")
    // A number that does not fit is rounded, never cut.
    expect(row("BX-600")).toContain("1.2M")
  })

  it("shows of the selected product what was told, and what lies where", async () => {
    await opened()
    await robot.sees("AX-100: told 36")
    await robot.sees("Northwind/EAST 30 (40m) · Baker Supply 11 (1h)")
    await robot.press("j", "j")
    await robot.sees("changed there to 99 13:59:07 instead of 41")
    await robot.sees("Baker Supply 13")
  })

  it("f goes through the filters, esc comes back", async () => {
    await opened()
    await robot.press("f")
    await robot.misses("AX-100 ")
    await robot.sees("AX-200")
    await robot.press("f")
    await robot.sees("No product is left out")
    await robot.press("f", "f")
    await robot.sees("BX-500")
    await robot.misses("AX-200")
    await robot.press("f")
    await robot.sees("BX-600")
    await robot.press("\x1b")
    await robot.sees("AX-100")
  })

  it("/ searches as one types; keys are text then; esc clears it", async () => {
    await opened()
    await robot.press("/", ..."brass")
    await robot.misses("AX-100")
    await robot.sees("AX-200")
    await robot.press("\r")
    await robot.sees("/ brass")
    await robot.press("/", "P")
    await robot.sees("No product has “brassP”")
    await robot.press("\x1b")
    await robot.sees("AX-100")
  })

  it("c chooses a channel by a part of its name", async () => {
    await opened()
    await robot.press("c", ..."goldx", "\r")
    await robot.sees("No channel has “goldx”")
    await robot.press("\x7f", "\r")
    await robot.sees("c marigold")
    await robot.sees("Upload OFF: switchyard channels set marigold")
    await robot.press("P")
    await robot.sees("Its inventory upload is off")
    await robot.press("c", "\r")
    await robot.sees("c acme-shop")
  })

  it("walks over far more products than it holds, down and up again", async () => {
    const world = await open((w) => {
      fillStock(w)
      w.stock.products = Array.from({ length: 1500 }, (_, n) => product(n, `P-${String(n).padStart(5, "0")}`))
    })
    await robot.sees("P-00000")
    const seen = new Set<string>()
    const note = (): void => {
      for (const line of robot.lines()) for (const sku of line.match(/P-\d{5}/g) ?? []) seen.add(sku)
    }
    const walk = async (key: string, until: string): Promise<void> => {
      for (let i = 0; i < 600 && !robot.lines().some((line) => line.includes(until)); i++) {
        await robot.press(key)
        note()
      }
      await robot.sees(until)
    }
    await walk("\x1b[6~", "P-01499")
    expect(seen.size).toBe(1500)
    await walk("\x1b[5~", "P-00000")
    const pages = world.asked.filter((question) => question === "stockPage").length
    expect(pages).toBeGreaterThan(20)
  }, 120_000)

  it("P pushes after a yes with its effect, C cancels what goes on", async () => {
    const world = await opened()
    await robot.sees("pushed 12m ago, 4 differ")
    await robot.press("P")
    await robot.sees("PUSH to acme-shop: 4 numbers that differ")
    await robot.press("n")
    expect(world.started).toEqual([])
    await robot.press("P", "y")
    await robot.sees("The push to acme-shop started")
    expect(world.started).toEqual(['inventory {"channelId":1}'])
    const running = stockRun({
      state: "running",
      endedAt: null,
      startedAt: ago(1),
      counts: { accepted: 120 }
    })
    world.runs = [running]
    world.sync = [stockLine(running)]
    world.publish({ about: "sync" })
    await robot.sees("PUSHING: 120 so far")
    await robot.press("P")
    await robot.sees("A push is under way")
    await robot.press("C")
    await robot.sees("CANCEL the push to acme-shop?")
    await robot.press("y")
    await robot.sees("is canceled")
    expect(world.canceled).toEqual([77])
  })

  it("enter explains the number in the words of the command", async () => {
    await opened()
    await robot.press("\r")
    await robot.sees("AX-100 on acme-shop: COMBINE ALL WAREHOUSES, told by Master SKU")
    const text = robot.lines().join("\n")
    expect(text).toMatch(
      /on hand +41 +41\n.*committed +-1 +40\n.*unsent demand +-1 +39\n.*safety stock +-3 +36/
    )
    await robot.sees("acme-shop is to be told 36 as AX-100.")
    await robot.press("\x1b")
    await robot.sees("f All")
  })
})

describe("feeds", () => {
  const openFeeds = async (size?: { columns: number; rows: number }): Promise<ChangingWorld> => {
    const world = await open(fillFeeds, size)
    await robot.sees("1 feed HELD: i")
    await robot.press("i")
    await robot.sees("-400")
    return world
  }

  it("A lets a held one in after a yes that says what it does", async () => {
    const world = await openFeeds()
    await robot.sees("HELD: 900 of 1200 SKUs are missing.")
    await robot.press("A")
    await robot.sees("LET IN stock-9.csv of Northwind (900 of 1200 SKUs are missing)?")
    await robot.press("n")
    expect(world.stock.acts).toEqual([])
    await robot.press("A", "y")
    await robot.sees("counts from now on")
    expect(world.stock.acts).toEqual(["taken 9 by ana"])
    await robot.press("A")
    await robot.sees("It is taken")
  })

  it("R rejects it with a reason, which stays with it", async () => {
    const world = await openFeeds()
    await robot.press("R", "\r")
    await robot.sees("Say why")
    await robot.press(..."half of it", "\r")
    await robot.sees("REJECT stock-9.csv of Northwind?")
    await robot.press("y")
    await robot.sees("Rejected by ana")
    await robot.sees("half of it")
    expect(world.stock.acts).toEqual(["rejected 9 by ana half of it"])
  })

  it("s goes through the states, tab goes into the differences", async () => {
    await openFeeds()
    await robot.press("\t", "j")
    await robot.press("\x1b", "s", "s")
    await robot.misses("stock-9.csv")
    await robot.sees("stock-6.csv")
    await robot.press("\x1b")
    await robot.sees("stock-9.csv")
    await robot.press("k")
    await robot.sees("Rejected by bea")
    await robot.sees("broke off")
  })
})

describe("rules", () => {
  const openRules = async (toZero: number): Promise<ChangingWorld> => {
    const world = await opened()
    world.stock.trial = ({ safetyStock }) => ({
      listings: 600,
      toZero: safetyStock > 3 ? toZero : 0,
      down: 12,
      up: 0,
      fromZero: 0,
      added: 0,
      gone: 0,
      samples: [{ sku: "AX-200", before: safetyStock, after: 0 }]
    })
    await robot.press("e")
    await robot.sees("Safety stock")
    return world
  }

  it("counts what a change would do, and asks with it before it is saved", async () => {
    const world = await openRules(4)
    await robot.press("\x13")
    await robot.sees("Nothing was changed.")
    await robot.press("\x7f", "9")
    await robot.sees("was 3")
    await robot.sees("Of 600 listings: 4 listings would go to 0, 12 down.")
    await robot.press("\x13")
    await robot.sees("SAVE the rules of acme-shop?")
    await robot.press("n")
    expect(world.salesChannels[0]?.stock.safetyStock).toBe(3)
    await robot.press("\x13", "y")
    await robot.sees("is told by these rules from now on")
    expect(world.salesChannels[0]?.stock.safetyStock).toBe(9)
    await robot.sees("safety 9")
  })

  it("more than ten listings at 0 are asked for by their number", async () => {
    const world = await openRules(37)
    await robot.press("\x7f", "9")
    await robot.sees("37 listings would go to 0")
    await robot.press("\x13")
    await robot.sees("Type 37:")
    await robot.press("y", "\r")
    await robot.sees("Nothing was changed.")
    await robot.press("\x13", "3", "7", "\r")
    await robot.sees("is told by these rules from now on")
    expect(world.salesChannels[0]?.stock.safetyStock).toBe(9)
  })

  it("names what is wrong, and asks before typed rules are left", async () => {
    await openRules(0)
    await robot.press("\t", "1")
    await robot.press("\x13")
    await robot.sees("share-percent")
    await robot.press("\x1b")
    await robot.sees("are not saved")
    await robot.press("y")
    await robot.sees("f All")
  })
})

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 }
]

describe("the inventory screens as pictures", () => {
  for (const size of sizes) {
    const at = `at ${size.columns}x${size.rows}`
    it(`empty, ${at}`, async () => {
      await open((world) => {
        world.salesChannels = [acme]
      }, size)
      await robot.sees("There are no products yet")
      expect(styledLines(robot.terminal.screen)).toMatchSnapshot()
    })
    it(`filtered and searched, ${at}`, async () => {
      await opened(size)
      await robot.press("f", "/", ..."ax-3")
      await robot.misses("AX-200")
      await robot.sees("changed there to 99")
      await robot.sees("Baker Supply 13")
      expect(styledLines(robot.terminal.screen)).toMatchSnapshot()
    })
  }

  it("fits the largest terminal, and needs no color", async () => {
    await open(fillStock, { columns: 300, rows: 100 }, { NO_COLOR: "1" })
    await robot.sees("NAME THERE")
    await robot.sees("Northwind/EAST 30")
    const colors = sgrCodes(robot.terminal.written.join("")).filter((code) => Number(code) >= 30)
    expect(colors).toEqual([])
  })
})
