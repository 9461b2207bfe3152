import { rename } from "node:fs/promises"
import { parse } from "csv-parse/sync"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { countryOf } from "../../../../src/connectors/channels/files/country-name.ts"
import { filesSettings } from "../../../../src/connectors/channels/files/files-settings.ts"
import { shipmentFile } from "../../../../src/connectors/channels/files/shipment-file.ts"
import { FulfillmentId, type FulfillmentPush } from "../../../../src/domain/model/fulfillment.ts"
import type { StockLevel } from "../../../../src/domain/ports/sales-channels.ts"
import { hostileText } from "../../transports/hostile-text.ts"
import { pushOf } from "../vendure-fixture.ts"
import { everyWay, type FilesWorld, folderWorld, served } from "./files-world.ts"

const push: FulfillmentPush = pushOf({
  id: FulfillmentId(31),
  channelOrderId: "1001/A",
  channelOrderNumber: "#1001",
  lines: [
    { channelLineId: "L1", quantity: 2 },
    { channelLineId: "sku=00123", quantity: 1 },
    { channelLineId: "sku2=00123", quantity: 3 }
  ]
})
const name = "shp_1001_A_31.csv"

const tell = (world: FilesWorld, what: FulfillmentPush = push) =>
  world.run((channels) => channels.pushFulfillment(world.channel, what))

const level = (sku: string, quantity: number): StockLevel => ({ sku, quantity, shown: null })

const upload = (world: FilesWorld, key: string, levels: ReadonlyArray<StockLevel>) =>
  world.run((channels) => channels.uploadInventory(world.channel, key, levels))

const cells = async (world: FilesWorld, path: string) =>
  parse(await world.text(path), { columns: true }) as ReadonlyArray<Record<string, string>>

describe.each(everyWay)("a shipment file by %s", (_kind, make) => {
  it("says each line of the parcel, in the file's own ids", async () => {
    await using world = await make()
    expect(await tell(world)).toEqual({ _tag: "Accepted", channelFulfillmentId: name, wasThere: false })
    expect(await world.names("shipments")).toEqual([name])
    const parcel = {
      shipment_id: "31",
      order_id: "1001/A",
      order_number: "#1001",
      carrier: "UPS",
      service: "Ground",
      tracking: "1Z-A",
      further_tracking: ""
    }
    expect(await cells(world, `shipments/${name}`)).toEqual([
      { ...parcel, line_id: "L1", sku: "", qty: "2" },
      { ...parcel, line_id: "", sku: "00123", qty: "1" },
      { ...parcel, line_id: "", sku: "00123", qty: "3" }
    ])
  })

  it("is found by a repeat, also where the other side puts what it took, and is written again when it is gone", async () => {
    await using world = await make({ shipmentsTakenFolder: "taken" })
    await tell(world)
    const first = await world.text(`shipments/${name}`)
    expect(await tell(world)).toMatchObject({ _tag: "Accepted", wasThere: true })
    await rename(world.at(`shipments/${name}`), world.at(`taken/${name}`))
    expect(await tell(world)).toMatchObject({ _tag: "Accepted", wasThere: true })
    expect(await world.names("shipments")).toEqual([])
    await rename(world.at(`taken/${name}`), world.at("taken/renamed.csv"))
    expect(await tell(world)).toMatchObject({ _tag: "Accepted", wasThere: false })
    expect(await world.text(`shipments/${name}`)).toBe(first)
  })

  it("never replaces a file that says something else", async () => {
    await using world = await make()
    await world.put(`shipments/${name}`, "somebody else's")
    const answer = await tell(world)
    expect(answer).toEqual({
      _tag: "Rejected",
      reason: expect.stringContaining(`shipments holds a file ${name} that says something else`)
    })
    expect(await world.text(`shipments/${name}`)).toBe("somebody else's")
    expect(await world.names("shipments")).toEqual([name])
  })

  it("is another for another parcel of the order", async () => {
    await using world = await make()
    await tell(world)
    await tell(world, { ...push, id: FulfillmentId(32), trackingNumber: "1Z-B" })
    expect(await world.names("shipments")).toEqual([name, "shp_1001_A_32.csv"])
  })

  it("writes an inventory file for each batch, once", async () => {
    await using world = await make()
    const levels = [level("00123", 7), level("B", 0)]
    const taken = [
      { _tag: "Accepted", sku: "00123" },
      { _tag: "Accepted", sku: "B" }
    ]
    expect(await upload(world, "batch 1", levels)).toEqual(taken)
    expect(await upload(world, "batch 1", levels)).toEqual(taken)
    const [file, ...others] = await world.names("stock")
    expect(others).toEqual([])
    expect(file).toMatch(/^inv_[0-9a-f]{24}\.csv$/)
    expect(await cells(world, `stock/${file}`)).toEqual([
      { sku: "00123", qty: "7" },
      { sku: "B", qty: "0" }
    ])
    await upload(world, "batch 2", levels)
    expect(await world.names("stock")).toHaveLength(2)
    expect(await upload(world, "batch 1", [level("00123", 8)])).toEqual([
      { _tag: "Rejected", sku: "00123", reason: expect.stringContaining("says something else") }
    ])
  })
})

describe.each(served)("a shipment file by %s, when things break", (_kind, make) => {
  it("is accepted when the answer to the rename was lost and the file is there", async () => {
    await using world = await make()
    world.faults.dropRename = "after"
    // The connection is gone, so the look behind the rename fails; the repeat finds the file.
    await world.failure((channels) => channels.pushFulfillment(world.channel, push))
    delete world.faults.dropRename
    expect(await tell(world)).toMatchObject({ _tag: "Accepted", wasThere: true })
    expect(await world.names("shipments")).toEqual([name])
  })

  it("is not let go when it did not arrive whole", async () => {
    await using world = await make()
    world.faults.keepBytes = 10
    const failure = await world.failure((channels) => channels.pushFulfillment(world.channel, push))
    expect(failure).toMatchObject({
      _tag: "ChannelFailure",
      reason: "NoAnswer",
      settlement: { _tag: "Retry" }
    })
    expect(await world.names("shipments")).toEqual([])
    delete world.faults.keepBytes
    expect(await tell(world)).toMatchObject({ _tag: "Accepted", wasThere: false })
  })
})

describe("what a shipment file says", () => {
  it("bears the merchant's columns, constants and names of carriers", async () => {
    await using world = await folderWorld({
      shipmentColumns:
        '[["Order", "order_number"], ["Type", {"value": "DS"}], ["Carrier", "carrier"], ["Track", "tracking"], ["Line", "line_id"], ["Qty", "qty"]]',
      carrierNames: '{"ups": "ups_us"}',
      outgoingSeparator: "semicolon"
    })
    await tell(world, { ...push, lines: [{ channelLineId: "L1", quantity: 2 }] })
    expect(await world.text(`shipments/${name}`)).toBe(
      '"Order";"Type";"Carrier";"Track";"Line";"Qty"\r\n"#1001";"DS";"ups_us";"1Z-A";"L1";"2"\r\n'
    )
  })

  it("is an object with its lines in JSON", async () => {
    await using world = await folderWorld({ outgoingFormat: "json" })
    expect(await tell(world, { ...push, furtherTracking: ["1Z-B"] })).toMatchObject({
      channelFulfillmentId: "shp_1001_A_31.json"
    })
    expect(JSON.parse(await world.text("shipments/shp_1001_A_31.json"))).toEqual({
      shipment_id: "31",
      order_id: "1001/A",
      order_number: "#1001",
      carrier: "UPS",
      service: "Ground",
      tracking: "1Z-A",
      further_tracking: "1Z-B",
      lines: [
        { line_id: "L1", sku: "", qty: 2 },
        { line_id: "", sku: "00123", qty: 1 },
        { line_id: "", sku: "00123", qty: 3 }
      ]
    })
    await upload(world, "k", [level("A", 1)])
    const [file] = await world.names("stock")
    expect(JSON.parse(await world.text(`stock/${file}`))).toEqual([{ sku: "A", qty: 1 }])
  })

  it.each(["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\uff1d1"])("holds no formula: %s", async (text) => {
    await using world = await folderWorld()
    await tell(world, {
      ...push,
      carrier: text,
      service: text,
      trackingNumber: text,
      furtherTracking: [text]
    })
    for (const row of await cells(world, `shipments/${name}`)) {
      expect([row.carrier, row.service, row.tracking, row.further_tracking]).toEqual(
        Array(4).fill(`'${text}`)
      )
    }
  })

  it("keeps any text of strangers in its cell", () => {
    const read = filesSettings({ ordersFolder: "orders", shipmentsFolder: "out", currency: "USD" }, countryOf)
    if (typeof read === "string" || read.shipments === null) throw new Error("these settings work")
    const { format } = read.shipments
    fc.assert(
      fc.property(hostileText(), hostileText(), (trackingNumber, service) => {
        const file = Buffer.from(shipmentFile({ ...push, trackingNumber, service }, format)).toString()
        const rows = parse(file, { columns: true }) as ReadonlyArray<Record<string, string>>
        expect(rows.map((row) => row.qty)).toEqual(["2", "1", "3"])
        for (const row of rows) expect(`${row.tracking}${row.service}`).not.toMatch(/^[=+@-]|[\r\n]/)
      })
    )
  })

  it("stays in its folder, whatever an order is called", async () => {
    await using world = await folderWorld()
    await tell(world, { ...push, channelOrderId: "../../etc/passwd" })
    expect(await world.names("shipments")).toEqual(["shp_.._.._etc_passwd_31.csv"])
  })

  it("is refused without a tracking number, a line or a whole quantity", async () => {
    await using world = await folderWorld()
    const wrong = [{ trackingNumber: " " }, { lines: [] }, { lines: [{ channelLineId: "L1", quantity: 0 }] }]
    for (const more of wrong)
      expect(await tell(world, { ...push, ...more })).toMatchObject({ _tag: "Rejected" })
    expect(await world.names("shipments")).toEqual([])
  })

  it("does not apply where no folder is set; inventory says what to set", async () => {
    await using world = await folderWorld({ shipmentsFolder: "", inventoryFolder: "" })
    expect(await tell(world)).toEqual({
      _tag: "NotApplicable",
      reason: "This channel has no shipmentsFolder: it is not told of shipments."
    })
    const failure = await world.failure((channels) =>
      channels.uploadInventory(world.channel, "k", [level("A", 1)])
    )
    expect(failure).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("inventoryFolder")
    })
  })

  it("leaves a SKU out that would run in a spreadsheet, and names it", async () => {
    await using world = await folderWorld()
    expect(await upload(world, "k", [level("=A", 1), level("B", 2)])).toEqual([
      { _tag: "Rejected", sku: "=A", reason: 'sku "=A" begins like a formula.' },
      { _tag: "Accepted", sku: "B" }
    ])
  })
})
