import { stringify } from "csv-stringify/sync"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readSheet } from "../../../src/connectors/files/csv-sheet.ts"
import { datePattern } from "../../../src/connectors/files/date-pattern.ts"
import { decimalOf } from "../../../src/connectors/files/decimal-cell.ts"
import { filePattern, plainFormat } from "../../../src/connectors/files/incoming-format.ts"
import { readAcknowledgementCsv } from "../../../src/connectors/transports/acknowledgement-csv.ts"
import { readShipmentCsv } from "../../../src/connectors/transports/shipment-csv.ts"
import { hostileText } from "./hostile-text.ts"

const bytes = (text: string) => new TextEncoder().encode(text)
const shipments = (text: string, names = {}, format = plainFormat) =>
  readShipmentCsv("s.csv", bytes(text), format, names)
const acknowledged = (text: string, words = {}) =>
  readAcknowledgementCsv("a.csv", bytes(text), plainFormat, {}, words)

describe("a table that a partner wrote", () => {
  const format = { separator: null, encoding: "auto", mostRows: 1000 } as const

  it("is read as it was written, whatever its cells hold", () => {
    const cell = hostileText({ maxLength: 30 })
      // Blanks at the edge are taken away, on purpose; a lone half of a character has no bytes.
      .map((text) =>
        text
          .toWellFormed()
          .trim()
          .replace(/^\ufeff+/, "")
      )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        (rows, delimiter, record_delimiter, mark) => {
          const filled = rows.map(([a, b, c]) => [`x${a}`, b, c])
          const text = stringify([["one", "two", "three"], ...filled], {
            delimiter,
            record_delimiter,
            quoted: true
          })
          const sheet = readSheet("test", "f", bytes(`${mark ? "\ufeff" : ""}${text}`), format)
          expect(sheet.broken).toEqual([])
          expect(sheet.lines.map((line) => line.cells)).toEqual(filled)
        }
      )
    )
  })

  it("loses one row to a quote that does not close, and no row with a line end in quotes", () => {
    const text = 'a,b\n1,"two\nlines"\n2,"broken\n3,ok\n4,"more\r\nlines, too"\n5,x"y\n6,end\n'
    const sheet = readSheet("test", "f", bytes(text), format)
    expect(sheet.lines.map((line) => line.cells)).toEqual([
      ["1", "two\nlines"],
      ["3", "ok"],
      ["4", "more\nlines, too"],
      ["6", "end"]
    ])
    expect(sheet.broken.map((piece) => [piece.place, piece.raw])).toEqual([
      ["f:4", '2,"broken'],
      ["f:8", '5,x"y']
    ])
  })

  it("never throws, and accounts for every line", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (content) => {
        const sheet = readSheet("test", "f", content, format)
        for (const piece of sheet.broken) expect(piece.reason).not.toBe("")
      })
    )
  })

  it("counts separators outside of quotes only", () => {
    const sheet = readSheet("test", "f", bytes('"a,b,c";d\n1;2\n'), format)
    expect(sheet.header?.cells).toEqual(["a,b,c", "d"])
  })

  it("has one encoding when it is said", () => {
    const content = Uint8Array.from([0x61, 0x0a, 0xc3, 0xa9])
    const read = (encoding: "auto" | "windows-1252") =>
      readSheet("test", "f", content, { ...format, encoding }).lines[0]?.cells
    expect(read("auto")).toEqual(["é"])
    expect(read("windows-1252")).toEqual(["Ã©"])
  })
})

describe("column names", () => {
  const row = "ALD-1,00123,2,UPS,1Z-A,2026-11-22"

  it.each([
    "PO Number,SKU,Quantity,Carrier,Tracking Number,Ship Date",
    "po,supplier_sku,QTY SHIPPED,carrier,tracking-no,Shipped Date"
  ])("are known by common names: %s", (header) => {
    expect(shipments(`${header}\n${row}\n`)).toMatchObject({
      rows: [{ purchaseOrderNumber: "ALD-1", sku: "00123", quantity: 2, trackingNumber: "1Z-A" }],
      broken: []
    })
  })

  it("are the settings' own where they are set, and only those", () => {
    const text = `Bestellung,qty,Menge,sku,tracking,ship_date\nALD-1,9,2,00123,1Z-A,2026-11-22\n`
    const names = { po_number: ["Bestellung"], qty: ["Anzahl", "Menge"] }
    expect(shipments(text, names).rows).toMatchObject([{ purchaseOrderNumber: "ALD-1", quantity: 2 }])
    expect(shipments(text.replace("Menge", "other"), names).broken[0]?.reason).toBe(
      "the file has no column qty"
    )
  })

  it("that could be two of the same are asked about, not guessed", () => {
    const text = "po,sku,quantity,qty shipped,tracking,ship_date\nALD-1,00123,9,2,1Z-A,2026-11-22\n"
    expect(shipments(text)).toMatchObject({
      rows: [],
      broken: [{ reason: expect.stringContaining('"quantity" and "qty shipped"') }]
    })
    expect(shipments(text, { qty: ["Qty Shipped"] }).rows).toMatchObject([{ quantity: 2 }])
    expect(shipments(text.replace("quantity", "qty")).rows).toMatchObject([{ quantity: 9 }])
  })

  it("with days as the supplier writes them", () => {
    const date = datePattern("DD.MM.YYYY")
    const read = (text: string) => date?.read(text) ?? null
    const text =
      "po,sku,qty,tracking,ship_date\nALD-1,00123,2,1Z-A,22.11.2026\nALD-1,00123,2,1Z-B,2026-11-22\n"
    const sheet = shipments(text, {}, { ...plainFormat, date: read })
    expect(sheet.rows).toMatchObject([{ shippedAt: new Date("2026-11-22T00:00:00Z") }])
    expect(sheet.broken).toMatchObject([{ place: "s.csv:3", reason: expect.stringContaining("ship_date") }])
  })
})

describe("days", () => {
  it("are read back as they were written", () => {
    const noInvalid = fc.date({
      min: new Date("1970-01-01"),
      max: new Date("9999-12-31"),
      noInvalidDate: true
    })
    fc.assert(
      fc.property(
        noInvalid,
        fc.constantFrom("YYYY-MM-DD HH:mm:ss", "ss.mm.HH DD/MM/YYYY", "YYYYMMDDTHHmmss"),
        (at, pattern) => {
          const seconds = new Date(Math.floor(at.getTime() / 1000) * 1000)
          const made = datePattern(pattern)
          expect(made?.read(made.write(seconds))).toEqual(seconds)
        }
      )
    )
  })

  it.each(["MM/DD/YYYY", "DD/MM/YYYY"])("that do not exist are none: %s", (pattern) => {
    for (const text of ["31/31/2026", "30/02/2026", "02/30/2026", "1/1/2026", "11/22/26", ""])
      expect(datePattern(pattern)?.read(text)).toBeNull()
  })

  it.each(["", "YYYY", "MM/DD", "YYYY-MM-DD-DD", "YYYY-MM-DD(a+)+$", "M/D/YYYY"])(
    "have no pattern %j",
    (pattern) => {
      expect(datePattern(pattern)).toBeNull()
    }
  )
})

it.each([
  ["12.50", "12.50"],
  ["12,50", "12.50"],
  ["1,234.50", "1234.50"],
  ["1.234,50", "1234.50"],
  ["12", "12"],
  ["1,234", undefined],
  ["1E3", undefined],
  ["-1", undefined],
  ["$5", undefined],
  ["", undefined]
])("the amount %j is %j", (text, amount) => {
  expect(decimalOf(text)).toBe(amount)
})

describe("file patterns", () => {
  it.each([
    ["", "anything.csv", true],
    ["shp_*.csv", "SHP_1.CSV", true],
    ["shp_*.csv", "inv_1.csv", false],
    ["shp_*.csv", "shp_.cs", false],
    ["a*a", "a", false],
    ["*ack*", "x-ack-1.csv", true],
    ["exact.csv", "exact.csv.1", false]
  ])("%j takes %j: %j", (files, name, takes) => {
    const pattern = filePattern({ files }, "files")
    expect(typeof pattern === "string" ? pattern : pattern(name)).toBe(takes)
  })

  it("are plain", () => {
    for (const files of ["../*", "a/b", "*****x", "a?b"])
      expect(filePattern({ files }, "files")).toContain("files")
  })
})

describe("reading an acknowledgement file", () => {
  const header =
    "po_number,status,line_id,sku,qty,expected_date,unit_cost,code,reason,supplier_order,reference"

  it("gathers the lines of one answer", () => {
    const text = `${header}\nALD-1,Accepted,11,00123,2,,12.50,,,SO-9,A1\nALD-2,ok,,,,,,,,,A2\nALD-1,Backordered,12,X,1,2026-12-01,,BO,late,SO-9,A1\n`
    expect(acknowledged(text)).toEqual({
      acknowledgements: [
        {
          purchaseOrderNumber: "ALD-1",
          reference: "A1",
          supplierOrderNumber: "SO-9",
          standing: "changed",
          reason: "",
          lines: [
            {
              lineId: "11",
              sku: "00123",
              answer: "accepted",
              quantity: 2,
              expectedAt: null,
              unitCost: "12.50",
              code: "",
              reason: ""
            },
            {
              lineId: "12",
              sku: "X",
              answer: "backordered",
              quantity: 1,
              expectedAt: new Date("2026-12-01T00:00:00Z"),
              unitCost: null,
              code: "BO",
              reason: "late"
            }
          ],
          place: "a.csv:2",
          raw: "ALD-1,Accepted,11,00123,2,,12.50,,,SO-9,A1\nALD-1,Backordered,12,X,1,2026-12-01,,BO,late,SO-9,A1"
        },
        {
          purchaseOrderNumber: "ALD-2",
          reference: "A2",
          supplierOrderNumber: "",
          standing: "accepted",
          reason: "",
          lines: [],
          place: "a.csv:3",
          raw: "ALD-2,ok,,,,,,,,,A2"
        }
      ],
      broken: []
    })
  })

  it("knows the same answer again without a number of the supplier's, and another one as another", () => {
    const one = acknowledged("po,status\nALD-1,rejected\n").acknowledgements[0]
    const again = acknowledged("po,status\nALD-9,ok\nALD-1,rejected\n").acknowledgements[1]
    const other = acknowledged("po,status\nALD-1,accepted\n").acknowledgements[0]
    expect(again?.reference).toBe(one?.reference)
    expect(other?.reference).not.toBe(one?.reference)
    expect(one).toMatchObject({ standing: "rejected", lines: [] })
  })

  it.each([
    ["IA", "accepted"],
    ["ib", "backordered"],
    ["Quantity Changed", "quantity_changed"],
    ["price_changed", "price_changed"],
    ["Substituted", "substituted"],
    ["CANCELLED", "rejected"],
    ["Lieferbar", "accepted"]
  ])("takes the word %s for %s", (word, answer) => {
    const sheet = acknowledged(`po,status,sku,qty\nALD-1,${word},X,1\n`, { lieferbar: "accepted" })
    expect(sheet.acknowledgements[0]?.lines[0]?.answer).toBe(answer)
  })

  it.each([
    ["status", "ALD-1,perhaps,X,1,,"],
    ["status", "ALD-1,constructor,X,1,,"],
    ["po_number", ",ok,X,1,,"],
    ["qty", "ALD-1,ok,X,-1,,"],
    ["qty", "ALD-1,IQ,X,,,"],
    ["sku", "ALD-1,backordered,,1,,"],
    ["expected_date", "ALD-1,IB,X,1,01/02/2026,"],
    ["unit_cost", 'ALD-1,IP,X,1,,"1,234"']
  ])("sets a row with a bad %s aside, and reads the rest", (column, bad) => {
    const sheet = acknowledged(`po,status,sku,qty,expected_date,unit_cost\n${bad}\nALD-2,ok,Y,1,,\n`)
    expect(sheet.acknowledgements.map((answer) => answer.purchaseOrderNumber)).toEqual(["ALD-2"])
    expect(sheet.broken).toMatchObject([{ source: "acknowledgements", place: "a.csv:2", raw: bad }])
    expect(sheet.broken[0]?.reason).toMatch(new RegExp(`^${column}:`))
  })

  it("does not choose between yes and no", () => {
    const sheet = acknowledged("po,status,sku\nALD-1,ok,\nALD-1,rejected,\nALD-2,rejected,\nALD-2,ok,X\n")
    expect(sheet.acknowledgements).toEqual([])
    expect(sheet.broken).toHaveLength(4)
  })
})
