import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { usualStock } from "../../src/domain/model/stock-rules.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { withDomain } from "../domain/domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess } from "../domain/sample-business.ts"
import { later, sampleChannel } from "../fixtures/sample-world.ts"
import { setRules } from "../store/stocked-world.ts"
import { performed } from "./performed.ts"
import { typed } from "./surroundings.ts"

const house = withDomain()
const shop = sampleChannel.name
let business: Awaited<ReturnType<typeof openBusiness>>

beforeEach(async () => {
  business = await openBusiness(house)
})

const perform = (...argv: ReadonlyArray<string>) => performed(house, argv)
const json = async (...argv: ReadonlyArray<string>) => JSON.parse((await perform(...argv, "--json")).stdout)
const explain = (sku: string) => json("inventory", "explain", sku, "--channel", shop)
const say = (supplierSku: string, quantity: number, ms = 0, warehouse = "") =>
  house.run(
    Effect.flatMap(Catalog, (c) =>
      c.saveStock(business.north.id, [{ supplierSku, warehouse, quantity }], later(ms))
    )
  )

describe("inventory explain", () => {
  test("names every step, the rows behind it, and what the channel is told", async () => {
    await say("N-1", 9, -3_600_000, "EAST")
    await say("N-1", 8, -3_600_000, "WEST")
    await setRules(house.sql(), shop, { ...usualStock, safetyStock: 2, sharePercent: 90, minimumLevel: 3 })
    await importOrders(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-1"]))
    await pressProcess(house, "#1001")
    const { stdout, code } = await perform("inventory", "explain", "SKU-1", "--channel", shop)
    expect(code).toBe(0)
    const line = (...cells: ReadonlyArray<string>) => new RegExp(cells.join(" +"))
    expect(stdout).toMatch(line("on hand", "17", "17"))
    expect(stdout).toMatch(line("committed", "-2", "15"))
    expect(stdout).toMatch(line("unsent demand", "-2", "13"))
    expect(stdout).toMatch(line("safety stock", "-2", "11"))
    expect(stdout).toMatch(line("share", "90 %", "9"))
    expect(stdout).toMatch(line("cap", "none", "9"))
    expect(stdout).toMatch(line("minimum level", "0 if less than 3", "9"))
    expect(stdout).toContain(`${shop} is to be told 9 as SKU-1.`)
    expect(stdout).toMatch(line("North", "EAST", "9", "2026-11-22 11:00Z", "yes"))
    expect(stdout).toMatch(line("#1002", shop, "2"))
    const told = await explain("SKU-1")
    expect(told).toMatchObject({ quantity: 9, standing: "told", claims: [{ supplier: "North", pieces: 2 }] })
  })

  test("what was sent before the supplier's last word is in it already; what was sent after it is not", async () => {
    await say("N-1", 10, -60_000)
    await importOrders(house, orderOf(1, ["SKU-1"]))
    expect((await explain("SKU-1")).steps[2]).toEqual({ name: "unsent demand", operand: 2, left: 8 })
    await pressProcess(house, "#1001")
    const after = await explain("SKU-1")
    expect(after.steps.slice(1, 3).map((s: { operand: number }) => s.operand)).toEqual([2, 0])
    expect(after.quantity).toBe(8)
    await say("N-1", 8, 3_600_000)
    expect(await explain("SKU-1")).toMatchObject({ quantity: 8, claims: [] })
  })

  test("a product that nobody spoke of is told nothing, and an unknown one is refused with the way on", async () => {
    const { stdout } = await perform("inventory", "explain", "SKU-2", "--channel", shop)
    expect(stdout).toContain("No supplier said what there is")
    expect(await explain("SKU-2")).toMatchObject({ quantity: null, standing: "unknown" })
    const wrong = await perform("inventory", "explain", "SKU-99", "--channel", shop)
    expect(wrong.code).toBe(1)
    expect(wrong.stderr).toContain("inventory list --channel")
  })
})

describe("aliases", () => {
  test("two products with one are a conflict until one gives it back; without one a product is ignored", async () => {
    for (const sku of ["N-1", "N-2"]) await say(sku, 5)
    await setRules(house.sql(), shop, { ...usualStock, alias: "UPC" })
    await perform("inventory", "alias", "UPC", "0001", "SKU-1")
    const second = await perform("inventory", "alias", "UPC", "0001", "SKU-2")
    expect(second.stdout).toContain("Conflict: SKU-1 has it too.")
    expect(await json("inventory", "refresh")).toMatchObject({ changed: 0 })
    const listed = async (...flags: ReadonlyArray<string>) =>
      (await json("inventory", "list", "--channel", shop, ...flags)).products.map(
        (p: { sku: string; quantity: number | null }) => [p.sku, p.quantity]
      )
    expect(await listed("--conflict")).toEqual([
      ["SKU-1", null],
      ["SKU-2", null]
    ])
    expect(await listed("--ignored")).toEqual([
      ["SKU-3", null],
      ["SKU-4", null]
    ])
    expect((await perform("inventory", "explain", "SKU-1", "--channel", shop)).stdout).toContain(
      "two products have one alias, 0001 (also SKU-2)"
    )
    await perform("inventory", "alias", "UPC", "0001", "SKU-2", "--remove")
    expect(await json("inventory", "refresh", "--channel", shop)).toMatchObject({ changed: 1 })
    expect(await listed("--differs")).toEqual([["SKU-1", 5]])
    expect(await explain("SKU-1")).toMatchObject({ quantity: 5, names: [{ as: "0001" }] })
    const refused = await perform("inventory", "alias", "channel:1", "0001", "SKU-2")
    expect(refused).toMatchObject({ code: 1 })
  })
})

describe("inventory list", () => {
  test("goes page by page to the end, and takes one filter at a time", async () => {
    const first = await json("inventory", "list", "--channel", shop, "--limit", "3")
    expect(first.products.map((p: { sku: string }) => p.sku)).toEqual(["SKU-1", "SKU-2", "SKU-3"])
    const next = ["inventory", "list", "--channel", shop, "--limit", "3", "--after", first.after]
    expect((await json(...next)).products.map((p: { sku: string }) => p.sku)).toEqual(["SKU-4"])
    expect((await perform(...next.slice(0, -1), "SKU-4")).stdout).toContain("That was the last page.")
    const both = await typed("inventory", "list", "--channel", shop, "--ignored", "--conflict")
    expect(both).toMatchObject({ kind: "print", code: 2 })
  })
})
