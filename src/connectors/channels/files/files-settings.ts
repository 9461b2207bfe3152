import { chosen, columnNames, filePattern, incomingFormat } from "../../files/incoming-format.ts"
import { jsonPath } from "../../files/json-path.ts"
import { foreignText } from "../../foreign-text.ts"
import type { CountryOf } from "./country-name.ts"
import { orderPlan } from "./order-columns.ts"
import type { OrderRules } from "./order-from-rows.ts"
import type { JsonPlaces } from "./order-json.ts"
import { outgoingColumns } from "./outgoing-columns.ts"
import { outgoingFormat } from "./outgoing-format.ts"
import type { OrderFileFormat } from "./read-order-file.ts"
import { type CarrierNames, neededOfShipments, type ShipmentFormat, shipmentFields } from "./shipment-file.ts"
import { statusWords } from "./status-words.ts"
import { neededOfStock, type StockFormat, stockFields } from "./stock-file.ts"

type Settings = Readonly<Record<string, string>>

export interface OrderFolder {
  readonly folder: string
  readonly archive: string
  readonly takes: (name: string) => boolean
  readonly quietMs: number
  /** What becomes of a file that was imported. */
  readonly afterwards: "archive" | "leave"
  readonly format: OrderFileFormat
}

export interface FilesSettings {
  readonly orders: OrderFolder
  /** null: shipments are not written. */
  readonly shipments: {
    readonly folder: string
    readonly taken: string | null
    readonly format: ShipmentFormat
  } | null
  readonly stock: { readonly folder: string; readonly format: StockFormat } | null
}

const folderNames = [
  "ordersFolder",
  "archiveFolder",
  "shipmentsFolder",
  "shipmentsTakenFolder",
  "inventoryFolder"
]

const folderFault = (settings: Settings): string | null => {
  const odd = folderNames.find((name) => /\p{Cc}/u.test(chosen(settings, name)))
  return odd === undefined ? null : `${odd} holds a control character.`
}

const kinds = { csv: "csv", json: "json", "json-lines": "json-lines" } as const

const orderKind = (settings: Settings): { readonly kind: OrderFileFormat["kind"] } | string => {
  const text = chosen(settings, "orderFormat").toLowerCase()
  if (text === "") return { kind: null }
  const kind = Object.values(kinds).find((name) => name === text)
  return kind === undefined
    ? `orderFormat "${foreignText(text)}" is not one of csv, json, json-lines.`
    : { kind }
}

const placesOf = (settings: Settings): JsonPlaces | string => {
  const read = (name: string) => {
    const text = chosen(settings, name)
    return text === ""
      ? null
      : (jsonPath(text) ?? `${name} "${foreignText(text)}" is not a path like data.orders[].`)
  }
  const orders = read("jsonOrders")
  if (typeof orders === "string") return orders
  const lines = read("jsonLines")
  return typeof lines === "string" ? lines : { orders, lines }
}

const rulesOf = (settings: Settings, date: OrderRules["date"], countryOf: CountryOf): OrderRules | string => {
  const currency = chosen(settings, "currency").toUpperCase()
  if (!/^[A-Z]{3}$/.test(currency)) return "currency is not a code like USD."
  const decimalMark = chosen(settings, "decimalMark")
  if (decimalMark !== "" && decimalMark !== "." && decimalMark !== ",")
    return `decimalMark "${foreignText(decimalMark)}" is neither . nor , nor empty.`
  const words = statusWords(settings)
  if (typeof words === "string") return words
  const country = countryOf(chosen(settings, "country"))
  if (country !== "" && !/^[A-Z]{2}$/.test(country)) return `country "${foreignText(country)}" is not known.`
  return { date, decimalMark: decimalMark === "" ? null : decimalMark, currency, country, countryOf, words }
}

const formatOf = (settings: Settings, countryOf: CountryOf): OrderFileFormat | string => {
  const kind = orderKind(settings)
  if (typeof kind === "string") return kind
  const incoming = incomingFormat(settings)
  if (typeof incoming === "string") return incoming
  const names = columnNames(settings, "orderColumns", orderPlan)
  if (typeof names === "string") return names
  const places = placesOf(settings)
  if (typeof places === "string") return places
  const rules = rulesOf(settings, incoming.date, countryOf)
  return typeof rules === "string" ? rules : { kind: kind.kind, incoming, names, places, rules }
}

const mostQuietSeconds = 60

const ordersOf = (settings: Settings, countryOf: CountryOf): OrderFolder | string => {
  const folder = chosen(settings, "ordersFolder")
  if (folder === "") return "Settings are missing: ordersFolder."
  const takes = filePattern(settings, "orderFiles")
  if (typeof takes === "string") return takes
  const quiet = chosen(settings, "quietSeconds") || "5"
  if (!/^\d{1,2}$/.test(quiet) || Number(quiet) > mostQuietSeconds)
    return `quietSeconds "${foreignText(quiet)}" is not a number from 0 to ${mostQuietSeconds}.`
  const afterwards = chosen(settings, "afterReading") || "archive"
  if (afterwards !== "archive" && afterwards !== "leave")
    return `afterReading "${foreignText(afterwards)}" is neither archive nor leave.`
  const format = formatOf(settings, countryOf)
  if (typeof format === "string") return format
  const archive = chosen(settings, "archiveFolder") || `${folder}/archive`
  return { folder, archive, takes, quietMs: Number(quiet) * 1000, afterwards, format }
}

/** In a folder that we also write to, our own files are not orders. */
const sharedFault = (settings: Settings, orders: OrderFolder): string | null => {
  const ours = [
    ["shipmentsFolder", "shp_1_1.csv"],
    ["inventoryFolder", "inv_1.csv"]
  ] as const
  const shared = ours.find(([name, file]) => chosen(settings, name) === orders.folder && orders.takes(file))
  return shared === undefined
    ? null
    : `ordersFolder and ${shared[0]} are one folder: set orderFiles to a pattern like ord_*.csv, so that our own files are not read as orders.`
}

/** `{"UPS": "ups_us"}`, or what keeps it from working. */
const carrierNames = (settings: Settings): CarrierNames | string => {
  const text = chosen(settings, "carrierNames")
  const names = new Map<string, string>()
  if (text === "") return names
  const example = `carrierNames is not JSON like {"UPS": "Their name"}.`
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return example
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return example
  for (const [ours, theirs] of Object.entries(json)) {
    if (typeof theirs !== "string") return example
    names.set(ours.trim().toLowerCase(), theirs)
  }
  return names
}

/** The settings as they are used, or what keeps them from working. */
export const filesSettings = (settings: Settings, countryOf: CountryOf): FilesSettings | string => {
  const fault = folderFault(settings)
  if (fault !== null) return fault
  const orders = ordersOf(settings, countryOf)
  if (typeof orders === "string") return orders
  const shared = sharedFault(settings, orders)
  if (shared !== null) return shared
  const out = outgoingFormat(settings)
  if (typeof out === "string") return out
  const carriers = carrierNames(settings)
  if (typeof carriers === "string") return carriers
  const shipmentColumns = outgoingColumns(settings, "shipmentColumns", shipmentFields, neededOfShipments)
  if (typeof shipmentColumns === "string") return shipmentColumns
  const stockColumns = outgoingColumns(settings, "inventoryColumns", stockFields, neededOfStock)
  if (typeof stockColumns === "string") return stockColumns
  const shipmentsFolder = chosen(settings, "shipmentsFolder")
  const inventoryFolder = chosen(settings, "inventoryFolder")
  return {
    orders,
    shipments:
      shipmentsFolder === ""
        ? null
        : {
            folder: shipmentsFolder,
            taken: chosen(settings, "shipmentsTakenFolder") || null,
            format: { ...out, columns: shipmentColumns, carriers }
          },
    stock:
      inventoryFolder === "" ? null : { folder: inventoryFolder, format: { ...out, columns: stockColumns } }
  }
}
