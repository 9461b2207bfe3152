import { parse } from "csv-parse/sync"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  purchaseOrderCsv,
  purchaseOrderFileName
} from "../../../src/connectors/transports/purchase-order-csv.ts"
import { OrderLineId } from "../../../src/domain/model/order.ts"
import { hostileText } from "./hostile-text.ts"
import { orderOf } from "./transport-fixture.ts"

const rowsOf = (content: Uint8Array) =>
  parse(Buffer.from(content), { columns: true }) as ReadonlyArray<Record<string, string>>

const withName = (name: string) =>
  rowsOf(purchaseOrderCsv(orderOf({ shipTo: { ...orderOf().shipTo, name } })))[0]

const withSku = (supplierSku: string) =>
  rowsOf(
    purchaseOrderCsv(
      orderOf({
        lines: [{ orderLineId: OrderLineId(1), supplierSku, quantity: 1, unitCost: null, title: "t" }]
      })
    )
  )

describe("a purchase order as CSV", () => {
  it("is quoted everywhere, ends lines with CRLF and keeps leading zeros", () => {
    const text = new TextDecoder().decode(purchaseOrderCsv(orderOf()))
    const lines = text.split("\r\n")
    expect(lines[0]).toBe(
      '"po_number","order_date","order_source","channel_order","line_id","sku","qty","unit_cost","currency","ship_name","company","address1","address2","city","region","postal_code","country","phone","email","carrier","method","ship_method_code","title"'
    )
    expect(lines).toHaveLength(4)
    expect(lines[1]).toContain('"00123E5","2","12.50","USD"')
    expect(lines[1]).toContain('"01234"')
  })

  it.each([
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u0000=1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\u202e=1"
  ])("takes the formula out of %j in what buyers typed", (payload) => {
    const name = withName(payload)?.ship_name ?? ""
    expect(name).toMatch(/^'[=+\-@＝＋－＠]/u)
    expect(name).not.toMatch(/\p{Cc}/u)
  })

  it.each(["=SKU", "+1", "-1", "@x", "00123E5", "a,b", 'a"b', "a\nb", "a;b"])(
    "never changes the SKU %j",
    (sku) => {
      const rows = withSku(sku)
      expect(rows).toHaveLength(1)
      expect(rows[0]?.sku).toBe(sku)
    }
  )

  it("keeps a telephone number that may be dialed, and no formula in its place", () => {
    const phone = (text: string) =>
      rowsOf(purchaseOrderCsv(orderOf({ shipTo: { ...orderOf().shipTo, phone: text } })))[0]?.phone
    expect(phone("+1 (217) 555-0101")).toBe("+1 (217) 555-0101")
    expect(phone("+1-217|cmd")).toBe("'+1-217|cmd")
  })

  it("puts what spans lines into one, whatever it is", () => {
    fc.assert(
      fc.property(hostileText(), hostileText(), (name, city) => {
        const order = orderOf({ shipTo: { ...orderOf().shipTo, name, city } })
        const lines = new TextDecoder()
          .decode(purchaseOrderCsv(order))
          .trimEnd()
          .split(/\r\n|\r|\n/)
        const rows = rowsOf(purchaseOrderCsv(order))
        expect(lines).toHaveLength(3)
        expect(rows.map((r) => r.sku)).toEqual(["00123E5", "=SKU,1"])
        expect(rows.map((r) => r.po_number)).toEqual(["ALD-000001", "ALD-000001"])
      })
    )
  })

  it.each(["../../etc/passwd", "a/b", "a\\b", ".hidden", "a\u0000b", "ä b"])(
    "keeps the file of %j in its folder",
    (number) => {
      expect(purchaseOrderFileName(orderOf({ number }))).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]*\.csv$/)
    }
  )

  it("gives a revision a file of its own", () => {
    expect(purchaseOrderFileName(orderOf({ revision: 2 }))).toBe("ALD-000001-r2.csv")
  })
})
