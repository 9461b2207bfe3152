import { mkdtempSync } from "node:fs"
import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parse } from "csv-parse/sync"
import * as Layer from "effect/Layer"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { salesChannelsLayer } from "../../src/connectors/channels/channel-table.ts"
import { freeBudgets } from "../connectors/free-budgets.ts"
import { memoryVault } from "../connectors/memory-vault.ts"
import { noon } from "../fixtures/sample-world.ts"
import { withDomain } from "./domain-house.ts"
import {
  openBusiness,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking,
  supplierShips,
  syncOrders
} from "./sample-business.ts"

const channels = salesChannelsLayer().pipe(Layer.provide(Layer.merge(memoryVault({}), freeBudgets())))
const house = withDomain(undefined, channels)

let root = ""
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "h-files-store-"))
  for (const folder of ["orders", "shipments"]) await mkdir(join(root, folder))
  await openBusiness(house, {
    kind: "files-folder",
    eligibleStatuses: ["new"],
    settings: {
      root,
      ordersFolder: "orders",
      shipmentsFolder: "shipments",
      orderFiles: "ord_*",
      currency: "USD",
      quietSeconds: "0"
    }
  })
})
afterEach(() => rm(root, { recursive: true }))

const header =
  "order_id,placed_at,ship_name,address1,city,region,postal_code,country,phone,ship_method,sku,qty,unit_price"
const row = (order: string, sku: string, qty = "2", name = "Zoe Buyer") =>
  `${order},2026-11-21,${name},101 Main Street,Springfield,IL,62701,US,+12175550101,Standard Shipping,${sku},${qty},12.50`

/** A file of the partner's, written so many minutes after noon. */
const put = async (name: string, minutes: number, ...rows: ReadonlyArray<string>) => {
  const path = join(root, "orders", name)
  await writeFile(path, [header, ...rows, ""].join("\r\n"))
  const at = new Date(noon.getTime() + minutes * 60_000)
  await utimes(path, at, at)
}

const orders = () =>
  house.sql()<Array<{ number: string; pieces: number; version: number; name: string }>>`
    select channel_order_number as number, quantity as pieces, version, ship_name as name
    from orders order by channel_order_number`
const aside = () =>
  house.sql()<Array<{ place: string; reason: string; settled: boolean }>>`
    select place, reason, settled_at is not null as settled from quarantine order by id`
const lastRun = async () => {
  const [run] = await house.sql()<Array<{ error: string | null }>>`
    select error from sync_runs where service = 'orders' order by id desc limit 1`
  return run
}

describe("a channel whose orders are files", () => {
  test("imports what can be read, sets the broken order aside, and is told of it once", async () => {
    await put("ord_1.csv", 0, row("1001", "SKU-1"), row("1002", "SKU-1", "many"), row("1001", "SKU-2"))
    await syncOrders(house)
    expect(await orders()).toMatchObject([{ number: "1001", pieces: 4 }])
    expect(await aside()).toEqual([
      { place: "1002", reason: 'ord_1.csv:3, column qty: "many" is not a whole number', settled: false }
    ])
    expect(await lastRun()).toEqual({ error: null })
    expect(await readdir(join(root, "orders/archive"))).toEqual(["ord_1.csv"])
    await put("ord_2.csv", 1, row("1002", "SKU-1", "3"))
    await syncOrders(house)
    expect((await orders()).map(({ number }) => number)).toEqual(["1001", "1002"])
    expect(await aside()).toMatchObject([{ place: "1002", settled: true }])
  })

  test("imports the same file once, whatever it is called and however often it comes", async () => {
    await put("ord_1.csv", 0, row("1001", "SKU-1"))
    await syncOrders(house)
    const before = await orders()
    for (const [name, minutes] of [
      ["ord_1.csv", 0],
      ["ord_1.csv", 5],
      ["ord_again.csv", 9]
    ] as const) {
      house.time.pass(60_000)
      await put(name, minutes, row("1001", "SKU-1"))
      await syncOrders(house)
    }
    expect(await orders()).toEqual(before)
    expect(await readdir(join(root, "orders/archive"))).toHaveLength(4)
  })

  test("believes the newer of two files, in whichever order they come", async () => {
    await put("ord_new.csv", 10, row("1001", "SKU-1", "2", "Zoe Married"))
    await syncOrders(house)
    await put("ord_old.csv", 0, row("1001", "SKU-1", "2", "Zoe Single"))
    await syncOrders(house)
    expect(await orders()).toMatchObject([{ number: "1001", name: "Zoe Married" }])
  })

  test("an order runs from its file to a shipment file", async () => {
    await put("ord_1.csv", 0, row("1001", "SKU-1"))
    await syncOrders(house)
    await pressProcess(house, "1001")
    const [sent] = await purchaseOrdersOf(house, "1001")
    expect(sent).toMatchObject({ state: "sent" })
    supplierShips(house, "North", "shp_1.csv", [sent?.number ?? "", "N-1", 2, "1Z-A"])
    await receiveTracking(house)
    expect(await house.order("1001")).toMatchObject({ status: "completed" })
    const [name, ...more] = await readdir(join(root, "shipments"))
    expect(more).toEqual([])
    const rows = parse(await readFile(join(root, "shipments", name ?? ""), "utf8"), { columns: true })
    expect(rows).toMatchObject([{ order_id: "1001", sku: "SKU-1", line_id: "", qty: "2" }])
  })
})
