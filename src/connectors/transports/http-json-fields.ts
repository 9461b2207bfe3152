import type { SettingField } from "../../domain/ports/sales-channels.ts"
import { secretField, settingField } from "../setting-field.ts"

/** The same questions for each message that can follow an order. */
const messageFields = (
  kind: string,
  label: string,
  does: string,
  arrived: string
): ReadonlyArray<SettingField> => [
  settingField(
    `${kind}Path`,
    `${label} path`,
    `${does}: /orders/{{po_number}}/${kind}. Empty: the API has no such call.`
  ),
  settingField(`${kind}Method`, `${label} method`, "POST (the default), PUT, PATCH or DELETE."),
  settingField(`${kind}Body`, `${label} body`, "JSON with placeholders; empty: a plain document of ours."),
  settingField(
    `${kind}LookUpPath`,
    `${label} look-up path`,
    "Reads the order, to see whether an earlier call arrived."
  ),
  settingField(`${kind}LookUpField`, `${label} look-up field`, "Where that answer says so: order.status"),
  settingField(`${kind}LookUpValues`, `${label} look-up values`, `The words that mean it arrived: ${arrived}`)
]

/** The same questions for each list that is read page by page. */
const listFields = (
  list: "shipments" | "inventory",
  help: { readonly path: string; readonly rows: string; readonly fields: string }
): ReadonlyArray<SettingField> => {
  const label = list === "shipments" ? "Shipments" : "Inventory"
  const row = list === "shipments" ? "Shipment" : "Inventory"
  return [
    settingField(`${list}Path`, `${label} path`, help.path),
    settingField(`${list}Rows`, `${row} rows`, help.rows),
    settingField(`${list}Fields`, `${row} fields`, help.fields),
    settingField(
      `${list}Next`,
      list === "shipments" ? "Next page" : "Next page of inventory",
      `Where a page of ${list} names the next one, as a path or address of the API: paging.next`
    ),
    settingField(
      `${list}Pages`,
      list === "shipments" ? "Number of pages" : "Number of pages of inventory",
      `Where a page says how many there are, if pages are numbered: meta.pages. Then they are asked for by ${list}PageParameter.`
    ),
    settingField(
      `${list}PageParameter`,
      list === "shipments" ? "Page parameter" : "Page parameter of inventory",
      "The parameter of the address that holds the number of the page, from 1 on; empty: page."
    )
  ]
}

export const httpJsonFields: ReadonlyArray<SettingField> = [
  settingField("url", "Address", "Where the API lives: https://api.supplier.example/v1", true),
  settingField("orderPath", "Order path", "Where orders are placed: /orders", true),
  settingField("orderMethod", "Method", "POST (the default) or PUT."),
  settingField("headers", "Headers", 'More headers, not secret, as JSON: {"X-Partner": "12"}'),
  settingField("body", "Body", "The order as JSON with placeholders such as {{po_number}}; empty: ours."),
  settingField("orderIdField", "Order id", "Where the answer holds the supplier's number: order.id", true),
  settingField(
    "idempotencyHeader",
    "Idempotency header",
    "The header that makes a repeat harmless, if there is one."
  ),
  settingField("lookUpPath", "Look-up path", "Asks for our number: /orders?po={{po_number}}"),
  settingField("lookUpFound", "Look-up field", "Where that answer holds our number: orders[].po"),
  settingField(
    "lookUpCompleteAfterSeconds",
    "Look-up complete after",
    "Seconds after which an order must show up. Empty: its absence proves nothing."
  ),
  settingField("auth", "Sign-in", "api-key, basic, oauth, or none (on this machine only)."),
  settingField("apiKeyHeader", "API key header", "The header of the API key; empty: X-Api-Key."),
  secretField("apiKey", "API key", "The value of that header, for api-key."),
  settingField("user", "User", "Login name, for basic."),
  secretField("password", "Password", "Password of that login, for basic."),
  settingField("tokenUrl", "Token address", "Where tokens are given out, for oauth."),
  settingField("clientId", "Client id", "Your client id, for oauth."),
  settingField("scope", "Scope", "What the token is for, if the supplier asks."),
  secretField("clientSecret", "Client secret", "Your client secret, for oauth."),
  ...listFields("shipments", {
    path: "Lists shipments: /shipments",
    rows: "The list whose items are lines of parcels: shipments[].items[]",
    fields:
      'Our names and theirs as JSON: {"po_number": "po", "sku": "sku", "qty": "quantity", "tracking": "number", "ship_date": "shipped"}'
  }),
  ...listFields("inventory", {
    path: "Lists what the supplier has, all of it: /stock. Empty: it says that nowhere.",
    rows: "The list whose items are SKUs, or a SKU in a warehouse: items[].locations[]",
    fields:
      'Our names and theirs as JSON: {"sku": "code", "qty": "available", "warehouse": "name", "date": "updated"}; sku and qty are needed.'
  }),
  ...messageFields("cancel", "Cancel", "Where an order is canceled", "canceled, closed"),
  ...messageFields("change", "Change", "Where an order is changed", "changed, updated"),
  ...messageFields("authorize", "Authorize", "Where payment of an order is authorized", "authorized, paid")
]
