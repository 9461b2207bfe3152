import "../../presenter/force-color.ts"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { fillStock } from "../../world/sample-stock.ts"

let folder: string
let robot: Robot
const open = async (size = { columns: 120, rows: 40 }): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  fillStock(world)
  world.mapping.products = [
    { sku: "AX-100", title: "Desk lamp" },
    { sku: "AX-200", title: "Desk lamp, brass" }
  ]
  world.mapping.aliases = [{ id: 1, type: "UPC", alias: "=100", sku: "AX-100", by: "ben", at: new Date(0) }]
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("3")
  await robot.sees("AX-100")
  return world
}
/** As a paste: a path is text, however it looks. */
const typePath = (path: string): Promise<void> => robot.press("\x15", `\x1b[200~${path}\x1b[201~`)
const given = (world: ChangingWorld): ReadonlyArray<string> =>
  world.mapping.aliases.map(({ type, alias, sku }) => `${type} ${alias} ${sku}`)

beforeEach(() => {
  folder = mkdtempSync("/tmp/sw-")
})
afterEach(async () => {
  await robot.quit()
  rmSync(folder, { recursive: true, force: true })
})

describe("aliases of SKUs from and to CSV files, by key", () => {
  it("are counted by a trial before the yes, saved after it, and taken back by z", async () => {
    const world = await open()
    const path = join(folder, "in.csv")
    writeFileSync(
      path,
      "type,alias,sku\nUPC,'=100,AX-100\nUPC,200,AX-200\nUPC,300,AX-200\nUPC,'=100,AX-200\nUPC,400,NONE\n"
    )
    await robot.press("I")
    await robot.sees("CSV file of aliases to import:")
    await robot.press("\r")
    await robot.sees("Type the path of the file first")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("IMPORT 3 aliases from")
    expect(robot.lines().join(" ").replace(/\s+/g, " ")).toContain(
      "3 new, 1 known, 1 of several products, told to no channel, 1 bad line left out, the first is line 6: sku There is no product"
    )
    await robot.press("\r")
    expect(given(world)).toEqual(["UPC =100 AX-100"])
    await robot.press("I", "\r")
    await robot.sees("IMPORT 3 aliases from")
    await robot.press("y")
    await robot.sees("Imported 3 aliases.  z undo")
    expect(given(world)).toHaveLength(4)
    await robot.press("z")
    await robot.sees("UNDO the import of 3 aliases? Takes 3 aliases away. ")
    await robot.press("y")
    await robot.sees("Took back 3 aliases of the import.")
    expect(world.activity.at(-1)).toMatchObject({
      act: "aliases taken away",
      subject: { kind: "alias-type", name: "UPC" },
      note: expect.stringMatching(/^3 of the import of /)
    })
    expect(given(world)).toEqual(["UPC =100 AX-100"])
  })

  it("are written into a new file that is read back without a change, and over no other", async () => {
    const world = await open({ columns: 80, rows: 24 })
    const path = join(folder, "out.csv")
    await robot.press("x")
    await robot.sees("CSV file of aliases to write:")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("Wrote 1 alias to")
    expect(readFileSync(path, "utf8").trim().split(/\r?\n/)).toEqual(["type,alias,sku", "UPC,'=100,AX-100"])
    await robot.press("I", "\r")
    await robot.sees("Nothing to import from")
    await robot.press("x", "\r")
    await robot.sees("it is there already")
    expect(given(world)).toEqual(["UPC =100 AX-100"])
  })

  it("esc leaves the path, and a file that cannot be used says why", async () => {
    await open()
    await robot.press("I")
    await robot.sees("CSV file of aliases to import:")
    await robot.press("\x1b")
    await robot.misses("CSV file of aliases to import:")
    const path = join(folder, "odd.csv")
    writeFileSync(path, "alias,sku\n1,AX-100\n")
    await robot.press("I")
    await typePath(path)
    await robot.press("\r")
    await robot.sees("the column type is missing")
  })
})
