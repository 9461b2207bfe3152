import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Input } from "../../src/cli/command-row.ts"
import { commandTable } from "../../src/cli/command-table.ts"
import { withDomain } from "../domain/domain-house.ts"
import { importOrders, openBusiness, orderOf } from "../domain/sample-business.ts"

const house = withDomain()
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-mappings-test-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = async (
  path: string,
  given: Readonly<Record<string, string>> = {},
  flags: Input["flags"] = {}
) => {
  const row = commandTable.find((command) => command.path.join(" ") === path)
  if (row?.runBy !== "effect") throw new Error(`no such command: ${path}`)
  const command = await row.load()
  const { json, text, failed } = await house.run(command({ arguments: given, rest: [], flags }))
  return {
    json: json as Readonly<Record<string, unknown>>,
    text: JSON.stringify(text),
    failed: failed === true
  }
}

const waiting = async () => {
  const business = await openBusiness(house)
  await importOrders(
    house,
    orderOf(1, ["SKU-1"], { shipMethodName: "Drone" }),
    orderOf(2, ["OLD-1"], { shipMethodName: "=cmd|calc" })
  )
  return business
}
const saved = () =>
  house.sql()`select channel_method_name as name from ship_method_mappings where channel_method_name <> 'Standard Shipping' order by 1`

describe("causes and mappings by command", () => {
  test("orders causes names the fix of each, and what-if saves nothing", async () => {
    const { north } = await waiting()
    const causes = await run("orders causes")
    expect(causes.text).toContain("“Drone” of Acme shop is not mapped at North")
    expect(causes.text).toContain("switchyard map sku 'Acme shop' OLD-1 <our sku>")
    const [method] = north.shipMethods
    const words = {
      channel: "Acme shop",
      supplier: "North",
      name: "Drone",
      carrier: method?.carrier ?? "",
      method: method?.method ?? ""
    }
    const tried = await run("map ship-method", words, { "what-if": true })
    expect(tried.text).toContain("Frees 1: none is sent by itself, 1 waits for you.")
    expect(tried.text).toContain("Of the last 2 orders 1 uses it: 1 had none until now.")
    expect(await saved()).toEqual([])
    const sku = await run(
      "map sku",
      { channel: "Acme shop", sku: "OLD-1", product: "SKU-1" },
      { "what-if": true }
    )
    expect(sku.json.trial).toMatchObject({ stillBlocked: 1 })
    expect(await house.sql()`select 1 from sku_aliases`).toEqual([])
  })

  test("what is exported comes back as it was, formulas and all; a line that is wrong is named and nothing is saved", async () => {
    const { north } = await waiting()
    const [method] = north.shipMethods
    const bad = join(folder, "bad.csv")
    const cells = `${method?.carrier},${method?.method}`
    writeFileSync(
      bad,
      `channel,supplier,name,carrier,method\nAcme shop,North,"=cmd|calc",${cells}\nAcme shop,Nobody,Drone,${cells}\n*,North,Drone,No,Such\n`
    )
    const refused = await run("mappings import", { file: bad })
    expect(refused.failed).toBe(true)
    expect(refused.json.broken).toMatchObject([
      { line: 3, column: "supplier" },
      { line: 4, column: "method" }
    ])
    expect(await saved()).toEqual([])
    const some = await run("mappings import", { file: bad }, { "skip-broken": true })
    expect(some.json).toMatchObject({ isWritten: true, changed: 1, checked: 1 })
    expect(await saved()).toEqual([{ name: "=cmd|calc" }])
    const out = join(folder, "out.csv")
    await run("mappings export", { file: out })
    expect(readFileSync(out, "utf8")).toContain("'=cmd|calc")
    const again = await run("mappings import", { file: out })
    expect(again.json).toMatchObject({ changed: 0, broken: [] })
    expect(await saved()).toEqual([{ name: "=cmd|calc" }])
  })

  test("the last import is taken back as a whole, once, but for what somebody changed since", async () => {
    const { north } = await waiting()
    const [method] = north.shipMethods
    const cells = `${method?.carrier},${method?.method}`
    const file = join(folder, "back.csv")
    writeFileSync(
      file,
      `channel,supplier,name,carrier,method\nAcme shop,North,Drone,${cells}\nAcme shop,North,Balloon,${cells}\n*,North,Kite,${cells}\n`
    )
    const glider = { channel: "Acme shop", supplier: "North", name: "Glider" }
    const chosen = { carrier: method?.carrier ?? "", method: method?.method ?? "" }
    await run("map ship-method", { ...glider, ...chosen }, { yes: true })
    await run("mappings import", { file })
    expect(await saved()).toHaveLength(4)
    await run("mappings remove", { channel: "Acme shop", supplier: "North", name: "Balloon" }, { yes: true })
    await house.drain()
    const counted = await run("mappings import", {}, { undo: true, "dry-run": true })
    expect(counted.json).toMatchObject({
      done: false,
      dryRun: true,
      undone: 2,
      kept: 1,
      trial: { blocks: 1 }
    })
    expect(counted.text).toContain(
      "Frees no order now. 1 order that is ready would WAIT. 1 changed by somebody since: left so. What was sent stays sent."
    )
    expect(counted.text).toMatch(/2 mappings of the import of .* would mean what they meant before it\./)
    expect(await saved()).toHaveLength(3)
    const back = await run("mappings import", {}, { undo: true })
    expect(back.json).toMatchObject({ done: true, undone: 2, kept: 1, checked: 1 })
    expect(back.text).toContain("1 changed by somebody since, and left so.")
    expect(await saved()).toEqual([{ name: "Glider" }])
    await expect(run("mappings import", {}, { undo: true })).rejects.toThrow(
      "took the last import of ship methods back already"
    )
    await run("mappings import", { file })
    expect((await run("mappings import", {}, { undo: true })).json).toMatchObject({ undone: 3, kept: 0 })
    expect(await saved()).toEqual([{ name: "Glider" }])
  })

  test("a trial of an import says whom it frees, as the console does, and saves nothing", async () => {
    const { north } = await waiting()
    const [method] = north.shipMethods
    const file = join(folder, "trial.csv")
    writeFileSync(
      file,
      `channel,supplier,name,carrier,method\nAcme shop,North,Drone,${method?.carrier},${method?.method}\n`
    )
    const tried = await run("mappings import", { file }, { "dry-run": true })
    expect(tried.text).toMatch(/1 mapping would be saved.*Frees 1/s)
    expect(tried.json).not.toHaveProperty("changes")
    expect(await saved()).toEqual([])
  })

  test("an import of SKUs is one of its own, and without any there is nothing to undo", async () => {
    await waiting()
    await expect(run("mappings skus import", {}, { undo: true })).rejects.toThrow("Nobody imported SKUs")
    const file = join(folder, "skus-back.csv")
    writeFileSync(file, "channel,sku,product\nAcme shop,OLD-1,SKU-1\n")
    await run("mappings skus import", { file })
    expect((await run("mappings skus import", {}, { undo: true })).json).toMatchObject({ undone: 1 })
    expect((await run("mappings skus list")).json.skus).toEqual([])
  })

  test("taking an import back may free and SEND, and that is counted before it is done", async () => {
    const { north } = await waiting()
    const own = north.shipMethods[0]
    const file = join(folder, "wrong-skus.csv")
    // It takes SKU-1 for a product that nobody ships; taken back, the order goes on.
    await house.sql()`insert into products (sku, title) values ('NOBODYS', 'Shipped by nobody')`
    writeFileSync(file, "channel,sku,product\nAcme shop,SKU-1,NOBODYS\n")
    const mapped = { channel: "Acme shop", supplier: "North", name: "Drone" }
    await run(
      "map ship-method",
      { ...mapped, carrier: own?.carrier ?? "", method: own?.method ?? "" },
      { yes: true }
    )
    await run("mappings skus import", { file })
    await house.drain()
    await house.sql()`
      update channels set auto_processing = true, auto_processing_by = 'bea', auto_processing_at = now(),
        alert_address = 'ops@example.com', alert_tested_at = now()`
    const counted = await run("mappings skus import", {}, { undo: true, "dry-run": true })
    expect(counted.json).toMatchObject({ undone: 1, trial: { frees: 1, sentNow: 1 } })
    expect(counted.text).toMatch(/Frees 1: 1 will be SENT now \(\$[\d.]+\)/)
    await house.sql()`update installation set sends_stopped = true, sends_stopped_by = 'bea', sends_stopped_at = now()`
    const stopped = await run("mappings skus import", {}, { undo: true, "dry-run": true })
    expect(stopped.text).toContain("Frees 1: 1 will be SENT once sends are allowed again")
    expect(house.suppliers.book).toEqual([])
    expect((await run("mappings skus list")).json.skus).toHaveLength(1)
  })

  test("--undo goes with --dry-run alone, and wants no file", () => {
    const row = commandTable.find((command) => command.path.join(" ") === "mappings import")
    const given = (flags: Input["flags"]): Input => ({ arguments: {}, rest: [], flags })
    expect(row?.check?.(given({ undo: true }))).toBeNull()
    expect(row?.check?.(given({ undo: true, "dry-run": true }))).toBeNull()
    expect(row?.check?.(given({ undo: true, "skip-broken": true }))).toContain("goes with nothing else")
    expect(row?.arguments).toMatchObject([{ name: "file", unless: "undo" }])
  })

  test("SKUs too; and a mapping is removed only by --yes", async () => {
    await waiting()
    const file = join(folder, "skus.csv")
    writeFileSync(file, "channel,sku,product\nAcme shop,OLD-1,SKU-1\n")
    expect((await run("mappings skus import", { file }, { "dry-run": true })).json).toMatchObject({
      changed: 1
    })
    expect((await run("mappings skus list")).json.skus).toEqual([])
    await run("mappings skus import", { file })
    expect((await run("mappings skus list")).text).toContain("OLD-1")
    await house.drain()
    const words = { channel: "Acme shop", sku: "OLD-1" }
    expect((await run("mappings skus remove", words)).failed).toBe(true)
    expect((await run("mappings skus list")).text).toContain("OLD-1")
    await run("mappings skus remove", words, { yes: true })
    expect((await run("mappings skus list")).json.skus).toEqual([])
  })
})
