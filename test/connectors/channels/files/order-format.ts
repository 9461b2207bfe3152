import { countryOf } from "../../../../src/connectors/channels/files/country-name.ts"
import { filesSettings } from "../../../../src/connectors/channels/files/files-settings.ts"
import {
  type OrderFile,
  type OrderFileFormat,
  readOrderFile
} from "../../../../src/connectors/channels/files/read-order-file.ts"

type Settings = Readonly<Record<string, string>>

export const modifiedAt = new Date("2026-11-22T03:00:00Z")

export const formatOf = (settings: Settings = {}): OrderFileFormat => {
  const read = filesSettings({ ordersFolder: "orders", currency: "USD", ...settings }, countryOf)
  if (typeof read === "string") throw new Error(read)
  return read.orders.format
}

export const readText = (name: string, text: string | Uint8Array, settings: Settings = {}): OrderFile =>
  readOrderFile(
    formatOf(settings),
    name,
    typeof text === "string" ? new TextEncoder().encode(text) : text,
    modifiedAt
  )

export const header =
  "order_id,placed_at,ship_name,address1,city,postal_code,country,ship_method,line_id,sku,qty,unit_price"

/** A row under `header`. */
export const row = (
  order: string,
  line: string,
  more: Readonly<
    Partial<Record<"sku" | "qty" | "price" | "name" | "zip" | "country" | "placed", string>>
  > = {}
): string =>
  [
    order,
    more.placed ?? "2026-11-21",
    more.name ?? "Zoe Buyer",
    "101 Main Street",
    "Springfield",
    more.zip ?? "01234",
    more.country ?? "US",
    "Ground",
    line,
    more.sku ?? `SKU-${line}`,
    more.qty ?? "1",
    more.price ?? "12.50"
  ].join(",")

export const csv = (...rows: ReadonlyArray<string>): string => `${[header, ...rows].join("\r\n")}\r\n`
