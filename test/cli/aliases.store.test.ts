import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { Progress } from "../../src/cli/progress.ts"
import { withDomain } from "../domain/domain-house.ts"
import { openBusiness } from "../domain/sample-business.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"
import { performed } from "./performed.ts"
import { typed } from "./surroundings.ts"

const house = withDomain()
const shop = sampleChannel.name
let folder: string
let files: Record<string, string>

beforeEach(async () => {
  await openBusiness(house)
  await house.sql()`truncate activity`
  folder = await mkdtemp(join(tmpdir(), "switchyard-aliases-"))
  files = {}
})
afterEach(() => rm(folder, { recursive: true }))

const perform = (...argv: ReadonlyArray<string>) => performed(house, argv, { files })
const alias = (...argv: ReadonlyArray<string>) => perform("inventory", "alias", ...argv)
const json = async (...argv: ReadonlyArray<string>) => JSON.parse((await alias(...argv, "--json")).stdout)
const stored = async (type: string) =>
  (
    await house.sql()<Array<{ alias: string; sku: string }>>`
      select a.alias, p.sku from sku_aliases a join products p on p.id = a.product_id where a.alias_type = ${type}
      order by a.alias, p.sku`
  ).map((a) => `${a.alias} ${a.sku}`)
const notes = async () =>
  (
    await house.sql()<Array<{ act: string; subject: string; note: string; actor: string }>>`
      select act, subject, note, actor from activity order by id`
  ).map((n) => `${n.actor} ${n.act} ${n.subject}: ${n.note}`)

const listing = (sku: string, ...barcodes: ReadonlyArray<string>) => ({
  sku,
  title: `Title of ${sku}`,
  barcodes
})
const lists = (...listings: ReadonlyArray<ReturnType<typeof listing>>) => {
  house.shop.catalog = new Map([[shop, listings]])
}

describe("inventory alias download", () => {
  test("a channel that offers no list is told as such, and that is no error", async () => {
    const outcome = await alias("download", shop)
    expect(outcome).toMatchObject({ code: 0 })
    expect(outcome.stdout).toContain("Not supported: Fake shop offers no list of its SKUs.")
    expect(await json("download", shop)).toMatchObject({ supported: false, read: 0 })
  })

  test("a listing is a product by what was mapped, by the master SKU, or by a barcode, over all pages", async () => {
    await perform("map", "sku", shop, "their-2", "SKU-2")
    await alias("UPC", "012345678905", "SKU-3")
    await house.sql()`truncate activity`
    lists(
      listing("SKU-1"),
      listing("their-2"),
      listing("their-3", "0012345678905"),
      listing("nobody", "99"),
      listing("")
    )
    house.shop.pageSize = 2
    const found = await json("download", shop)
    expect(found).toMatchObject({ supported: true, type: shop, read: 5, withoutSku: 1, known: 0 })
    expect(found.unmatched.map((u: { sku: string }) => u.sku)).toEqual(["nobody"])
    expect(await stored(shop)).toEqual(["SKU-1 SKU-1", "their-2 SKU-2", "their-3 SKU-3"])
    expect(await notes()).toEqual([`bea aliases downloaded ${shop}: 3 from ${shop}`])
    expect(await json("download", shop)).toMatchObject({ added: [], known: 3 })
    expect(await notes()).toHaveLength(1)
  })

  test("--dry-run says the same and writes nothing", async () => {
    lists(listing("SKU-1"))
    expect((await alias("download", shop, "--dry-run")).stdout).toContain("1 new alias would be saved")
    expect(await stored(shop)).toEqual([])
    expect(await notes()).toEqual([])
  })

  test("what is not sure is named and not taken: two products, or an alias of another one", async () => {
    await alias("ean", "11111111", "SKU-2")
    await alias(shop, "SKU-3", "SKU-4")
    lists(listing("SKU-1", "11111111"), listing("SKU-3"))
    const found = await json("download", shop)
    expect(found.ambiguous).toMatchObject([{ listing: { sku: "SKU-1" }, products: ["SKU-1", "SKU-2"] }])
    expect(found.clashes).toEqual([{ type: shop, alias: "SKU-3", skus: ["SKU-3", "SKU-4"] }])
    expect(await stored(shop)).toEqual(["SKU-3 SKU-4"])
    expect((await alias("download", shop)).stdout).toContain("Say which: map sku")
  })

  test("barcodes are kept if that is wanted; what is not listed any more is named and left", async () => {
    lists(listing("SKU-1", "22222222"), listing("SKU-2"))
    await alias("download", shop, "--barcodes", "ean")
    expect(await stored("ean")).toEqual(["22222222 SKU-1"])
    lists(listing("SKU-1", "22222222"))
    const found = await json("download", shop, "--barcodes", "ean")
    expect(found).toMatchObject({ known: 2, gone: [{ alias: "SKU-2", sku: "SKU-2" }] })
    expect(await stored(shop)).toEqual(["SKU-1 SKU-1", "SKU-2 SKU-2"])
  })

  test("the channel chosen by it is told its own SKUs", async () => {
    lists(listing("their-1", "33333333"))
    await alias("upc", "33333333", "SKU-1")
    await alias("download", shop)
    await perform("inventory", "rules", shop, "--alias", shop)
    const found = JSON.parse((await perform("inventory", "list", "--channel", shop, "--json")).stdout)
    const names = found.products.map((p: { sku: string; names: unknown }) => [p.sku, p.names])
    expect(names).toContainEqual(["SKU-1", [{ _tag: "Told", sku: "SKU-1", as: "their-1" }]])
    expect(names).toContainEqual(["SKU-2", [{ _tag: "Ignored", sku: "SKU-2" }]])
  })

  test("a channel that names the same page again and again is left, and nothing of it is taken", async () => {
    lists(listing("SKU-1"), listing("SKU-2"))
    house.shop.pageSize = 1
    house.shop.loops = true
    expect((await alias("download", shop)).stderr).toContain("the same page again")
    expect(await stored(shop)).toEqual([])
  })

  test.each([
    [["--type", "channel:1"], "does not begin with channel:"],
    [["--type", "UPC"], "is a type of barcodes"],
    [["--type", "x".repeat(81)], "1 to 80 characters"]
  ])("refused: %j", async (flags, why) => {
    lists(listing("SKU-1"))
    const outcome = await alias("download", shop, ...flags)
    expect(outcome).toMatchObject({ code: 1, stdout: "" })
    expect(outcome.stderr).toContain(why)
  })
})

describe("aliases in files", () => {
  test("in: every broken line is named, and nothing is taken until the others are wanted", async () => {
    files["a.csv"] = [
      "type,alias,sku",
      "UPC,1,SKU-1",
      "UPC,2,nope",
      ",3,SKU-1",
      "UPC,,SKU-1",
      "UPC,4",
      'UPC,"4\n5",SKU-1',
      "channel:1,6,SKU-1",
      "UPC,1,SKU-1",
      "UPC,7,"
    ].join("\n")
    const refused = await alias("import", "a.csv")
    expect(refused.code).toBe(1)
    expect(refused.stdout).toContain("Nothing was imported.")
    expect(await stored("UPC")).toEqual([])
    const taken = await json("import", "a.csv", "--skip-broken")
    expect(taken.broken.map((b: { line: number; column: string }) => [b.line, b.column])).toEqual([
      [3, "sku"],
      [4, "type"],
      [5, "alias"],
      [6, ""],
      [8, "alias"],
      [9, "type"],
      [11, "sku"]
    ])
    expect(taken).toMatchObject({ added: 1, known: 1, isWritten: true })
    expect(await stored("UPC")).toEqual(["1 SKU-1"])
    expect(await notes()).toEqual(["bea aliases given UPC: 1 from a.csv"])
    expect(await json("import", "a.csv", "--skip-broken")).toMatchObject({ added: 0, known: 2 })
  })

  test("in: a clash is named, of two lines or with what is there; --dry-run writes nothing", async () => {
    await alias("UPC", "9", "SKU-3")
    files["a.csv"] = "\ufeffsku,alias\r\nSKU-1,8\r\nSKU-2,8\r\nSKU-1,9\r\n"
    const dry = await json("import", "a.csv", "--type", "UPC", "--dry-run")
    expect(dry).toMatchObject({ added: 3, isWritten: false })
    expect(dry.clashes).toEqual([
      { type: "UPC", alias: "8", skus: ["SKU-1", "SKU-2"] },
      { type: "UPC", alias: "9", skus: ["SKU-1", "SKU-3"] }
    ])
    expect(await stored("UPC")).toEqual(["9 SKU-3"])
  })

  test.each([
    ["", "The file is empty."],
    ["alias,sku\n1,2", "name the type of all lines by --type"],
    ["type,alias,sku,color\nUPC,1,2,3", "one column too many"],
    ['type,alias,sku\nUPC,"1,2', "The file is no CSV"]
  ])("in: a file that cannot be used as a whole: %j", async (text, why) => {
    files["a.csv"] = text
    const outcome = await alias("import", "a.csv")
    expect(outcome).toMatchObject({ code: 1, stdout: "" })
    expect(outcome.stderr).toContain(why)
  })

  test("out and in again is the same, and no cell is a formula", async () => {
    const odd = ["=1+1", "'=1+1", "-5", "+5", "@x", 'quo"te', "a,b", "ü-1", "'plain"]
    const add = (name: string) => house.sql()`
      insert into sku_aliases (alias_type, alias, product_id) select 'odd', ${name}, id from products where sku = 'SKU-1'`
    for (const name of odd) await add(name)
    const file = join(folder, "out.csv")
    expect(await json("export", file, "--type", "odd")).toMatchObject({ aliases: odd.length })
    const written = await readFile(file, "utf8")
    for (const line of written.split("\r\n").slice(1)) expect(line).not.toMatch(/(^|,)"?[=+@]/)
    const before = await stored("odd")
    await house.sql()`delete from sku_aliases where alias_type = 'odd'`
    files["out.csv"] = written
    expect(await json("import", "out.csv")).toMatchObject({ added: odd.length, broken: [], clashes: [] })
    expect(await stored("odd")).toEqual(before)
    const again = await alias("export", file)
    expect(again).toMatchObject({ code: 1 })
    expect(again.stderr).toContain("it is there already")
  })

  test("out: what channels call products in their orders is not among them", async () => {
    await perform("map", "sku", shop, "their-1", "SKU-1")
    expect(await json("export", join(folder, "all.csv"))).toMatchObject({ aliases: 0 })
  })
})

describe("inventory alias list", () => {
  test("each with its channels, who gave it and who else has it; by type, by text, and a channel's words in orders are none", async () => {
    expect((await alias("list")).stdout).toContain(
      "No product has an alias: switchyard inventory alias --help"
    )
    files["upc.csv"] = "type,alias,sku\nUPC,012345678905,SKU-1\n"
    await alias("import", "upc.csv")
    await alias("UPC", "012345678905", "SKU-2")
    await alias("EAN", "5400000000014", "SKU-2")
    await perform("map", "sku", shop, "their-3", "SKU-3")
    await perform("inventory", "rules", shop, "--alias", "UPC")
    const all = (await alias("list")).stdout
    expect(all).toMatch(/UPC +012345678905 +SKU-1 .* CONFLICT with SKU-2 +bea +2026/)
    expect(all).toMatch(new RegExp(`UPC .* ${shop} `))
    // Also those that came one by one.
    expect(all).toMatch(/UPC +012345678905 +SKU-2 .* CONFLICT with SKU-1 +bea +2026/)
    expect(all).toMatch(/EAN +5400000000014 +SKU-2 .* bea +2026/)
    expect(all).not.toContain("their-3")
    const byType = await json("list", "--type", "EAN")
    expect(byType).toMatchObject({
      isCut: false,
      aliases: [{ alias: "5400000000014", product: "SKU-2", others: [] }]
    })
    expect(byType.aliases).toHaveLength(1)
    expect((await json("list", "--search", "sku-1")).aliases).toMatchObject([{ product: "SKU-1" }])
    expect((await alias("list", "--search", "nothing-has-this")).stdout).toContain("No alias has that.")
    expect((await alias("list", "--limit", "2")).stdout).toContain("Only the first 2 are here")
    expect(await json("list", "--limit", "2")).toMatchObject({ isCut: true })
  })

  test("as CSV no cell is a formula, a row is a line, and the import takes it as it was", async () => {
    const odd = ["=1+1", "'=1+1", "-5", "+5", "@x", 'quo"te', "a,b", "ü-1", "'plain"]
    for (const name of odd)
      await house.sql()`
        insert into sku_aliases (alias_type, alias, product_id) select 'odd', ${name}, id from products where sku = 'SKU-1'`
    const { stdout } = await alias("list", "--type", "odd", "--csv")
    const [header, ...rows] = stdout.trimEnd().split("\n")
    expect(header).toBe("type,alias,sku")
    expect(rows).toHaveLength(odd.length)
    for (const row of rows) expect(row).not.toMatch(/(^|,)"?[=+@]/)
    const before = await stored("odd")
    await house.sql()`delete from sku_aliases where alias_type = 'odd'`
    files["out.csv"] = stdout
    expect(await json("import", "out.csv")).toMatchObject({ added: odd.length, broken: [], clashes: [] })
    expect(await stored("odd")).toEqual(before)
  })

  test("as CSV it says beside the rows which of them are shown otherwise than they are", async () => {
    for (const name of ["AB\u200bC", "Cafe\u0301", "plain"])
      await house.sql()`
        insert into sku_aliases (alias_type, alias, product_id) select 'odd', ${name}, id from products where sku = 'SKU-1'`
    const said: Array<string> = []
    const listed = await typed("inventory", "alias", "list", "--type", "odd", "--csv")
    if (listed.kind !== "effect") throw new Error(`${listed.kind} reads nothing`)
    const say = (line: string) => Effect.sync(() => void said.push(line))
    const { stdout } = await house.run(Effect.provideService(listed.effect, Progress, say), "bea")
    expect(stdout.trimEnd().split("\n")).toHaveLength(4)
    expect(said.join("")).toMatch(
      /^2 rows here have signs .* inventory alias export writes the aliases as they are\.$/
    )
  })
})
