import type { Address } from "../../../domain/model/address.ts"
import type { IncomingOrder, OrderSignals } from "../../../domain/model/order.ts"
import { Fault } from "../../files/column-mapping.ts"
import type { CountryOf } from "./country-name.ts"
import {
  amountCell,
  currencyCell,
  type DecimalMark,
  dateCell,
  digitsCell,
  idCell,
  textCell,
  yesNoCell
} from "./order-cell.ts"
import type { OrderColumn, OrderFileColumn } from "./order-columns.ts"
import { readLines, sumOf } from "./order-lines.ts"
import { OrderReading } from "./order-reading.ts"
import type { OrderRow } from "./order-row.ts"
import { type StatusWords, standingOf, usualStatus } from "./status-words.ts"

/** How the cells of an order are to be understood. */
export interface OrderRules {
  readonly date: (text: string) => Date | null
  readonly decimalMark: DecimalMark
  /** For orders that name none. */
  readonly currency: string
  readonly country: string
  readonly countryOf: CountryOf
  readonly words: StatusWords
}

const mostTotal = 1e13

const country =
  (countryOf: CountryOf) =>
  (text: string): string | Fault => {
    const name = textCell(text)
    return typeof name === "string" ? countryOf(name) : name
  }

const addressOf = (reading: OrderReading, rules: OrderRules): Address => {
  const text = (column: OrderColumn) => reading.order(column, textCell, "")
  return {
    name: text("ship_name"),
    company: text("company"),
    address1: text("address1"),
    address2: text("address2"),
    city: text("city"),
    region: text("region"),
    postalCode: reading.order("postal_code", digitsCell, ""),
    country: reading.order("country", country(rules.countryOf), rules.country),
    phone: reading.order("phone", digitsCell, "")
  }
}

const tagsCell = (text: string): ReadonlyArray<string> | Fault => {
  const line = textCell(text)
  if (typeof line !== "string") return line
  return line
    .split(/[,;|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "")
}

const signalsOf = (reading: OrderReading, rules: OrderRules): OrderSignals => {
  const paid = reading.order("paid", yesNoCell, null)
  const shipBy = reading.order("ship_by", dateCell(rules.date), null)
  const tags = reading.order("tags", tagsCell, null)
  return {
    ...(paid === null ? {} : { paid }),
    ...(shipBy === null ? {} : { shipBy }),
    ...(tags === null ? {} : { tags })
  }
}

const totalCell =
  (rules: OrderRules) =>
  (text: string): string | Fault => {
    const amount = amountCell(rules.decimalMark)(text)
    return typeof amount === "string" && Number(amount) >= mostTotal ? new Fault("is too large") : amount
  }

/** One order from all of its rows, or what keeps it from being read. */
export const orderFromRows = (
  rows: ReadonlyArray<OrderRow>,
  nameOf: (column: OrderFileColumn) => string,
  rules: OrderRules,
  modifiedAt: Date
): IncomingOrder | string => {
  const reading = new OrderReading(rows, nameOf)
  const channelOrderId = reading.needed("order_id", idCell, "")
  const placedAt = reading.needed("placed_at", dateCell(rules.date), modifiedAt)
  const channelStatus = reading.order("status", textCell, usualStatus)
  const shipTo = addressOf(reading, rules)
  const lines = readLines(reading, rows, rules.decimalMark)
  const signals = signalsOf(reading, rules)
  const said = reading.order("total", totalCell(rules), null)
  const order: IncomingOrder = {
    channelOrderId,
    channelOrderNumber: reading.order("order_number", idCell, channelOrderId),
    channelStatus,
    standing: standingOf(channelStatus, rules.words),
    placedAt,
    // A file that does not say when an order changed was written later than the one before it.
    updatedAt: reading.order("updated_at", dateCell(rules.date), modifiedAt),
    currency: reading.order("currency", currencyCell, rules.currency),
    total: said ?? (reading.isBroken ? "0" : sumOf(lines)),
    customerName: reading.order("customer_name", textCell, shipTo.name),
    customerEmail: reading.order("email", textCell, ""),
    shipTo,
    shipMethodName: reading.order("ship_method", textCell, ""),
    lines,
    ...(Object.keys(signals).length === 0 ? {} : { signals })
  }
  if (!reading.isBroken && Number(order.total) >= mostTotal)
    reading.fault(rows[0]?.place ?? "", "total", "the lines cost more than an order can")
  return reading.isBroken ? reading.reason : order
}
