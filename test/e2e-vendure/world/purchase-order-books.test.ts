import { expect, it } from "vitest"
import { DEFAULT_COLUMNS, readBooks } from "./purchase-order-books.ts"

const HEADER = "po_number,line_id,sku,qty\n"

function books(...contents: ReadonlyArray<string>) {
  const arrivals = contents.map((content, index) => ({ name: `${index}.csv`, sha256: "", content }))
  return readBooks(arrivals, DEFAULT_COLUMNS)
}

it("files rows by purchase order, several in one file too", () => {
  const { purchaseOrders, doubled } = books(`${HEADER}PO-1,1,A,2\nPO-2,1,B,1\nPO-1,2,C,1\n`)
  expect([...purchaseOrders.keys()]).toEqual(["PO-1", "PO-2"])
  expect(purchaseOrders.get("PO-1")?.rows.map((row) => row.sku)).toEqual(["A", "C"])
  expect(doubled).toEqual([])
})

it("counts a purchase order of two arrivals as doubled, whatever the second one says", () => {
  const read = books(`${HEADER}PO-1,1,A,2\n`, `${HEADER}PO-1,1,A,3\n`)
  expect(read.doubled).toEqual(["PO-1"])
  expect(read.purchaseOrders.get("PO-1")?.arrivals).toEqual(["0.csv", "1.csv"])
})

it("counts a line that stands twice in one file as doubled", () => {
  expect(books(`${HEADER}PO-1,1,A,2\nPO-1,1,A,2\n`).doubled).toEqual(["PO-1"])
})

it.each([
  ["an empty file", "", "no rows"],
  ["a header alone", HEADER, "no rows"],
  ["another table", "a,b\n1,2\n", "no column po_number, line_id, sku, qty"],
  ["a cut-off file", `${HEADER}PO-1,1,"A`, "Quote Not Closed"],
  ["a row that is too short", `${HEADER}PO-1,1\n`, "Invalid Record Length"],
  ["a row without its number", `${HEADER},1,A,2\n`, "a row without a number"]
])("says of %s why it cannot be read", (_, content, reason) => {
  const read = books(content)
  expect(read.unreadable).toEqual([{ name: "0.csv", reason: expect.stringContaining(reason) }])
  expect(read.purchaseOrders.size).toBe(0)
})
