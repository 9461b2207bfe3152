import type { SettingField } from "../../domain/ports/sales-channels.ts"

const field = (name: string, label: string, help: string, required = false): SettingField => ({
  name,
  label,
  help,
  secret: false,
  required
})

const secret = (name: string, label: string, help: string): SettingField => ({
  name,
  label,
  help,
  secret: true,
  required: false
})

/** The same questions for each message that can follow an order. */
const messageFields = (kind: string, label: string, does: string): ReadonlyArray<SettingField> => [
  field(
    `${kind}Path`,
    `${label} path`,
    `${does}: /orders/{{po_number}}/${kind}. Empty: the API has no such call.`
  ),
  field(`${kind}Method`, `${label} method`, "POST (the default), PUT, PATCH or DELETE."),
  field(`${kind}Body`, `${label} body`, "JSON with placeholders; empty: a plain document of ours."),
  field(
    `${kind}LookUpPath`,
    `${label} look-up path`,
    "Reads the order, to see whether an earlier call arrived."
  ),
  field(`${kind}LookUpField`, `${label} look-up field`, "Where that answer says so: order.status"),
  field(`${kind}LookUpValues`, `${label} look-up values`, `The words that mean it arrived: ${kind}ed, closed`)
]

export const httpJsonFields: ReadonlyArray<SettingField> = [
  field("url", "Address", "Where the API lives: https://api.supplier.example/v1", true),
  field("orderPath", "Order path", "Where orders are placed: /orders", true),
  field("orderMethod", "Method", "POST (the default) or PUT."),
  field("headers", "Headers", 'More headers, not secret, as JSON: {"X-Partner": "12"}'),
  field("body", "Body", "The order as JSON with placeholders such as {{po_number}}; empty: ours."),
  field("orderIdField", "Order id", "Where the answer holds the supplier's number: order.id", true),
  field(
    "idempotencyHeader",
    "Idempotency header",
    "The header that makes a repeat harmless, if there is one."
  ),
  field("lookUpPath", "Look-up path", "Asks for our number: /orders?po={{po_number}}"),
  field("lookUpFound", "Look-up field", "Where that answer holds our number: orders[].po"),
  field(
    "lookUpCompleteAfterSeconds",
    "Look-up complete after",
    "Seconds after which an order must show up. Empty: its absence proves nothing."
  ),
  field("auth", "Sign-in", "api-key, basic, oauth, or none (on this machine only)."),
  field("apiKeyHeader", "API key header", "The header of the API key; empty: X-Api-Key."),
  secret("apiKey", "API key", "The value of that header, for api-key."),
  field("user", "User", "Login name, for basic."),
  secret("password", "Password", "Password of that login, for basic."),
  field("tokenUrl", "Token address", "Where tokens are given out, for oauth."),
  field("clientId", "Client id", "Your client id, for oauth."),
  field("scope", "Scope", "What the token is for, if the supplier asks."),
  secret("clientSecret", "Client secret", "Your client secret, for oauth."),
  field("shipmentsPath", "Shipments path", "Lists shipments: /shipments"),
  field("shipmentsRows", "Shipment rows", "The list whose items are lines of parcels: shipments[].items[]"),
  field(
    "shipmentsFields",
    "Shipment fields",
    'Our names and theirs as JSON: {"po_number": "po", "sku": "sku", "qty": "quantity", "tracking": "number", "ship_date": "shipped"}'
  ),
  field(
    "shipmentsNext",
    "Next page",
    "Where a page of shipments names the next one, as a path or address of the API: paging.next"
  ),
  ...messageFields("cancel", "Cancel", "Where an order is canceled"),
  ...messageFields("change", "Change", "Where an order is changed"),
  ...messageFields("authorize", "Authorize", "Where payment of an order is authorized")
]
