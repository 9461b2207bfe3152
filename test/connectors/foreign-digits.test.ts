import { describe, expect, it } from "vitest"
import { readProducts } from "../../src/cli/read-products.ts"
import { readStock } from "../../src/cli/read-stock.ts"
import { amountCell, quantityCell } from "../../src/connectors/channels/files/order-cell.ts"
import { phoneText } from "../../src/connectors/files/machine-cell.ts"
import { readAcknowledgementCsv } from "../../src/connectors/transports/acknowledgement-csv.ts"
import { quantityOf } from "../../src/connectors/transports/inventory-csv.ts"
import { readShipmentCsv } from "../../src/connectors/transports/shipment-csv.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

describe("counts in Arabic-Indic and other digits", () => {
  it("are read in orders from a table", () => {
    expect(quantityCell("١٢")).toBe(12)
    expect(quantityCell("２,００")).toBe(2)
    expect(amountCell(null)("١٢.٥٠")).toBe("12.50")
    expect(amountCell(",")("۱.۲۳۴,۵۰")).toBe("1234.50")
    expect(quantityCell("½")).toMatchObject({ reason: '"½" is not a whole number' })
  })

  it("are read in what suppliers send; names and the row itself stay as they came", () => {
    const header = "po_number,line_id,sku,qty,carrier,service,tracking,ship_date"
    const row = "ALD-1,11,SKU-٣,٢,UPS,Ground,1Z-٤,2026-11-22"
    expect(readShipmentCsv("s.csv", bytes(`${header}\n${row}\n`))).toMatchObject({
      rows: [{ quantity: 2, sku: "SKU-٣", trackingNumber: "1Z-٤", raw: row }],
      broken: []
    })
    const acknowledged = readAcknowledgementCsv(
      "a.csv",
      bytes("po_number,status,sku,qty,unit_cost\nALD-1,quantity_changed,SKU-٣,٧,١٢.٥٠\n")
    )
    expect(JSON.stringify(acknowledged)).toContain('"quantity":7')
    expect(JSON.stringify(acknowledged)).toContain('"unitCost":"12.50"')
    expect(quantityOf("٤٠")).toBe(40)
    expect(quantityOf("-۴")).toBe(0)
    expect(quantityOf("Ⅷ")).toBeNull()
  })

  it("are read in files that a person hands over", () => {
    expect(readStock("sku,quantity\nLAMP-٣,١٢\n")).toMatchObject({
      rows: [{ sku: "LAMP-٣", quantity: 12 }],
      broken: []
    })
    expect(readProducts("sku,supplier_sku,title,cost,priority\nT-1,A-٣,Tent,١٢.٥٠,２\n")).toMatchObject({
      products: [{ supplierSku: "A-٣", cost: "12.50", priority: 2 }],
      broken: []
    })
  })

  it("make an international phone number, which no spreadsheet takes for a formula", () => {
    expect(phoneText("+٢٠ ١٠٠ ١٢٣ ٤٥٦٧")).toBe("+٢٠ ١٠٠ ١٢٣ ٤٥٦٧")
    expect(phoneText("+٢٠*١")).toBe("'+٢٠*١")
  })
})
