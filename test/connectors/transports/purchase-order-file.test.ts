import { createHash } from "node:crypto"
import { parse } from "csv-parse/sync"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fileNameOf, purchaseOrderFile } from "../../../src/connectors/transports/purchase-order-file.ts"
import { purchaseOrderFormat } from "../../../src/connectors/transports/purchase-order-format.ts"
import { OrderLineId } from "../../../src/domain/model/order.ts"
import { everyWay, sftpWorld } from "./file-worlds.ts"
import { hostileText } from "./hostile-text.ts"
import { orderOf } from "./transport-fixture.ts"

type Settings = Readonly<Record<string, string>>

const formatOf = (settings: Settings) => {
  const format = purchaseOrderFormat(settings)
  if (typeof format === "string") throw new Error(format)
  return format
}
const fileOf = (settings: Settings, more = {}) => purchaseOrderFile(formatOf(settings), orderOf(more))
const textOf = (settings: Settings, more = {}) => new TextDecoder().decode(fileOf(settings, more).content)
const shipTo = (more: Settings) => ({ shipTo: { ...orderOf().shipTo, ...more } })

const brief = JSON.stringify([
  ["PO #", "po_number"],
  ["Type", { value: "DS" }],
  ["When", "order_date"],
  "sku",
  ["Menge", "qty"],
  ["Name", "ship_name"]
])

describe("the format of a purchase order file", () => {
  it("is what it always was when nothing is set, byte for byte", () => {
    const hash = createHash("sha256").update(fileOf({}).content).digest("hex")
    expect(hash).toBe("84ad3bb9fc6cf23034a162b7c4bb6cd678936d6c95374bfc5e331624b91a632d")
    expect(fileOf({}).identifiers).toEqual({ fileName: "ALD-000001.csv" })
  })

  it("has the supplier's columns, in the supplier's words and order", () => {
    const text = textOf({
      csvColumns: brief,
      csvSeparator: "semicolon",
      csvQuotes: "needed",
      csvLineEnd: "lf",
      csvDate: "MM/DD/YYYY"
    })
    expect(text).toBe(
      "PO #;Type;When;sku;Menge;Name\nALD-000001;DS;11/22/2026;00123E5;2;Zoë Buyer 🦜\nALD-000001;DS;11/22/2026;=SKU,1;1;Zoë Buyer 🦜\n"
    )
  })

  it("has an order's row and lines' rows where the supplier wants them", () => {
    const text = textOf({
      csvLayout: "PH-PD",
      csvQuotes: "needed",
      csvOrderColumns: '["po_number", "ship_name", "lines"]',
      csvColumns: '["line_number", "sku", "qty"]'
    })
    expect(text).toBe('PH,ALD-000001,Zoë Buyer 🦜,2\r\nPD,1,00123E5,2\r\nPD,2,"=SKU,1",1\r\n')
  })

  it("has amounts with two decimals, or more where they say something, and with the supplier's mark", () => {
    const costs = ["12.8000", "0.0375", "7.00", "1234.5", "3", null]
    const lines = costs.map((unitCost, i) => ({
      orderLineId: OrderLineId(i + 1),
      supplierSku: `S${i}`,
      quantity: 1,
      unitCost,
      title: "t"
    }))
    const settings = { csvColumns: '["po_number", "sku", "qty", "unit_cost"]', csvHeaderRow: "no" }
    const written = (more: Settings) =>
      (parse(textOf({ ...settings, ...more }, { lines })) as ReadonlyArray<ReadonlyArray<string>>).map(
        (row) => row[3]
      )
    expect(written({})).toEqual(["12.80", "0.0375", "7.00", "1234.5", "3", ""])
    expect(written({ csvDecimal: "comma" })).toEqual(["12,80", "0,0375", "7,00", "1234,5", "3", ""])
    expect(purchaseOrderFormat({ csvDecimal: "dot" })).toContain("is not one of point, comma")
  })

  it("can have header rows or none", () => {
    const columns = { csvColumns: '["po_number", "sku", "qty"]', csvQuotes: "needed" }
    expect(textOf({ ...columns, csvHeaderRow: "no" }).split("\r\n")[0]).toBe("ALD-000001,00123E5,2")
    expect(
      textOf({ ...columns, csvHeaderRow: "yes", csvLayout: "PH-PD", csvOrderColumns: '["email"]' })
        .split("\r\n")
        .slice(0, 2)
    ).toEqual(["PH,email", "PD,po_number,sku,qty"])
  })

  it("writes a mark where it is wanted", () => {
    expect([...fileOf({ csvEncoding: "utf-8-bom" }).content.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  it("writes the code page of Windows, and names what it lacks instead of guessing", () => {
    const settings = { csvEncoding: "windows-1252" }
    const french = fileOf(settings, shipTo({ name: "Zoë Œuvré €" }))
    expect(new TextDecoder("windows-1252").decode(french.content)).toContain('"Zoë Œuvré €"')
    expect(french.identifiers.unsendable).toBeUndefined()
    expect(fileOf(settings).identifiers.unsendable).toBe(
      'ship_name holds "🦜" (U+1F99C), which windows-1252 does not have'
    )
    expect(fileOf(settings, shipTo({ name: "Zoë", city: "Łódź" })).identifiers.unsendable).toContain(
      'city holds "Ł" (U+0141)'
    )
  })

  it.each([
    [{ csvColumns: "po_number" }, "JSON list"],
    [{ csvColumns: '["po_number", "sku"]' }, "no qty"],
    [{ csvColumns: '["sku", "qty"]' }, "po_number"],
    [{ csvColumns: '["po_number", "sku", "qty", "colour"]' }, '"colour" is no field'],
    [{ csvColumns: '["po_number", "sku", "qty", ["a\\nb", "title"]]' }, "control character"],
    [{ csvColumns: '["po_number", "sku", "qty", ["X", {"value": 3}]]' }, "one line of text"],
    [{ csvColumns: `[${'"sku",'.repeat(101)}"qty"]` }, "100"],
    [{ csvOrderColumns: '["po_number"]' }, "PH-PD alone"],
    [{ csvLayout: "PH-PD", csvOrderColumns: '["po_number", "sku"]' }, "belongs to a line"],
    [{ csvLayout: "wide" }, "rows, ph-pd"],
    [{ csvSeparator: "~" }, "comma, semicolon"],
    [{ csvQuotes: "none" }, "all, needed"],
    [{ csvLineEnd: "cr" }, "crlf, lf"],
    [{ csvEncoding: "utf-16" }, "utf-8-bom"],
    [{ csvEncoding: "windows-1252", csvColumns: '["po_number", "sku", ["数量", "qty"]]' }, "U+6570"],
    [{ csvDate: "M/D/YY" }, "pattern"],
    [{ csvHeaderRow: "maybe" }, "yes, no"],
    [{ fileName: "order.csv" }, "{po}"],
    [{ fileName: "../{po}.csv" }, "may hold"],
    [{ fileName: "{po}\n.csv" }, "may hold"],
    [{ fileName: ".{po}.csv" }, "begin"],
    [{ fileName: "{po}.csv.tmp" }, "not finished"],
    [{ fileName: "{po}{other}.csv" }, "may hold"]
  ])("is refused with a reason: %j", (settings, word) => {
    expect(purchaseOrderFormat(settings as Settings)).toContain(word)
  })

  it("names files as the supplier wants, a re-issue another way", () => {
    const pattern = "ord_{po}_{date}_{seq}.csv"
    const order = orderOf({ sequence: 41 })
    expect(fileNameOf(pattern, order)).toBe("ord_ALD-000001_20261122_41.csv")
    const at = new Date("2026-03-14T09:15:02.000Z")
    expect(fileNameOf("B_{date}_{time}_{po}.csv", { ...order, orderedAt: at })).toBe(
      "B_20260314_091502_ALD-000001.csv"
    )
    expect(fileNameOf(pattern, { ...order, revision: 3 })).toBe("ord_ALD-000001-r3_20261122_41.csv")
  })

  // Half a character has no bytes of its own.
  const poNumber = hostileText({ minLength: 1, maxLength: 40 }).map((text) => text.toWellFormed())

  it("gives purchase orders that differ names that differ, and plain ones", () => {
    fc.assert(
      fc.property(poNumber, poNumber, (a, b) => {
        const [one, two] = [
          fileNameOf("{po}.csv", orderOf({ number: a })),
          fileNameOf("{po}.csv", orderOf({ number: b }))
        ]
        expect(one).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*\.csv$/)
        expect(one === two).toBe(a === b)
      })
    )
    expect(fileNameOf("{po}.csv", orderOf({ number: "a/b" }))).not.toBe(
      fileNameOf("{po}.csv", orderOf({ number: "a_b" }))
    )
  })

  it("is read back as it was written, whatever a SKU holds and whatever the format is", () => {
    const separators = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" }
    fc.assert(
      fc.property(
        fc.array(hostileText({ minLength: 1 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...(Object.keys(separators) as Array<keyof typeof separators>)),
        fc.constantFrom("all", "needed"),
        fc.constantFrom("crlf", "lf"),
        fc.constantFrom("utf-8", "utf-8-bom"),
        (skus, csvSeparator, csvQuotes, csvLineEnd, csvEncoding) => {
          const lines = skus.map((supplierSku, index) => ({
            orderLineId: OrderLineId(index + 1),
            supplierSku,
            quantity: 1,
            unitCost: null,
            title: "t"
          }))
          const columns = '["po_number", "sku", "qty"]'
          const { content } = fileOf(
            { csvColumns: columns, csvSeparator, csvQuotes, csvLineEnd, csvEncoding },
            { lines }
          )
          const read = parse(Buffer.from(content), {
            bom: true,
            delimiter: separators[csvSeparator],
            record_delimiter: csvLineEnd === "crlf" ? "\r\n" : "\n"
          }) as ReadonlyArray<ReadonlyArray<string>>
          const text = (sku: string) =>
            new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(sku))
          expect(read.slice(1)).toEqual(skus.map((sku) => ["ALD-000001", text(sku), "1"]))
        }
      )
    )
  })
})

describe("an order that its supplier's code page cannot hold", () => {
  it("is refused with the character's name, and nobody is asked", async () => {
    await using world = await sftpWorld({ settings: { csvEncoding: "windows-1252" } })
    const answer = await world.send()
    expect(answer).toMatchObject({ _tag: "Refused", reason: expect.stringContaining("U+1F99C") })
    expect(world.transport.marks).toBe(0)
  })
})

describe.each(everyWay)("at set-up, %s", (_way, open) => {
  it("says what keeps its settings from working, and sends nothing with them", async () => {
    await using world = await open()
    const kinds = await world.transport.run((t) => Effect.succeed(t.kinds))
    const fault = kinds.find((kind) => kind.transport === world.supplier.transport)?.fault
    expect(fault?.(world.supplier.settings)).toBeNull()
    expect(fault?.({ ...world.supplier.settings, csvColumns: "[]" })).toContain("csvColumns")
    expect(fault?.({ ...world.supplier.settings, acknowledgementFiles: "a/*" })).toContain(
      "acknowledgementFiles"
    )
    expect(fault?.({ ...world.supplier.settings, inboundFolder: "in\r\nDELE x" })).toContain("inboundFolder")
  })
})
