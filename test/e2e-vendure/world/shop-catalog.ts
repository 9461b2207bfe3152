import type { GraphqlSession } from "./graphql-session.ts"

export type SupplierName = "sftp" | "mail"

export interface ShopProduct {
  readonly sku: string
  readonly name: string
  readonly supplier: SupplierName
  /** What the supplier calls it. */
  readonly supplierSku: string
  /** Minor units, US dollars. */
  readonly price: number
  readonly variantId: string
}

export interface ShopShippingMethod {
  readonly id: string
  readonly code: string
  readonly name: string
}

export interface ShopCatalog {
  readonly products: ReadonlyArray<ShopProduct>
  readonly shippingMethods: ReadonlyArray<ShopShippingMethod>
}

/** Nobody maps this one: orders that ask for it must wait for a person. */
export const UNMAPPED_METHOD = "Drone Drop (beta) – Île de ré"

const METHODS = [
  { code: "free-shipping", name: "Free Shipping", price: 0 },
  { code: "two-day-priority", name: "2 Day Priority", price: 1299 },
  { code: "next-day-air", name: "Next Day Air", price: 2999 },
  { code: "drone-drop", name: UNMAPPED_METHOD, price: 499 }
] as const

const PRODUCTS = [
  { sku: "ALD-MUG-01", name: "Stoneware Mug", supplier: "sftp", supplierSku: "10001", price: 1450 },
  { sku: "ALD-BOWL-02", name: "Stoneware Bowl", supplier: "sftp", supplierSku: "10002", price: 1899 },
  { sku: "ALD-TRAY-03", name: "Oak Tray, 40 cm", supplier: "sftp", supplierSku: "10003", price: 3900 },
  {
    sku: "ALD-LAMP-04",
    name: 'Desk Lamp "Nord", brass',
    supplier: "sftp",
    supplierSku: "10004",
    price: 8900
  },
  { sku: "ALD-RUG-05", name: "Wool Rug, 120x180", supplier: "sftp", supplierSku: "10005", price: 21900 },
  { sku: "BIR-TOWEL-01", name: "Linen Towel", supplier: "mail", supplierSku: "BW/501", price: 990 },
  { sku: "BIR-SHEET-02", name: "Linen Sheet, queen", supplier: "mail", supplierSku: "BW/502", price: 7450 },
  { sku: "BIR-ROBE-03", name: "Bath Robe; unisex", supplier: "mail", supplierSku: "BW/503", price: 6200 },
  { sku: "BIR-SOAP-04", name: "Savon Müller №4", supplier: "mail", supplierSku: "BW/504", price: 650 },
  { sku: "BIR-MAT-05", name: "Bath Mat", supplier: "mail", supplierSku: "BW/505", price: 2400 }
] as const

const STOCK_ON_HAND = 1_000_000

/** Sets the shop up through its own Admin API, as its owner would. */
export async function createCatalog(admin: GraphqlSession): Promise<ShopCatalog> {
  const zoneId = await createSalesZone(admin)
  const taxCategoryId = await createTax(admin, zoneId)
  await createPaymentMethod(admin)
  const shippingMethods: Array<ShopShippingMethod> = []
  for (const method of METHODS) shippingMethods.push(await createShippingMethod(admin, method))
  const products: Array<ShopProduct> = []
  for (const product of PRODUCTS) products.push(await createProduct(admin, product, taxCategoryId))
  return { products, shippingMethods }
}

async function createSalesZone(admin: GraphqlSession): Promise<string> {
  const memberIds: Array<string> = []
  for (const [code, name] of [
    ["US", "United States of America"],
    ["CA", "Canada"],
    ["DE", "Germany"]
  ] as const) {
    const country = await admin.get<{ readonly id: string }>(
      "createCountry",
      "mutation($input: CreateCountryInput!) { createCountry(input: $input) { id } }",
      { input: { code, enabled: true, translations: [{ languageCode: "en", name }] } }
    )
    memberIds.push(country.id)
  }
  const zone = await admin.get<{ readonly id: string }>(
    "createZone",
    "mutation($input: CreateZoneInput!) { createZone(input: $input) { id } }",
    { input: { name: "We ship to", memberIds } }
  )
  const channel = await admin.get<{ readonly id: string }>("activeChannel", "{ activeChannel { id } }")
  await admin.get(
    "updateChannel",
    `mutation($input: UpdateChannelInput!) { updateChannel(input: $input) {
      ... on Channel { id } ... on ErrorResult { errorCode message } } }`,
    { input: { id: channel.id, defaultTaxZoneId: zone.id, defaultShippingZoneId: zone.id } }
  )
  return zone.id
}

async function createTax(admin: GraphqlSession, zoneId: string): Promise<string> {
  const category = await admin.get<{ readonly id: string }>(
    "createTaxCategory",
    "mutation($input: CreateTaxCategoryInput!) { createTaxCategory(input: $input) { id } }",
    { input: { name: "Standard", isDefault: true } }
  )
  await admin.get(
    "createTaxRate",
    "mutation($input: CreateTaxRateInput!) { createTaxRate(input: $input) { id } }",
    {
      input: { name: "Sales tax", enabled: true, value: 8.25, categoryId: category.id, zoneId }
    }
  )
  return category.id
}

async function createPaymentMethod(admin: GraphqlSession): Promise<void> {
  await admin.get(
    "createPaymentMethod",
    "mutation($input: CreatePaymentMethodInput!) { createPaymentMethod(input: $input) { id } }",
    {
      input: {
        code: "prepaid",
        enabled: true,
        handler: { code: "prepaid", arguments: [] },
        translations: [{ languageCode: "en", name: "Prepaid", description: "" }]
      }
    }
  )
}

async function createShippingMethod(
  admin: GraphqlSession,
  method: (typeof METHODS)[number]
): Promise<ShopShippingMethod> {
  return admin.get(
    "createShippingMethod",
    "mutation($input: CreateShippingMethodInput!) { createShippingMethod(input: $input) { id code name } }",
    {
      input: {
        code: method.code,
        fulfillmentHandler: "manual-fulfillment",
        checker: {
          code: "default-shipping-eligibility-checker",
          arguments: [{ name: "orderMinimum", value: "0" }]
        },
        calculator: {
          code: "default-shipping-calculator",
          arguments: [
            { name: "rate", value: String(method.price) },
            { name: "includesTax", value: "exclude" },
            { name: "taxRate", value: "0" }
          ]
        },
        translations: [{ languageCode: "en", name: method.name, description: "" }]
      }
    }
  )
}

async function createProduct(
  admin: GraphqlSession,
  product: (typeof PRODUCTS)[number],
  taxCategoryId: string
): Promise<ShopProduct> {
  const { id } = await admin.get<{ readonly id: string }>(
    "createProduct",
    "mutation($input: CreateProductInput!) { createProduct(input: $input) { id } }",
    {
      input: {
        enabled: true,
        translations: [
          { languageCode: "en", name: product.name, slug: product.sku.toLowerCase(), description: "" }
        ]
      }
    }
  )
  const [variant] = await admin.get<ReadonlyArray<{ readonly id: string }>>(
    "createProductVariants",
    "mutation($input: [CreateProductVariantInput!]!) { createProductVariants(input: $input) { id } }",
    {
      input: [
        {
          productId: id,
          sku: product.sku,
          price: product.price,
          taxCategoryId,
          stockOnHand: STOCK_ON_HAND,
          trackInventory: "TRUE",
          translations: [{ languageCode: "en", name: product.name }]
        }
      ]
    }
  )
  if (variant === undefined) throw new Error(`Vendure created no variant for ${product.sku}`)
  return { ...product, variantId: variant.id }
}
