/** What the sandbox's suppliers sell and how they ship. Both shops sell all of it. */
export interface SupplierProduct {
  /** The merchant's and both shops' SKU. */
  readonly sku: string
  readonly supplierSku: string
  readonly title: string
  /** What the supplier asks, as a decimal of its currency. */
  readonly cost: string
  /** What the buyer pays, in minor units. */
  readonly price: number
}

export interface ShipMethod {
  readonly carrier: string
  readonly method: string
  readonly code: string
}

export interface SupplierProfile {
  readonly name: string
  readonly contact: string
  readonly currency: string
  readonly requiredFields: ReadonlyArray<string>
  readonly products: readonly [SupplierProduct, ...Array<SupplierProduct>]
  readonly shipMethods: readonly [ShipMethod, ...Array<ShipMethod>]
  /** The carrier and method that a person would choose for a shop's method; the exotic one has none. */
  readonly suggestedMappings: Readonly<Record<string, string>>
}

export const freeShipping = "Free Shipping"
export const twoDay = "2 Day Priority"
/** Nobody carries this: what asks for it waits for a person. */
export const exoticMethod = "Drone Drop (beta) – Île de Ré"

export const channelMethods: ReadonlyArray<{
  readonly code: string
  readonly name: string
  readonly price: number
}> = [
  { code: "free-shipping", name: freeShipping, price: 0 },
  { code: "two-day-priority", name: twoDay, price: 1299 },
  { code: "drone-drop", name: exoticMethod, price: 499 }
]

/** Baker Supply stopped making this one and answers 550 to every purchase order for it. */
export const discontinued: SupplierProduct = {
  sku: "BK-90",
  supplierSku: "BAK/0090",
  title: "Wall calendar 2025",
  cost: "3.10",
  price: 790
}

/** On sale in the shops, and known to no supplier. */
export const orphan = { sku: "LEGACY-404", title: "Sampler box (old stock)", price: 1500 }

export const northwind: SupplierProfile = {
  name: "Northwind",
  contact: "Ingrid Solberg, +1 206 555 0142, orders desk 7-16 Pacific",
  currency: "USD",
  requiredFields: ["phone"],
  products: [
    { sku: "NW-100-BLK", supplierSku: "10001", title: "Desk lamp, black", cost: "21.50", price: 4900 },
    { sku: "NW-100-BRS", supplierSku: "10002", title: 'Desk lamp "Nord", brass', cost: "27.00", price: 5900 },
    { sku: "NW-210", supplierSku: "10021", title: "Oak tray, 40 cm", cost: "14.25", price: 3400 },
    { sku: "NW-320", supplierSku: "10032", title: "Wool rug, 120x180", cost: "88.00", price: 21900 },
    { sku: "NW-415", supplierSku: "10041", title: "Stoneware mug; set of 4", cost: "16.80", price: 3800 }
  ],
  shipMethods: [
    { carrier: "UPS", method: "Ground", code: "UPSG" },
    { carrier: "UPS", method: "2nd Day Air", code: "UPS2" },
    { carrier: "UPS", method: "Next Day Air", code: "UPS1" },
    { carrier: "FedEx", method: "Home Delivery", code: "FXHD" }
  ],
  suggestedMappings: { [freeShipping]: "UPSG", [twoDay]: "UPS2" }
}

export const baker: SupplierProfile = {
  name: "Baker Supply",
  contact: "Tom Baker, tom@baker.example, answers within the hour",
  currency: "USD",
  requiredFields: [],
  products: [
    { sku: "BK-7", supplierSku: "BAK/0007", title: "Notebook A5, dotted", cost: "4.20", price: 1200 },
    { sku: "BK-12", supplierSku: "BAK/0012", title: "Linen sheet, queen", cost: "31.00", price: 7450 },
    { sku: "BK-15", supplierSku: "BAK/0015", title: "Savon Müller №4", cost: "1.95", price: 650 },
    { sku: "BK-31", supplierSku: "BAK/0031", title: "Fountain pen, blue", cost: "11.40", price: 2990 },
    discontinued
  ],
  shipMethods: [
    { carrier: "USPS", method: "Ground Advantage", code: "USGA" },
    { carrier: "USPS", method: "Priority Mail", code: "USPM" },
    { carrier: "UPS", method: "Ground", code: "UPSG" }
  ],
  suggestedMappings: { [freeShipping]: "USGA", [twoDay]: "USPM" }
}

/** Products whose orders can come to a good end. */
export const sellable = {
  northwind: northwind.products,
  baker: baker.products.filter((product) => product !== discontinued)
}

export const suggestionsOf = (
  profile: SupplierProfile
): ReadonlyArray<{ readonly channelMethodName: string; readonly carrier: string; readonly method: string }> =>
  Object.entries(profile.suggestedMappings).flatMap(([channelMethodName, code]) => {
    const method = profile.shipMethods.find((m) => m.code === code)
    return method === undefined ? [] : [{ channelMethodName, carrier: method.carrier, method: method.method }]
  })
