import { describe, expect, it } from "vitest"
import { readProducts } from "../../src/cli/read-products.ts"

const header = "sku,supplier_sku,title,cost,priority\n"

describe("a supplier's products", () => {
  it("are read with their defaults, whatever the order of columns, with and without a BOM", () => {
    const csv =
      '\ufeffPriority,Title,SKU,Supplier_SKU,Cost,Ships\n1,"Tent, ""big""",T-1,A1,12.5,yes\n,Card,G-1,A2,,no\n'
    expect(readProducts(csv)).toEqual({
      products: [
        { sku: "T-1", supplierSku: "A1", title: 'Tent, "big"', cost: "12.5", priority: 1, ships: true },
        { sku: "G-1", supplierSku: "A2", title: "Card", cost: null, priority: 100, ships: false }
      ],
      broken: [],
      unusable: null
    })
  })

  it("are checked to the last line, and each fault is placed", () => {
    const csv = `${header}T-1,A1,Tent,12.50,1\n,A2,x,1,1\nT-3,A3,x,1.23456,1\nT-4,A4,x,-1,1\nT-5,A5,x,1,soon\nT-6,A6\nT-1,A7,"two\nlines",1,1\n`
    const { products, broken } = readProducts(csv)
    expect(products.map((p) => p.sku)).toEqual(["T-1"])
    expect(broken.map((b) => [b.line, b.column])).toEqual([
      [3, "sku"],
      [4, "cost"],
      [5, "cost"],
      [6, "priority"],
      [7, ""],
      [9, "sku"]
    ])
    expect(broken.at(-1)?.reason).toBe("stands on line 2 already")
  })

  it.each(["T\u001b[31m", "T\t1", "T\r\n1", "T\u009b1", "T\u20281"])(
    "have SKUs of one line without controls: %j",
    (sku) => {
      const { products, broken } = readProducts(
        `${header}"${sku}",A1,x,1,1\nT-2,"${sku}",x,1,1\nT-3,A3,x,1,1\n`
      )
      expect(products.map((p) => p.sku)).toEqual(["T-3"])
      expect(broken.map((b) => b.column)).toEqual(["sku", "supplier_sku"])
    }
  )

  it.each([
    ["", "empty"],
    ["sku,title\nT-1,Tent\n", "supplier_sku, cost, priority is missing"],
    ["sku,supplier_sku,title,cost,priority,sku\n", "twice"],
    ["sku,supplier_sku,title,cost,priority,price\n", "“price” is no column"],
    [`${header}T-1,"A1,Tent,1,1\n`, "no CSV"]
  ])("say what is wrong with a file as a whole: %j", (csv, why) => {
    expect(readProducts(csv).unusable).toContain(why)
  })
})
