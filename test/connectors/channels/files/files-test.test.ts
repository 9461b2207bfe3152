import { mkdir } from "node:fs/promises"
import { describe, expect, it } from "vitest"
import { everyWay, type FilesWorld, folderWorld, served } from "./files-world.ts"
import { csv, row } from "./order-format.ts"

const test = (world: FilesWorld) => world.run((channels) => channels.test(world.channel))
const refusal = async (settings: Readonly<Record<string, string>>): Promise<string> => {
  await using world = await folderWorld(settings)
  return (await world.failure((channels) => channels.test(world.channel))).message
}

describe.each(everyWay)("the test of a channel by %s", (_kind, make) => {
  it("says what it found and understood, tries to write, and leaves nothing behind", async () => {
    await using world = await make()
    await world.put("orders/a.csv", csv(row("1", "1")), 20)
    await world.put("orders/b.csv", csv(row("2", "1"), row("2", "2"), row("3", "1", { qty: "x" })), 5)
    const [connected, ...lines] = await test(world)
    expect(connected).toMatch(/^(Connected|The folder)/)
    expect(lines).toEqual([
      "Orders folder orders is there; 2 order file(s) wait.",
      'Read b.csv: 1 order(s) with 2 line(s). The first is 2 (new, 25 USD) to Zoe Buyer, US. 1 could not be read; the first: b.csv:4, column qty: "x" is not a whole number.',
      "Archive folder orders/archive is there and can be written to.",
      "Shipments folder shipments is there and can be written to.",
      "Inventory folder stock is there and can be written to."
    ])
    expect(await world.names("orders")).toEqual(["a.csv", "b.csv"])
    for (const folder of ["orders/archive", "shipments", "stock"])
      expect(await world.names(folder)).toEqual([])
  })

  it("fails by name when a folder is not there", async () => {
    await using world = await make({ shipmentsFolder: "nowhere" })
    const failure = await world.failure((channels) => channels.test(world.channel))
    expect(failure).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("write to nowhere")
    })
  })
})

describe("settings that cannot work", () => {
  it.each([
    [{ currency: "dollars" }, "currency is not a code like USD."],
    [{ country: "Narnia" }, 'country "Narnia" is not known.'],
    [{ orderColumns: "{" }, "orderColumns is not JSON"],
    [{ orderColumns: '{"po": "x"}' }, 'orderColumns names "po"'],
    [{ orderFormat: "xml" }, 'orderFormat "xml" is not one of csv, json, json-lines.'],
    [{ jsonLines: "a..b" }, 'jsonLines "a..b" is not a path'],
    [{ statusWords: '{"x": "gone"}' }, 'statusWords gives "x" none of ok, canceled, refunded.'],
    [{ decimalMark: "'" }, "decimalMark"],
    [{ incomingDate: "yesterday" }, "incomingDate"],
    [{ quietSeconds: "900" }, 'quietSeconds "900" is not a number from 0 to 60.'],
    [{ afterReading: "delete" }, 'afterReading "delete" is neither archive nor leave.'],
    [{ shipmentsFolder: "orders" }, "ordersFolder and shipmentsFolder are one folder"],
    [{ shipmentColumns: '[["Order", "order_id"]]' }, "shipmentColumns holds no tracking."],
    [{ inventoryColumns: '[["A", "sku"], ["A", "qty"]]' }, 'inventoryColumns has the header "A" twice.'],
    [{ carrierNames: '{"UPS": 1}' }, "carrierNames is not JSON"],
    [{ outgoingFormat: "xls" }, 'outgoingFormat "xls" is not one of csv, json.'],
    [{ archiveFolder: "a\r\nDELE x" }, "archiveFolder holds a control character."],
    [{ root: "relative" }, 'root "relative" is not a folder by its whole path']
  ])("are refused in words: %j", async (settings, reason) => {
    expect(await refusal(settings)).toContain(reason)
  })

  it("may share a folder when the names tell whose file it is", async () => {
    await using world = await folderWorld({ shipmentsFolder: "orders", orderFiles: "ord_*" })
    expect(await test(world)).toContain("Shipments folder orders is there and can be written to.")
  })
})

it.each(served)("a folder that may not be written to is named, by %s", async (_kind, make) => {
  await using world = await make()
  await mkdir(world.at("orders/archive"))
  world.faults.refuseWrites = true
  const failure = await world.failure((channels) => channels.test(world.channel))
  expect(failure.message).toContain("Could not write to orders/archive")
})
