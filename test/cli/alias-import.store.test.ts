import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Input } from "../../src/cli/command-row.ts"
import { commandTable } from "../../src/cli/command-table.ts"
import { setStockAlias } from "../../src/domain/operations/set-stock-alias.ts"
import { withDomain } from "../domain/domain-house.ts"
import { openBusiness } from "../domain/sample-business.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"

const house = withDomain()
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-aliases-test-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

const row = commandTable.find(({ path }) => path.join(" ") === "inventory alias import")

const run = async (given: Readonly<Record<string, string>>, flags: Input["flags"] = {}) => {
  if (row?.runBy !== "effect") throw new Error("no such command")
  const command = await row.load()
  const { json, text } = await house.run(command({ arguments: given, rest: [], flags }))
  return { json: json as Readonly<Record<string, unknown>>, text: JSON.stringify(text) }
}

const aliases = async (): Promise<ReadonlyArray<string>> =>
  (await house.sql()`select alias from sku_aliases where alias_type not like 'channel:%' order by 1`).map(
    (r) => String(r.alias)
  )

const file = (name: string, ...lines: ReadonlyArray<string>): string => {
  const path = join(folder, name)
  writeFileSync(path, ["type,alias,sku", ...lines].join("\n"))
  return path
}

describe("inventory alias import --undo", () => {
  test("takes back what the last import gave, once, and nothing that was there before or taken away since", async () => {
    await openBusiness(house)
    await expect(run({}, { undo: true })).rejects.toThrow("Nobody imported aliases")
    await run({ file: file("first.csv", "UPC,100,SKU-1", "UPC,200,SKU-2") })
    const second = file("second.csv", "UPC,100,SKU-1", "UPC,300,SKU-1", "EAN,400,SKU-2")
    expect((await run({ file: second })).json).toMatchObject({ added: 2, known: 1 })
    await house.sql()`delete from sku_aliases where alias = '400'`
    const back = await run({}, { undo: true })
    expect(back.json).toMatchObject({ done: true, undone: 1 })
    expect(back.text).toMatch(/Took back 1 alias of UPC, EAN that .* imported at .* \(2 from .*second\.csv\)/)
    expect(await aliases()).toEqual(["100", "200"])
    await expect(run({}, { undo: true })).rejects.toThrow("took the last import of aliases back already")
    expect(
      (await house.sql()`select act, note from activity where subject_kind = 'alias-type' order by id`).at(-1)
    ).toMatchObject({ act: "aliases taken away", note: expect.stringMatching(/^1 of the import of /) })
  })

  test("leaves what was given one by one in the same moment by the same person", async () => {
    await openBusiness(house)
    await run({ file: file("own.csv", "GTIN,500,SKU-1") })
    const alone = { type: "GTIN", alias: "600", sku: "SKU-2", remove: false }
    expect(await house.run(setStockAlias(alone))).toEqual({ did: true, others: [] })
    expect((await run({}, { undo: true })).json).toMatchObject({ undone: 1 })
    expect(await aliases()).toEqual(["600"])
  })

  test("counts by --dry-run under how many names channels are told no more, or again, and takes nothing", async () => {
    await openBusiness(house)
    await house.sql()`update channels set stock_alias = 'UPC' where name = ${sampleChannel.name}`
    await run({ file: file("before.csv", "UPC,100,SKU-1") })
    await run({ file: file("more.csv", "UPC,100,SKU-2", "UPC,200,SKU-2", "UPC,300,SKU-1", "EAN,400,SKU-2") })
    const counted = await run({}, { undo: true, "dry-run": true })
    const shop = sampleChannel.name
    expect(counted.json).toMatchObject({
      done: false,
      undone: 4,
      channels: [{ channel: shop, untold: 2, toldAgain: 1 }]
    })
    expect(counted.text).toContain(
      `Takes 4 aliases away. ${shop}: 2 names are told no more, 1 that several products had is told again. What a channel shows stays there.`
    )
    expect(await aliases()).toHaveLength(5)
    expect((await run({}, { undo: true })).json).toMatchObject({ done: true, undone: 4 })
    await expect(run({}, { undo: true, "dry-run": true })).rejects.toThrow("took the last import")
  })

  test("says so where none of them is left", async () => {
    await openBusiness(house)
    await run({ file: file("third.csv", "ISBN,500,SKU-1") })
    await house.sql()`delete from sku_aliases where alias = '500'`
    await expect(run({}, { undo: true })).rejects.toThrow("None of its aliases is there any more")
  })

  test("goes with --dry-run alone, and wants no file", () => {
    const given = (flags: Input["flags"]): Input => ({ arguments: {}, rest: [], flags })
    expect(row?.check?.(given({ undo: true }))).toBeNull()
    expect(row?.check?.(given({ undo: true, "dry-run": true }))).toBeNull()
    expect(row?.check?.(given({ undo: true, type: "UPC" }))).toContain("goes with nothing else")
    expect(row?.arguments).toMatchObject([{ name: "file", unless: "undo" }])
  })
})
