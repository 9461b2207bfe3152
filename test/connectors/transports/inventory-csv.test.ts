import { describe, expect, it } from "vitest"
import { datePattern } from "../../../src/connectors/files/date-pattern.ts"
import { type IncomingFormat, plainFormat } from "../../../src/connectors/files/incoming-format.ts"
import { readInventory } from "../../../src/connectors/transports/inventory-csv.ts"
import type { FeedBatch } from "../../../src/domain/model/incoming-feed.ts"

async function* inPieces(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 5) yield content.subarray(at, at + 5)
}

const read = async (text: string, format: IncomingFormat = plainFormat, names = {}) => {
  const content = new TextEncoder().encode(text)
  const batches: Array<FeedBatch> = []
  for await (const batch of readInventory("i.csv", () => inPieces(content), format, names))
    batches.push(batch)
  return {
    rows: batches.flatMap((b) => b.rows),
    broken: batches.flatMap((b) => b.broken),
    newest: batches.reduce<Date | null>((best, b) => b.newest ?? best, null)
  }
}

describe("reading an inventory file", () => {
  it("keeps SKUs as text, and its newest date", async () => {
    expect(
      await read("SKU;Available;Location;as of\n00123E5;7;A;2026-11-20\n12;3.00;;2026-11-22\nNEG;-4;;\n")
    ).toEqual({
      rows: [
        { sku: "00123E5", quantity: 7, warehouse: "A" },
        { sku: "12", quantity: 3, warehouse: "" },
        { sku: "NEG", quantity: 0, warehouse: "" }
      ],
      broken: [],
      newest: new Date("2026-11-22T00:00:00Z")
    })
  })

  it("sets bad rows aside with file, line, column and reason, and takes the rest", async () => {
    const { rows, broken } = await read('name,qty,sku\nx,1,\nx,many,A\nx,2.5,B\nx,1E3,C\nx,"4,D\nx,4,E\n')
    expect(rows).toEqual([{ sku: "E", quantity: 4, warehouse: "" }])
    expect(broken.map(({ source, place, reason }) => [source, place, reason]).toSorted()).toEqual([
      ["inventory", "i.csv:2:3", "sku: is empty"],
      ["inventory", "i.csv:3:2", 'qty: "many" is not a whole number'],
      ["inventory", "i.csv:4:2", 'qty: "2.5" is not a whole number'],
      ["inventory", "i.csv:5:2", 'qty: "1E3" is not a whole number'],
      ["inventory", "i.csv:6:3", "this line is not CSV: a quote that is opened is never closed"]
    ])
    expect(broken.map(({ raw }) => raw)).toContain("x,many,A")
  })

  it("trusts no row of a file without a needed column", async () => {
    const { rows, broken } = await read("sku,price\nA,1\n")
    expect(rows).toEqual([])
    expect(broken).toMatchObject([
      { place: "i.csv:1", reason: "the file has no column qty", raw: "sku,price" }
    ])
    expect((await read("")).broken).toMatchObject([{ reason: "the file is empty" }])
  })

  it("is a feed without a row where the header is all there is", async () => {
    expect(await read("sku,qty\n")).toEqual({ rows: [], broken: [], newest: null })
  })

  it("refuses control characters, texts without end, and days that the settings do not write", async () => {
    const date = datePattern("DD.MM.YYYY")
    const format = { ...plainFormat, date: date?.read ?? plainFormat.date }
    const { rows, broken } = await read(
      `sku,qty,date\nA\u0007,1,\n${"B".repeat(201)},1,\nC,1,2026-11-22\nD,1,22.11.2026\n`,
      format
    )
    expect(rows.map((r) => r.sku)).toEqual(["D"])
    expect(broken.map(({ place }) => place)).toEqual(["i.csv:2:1", "i.csv:3:1", "i.csv:4:3"])
  })

  it("finds its columns by the supplier's own names", async () => {
    const { rows } = await read("Teil,Bestand,Lager\nA,3,Nord\n", plainFormat, {
      sku: ["Teil"],
      qty: ["Bestand"],
      warehouse: ["Lager"]
    })
    expect(rows).toEqual([{ sku: "A", quantity: 3, warehouse: "Nord" }])
  })
})
