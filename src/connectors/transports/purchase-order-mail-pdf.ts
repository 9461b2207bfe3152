import type { PurchaseOrder } from "../../domain/model/purchase-order.ts"
import { oneLine } from "../files/machine-cell.ts"
import { openPdf, type PdfFont, type PdfPage, pdfBytes } from "../pdfkit.ts"
import { shipToLines } from "./purchase-order-mail-text.ts"

const left = 50
const columns = [
  { title: "Qty", at: left, width: 40 },
  { title: "SKU", at: 95, width: 130 },
  { title: "Item", at: 230, width: 225 },
  { title: "Line", at: 460, width: 85 }
] as const
const bottom = 770

/** A character that the font cannot show is written by its number, so that nothing is lost in silence. */
const shown = (page: PdfPage, text: string, missing: Set<string>): string =>
  [...oneLine(text)]
    .map((character) => {
      const codePoint = character.codePointAt(0) ?? 0
      if (page.shows(codePoint)) return character
      const name = `<U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}>`
      missing.add(name)
      return name
    })
    .join("")

class Sheet {
  readonly #page: PdfPage
  readonly #missing = new Set<string>()

  constructor(page: PdfPage) {
    this.#page = page
  }

  line(text: string, font: PdfFont = "plain", size = 10): void {
    this.#page.use(font, size)
    this.#page.document.text(shown(this.#page, text, this.#missing), left)
  }

  gap(): void {
    this.#page.document.moveDown()
  }

  row(cells: ReadonlyArray<string>, font: PdfFont = "plain"): void {
    const { document } = this.#page
    this.#page.use(font, 9)
    const texts = cells.map((cell) => shown(this.#page, cell, this.#missing))
    const heights = columns.map((c, i) => document.heightOfString(texts[i] ?? "", { width: c.width }))
    if (document.y + Math.max(...heights) > bottom) document.addPage()
    const top = document.y
    for (const [i, column] of columns.entries())
      document.text(texts[i] ?? "", column.at, top, { width: column.width })
    document.y = top + Math.max(...heights) + 3
  }

  note(): void {
    if (this.#missing.size === 0) return
    this.gap()
    this.line(
      `This font cannot show ${[...this.#missing].slice(0, 20).join(" ")}; the number stands for the character, and the mail's own text has it.`,
      "plain",
      8
    )
  }
}

/** The purchase order as a page for people. The same order gives the same bytes. */
export const purchaseOrderPdf = (order: PurchaseOrder): Uint8Array => {
  const page = openPdf(`Purchase order ${oneLine(order.number)}`, order.orderedAt)
  const sheet = new Sheet(page)
  sheet.line(`Purchase order ${order.number}`, "bold", 18)
  sheet.gap()
  sheet.line(`Ordered at ${order.orderedAt.toISOString()}`)
  if (order.orderSource !== "") sheet.line(`Order source: ${order.orderSource}`)
  sheet.line(`Ship by: ${order.shipMethod.carrier} ${order.shipMethod.method}`)
  sheet.gap()
  sheet.line("Ship to", "bold", 11)
  for (const line of shipToLines(order)) sheet.line(line)
  sheet.gap()
  sheet.row(
    columns.map((c) => c.title),
    "bold"
  )
  for (const line of order.lines)
    sheet.row([String(line.quantity), line.supplierSku, line.title, String(line.orderLineId)])
  sheet.note()
  return pdfBytes(page)
}
