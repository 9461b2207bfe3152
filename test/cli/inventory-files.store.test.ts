import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parse } from "csv-parse/sync"
import * as Effect from "effect/Effect"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { withDomain } from "../domain/domain-house.ts"
import { openBusiness } from "../domain/sample-business.ts"
import { later, sampleChannel } from "../fixtures/sample-world.ts"
import { performed } from "./performed.ts"
import { typed } from "./surroundings.ts"

const house = withDomain()
const shop = sampleChannel.name
let business: Awaited<ReturnType<typeof openBusiness>>
let folder: string
let files: Record<string, string>

beforeEach(async () => {
  business = await openBusiness(house)
  folder = await mkdtemp(join(tmpdir(), "switchyard-export-"))
  files = {}
})
afterEach(() => rm(folder, { recursive: true }))

const perform = (...argv: ReadonlyArray<string>) => performed(house, argv, { files })
const json = async (...argv: ReadonlyArray<string>) => JSON.parse((await perform(...argv, "--json")).stdout)
const say = (supplierSku: string, quantity: number) =>
  house.run(
    Effect.flatMap(Catalog, (c) => c.saveStock(business.north.id, [{ supplierSku, quantity }], later(-1000)))
  )

describe("inventory rules", () => {
  test("tried rules say what they would do and change nothing; saved ones hold", async () => {
    await say("N-1", 9)
    await say("N-2", 3)
    const dry = await perform("inventory", "rules", shop, "--safety-stock", "4", "--dry-run")
    expect(dry.stdout).toContain("Of 2 listings: 1 listing would go to 0, 1 down.")
    expect(dry.stdout).toMatch(/SKU-1 +9 +5/)
    expect(dry.stdout).toMatch(/SKU-2 +3 +0/)
    expect(dry.stdout).toContain("Nothing was changed.")
    expect((await json("inventory", "rules", shop)).rules.safetyStock).toBe(0)
    const saved = await json("inventory", "rules", shop, "--safety-stock", "4")
    expect(saved).toMatchObject({ done: true, trial: { toZero: 1, down: 1 }, rules: { safetyStock: 4 } })
    expect((await json("inventory", "rules", shop)).rules.safetyStock).toBe(4)
    const back = await perform("inventory", "rules", shop, "--safety-stock", "0", "--dry-run")
    expect(back.stdout).toContain("1 up, 1 would be sold again.")
    const none = await perform("inventory", "rules", shop, "--safety-stock", "4", "--dry-run")
    expect(none.stdout).toContain("Nothing would change: 2 listings stay as they are.")
  })

  test("an alias type that no product has is warned of, tried or saved", async () => {
    const tried = await perform("inventory", "rules", shop, "--alias", "UPV", "--dry-run")
    expect(tried.stdout).toContain("no product has an alias of the type UPV")
    await house.sql()`insert into sku_aliases (alias_type, alias, product_id) select 'UPC', '1', min(id) from products`
    const { warnings } = await json("inventory", "rules", shop, "--alias", "UPC")
    expect(warnings.join(" ")).not.toContain("no product has an alias")
  })

  test("wrong values and a trial of nothing are told before anything is read", async () => {
    expect(await typed("inventory", "rules", shop, "--share-percent", "101")).toMatchObject({ code: 2 })
    expect(await typed("inventory", "rules", shop, "--dry-run")).toMatchObject({ code: 2 })
    expect((await perform("inventory", "rules", "nope", "--safety-stock", "1")).stderr).toContain(
      "There is no channel “nope”."
    )
  })
})

describe("inventory export", () => {
  test("writes every product with its arithmetic, and no cell is a formula", async () => {
    await say("N-1", 9)
    await house.sql()`update products set title = '=HYPERLINK("http://x")' where sku = 'SKU-2'`
    const file = join(folder, "stock.csv")
    const { stdout } = await perform("inventory", "export", file, "--channel", shop)
    const rows: ReadonlyArray<Record<string, string>> = parse(await readFile(file, "utf8"), { columns: true })
    const products = await house.sql()<Array<{ sku: string }>>`select sku from products order by sku`
    expect(rows.map((r) => r.sku)).toEqual(products.map((p) => p.sku))
    expect(stdout).toContain(`Wrote ${products.length} products of ${shop}`)
    expect(rows.find((r) => r.sku === "SKU-1")).toMatchObject({
      "told as": "SKU-1",
      standing: "told",
      "on hand": "9",
      committed: "0",
      share: "100",
      "to be told": "9"
    })
    expect(rows.find((r) => r.sku === "SKU-2")).toMatchObject({
      title: `'=HYPERLINK("http://x")`,
      standing: "unknown",
      "to be told": ""
    })
  })

  test("goes on over pages, takes filters, and leaves a file that is there", async () => {
    await house.sql()`insert into products (sku, title)
      select 'P-' || lpad(n::text, 5, '0'), 'part' from generate_series(1, 1200) n`
    const file = join(folder, "parts.csv")
    const told = await json("inventory", "export", file, "--channel", shop, "--search", "part")
    expect(told.products).toBe(1200)
    const rows: ReadonlyArray<Record<string, string>> = parse(await readFile(file, "utf8"), { columns: true })
    expect(new Set(rows.map((r) => r.sku)).size).toBe(1200)
    const again = await perform("inventory", "export", file, "--channel", shop)
    expect(again).toMatchObject({ code: 1 })
    expect(again.stderr).toContain("it is there already")
    expect(await typed("inventory", "export", file, "--channel", shop, "--held", "--differs")).toMatchObject({
      code: 2
    })
  })
})

describe("inventory import", () => {
  const onHand = () => house.sql()<Array<{ sku: string; warehouse: string; onHand: number }>>`
    select p.sku, l.warehouse, l.on_hand as "onHand" from stock_levels l join products p on p.id = l.product_id
    order by p.sku, l.warehouse`
  const importOf = (csv: string, ...flags: ReadonlyArray<string>) => {
    files["stock.csv"] = csv
    return perform("inventory", "import", "stock.csv", "--supplier", "North", ...flags)
  }

  test("is taken as the supplier's own feed, with what is not ours named and a run in the history", async () => {
    const { stdout, code } = await importOf("sku,quantity,warehouse\nN-1,9,EAST\nN-1,4,WEST\nX-9,3,EAST\n")
    expect(code).toBe(0)
    expect(stdout).toContain("1 SKU not known")
    expect(await onHand()).toEqual([
      { sku: "SKU-1", warehouse: "EAST", onHand: 9 },
      { sku: "SKU-1", warehouse: "WEST", onHand: 4 }
    ])
    expect(await json("inventory", "feeds")).toMatchObject({
      feeds: [{ file: "stock.csv", supplier: "North", state: "taken", skus: 2, unknown: 1 }]
    })
    expect(await house.sql()`select state, trigger from sync_runs where service = 'tracking'`).toEqual([
      { state: "done", trigger: "demand" }
    ])
  })

  test("that would empty a shelf is held until a person lets it in", async () => {
    await importOf("sku,quantity\nN-1,9\nN-2,3\n")
    const { stdout, code } = await importOf("sku,quantity\nN-1,0\nN-2,0\n")
    expect(code).toBe(1)
    expect(stdout).toContain("all 12 pieces are gone")
    expect((await onHand()).map((l) => l.onHand)).toEqual([9, 3])
    const { feeds } = await json("inventory", "feeds", "--state", "held")
    await perform("inventory", "feeds", "reject", String(feeds[0].id), "--reason", "typed by mistake")
    const shown = await json("inventory", "feeds", "--state", "rejected")
    expect(shown.feeds).toMatchObject([{ settledBy: "bea", settleReason: "typed by mistake" }])
  })

  test("names every broken line and takes nothing, or the others if they are wanted", async () => {
    const csv = "sku,quantity\nN-1,many\n,4\nN-2,7\nN-2,-1\n"
    const refused = await importOf(csv)
    expect(refused.code).toBe(1)
    for (const line of [/2 +quantity +is no whole number/, /3 +sku +is empty/, /5 +quantity/])
      expect(refused.stdout).toMatch(line)
    expect(await onHand()).toEqual([])
    expect((await importOf(csv, "--skip-broken")).code).toBe(0)
    expect((await onHand()).map((l) => l.onHand)).toEqual([7])
    expect((await importOf("sku,pieces\n")).stderr).toContain("the column quantity is missing")
  })
})
