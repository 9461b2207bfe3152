/** What the app must be allowed, and what for: a connection test names what is missing in these words. */
export const neededScopes: ReadonlyArray<{ readonly scope: string; readonly why: string }> = [
  { scope: "read_orders", why: "to read orders" },
  {
    scope: "read_merchant_managed_fulfillment_orders",
    why: "to see what is to be sent from which location"
  },
  { scope: "write_merchant_managed_fulfillment_orders", why: "to tell Shopify of shipments" },
  { scope: "read_locations", why: "to know locations by their names" },
  { scope: "read_inventory", why: "to read stock" },
  { scope: "write_inventory", why: "to set stock" }
]

export const allOrdersScope = "read_all_orders"

/** Without these nothing can be downloaded. */
const vital = new Set(["read_orders", "read_merchant_managed_fulfillment_orders"])

/** The right to write brings the right to read. */
const grants = (granted: ReadonlySet<string>, scope: string): boolean =>
  granted.has(scope) || granted.has(scope.replace(/^read_/, "write_"))

export const missingScopes = (granted: ReadonlySet<string>) =>
  neededScopes.filter(({ scope }) => !grants(granted, scope))

export const isVital = (scope: string): boolean => vital.has(scope)
