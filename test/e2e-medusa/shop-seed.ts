// A real Medusa server, filled by its own API: two things to buy (one of them a kit), a way to ship, buyers who order.

export interface Admin {
  readonly call: (method: string, path: string, body?: unknown) => Promise<unknown>
}

/** The text at a path of an answer: `order.items.0.id`. */
export const textAt = (answer: unknown, path: string): string => {
  const found = path
    .split(".")
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], answer)
  if (typeof found !== "string") throw new Error(`no ${path} in ${JSON.stringify(answer).slice(0, 300)}`)
  return found
}

interface Thing {
  readonly variant_id: string
  readonly quantity: number
}

export interface SeededShop {
  readonly admin: Admin
  readonly apiKey: string
  readonly salesChannelId: string
  readonly sheet: string
  readonly table: string
  /** Answers with the order's id. */
  readonly buy: (...things: ReadonlyArray<Thing>) => Promise<string>
  readonly pay: (orderId: string) => Promise<void>
  readonly refund: (orderId: string, amount: number) => Promise<void>
}

const caller =
  (url: string, headers: Readonly<Record<string, string>>): Admin["call"] =>
  async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${text.slice(0, 500)}`)
    return JSON.parse(text)
  }

const signedIn = async (url: string, email: string, password: string): Promise<Admin> => {
  const login = await caller(url, {})("POST", "/auth/user/emailpass", { email, password })
  return { call: caller(url, { authorization: `Bearer ${textAt(login, "token")}` }) }
}

/** A name that no earlier seed of the same server used. */
const run = Date.now().toString(36)

/** With a comma, at which Medusa's parser of queries would split it. */
export const sheetSku = `SHEET,${run}`
export const legSku = `LEG-${run}`
export const tableSku = `TABLE-${run}`

/** Where parcels leave, and the zone that they may go to. */
const createZone = async (admin: Admin, locationId: string): Promise<string> => {
  const location = `/admin/stock-locations/${locationId}`
  await admin.call("POST", `${location}/fulfillment-providers`, { add: ["manual_manual"] })
  const withSet = await admin.call("POST", `${location}/fulfillment-sets?fields=*fulfillment_sets`, {
    name: `Shipping ${run}`,
    type: "shipping"
  })
  const setId = textAt(withSet, "stock_location.fulfillment_sets.0.id")
  const withZone = await admin.call("POST", `/admin/fulfillment-sets/${setId}/service-zones`, {
    name: `US ${run}`,
    geo_zones: [{ type: "country", country_code: "us" }]
  })
  return textAt(withZone, "fulfillment_set.service_zones.0.id")
}

/** A way to ship, for the things of a profile of its own. */
const createShipping = async (admin: Admin, zoneId: string, name: string) => {
  const profile = await admin.call("POST", "/admin/shipping-profiles", {
    name: `${name} ${run}`,
    type: `${name}-${run}`
  })
  const profileId = textAt(profile, "shipping_profile.id")
  const option = await admin.call("POST", "/admin/shipping-options", {
    name,
    service_zone_id: zoneId,
    shipping_profile_id: profileId,
    provider_id: "manual_manual",
    price_type: "flat",
    type: { label: name, description: name, code: `${name}-${run}` },
    prices: [{ currency_code: "usd", amount: 4.99 }],
    rules: [
      { attribute: "enabled_in_store", operator: "eq", value: "true" },
      { attribute: "is_return", operator: "eq", value: "false" }
    ]
  })
  return { optionId: textAt(option, "shipping_option.id"), profileId }
}

const prices = [{ currency_code: "usd", amount: 80.65 }]

const createProduct = async (admin: Admin, channelId: string, profileId: string, variant: object) => {
  const product = await admin.call("POST", "/admin/products?fields=id,*variants", {
    title: "Linen",
    handle: `linen-${crypto.randomUUID()}`,
    status: "published",
    shipping_profile_id: profileId,
    sales_channels: [{ id: channelId }],
    options: [{ title: "Size", values: ["queen"] }],
    variants: [{ title: "queen", options: { Size: "queen" }, manage_inventory: true, prices, ...variant }]
  })
  return textAt(product, "product.variants.0.id")
}

const stocked = async (admin: Admin, itemId: string, locationId: string) =>
  admin.call("POST", `/admin/inventory-items/${itemId}/location-levels`, {
    location_id: locationId,
    stocked_quantity: 100
  })

/** A table is a top and four legs. */
const createParts = async (admin: Admin, locationId: string) => {
  const parts: Array<{ inventory_item_id: string; required_quantity: number }> = []
  for (const [sku, required_quantity] of [
    [legSku, 4],
    [`TOP-${run}`, 1]
  ] as const) {
    const made = await admin.call("POST", "/admin/inventory-items", { sku })
    const inventory_item_id = textAt(made, "inventory_item.id")
    await stocked(admin, inventory_item_id, locationId)
    parts.push({ inventory_item_id, required_quantity })
  }
  return parts
}

/** A country belongs to one region: a server that was seeded before has it. */
const regionOf = async (admin: Admin): Promise<string> => {
  const known = (await admin.call("GET", "/admin/regions?limit=1")) as { readonly count: number }
  if (known.count > 0) return textAt(known, "regions.0.id")
  const made = await admin.call("POST", "/admin/regions", {
    name: "US",
    currency_code: "usd",
    countries: ["us"],
    payment_providers: ["pp_system_default"]
  })
  return textAt(made, "region.id")
}

const buyers = (
  url: string,
  key: string,
  regionId: string,
  optionIds: ReadonlyArray<string>
): SeededShop["buy"] => {
  const store = caller(url, { "x-publishable-api-key": key })
  return async (...items) => {
    const cart = await store("POST", "/store/carts", {
      region_id: regionId,
      email: "buyer-2@example.test",
      shipping_address: {
        first_name: "Pat",
        last_name: "Buyer",
        address_1: "101 Main Street",
        city: "Springfield",
        province: "us-il",
        postal_code: "62702",
        country_code: "us",
        phone: "+12175550101"
      },
      items
    })
    const cartId = textAt(cart, "cart.id")
    for (const option_id of optionIds)
      await store("POST", `/store/carts/${cartId}/shipping-methods`, { option_id })
    const payment = await store("POST", "/store/payment-collections", { cart_id: cartId })
    await store(
      "POST",
      `/store/payment-collections/${textAt(payment, "payment_collection.id")}/payment-sessions`,
      {
        provider_id: "pp_system_default"
      }
    )
    return textAt(await store("POST", `/store/carts/${cartId}/complete`), "order.id")
  }
}

export const seedMedusa = async (url: string, email: string, password: string): Promise<SeededShop> => {
  const admin = await signedIn(url, email, password)
  const regionId = await regionOf(admin)
  const channel = await admin.call("POST", "/admin/sales-channels", { name: `Web ${run}` })
  const salesChannelId = textAt(channel, "sales_channel.id")
  const shown = await admin.call("POST", "/admin/api-keys", { title: `store ${run}`, type: "publishable" })
  const shownPath = `/admin/api-keys/${textAt(shown, "api_key.id")}/sales-channels`
  await admin.call("POST", shownPath, { add: [salesChannelId] })
  const secret = await admin.call("POST", "/admin/api-keys", { title: `switchyard ${run}`, type: "secret" })
  const location = await admin.call("POST", "/admin/stock-locations", { name: `Main ${run}` })
  const locationId = textAt(location, "stock_location.id")
  await admin.call("POST", `/admin/stock-locations/${locationId}/sales-channels`, { add: [salesChannelId] })
  const zoneId = await createZone(admin, locationId)
  const drone = await createShipping(admin, zoneId, "Drone Drop (beta)")
  const van = await createShipping(admin, zoneId, "Van")
  const sheet = await createProduct(admin, salesChannelId, drone.profileId, { sku: sheetSku })
  const items = await admin.call("GET", `/admin/inventory-items?q=${encodeURIComponent(sheetSku)}`)
  await stocked(admin, textAt(items, "inventory_items.0.id"), locationId)
  const inventory_items = await createParts(admin, locationId)
  const table = await createProduct(admin, salesChannelId, van.profileId, { sku: tableSku, inventory_items })
  const pays = async (orderId: string, what: string, body?: unknown) => {
    const order = await admin.call(
      "GET",
      `/admin/orders/${orderId}?fields=id,*payment_collections,*payment_collections.payments`
    )
    const paymentId = textAt(order, "order.payment_collections.0.payments.0.id")
    await admin.call("POST", `/admin/payments/${paymentId}/${what}`, body)
  }
  return {
    admin,
    apiKey: textAt(secret, "api_key.token"),
    salesChannelId,
    sheet,
    table,
    buy: buyers(url, textAt(shown, "api_key.token"), regionId, [drone.optionId, van.optionId]),
    pay: (orderId) => pays(orderId, "capture"),
    refund: (orderId, amount) => pays(orderId, "refund", { amount })
  }
}
