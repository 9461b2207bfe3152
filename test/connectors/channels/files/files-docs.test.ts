import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { countryOf } from "../../../../src/connectors/channels/files/country-name.ts"
import { filesFields } from "../../../../src/connectors/channels/files/files-fields.ts"
import { filesSettings } from "../../../../src/connectors/channels/files/files-settings.ts"
import { orderPlan } from "../../../../src/connectors/channels/files/order-columns.ts"
import { readText } from "./order-format.ts"

const page = readFileSync(new URL("../../../../docs/channels/files.md", import.meta.url), "utf8")

const blocks = (language: string): ReadonlyArray<string> =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map((found) => found[1] ?? "")

/** What a shell block sets, as a shell reads it. */
const settingsIn = (block: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...block.matchAll(/--set (?:'(\w+)=([^']*)'|(\w+)=('?)(\S+?)\4(?=\s|$))/g)].map((found) => [
      found[1] ?? found[3] ?? "",
      found[2] ?? found[5] ?? ""
    ])
  )

describe("what the page on files says", () => {
  it("is read: the table", () => {
    const read = readText("ord_1.csv", blocks("csv")[0] ?? "")
    expect(read.broken).toEqual([])
    expect(read.orders.map((order) => [order.channelOrderId, order.total, order.shipTo.country])).toEqual([
      ["1001", "29", "US"],
      ["1002", "12.5", "DE"]
    ])
  })

  it("is read: the JSON, with the settings that stand below it", () => {
    const [json = ""] = blocks("json")
    const [settings = ""] = blocks("sh").filter((block) => block.includes("jsonOrders"))
    const read = readText("a.json", json, settingsIn(settings))
    expect(read.broken).toEqual([])
    expect(read.orders).toMatchObject([
      { channelOrderId: "1001", shipTo: { name: "Zoe Buyer" }, lines: [{ sku: "SKU-1", quantity: 2 }] }
    ])
  })

  it("works: every setting in it", () => {
    const given = blocks("sh").map(settingsIn)
    const names = given.flatMap((settings) => Object.keys(settings))
    expect(names.length).toBeGreaterThan(10)
    for (const settings of given)
      expect(
        filesSettings({ ordersFolder: "orders", currency: "USD", ...settings }, countryOf)
      ).not.toBeTypeOf("string")
  })

  it("names every column, and every setting that has no obvious place in it", () => {
    for (const column of orderPlan.columns) expect(page).toContain(`\`${column}\``)
    const told = filesFields.map(({ name }) => name)
    for (const name of ["quietSeconds", "afterReading", "shipmentsTakenFolder", "outgoingFormat"]) {
      expect(told).toContain(name)
      expect(page).toContain(name)
    }
  })
})
