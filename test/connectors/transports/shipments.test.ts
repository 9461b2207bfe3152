import { readdir, readFile, writeFile } from "node:fs/promises"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { readShipmentCsv } from "../../../src/connectors/transports/shipment-csv.ts"
import type { IncomingFile } from "../../../src/domain/model/supplier-answer.ts"
import { hostFingerprint, SftpTestServer, sftpPassword, sftpUser } from "./sftp-server.ts"
import { supplierOf, Transport } from "./transport-fixture.ts"

const header = "po_number,line_id,sku,qty,carrier,service,tracking,ship_date"
const good = "ALD-1,11,00123,2,UPS,Ground,1Z-A,2026-11-22"
const read = (text: string) => readShipmentCsv("s.csv", new TextEncoder().encode(text))

describe("reading a shipment file", () => {
  it("reads rows with their place and raw form", () => {
    expect(read(`${header}\r\n${good}\r\n`)).toEqual({
      rows: [
        {
          purchaseOrderNumber: "ALD-1",
          lineId: "11",
          sku: "00123",
          quantity: 2,
          carrier: "UPS",
          service: "Ground",
          trackingNumber: "1Z-A",
          shippedAt: new Date("2026-11-22T00:00:00Z"),
          place: "s.csv:2",
          raw: good
        }
      ],
      broken: []
    })
  })

  it.each([
    ["a mark, CRLF and capitals", `\ufeff${header.toUpperCase()}\r\n${good}\r\n`],
    ["semicolons", `${header}\n${good}`.replaceAll(",", ";")],
    ["tabs", `${header}\n${good}`.replaceAll(",", "\t")],
    ["quotes", `"${header.replaceAll(",", '","')}"\n"${good.replaceAll(",", '","')}"\n`],
    ["columns nobody asked for, in another order", `note,${header}\nfragile,${good}\n`],
    ["blank rows at the end", `${header}\n${good}\n\n,,,,,,,\n`]
  ])("takes %s", (_what, text) => {
    const sheet = read(text)
    expect(sheet.broken).toEqual([])
    expect(sheet.rows).toMatchObject([{ purchaseOrderNumber: "ALD-1", sku: "00123", trackingNumber: "1Z-A" }])
  })

  it("reads what Windows wrote", () => {
    const bytes = Buffer.concat([Buffer.from(`${header}\n${good.replace("Ground", "")}`), Buffer.from("\n")])
    const text = Buffer.from(bytes.toString("latin1").replace("UPS", "Chrono\xe9xpress"), "latin1")
    expect(readShipmentCsv("s.csv", text).rows[0]?.carrier).toBe("Chronoéxpress")
  })

  it.each([
    ["qty", good.replace(",2,", ",-1,")],
    ["qty", good.replace(",2,", ",1.5,")],
    ["qty", good.replace(",2,", ",2E3,")],
    ["ship_date", good.replace("2026-11-22", "22.11.2026")],
    ["ship_date", good.replace("2026-11-22", "2026-02-31")],
    ["ship_date", good.replace("2026-11-22", "2026-11-22T10:00")],
    ["tracking", good.replace("1Z-A", "")],
    ["po_number", good.replace("ALD-1", "")],
    ["sku", "ALD-1,,,2,UPS,Ground,1Z-A,2026-11-22"],
    ["carrier", good.replace("UPS", "U\u001b[31mPS")],
    ["ship_date", "ALD-1,11,00123,2,UPS,Ground,1Z"]
  ])("sets a row with a bad %s aside, and reads the rest", (column, bad) => {
    const sheet = read(`${header}\n${good}\n${bad}\n${good.replace("1Z-A", "1Z-B")}\n`)
    expect(sheet.rows.map((r) => r.trackingNumber)).toEqual(["1Z-A", "1Z-B"])
    expect(sheet.broken).toMatchObject([{ source: "shipments", place: "s.csv:3", raw: bad.trimEnd() }])
    expect(sheet.broken[0]?.reason).toMatch(new RegExp(`^(${column}|tracking|ship_date):`))
  })

  it("reads half a file up to where it broke", () => {
    const sheet = read(`${header}\n${good}\nALD-1,12,"00`)
    expect(sheet.rows).toHaveLength(1)
    expect(sheet.broken).toMatchObject([{ place: "s.csv:3", raw: 'ALD-1,12,"00' }])
  })

  it("names the columns that a file lacks", () => {
    const sheet = read("order,tracking\n1,2\n")
    expect(sheet.rows).toEqual([])
    expect(sheet.broken[0]?.reason).toBe("the file has no column po_number, qty, ship_date")
  })

  it("says where it stopped in a file that is too long", () => {
    const sheet = read(`${header}\n${`${good}\n`.repeat(50_003)}`)
    expect(sheet.rows).toHaveLength(50_000)
    expect(sheet.broken).toMatchObject([
      { place: "s.csv:50002", reason: expect.stringContaining("more than 50000 rows") }
    ])
  })

  it("says that a file is empty", () => {
    expect(read("").broken[0]?.reason).toBe("the file is empty")
  })
})

const open = async () => {
  const server = await SftpTestServer.open()
  const transport = new Transport({ password: sftpPassword })
  const supplier = supplierOf("sftp-csv", {
    host: "127.0.0.1",
    port: String(server.port),
    user: sftpUser,
    hostKey: hostFingerprint,
    inboundFolder: "inbound",
    outboundFolder: "outbound"
  })
  return {
    server,
    put: (name: string, text: string) => writeFile(server.at(`outbound/${name}`), text),
    receive: (): Promise<ReadonlyArray<IncomingFile>> => transport.run((t) => t.receive(supplier)),
    archive: (name: string) => transport.run((t) => t.archive(supplier, name)),
    none: () => transport.run((t) => t.receive({ ...supplier, trackingSource: "none" })),
    lost: () =>
      transport.run((t) =>
        Effect.flip(t.receive({ ...supplier, settings: { ...supplier.settings, outboundFolder: "gone" } }))
      ),
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    }
  }
}

describe("receiving shipment files", () => {
  it("reads what waits, leaves it there, and moves it away when told", async () => {
    await using world = await open()
    await world.put("shipment-1.csv", `${header}\n${good}\n`)
    const files = await world.receive()
    expect(files).toMatchObject([
      { name: "shipment-1.csv", rows: [{ place: "shipment-1.csv:2" }], broken: [] }
    ])
    expect(await world.receive()).toHaveLength(1)
    await world.archive("shipment-1.csv")
    expect(await world.receive()).toEqual([])
    expect(await readFile(world.server.at("outbound/archive/shipment-1.csv"), "utf8")).toContain(good)
  })

  it("reads a file of many packets whole", async () => {
    await using world = await open()
    await world.put("long.csv", `${header}\n${`${good}\n`.repeat(5_000)}`)
    expect((await world.receive())[0]?.rows).toHaveLength(5_000)
  })

  it("archives twice without a word, and never over an older file of the same name", async () => {
    await using world = await open()
    await world.put("a.csv", "first")
    await world.archive("a.csv")
    await world.archive("a.csv")
    await world.put("a.csv", "second")
    await world.archive("a.csv")
    expect(await readdir(world.server.at("outbound/archive"))).toHaveLength(2)
    expect(await readFile(world.server.at("outbound/archive/a.csv"), "utf8")).toBe("first")
  })

  it("leaves a file alone that grows", async () => {
    await using world = await open()
    await world.put("grows.csv", `${header}\n`)
    await world.put("whole.csv", `${header}\n${good}\n`)
    world.server.faults.grows = "outbound/grows.csv"
    expect((await world.receive()).map((f) => f.name)).toEqual(["whole.csv"])
  })

  it("does not touch what is not finished", async () => {
    await using world = await open()
    for (const name of [".hidden.csv", "a.csv.tmp", "b.csv.part", "c.csv.filepart"])
      await world.put(name, good)
    expect(await world.receive()).toEqual([])
  })

  it("tells of a file with an odd name instead of losing it, and leaves it", async () => {
    await using world = await open()
    await world.put("ship\u001b[31m ment.csv", `${header}\n${good}\n`)
    const [file] = await world.receive()
    expect(file).toMatchObject({ name: '"ship\\u001b[31m ment.csv"', rows: [] })
    expect(file?.broken).toHaveLength(1)
    await world.archive(file?.name ?? "")
    expect(await world.receive()).toHaveLength(1)
  })

  it("never leaves its folder", async () => {
    await using world = await open()
    await writeFile(world.server.at("secret.csv"), "x")
    await world.archive("../secret.csv")
    expect(await readFile(world.server.at("secret.csv"), "utf8")).toBe("x")
  })

  it("does not read more of a file than it may", async () => {
    await using world = await open()
    await world.put("huge.csv", "x".repeat(16 * 1024 * 1024 + 1))
    expect(await world.receive()).toMatchObject([
      { name: "huge.csv", rows: [], broken: [{ place: "huge.csv" }] }
    ])
  })

  it("asks nobody when the supplier has no shipment files", async () => {
    await using world = await open()
    expect(await world.none()).toEqual([])
    expect(world.server.sessions).toBe(0)
  })

  it("says which folder is not there", async () => {
    await using world = await open()
    expect(await world.lost()).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("gone")
    })
  })

  it("names the shipment and says what a row is about, in our words or in the codes of an 856", () => {
    const { rows, broken } = read(
      [
        "po,sku,qty,carrier,tracking,ship_date,Shipment Number,Purpose",
        "PO-1,A,2,UPS,1Z1,2026-11-22,S-1,",
        "PO-1,A,1,UPS,1Z1,2026-11-22,S-1,Replacement",
        "PO-1,A,1,UPS,1Z1,2026-11-22,,04",
        "PO-1,,,,,,S-1,void",
        "PO-1,,,,,,,cancel",
        "PO-1,A,1,UPS,1Z1,2026-11-22,,perhaps"
      ].join("\n")
    )
    expect(rows.map((r) => [r.shipmentId, r.purpose, r.quantity])).toEqual([
      ["S-1", undefined, 2],
      ["S-1", "replace", 1],
      [undefined, "change", 1],
      ["S-1", "cancel", 0]
    ])
    expect(broken.map((b) => b.reason)).toEqual([
      expect.stringContaining("which shipment is canceled"),
      expect.stringContaining('"perhaps" is not original, replace, change or cancel')
    ])
  })
})
