import type { SettingField } from "../../domain/ports/sales-channels.ts"
import { settingField } from "../setting-field.ts"
import { fieldNames } from "./purchase-order-fields.ts"

/** How the purchase order file looks. All empty: our own format. */
export const formatFields: ReadonlyArray<SettingField> = [
  settingField(
    "csvColumns",
    "Columns",
    `A JSON list in the supplier's order: [["PO #", "po_number"], ["Type", {"value": "DS"}], "sku", "qty"]. Fields: ${fieldNames.join(", ")}.`
  ),
  settingField(
    "csvLayout",
    "Layout",
    "rows (the default: a row for each line, the order repeated) or PH-PD (a row for the order, then one for each line)."
  ),
  settingField(
    "csvOrderColumns",
    "Order columns",
    "With PH-PD the columns of the order's row, as in Columns."
  ),
  settingField("csvHeaderRow", "Header row", "yes or no. Empty: yes for rows, no for PH-PD."),
  settingField("csvSeparator", "Separator", "comma (the default), semicolon, tab or pipe."),
  settingField("csvQuotes", "Quotes", "all (the default: every cell) or needed (cells that need them)."),
  settingField("csvLineEnd", "Line ends", "crlf (the default) or lf."),
  settingField(
    "csvEncoding",
    "Encoding",
    "utf-8 (the default), utf-8-bom, or windows-1252: an order with a character that it lacks is refused, never sent with a question mark."
  ),
  settingField(
    "csvDate",
    "Dates",
    "As MM/DD/YYYY or YYYYMMDD HH:mm, in UTC. Empty: 2026-11-22T03:00:00.000Z."
  ),
  settingField("csvDecimal", "Decimals", "The mark in amounts: point (the default) or comma, as 12,80."),
  settingField(
    "fileName",
    "File name",
    "A pattern with {po}, and if wanted {date} and {time} of the order and {seq}, a number never used twice. Empty: {po}.csv. A re-issue gets -r2 behind the number."
  )
]
