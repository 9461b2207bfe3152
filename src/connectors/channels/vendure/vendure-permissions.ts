import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { foreignText } from "../../foreign-text.ts"
import { decodeField } from "./vendure-answer.ts"

/** What the signed-in user may do, for each of the shop's channels that it may see. */
export const meFields = "me { channels { token permissions } }"

const Me = Schema.NullOr(
  Schema.Struct({
    channels: Schema.Array(Schema.Struct({ token: Schema.String, permissions: Schema.Array(Schema.String) }))
  })
)

export const decodeMe = decodeField(Me, "me", "its user")

export const permissionsOf = (me: typeof Me.Type, channelToken: string): ReadonlySet<string> =>
  new Set(me?.channels.find((channel) => channel.token === channelToken)?.permissions ?? [])

interface Need {
  readonly what: string
  /** One of each. */
  readonly oneOf: ReadonlyArray<ReadonlyArray<string>>
}

const orders: Need = { what: "Shipment Upload", oneOf: [["UpdateOrder"]] }
const stock: Need = {
  what: "Inventory Upload",
  oneOf: [
    ["ReadCatalog", "ReadProduct"],
    ["ReadCatalog", "ReadStockLocation"],
    ["UpdateCatalog", "UpdateProduct"]
  ]
}

export const maySetStock = (may: ReadonlySet<string>): boolean => lacking(may, stock).length === 0

const lacking = (may: ReadonlySet<string>, need: Need): ReadonlyArray<string> =>
  need.oneOf.filter((names) => !names.some((name) => may.has(name))).map((names) => names.join(" or "))

/** Which services the user's role keeps from working, and what it lacks for them. */
export const permissionLines = (may: ReadonlySet<string>): ReadonlyArray<string> =>
  [orders, stock].flatMap((need) => {
    const missing = lacking(may, need)
    return missing.length === 0
      ? []
      : [`${need.what} will not work: the user's role lacks ${missing.join(", and ")}.`]
  })

interface Location {
  readonly id: string
  readonly name: string
}

const called = (location: Location): string => `${foreignText(location.name)} (${foreignText(location.id)})`

/** Where stock is set, or what keeps it from being set. */
export const locationLine = (channel: SalesChannel, locations: ReadonlyArray<Location>): string => {
  const chosen = (channel.settings.stockLocation ?? "").trim()
  const all = locations.map(called).join(", ")
  const one = locations.find((location) => location.id === chosen)
  if (one !== undefined) return `Stock is set at ${called(one)}.`
  if (chosen !== "")
    return `Inventory Upload will not work: the shop's channel has no stock location "${foreignText(chosen)}" of the setting stockLocation. It has: ${all || "none"}.`
  return locations.length === 1
    ? `Stock is set at the only stock location, ${all}.`
    : `Stock locations: ${all || "none"}. Say which with the setting stockLocation before Inventory Upload is switched on.`
}
