import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { csv, header, modifiedAt, readText, row } from "./order-format.ts"

const ids = (file: ReturnType<typeof readText>) => file.orders.map((order) => order.channelOrderId)

describe("orders from a table", () => {
  it("gathers the rows of an order wherever they stand", () => {
    const read = readText("a.csv", csv(row("1001", "1", { qty: "2" }), row("1002", "1"), row("1001", "2")))
    expect(read.broken).toEqual([])
    expect(ids(read)).toEqual(["1001", "1002"])
    expect(read.orders[0]).toEqual({
      channelOrderId: "1001",
      channelOrderNumber: "1001",
      channelStatus: "new",
      standing: "ok",
      placedAt: new Date("2026-11-21T00:00:00Z"),
      updatedAt: modifiedAt,
      currency: "USD",
      total: "37.5",
      customerName: "Zoe Buyer",
      customerEmail: "",
      shipTo: {
        name: "Zoe Buyer",
        company: "",
        address1: "101 Main Street",
        address2: "",
        city: "Springfield",
        region: "",
        postalCode: "01234",
        country: "US",
        phone: ""
      },
      shipMethodName: "Ground",
      lines: [
        { channelLineId: "1", sku: "SKU-1", title: "", quantity: 2, unitPrice: "12.50", ships: true },
        { channelLineId: "2", sku: "SKU-2", title: "", quantity: 1, unitPrice: "12.50", ships: true }
      ]
    })
  })

  it("takes what is said of the order from the row that says it", () => {
    const read = readText("a.csv", csv(row("1", "1"), "1,,,,,,,,2,SKU-2,1,"))
    expect(read.orders[0]).toMatchObject({
      shipTo: { name: "Zoe Buyer" },
      lines: [{ sku: "SKU-1" }, { sku: "SKU-2" }]
    })
  })

  it("sets an order aside whose rows go to two buyers", () => {
    const read = readText("a.csv", csv(row("1", "1"), row("1", "2", { name: "Max Other" }), row("2", "1")))
    expect(ids(read)).toEqual(["2"])
    expect(read.broken).toEqual([
      {
        place: "1",
        reason:
          'a.csv:3, column ship_name: "Max Other" is not what a.csv:2 says of the same order, "Zoe Buyer"',
        raw: [row("1", "1"), row("1", "2", { name: "Max Other" })].join("\n")
      }
    ])
  })

  it.each([
    ["qty", { qty: "two" }, 'a.csv:3, column qty: "two" is not a whole number'],
    ["qty", { qty: "" }, "a.csv:3, column qty: is empty"],
    ["qty", { qty: "-1" }, 'a.csv:3, column qty: "-1" is not a whole number'],
    ["qty", { qty: "1.5" }, 'a.csv:3, column qty: "1.5" is not a whole number'],
    ["unit_price", { price: '"1,234"' }, 'a.csv:3, column unit_price: "1,234" is not one plain amount'],
    ["sku", { sku: "1.23E+05" }, 'a.csv:3, column sku: "1.23E+05" was damaged by a spreadsheet'],
    ["sku", { sku: "=cmd()" }, 'a.csv:3, column sku: "=cmd()" begins like a formula'],
    ["sku", { sku: "-1+1|cmd" }, 'a.csv:3, column sku: "-1+1|cmd" begins like a formula'],
    [
      "postal_code",
      { zip: "1.2E+04" },
      'a.csv:3, column postal_code: "1.2E+04" was damaged by a spreadsheet'
    ],
    ["placed_at", { placed: "11/21/2026" }, 'a.csv:3, column placed_at: "11/21/2026" is no day'],
    ["placed_at", { placed: "2026-02-31" }, 'a.csv:3, column placed_at: "2026-02-31" is no day']
  ])(
    "sets aside an order with a bad %s, with all of its lines, file, line, column and reason",
    (_column, more, reason) => {
      const bad = row("2", "1", more)
      const read = readText(
        "a.csv",
        csv(row("1", "1"), bad, row("3", "1"), row("2", "2", { ...more, qty: "1", price: "1", sku: "X" }))
      )
      expect(ids(read)).toEqual(["1", "3"])
      expect(read.broken).toHaveLength(1)
      expect(read.broken[0]?.place).toBe("2")
      expect(read.broken[0]?.reason).toContain(reason)
      expect(read.broken[0]?.raw.split("\n")).toHaveLength(2)
    }
  )

  it("names the column as the file calls it", () => {
    const read = readText("a.csv", "Bestellung;Datum;Artikel;Menge\n7;2026-11-21;A;viele\n", {
      orderColumns: '{"order_id":"Bestellung","placed_at":"Datum","sku":"Artikel","qty":["Anzahl","Menge"]}'
    })
    expect(read.broken[0]?.reason).toBe('a.csv:2, column Menge: "viele" is not a whole number')
  })

  it("holds an order back of which a line cannot be parsed, and reads the rest", () => {
    const torn = '1001,2026-11-21,"Zoe "Buyer,x'
    const read = readText("a.csv", csv(row("1001", "1"), torn, row("1002", "1")))
    expect(ids(read)).toEqual(["1002"])
    expect(read.broken).toHaveLength(1)
    expect(read.broken[0]).toMatchObject({ place: "1001" })
    expect(read.broken[0]?.reason).toContain("a.csv:3: this line is not CSV")
    expect(read.broken[0]?.raw).toContain(torn)
  })

  it("tells of a row that names no order alone, by file and line", () => {
    const read = readText("a.csv", csv(row("1", "1"), row("", "9"), row("", "8")))
    expect(ids(read)).toEqual(["1"])
    expect(read.broken.map(({ place }) => place)).toEqual(["a.csv:3", "a.csv:4"])
    expect(read.broken[0]?.reason).toBe("a.csv:3, column order_id: is empty")
  })

  it("refuses a line that comes twice, and an order without lines", () => {
    const twice = readText("a.csv", csv(row("1", "1"), row("1", "1")))
    expect(twice.broken[0]?.reason).toBe("a.csv:3, column line_id: this line stands in the order already")
    const none = readText("a.csv", csv(row("1", "1", { qty: "0" })))
    expect(none.broken[0]?.reason).toContain("the order has no line with a quantity")
  })

  it("keeps two lines of one SKU apart without ids, the same in every reading", () => {
    const text = "order_id,placed_at,sku,qty\n1,2026-11-21,A,1\n1,2026-11-21,B,1\n1,2026-11-21,A,2\n"
    const lines = readText("a.csv", text).orders[0]?.lines.map((line) => [line.channelLineId, line.quantity])
    expect(lines).toEqual([
      ["sku=A", 1],
      ["sku=B", 1],
      ["sku2=A", 2]
    ])
  })
})

describe("what spreadsheets and other systems do to a table", () => {
  it.each([
    ["a mark and CRLF", `\ufeff${csv(row("1", "1"))}`],
    ["semicolons", csv(row("1", "1")).replaceAll(",", ";")],
    ["tabs", csv(row("1", "1")).replaceAll(",", "\t")],
    ["pipes", csv(row("1", "1")).replaceAll(",", "|")],
    ["blank rows at the end", `${csv(row("1", "1"))},,,,,,,,,,,\r\n\r\n,,,,,,,,,,,\r\n`],
    [
      "a header in capitals with spaces",
      csv(row("1", "1")).replace(header, header.toUpperCase().replaceAll("_", " "))
    ],
    ["zeros kept as a formula", csv(row("1", "1")).replace("01234", '"=""01234"""')]
  ])("is read with %s", (_what, text) => {
    const read = readText("a.csv", text)
    expect(read.broken).toEqual([])
    expect(read.orders).toHaveLength(1)
    expect(read.orders[0]).toMatchObject({
      shipTo: { postalCode: "01234" },
      lines: [{ sku: "SKU-1", unitPrice: "12.50" }]
    })
  })

  it("reads what older Windows writes", () => {
    const text = Buffer.from(csv(row("1", "1", { name: "Zo\u00eb M\u00fcller" })), "latin1")
    expect(readText("a.csv", text).orders[0]?.shipTo.name).toBe("Zo\u00eb M\u00fcller")
  })

  it("puts a street of two lines on one", () => {
    const read = readText("a.csv", csv(row("1", "1", { name: '"Zoe\r\nBuyer"' }), row("2", "1")))
    expect(read.orders.map((order) => order.shipTo.name)).toEqual(["Zoe Buyer", "Zoe Buyer"])
  })

  it.each([
    ["", "12,50", "12.50"],
    ["", "1,234.50", "1234.50"],
    [",", "1.234", "1234"],
    [",", "1.234,5", "1234.5"],
    [",", "12,345", "12.345"],
    [".", "1,234", "1234"],
    [".", "1,234,567.89", "1234567.89"]
  ])("with decimalMark %j reads %s as %s", (decimalMark, text, amount) => {
    const read = readText("a.csv", csv(row("1", "1", { price: `"${text}"` })), { decimalMark })
    expect(read.orders[0]?.lines[0]?.unitPrice).toBe(amount)
  })

  it.each([
    [",", "12.50"],
    [".", "12,50"],
    [".", "1,23,4"],
    ["", "1,234"],
    ["", "$12"]
  ])("with decimalMark %j refuses %s", (decimalMark, text) => {
    const read = readText("a.csv", csv(row("1", "1", { price: `"${text}"` })), { decimalMark })
    expect(read.orders).toEqual([])
    expect(read.broken[0]?.reason).toContain("column unit_price")
  })

  it.each([
    ["Germany", "DE"],
    ["deutschland", "DE"],
    ["USA", "US"],
    ["United States", "US"],
    ["UK", "GB"],
    ["gb", "GB"],
    ["\u00d6sterreich", "AT"],
    ["Czech Republic", "CZ"],
    ["Narnia", "Narnia"]
  ])("knows the country %s as %s", (country, code) => {
    expect(readText("a.csv", csv(row("1", "1", { country }))).orders[0]?.shipTo.country).toBe(code)
  })

  it("reads days as the settings write them", () => {
    const read = readText("a.csv", csv(row("1", "1", { placed: "21.11.2026 08:30" })), {
      incomingDate: "DD.MM.YYYY HH:mm"
    })
    expect(read.orders[0]?.placedAt).toEqual(new Date("2026-11-21T08:30:00Z"))
  })
})

describe("what an order says of itself", () => {
  const table = (columns: string, cells: string) =>
    `order_id,placed_at,sku,qty,${columns}\n1,2026-11-21,A,1,${cells}\n`

  it.each([
    ["Canceled", "canceled"],
    ["CANCELLED", "canceled"],
    ["refunded", "refunded"],
    ["Storniert", "canceled"],
    ["Paid", "ok"]
  ])("stands as the word %s means: %s", (word, standing) => {
    const [order] = readText("a.csv", table("status", word), {
      statusWords: '{"storniert":"canceled"}'
    }).orders
    expect(order).toMatchObject({ channelStatus: word, standing })
  })

  it("takes currency, total, time of change, payment, day to ship and tags where they are said", () => {
    const [order] = readText(
      "a.csv",
      table(
        "currency,total,updated_at,paid,ship_by,tags",
        'eur,"9,99",2026-11-21T10:00:00Z,no,2026-11-25,"rush, gift"'
      )
    ).orders
    expect(order).toMatchObject({
      currency: "EUR",
      total: "9.99",
      updatedAt: new Date("2026-11-21T10:00:00Z"),
      signals: { paid: false, shipBy: new Date("2026-11-25T00:00:00Z"), tags: ["rush", "gift"] }
    })
  })

  it("refuses what is no currency, and an order that costs more than can be kept", () => {
    expect(readText("a.csv", table("currency", "dollars")).broken[0]?.reason).toContain("column currency")
    expect(
      readText("a.csv", "order_id,placed_at,sku,qty,unit_price\n1,2026-11-21,A,1000000,999999999999\n")
        .broken[0]?.reason
    ).toContain("the lines cost more than an order can")
  })
})

describe("a file that cannot be trusted as a whole", () => {
  it.each([
    ["an empty one", "", "the file is empty"],
    ["one without a needed column", "order_id,sku,qty\n1,A,1\n", "the file has no column placed_at"],
    [
      "one where two columns may be meant",
      "order_id,placed_at,sku,qty,price,item_price\n1,2026-11-21,A,1,2,3\n",
      "two columns may be unit_price"
    ]
  ])("is set aside: %s", (_what, text, reason) => {
    const read = readText("a.csv", text)
    expect(read.orders).toEqual([])
    expect(read.broken).toHaveLength(1)
    expect(read.broken[0]?.reason).toContain(reason)
    expect(read.broken[0]?.raw).toBe(text)
  })

  it("is set aside when it has more lines than may be, so that no order is cut in two", () => {
    const many = Array.from({ length: 50_001 }, (_, index) => `${index},2026-11-21,A,1`).join("\n")
    const read = readText("a.csv", `order_id,placed_at,sku,qty\n${many}\n`)
    expect(read.orders).toEqual([])
    expect(read.broken).toEqual([
      expect.objectContaining({ place: "a.csv", reason: expect.stringContaining("more than 50000 lines") })
    ])
  })

  it("says only the first thousand of its mistakes", () => {
    const many = Array.from({ length: 1_500 }, (_, index) => row(`o${index}`, "1", { qty: "x" }))
    const read = readText("a.csv", csv(...many))
    expect(read.broken).toHaveLength(1_001)
    expect(read.broken.at(-1)?.reason).toContain("500 more orders or lines")
  })
})

it("never fails, whatever the bytes are, and never makes an order of nothing", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom("a.csv", "a.json", "a.jsonl"),
      (noise, name) => {
        const head = name === "a.csv" ? Buffer.from(`${header}\n`) : Buffer.from("")
        const read = readText(name, Buffer.concat([head, noise]))
        for (const order of read.orders) expect(order.lines.length).toBeGreaterThan(0)
        for (const piece of read.broken) expect(piece.raw).not.toContain("\u0000")
      }
    ),
    { numRuns: 300 }
  )
})
