import type { SettingField } from "../../../domain/ports/sales-channels.ts"
import { settingField } from "../../setting-field.ts"
import { standings } from "./status-words.ts"

/** The same for every way of reaching the folders. */
export const filesFields: ReadonlyArray<SettingField> = [
  settingField("ordersFolder", "Orders folder", "Where order files are put for us, as orders.", true),
  settingField(
    "currency",
    "Currency",
    "Code of three letters, as USD, for orders whose file names no currency.",
    true
  ),
  settingField(
    "orderFiles",
    "Order files",
    "Names of order files, as ord_*.csv. Empty: every file of the folder."
  ),
  settingField(
    "orderColumns",
    "Order columns",
    'What the files call our columns, where not as we do: {"order_id": "Order Ref", "qty": ["Menge", "Anzahl"]}. In JSON a path: {"ship_name": "shipping.name"}.'
  ),
  settingField(
    "orderFormat",
    "Order format",
    "csv, json or json-lines. Empty: the end of the file name tells (.json, .jsonl, .ndjson; all else is CSV)."
  ),
  settingField(
    "jsonOrders",
    "JSON orders",
    "Where in a JSON file the orders stand, as data.orders[]. Empty: at the top, or under orders."
  ),
  settingField(
    "jsonLines",
    "JSON lines",
    "Where in an order of a JSON file its lines stand, as cart.items[]. Empty: under lines, items or line_items."
  ),
  settingField(
    "incomingSeparator",
    "Separator",
    "comma, semicolon, tab or pipe. Empty: the header line tells."
  ),
  settingField("incomingEncoding", "Encoding", "Of CSV files: auto (the default), utf-8 or windows-1252."),
  settingField(
    "incomingDate",
    "Dates",
    "How days are written, as MM/DD/YYYY or DD.MM.YYYY HH:mm, in UTC. Empty: 2026-11-22, or with time and zone."
  ),
  settingField(
    "decimalMark",
    "Decimal mark",
    "The mark in amounts: . or , and the other one parts thousands. Empty: both are understood; 1,234 is refused."
  ),
  settingField(
    "country",
    "Country",
    "Code or name of the country for orders whose file names none. Empty: none."
  ),
  settingField(
    "statusWords",
    "Status words",
    `What words of the status column mean, of ${standings.join(", ")}: {"Storniert": "canceled"}.`
  ),
  settingField(
    "quietSeconds",
    "Quiet seconds",
    "How long a file must not have changed before it is read, 0 to 60. Empty: 5."
  ),
  settingField(
    "afterReading",
    "After reading",
    "archive (the default) moves a file that was imported away; leave leaves it, for logins that may not move files."
  ),
  settingField(
    "archiveFolder",
    "Archive folder",
    "Where files are moved that were imported. Empty: archive in the orders folder."
  ),
  settingField(
    "shipmentsFolder",
    "Shipments folder",
    "Where we write a file for each parcel. Empty: shipments are not told, which is recorded with each."
  ),
  settingField(
    "shipmentsTakenFolder",
    "Taken shipments folder",
    "Where shipment files are moved when they were taken, if they keep their names: a repeat looks there, too."
  ),
  settingField(
    "shipmentColumns",
    "Shipment columns",
    'Columns of shipment files, in order: [["Order", "order_id"], ["Tracking", "tracking"], ["SKU", "sku"], ["Qty", "qty"]]. Empty: all of ours.'
  ),
  settingField(
    "carrierNames",
    "Carrier names",
    'What carriers are called in shipment files, where not as we call them: {"UPS": "ups_us"}.'
  ),
  settingField(
    "inventoryFolder",
    "Inventory folder",
    "Where we write inventory files. Empty: inventory cannot be uploaded."
  ),
  settingField(
    "inventoryColumns",
    "Inventory columns",
    'Columns of inventory files, in order: [["Item", "sku"], ["Stock", "qty"]]. Empty: sku, qty.'
  ),
  settingField(
    "outgoingFormat",
    "Outgoing format",
    "Of shipment and inventory files: csv (the default) or json."
  ),
  settingField(
    "outgoingSeparator",
    "Outgoing separator",
    "Of shipment and inventory files as CSV: comma (the default), semicolon, tab or pipe."
  )
]
