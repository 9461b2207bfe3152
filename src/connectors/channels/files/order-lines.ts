import * as BigDecimal from "effect/BigDecimal"
import type { IncomingLine } from "../../../domain/model/order.ts"
import { Fault } from "../../files/column-mapping.ts"
import { amountCell, type DecimalMark, idCell, quantityCell, textCell, yesNoCell } from "./order-cell.ts"
import { lineColumns } from "./order-columns.ts"
import type { OrderReading } from "./order-reading.ts"
import type { OrderRow } from "./order-row.ts"

/** A line without an id of its own is known by its SKU, the second of the same SKU by `sku2=`: two lines stay two. */
const ownId = /^sku\d*=/

/** The SKU that stands in a line id of ours; null: the file's own id. */
export const skuInLineId = (channelLineId: string): string | null =>
  ownId.test(channelLineId) ? channelLineId.replace(ownId, "") : null

const lineIdCell = (text: string): string | Fault => {
  const id = idCell(text)
  return typeof id === "string" && ownId.test(id) ? new Fault("may not begin with sku=") : id
}

const idFromSku = (sku: string, before: ReadonlyArray<IncomingLine>): string => {
  const same = before.filter((line) => skuInLineId(line.channelLineId) === sku).length
  return `sku${same === 0 ? "" : same + 1}=${sku}`
}

const saysNothing = (row: OrderRow): boolean => lineColumns.every((column) => row.cell(column).trim() === "")

/** The lines of an order. A row with nothing in its line columns only speaks of the order. */
export const readLines = (
  reading: OrderReading,
  rows: ReadonlyArray<OrderRow>,
  mark: DecimalMark
): ReadonlyArray<IncomingLine> => {
  const lines: Array<IncomingLine> = []
  for (const row of rows.filter((one) => !saysNothing(one))) {
    const sku = reading.cell(row, "sku", idCell, "")
    const given = reading.ifSaid(row, "line_id", lineIdCell, "")
    const channelLineId = given === "" ? idFromSku(sku, lines) : given
    if (lines.some((line) => line.channelLineId === channelLineId))
      reading.fault(row.place, "line_id", "this line stands in the order already")
    lines.push({
      channelLineId,
      sku,
      title: reading.cell(row, "title", textCell, ""),
      quantity: reading.cell(row, "qty", quantityCell, 0),
      unitPrice: reading.ifSaid(row, "unit_price", amountCell(mark), "0"),
      ships: reading.ifSaid(row, "ships", yesNoCell, true)
    })
  }
  const real = lines.filter((line) => line.quantity > 0)
  const [first] = rows
  if (real.length === 0 && !reading.isBroken && first !== undefined)
    reading.fault(first.place, "qty", "the order has no line with a quantity")
  return real
}

/** What the lines cost together: for files that do not say a total. */
export const sumOf = (lines: ReadonlyArray<IncomingLine>): string =>
  BigDecimal.format(
    lines.reduce(
      (sum, line) =>
        BigDecimal.sum(
          sum,
          BigDecimal.multiply(
            BigDecimal.fromStringUnsafe(line.unitPrice),
            BigDecimal.fromStringUnsafe(String(line.quantity))
          )
        ),
      BigDecimal.fromStringUnsafe("0")
    )
  )
