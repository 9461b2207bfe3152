import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { appendFile, mkdir, readdir, writeFile } from "node:fs/promises"
import { describe, expect, it } from "vitest"
import { answerFolders } from "../../../src/connectors/transports/answer-files.ts"
import { everyWay, sftpWorld } from "./file-worlds.ts"

const shipment = "po_number,sku,qty,tracking,ship_date\nALD-1,00123,2,1Z-A,2026-11-22\n"
const acknowledgement = "po_number,status\nALD-1,accepted\n"
const inventory = "sku,qty\n00123,7\n"

const settings = {
  acknowledgementFolder: "answers",
  inventoryFolder: "outbound",
  inventoryFiles: "inv_*.csv",
  shipmentFiles: "shp_*.csv"
}

describe.each(everyWay)("the answers of a supplier by %s", (_way, open) => {
  const filled = async () => {
    const world = await open({ settings })
    await mkdir(world.at("answers"))
    await writeFile(world.at("outbound/shp_1.csv"), shipment)
    await writeFile(world.at("outbound/inv_1.csv"), inventory)
    await writeFile(world.at("outbound/readme.txt"), "not ours")
    await writeFile(world.at("answers/1.csv"), `${acknowledgement}ALD-2,perhaps\n`)
    return world
  }

  it("are read from their folders, each file as what it is", async () => {
    await using world = await filled()
    expect(await world.receive()).toMatchObject([
      {
        name: "acknowledgements/1.csv",
        acknowledgements: [{ purchaseOrderNumber: "ALD-1", place: "1.csv:2" }],
        broken: [{ source: "acknowledgements", place: "1.csv:3", raw: "ALD-2,perhaps" }]
      },
      { name: "shp_1.csv", rows: [{ trackingNumber: "1Z-A" }], broken: [] },
      { name: "inventory/inv_1.csv", isFeed: true, documents: [] }
    ])
  })

  it("are opened one by one where they are feeds: brought here whole, with the hash of what they say", async () => {
    await using world = await filled()
    const many = Array.from({ length: 40_000 }, (_, i) => `SKU-${i},${i}\n`).join("")
    const content = `sku,qty\n${many}last,many\n`
    await writeFile(world.at("outbound/inv_2.csv"), content)
    await world.receive()
    const opened = await world.openFeeds("inventory/inv_2.csv")
    expect(opened).toEqual({
      rows: 40_000,
      pieces: (40_000 * 39_999) / 2,
      places: ["inv_2.csv:40002:2"],
      hashes: [createHash("sha256").update(content).digest("hex")]
    })
    expect(await world.openFeeds("inventory/inv_1.csv")).toMatchObject({ rows: 1, pieces: 7, places: [] })
    await world.archive("inventory/inv_2.csv")
    expect(existsSync(world.at("outbound/inv_2.csv"))).toBe(false)
  })

  it("that are feeds are nothing when they are gone, or are no feed", async () => {
    await using world = await filled()
    for (const name of ["inventory/gone.csv", "shp_1.csv", "inventory/../shp_1.csv", "elsewhere/1.csv"])
      expect(await world.openFeeds(name)).toBeNull()
  })

  it("stay until they are archived, each beside where it lay", async () => {
    await using world = await filled()
    const files = await world.receive()
    expect(await world.receive()).toEqual(files)
    for (const file of files) await world.archive(file.name)
    expect(await world.receive()).toEqual([])
    expect(await readdir(world.at("answers/archive"))).toEqual(["1.csv"])
    expect((await readdir(world.at("outbound/archive"))).sort()).toEqual(["inv_1.csv", "shp_1.csv"])
    expect(existsSync(world.at("outbound/readme.txt"))).toBe(true)
  })

  it("are archived twice without a word, and never over an older file of the same name", async () => {
    await using world = await filled()
    await world.archive("shp_1.csv")
    await world.archive("shp_1.csv")
    await writeFile(world.at("outbound/shp_1.csv"), shipment)
    await world.archive("shp_1.csv")
    expect(await readdir(world.at("outbound/archive"))).toHaveLength(2)
  })

  it("stay when they grew since they were read, and are read again", async () => {
    await using world = await filled()
    await world.receive()
    await appendFile(world.at("outbound/shp_1.csv"), "ALD-2,00123,1,1Z-B,2026-11-22\n")
    await world.archive("shp_1.csv")
    const again = (await world.receive()).find((file) => file.name === "shp_1.csv")
    expect(again?.rows.map((row) => row.trackingNumber)).toEqual(["1Z-A", "1Z-B"])
    await world.archive("shp_1.csv")
    expect(existsSync(world.at("outbound/shp_1.csv"))).toBe(false)
  })

  it("are never taken from another folder", async () => {
    await using world = await filled()
    for (const name of [
      "../answers/1.csv",
      "acknowledgements/../1.csv",
      "elsewhere/1.csv",
      "acknowledgements/a/1.csv"
    ])
      await world.archive(name)
    expect(existsSync(world.at("answers/1.csv"))).toBe(true)
  })
})

describe("settings of answers", () => {
  const fault = (more: Readonly<Record<string, string>>) => answerFolders({ ...more })

  it("read shipments alone when nothing else is set", () => {
    const folders = answerFolders({ outboundFolder: "/out" })
    expect(
      typeof folders === "string"
        ? folders
        : folders.map(({ kind, folder, archive }) => [kind, folder, archive])
    ).toEqual([["shipments", "/out", "/out/archive"]])
  })

  it.each([
    [{ inventoryFolder: "." }, "set shipmentFiles"],
    [{ shipmentFiles: "shp_*.csv", acknowledgementFiles: "../*" }, "acknowledgementFiles"],
    [{ shipmentColumns: "po" }, "JSON"],
    [{ shipmentColumns: '{"order": "PO"}' }, "it may name po_number"],
    [{ inventoryColumns: '{"sku": 3}' }, "neither a name nor a list"],
    [{ acknowledgementWords: '{"Ja": "yes"}' }, "accepted"],
    [{ acknowledgementWords: "[]" }, "JSON"],
    [{ incomingSeparator: "colon" }, "comma, semicolon"],
    [{ incomingEncoding: "latin" }, "windows-1252"],
    [{ incomingDate: "M/D/YY" }, "MM/DD/YYYY"],
    [{ outboundFolder: "a\r\nDELE b" }, "control character"]
  ])("are refused with a reason: %j", (more, word) => {
    expect(fault(more as Readonly<Record<string, string>>)).toContain(word)
  })
})

it("a run takes no more than it can hold, oldest first, and the next run the rest", async () => {
  await using world = await sftpWorld()
  for (let file = 0; file < 205; file += 1) await writeFile(world.at(`outbound/${file}.csv`), "po_number\n")
  const first = await world.receive()
  expect(first).toHaveLength(200)
  await Promise.all(first.map((file) => world.archive(file.name)))
  expect(await world.receive()).toHaveLength(5)
})
