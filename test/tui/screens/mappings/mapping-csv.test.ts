import "../../presenter/force-color.ts"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { fillMappings } from "../../world/sample-mappings.ts"
import { unmapped, waitingOrder } from "../../world/sample-parties.ts"

const worldOf = (): ChangingWorld => {
  const world = new ChangingWorld()
  fillMappings(world)
  return world
}

let folder: string
let robot: Robot
const open = async (size = { columns: 120, rows: 40 }, world = worldOf()): Promise<ChangingWorld> => {
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("g", "m")
  await robot.sees("Express")
  return world
}
/** As a paste: a path is text, however it looks. */
const typePath = (path: string): Promise<void> => robot.press("\x15", `\x1b[200~${path}\x1b[201~`)

beforeEach(() => {
  // Not the machine's own folder for such things: its length would decide where a sentence wraps.
  folder = mkdtempSync("/tmp/sw-")
})
afterEach(async () => {
  await robot.quit()
  rmSync(folder, { recursive: true, force: true })
})

const header = "channel,supplier,name,carrier,method"
const mixed = [
  header,
  "acme-shop,Northwind,Overnight,UPS,Next Day Air",
  "acme-shop,Northwind,Express,UPS,Ground",
  "acme-shop,Northwind,Slow,UPS,By Mule",
  "acme-shop,Northwind",
  "nowhere,Northwind,Fast,UPS,Ground"
].join("\n")

describe("mappings from and to CSV files, by key", () => {
  it("writes a file that is read back without a change", async () => {
    await open()
    const path = join(folder, "out.csv")
    await robot.press("x")
    await robot.sees("CSV file to write:")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("Wrote 1 mapping to")
    expect(readFileSync(path, "utf8").split("\r\n")).toEqual([
      header,
      "acme-shop,Northwind,Express,UPS,Next Day Air",
      ""
    ])
    await robot.press("I", "\r")
    await robot.sees("Nothing to import from")
  })

  it("writes over no file", async () => {
    await open()
    const path = join(folder, "mine.csv")
    writeFileSync(path, "mine")
    await robot.press("x")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("it is there already")
    expect(readFileSync(path, "utf8")).toBe("mine")
  })

  it("is taken back by z after a yes, but for what somebody changed since", async () => {
    const world = await open()
    const path = join(folder, "in.csv")
    const lines = ["Overnight,UPS,Next Day Air", "Express,UPS,Ground", "Slow,UPS,Ground"]
    writeFileSync(path, [header, ...lines.map((line) => `acme-shop,Northwind,${line}`)].join("\n"))
    await robot.press("I")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("IMPORT 3 mappings from")
    await robot.press("y")
    await robot.sees("Imported 3 mappings.")
    const now = (name: string) => world.saved.find((m) => m.channelMethodName === name)?.shipMethodId
    expect([now("Overnight"), now("Express"), now("Slow")]).toEqual([102, 101, 101])
    world.saveMapping({
      channelId: 1 as never,
      supplierId: 1 as never,
      channelMethodName: "Slow",
      shipMethodId: 100 as never
    })
    await robot.press("z")
    await robot.sees("UNDO the import of 3 mappings? Frees no order now.")
    expect(robot.lines().join(" ").replace(/\s+/g, " ")).toContain(
      "1 changed by somebody since: left so. What was sent stays sent."
    )
    await robot.press("y")
    await robot.sees("2 mappings as before the import. 1 changed by somebody since: left so.")
    expect([now("Overnight"), now("Express"), now("Slow")]).toEqual([undefined, 102, 100])
  })

  it("says so when somebody changed all of it since", async () => {
    const world = await open()
    const path = join(folder, "in.csv")
    writeFileSync(path, `${header}\nacme-shop,Northwind,Express,UPS,Ground`)
    await robot.press("I")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("IMPORT 1 mapping from")
    await robot.press("y")
    await robot.sees("Imported 1 mapping.")
    world.saveMapping({
      channelId: 1 as never,
      supplierId: 1 as never,
      channelMethodName: "Express",
      shipMethodId: 100 as never
    })
    await robot.press("z")
    await robot.sees("Somebody changed all of them meanwhile")
  })

  it("asks with what a file would change, and enter is no yes", async () => {
    const world = await open()
    const path = join(folder, "in.csv")
    writeFileSync(path, mixed)
    await robot.press("I")
    await robot.sees("CSV file to import:")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("IMPORT 2 mappings from")
    await robot.sees("1 new, 1 changed, 0 as they are, 3 bad lines left out.")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    expect(world.saved.map((m) => m.channelMethodName)).toEqual(["Express"])
    await robot.sees("Line 4, method: “UPS By Mule” is not one of Northwind's own.")
    await robot.sees("Line 5: has 2 columns, the first line has 5")
    await robot.sees("Line 6, channel: There is no channel “nowhere”.")
    await robot.press("I", "\r")
    await robot.sees("IMPORT 2 mappings from")
    await robot.press("y")
    await robot.sees("Imported 2 mappings.")
    expect(world.saved.map((m) => m.channelMethodName).toSorted()).toEqual(["Express", "Overnight"])
    await robot.sees("Overnight")
    await robot.sees("3 bad lines in")
    await robot.press("\x1b")
    await robot.misses("3 bad lines in")
  })

  it("says what would be freed and sent before the yes", async () => {
    const world = worldOf()
    world.orders = ["Overnight", "Slow"].map((shipMethodName, i) => {
      const order = waitingOrder(42 + i, { total: "10.0000", shipMethodName })
      return { ...order, lines: order.lines.map((l) => ({ ...l, supplierId: 1 as never })) }
    })
    for (const id of [42, 43]) world.hold(id, unmapped(1, "Northwind"))
    await open({ columns: 120, rows: 40 }, world)
    const path = join(folder, "in.csv")
    writeFileSync(path, mixed)
    await robot.press("I")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("3 bad lines left out. Frees 1:")
    await robot.sees("none is sent by itself, 1 waits for you.  y/N")
  })

  it("says why a file is none, and changes nothing", async () => {
    const world = await open()
    await robot.press("I", "\r")
    await robot.sees("Type the path of the file first")
    await typePath(join(folder, "absent.csv"))
    await robot.press("\r")
    await robot.sees("there is no such file")
    const path = join(folder, "odd.csv")
    writeFileSync(path, "a,b\n1,2\n")
    await robot.press("I")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("the column channel, supplier, name")
    expect(world.saved).toHaveLength(1)
    await robot.press("I")
    await robot.sees("CSV file to import:")
    await robot.press("\x1b")
    await robot.misses("CSV file to import:")
  })

  it("does the same with SKUs", async () => {
    const world = await open()
    const path = join(folder, "skus.csv")
    writeFileSync(path, "channel,sku,product\nacme-shop,NEW-LAMP,NW-LAMP\nacme-shop,OLD-LAMP,NW-LAMP\n")
    await robot.press("\t")
    await robot.sees("OLD-LAMP")
    await robot.press("I")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("1 new, 0 changed, 1 as they are, no bad line.")
    await robot.press("y")
    await robot.sees("Imported 1 mapping.")
    expect(world.mapping.skus.get("1/NEW-LAMP")).toBe("NW-LAMP")
    const out = join(folder, "out.csv")
    await robot.press("x")
    await typePath(out)
    await robot.press("\r")
    await robot.sees("Wrote 2 mappings to")
    expect(existsSync(out)).toBe(true)
  })
})

describe("the bad lines of a file as a picture", () => {
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 }
  ])
    it(`at ${size.columns}x${size.rows}`, async () => {
      await open(size)
      const path = join(folder, "in.csv")
      const bad = Array.from({ length: 30 }, (_, i) => `nowhere,Northwind,Way \u001b[31m${i},UPS,Ground`)
      writeFileSync(path, [mixed, ...bad].join("\n"))
      await robot.press("I")
      await typePath(path)
      await robot.press("\r")
      await robot.sees("33 bad lines left out")
      await robot.press("\x1b")
      await robot.sees("Line 6, channel")
      expect(robot.lines().map((line) => line.replaceAll(folder, "/folder"))).toMatchSnapshot()
    })
})
