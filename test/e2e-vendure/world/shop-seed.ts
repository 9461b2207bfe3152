import { GraphqlSession } from "./graphql-session.ts"
import { type Oddity, type PlannedOrder, planOrders } from "./order-plan.ts"
import { createCatalog, type ShopCatalog, type SupplierName } from "./shop-catalog.ts"

export interface SeededLine {
  readonly lineId: string
  readonly sku: string
  readonly supplier: SupplierName
  readonly quantity: number
}

export interface SeededOrder {
  readonly id: string
  readonly code: string
  readonly oddities: ReadonlyArray<Oddity>
  readonly methodName: string
  readonly lines: ReadonlyArray<SeededLine>
}

export interface ShopManifest {
  readonly catalog: ShopCatalog
  readonly orders: ReadonlyArray<SeededOrder>
}

export interface SeedOptions {
  readonly shopApi: string
  readonly admin: GraphqlSession
  readonly orderCount?: number
  readonly parallel?: number
}

/** Fills a fresh shop with products, methods and paid orders. Call once per database. */
export async function seedShop(options: SeedOptions): Promise<ShopManifest> {
  const catalog = await createCatalog(options.admin)
  const orders = await placeOrders({ ...options, catalog, plan: planOrders(options.orderCount ?? 40) })
  return { catalog, orders }
}

/** Places planned orders, `parallel` buyers at a time; the answer is in the plan's order. */
export async function placeOrders(options: {
  readonly shopApi: string
  readonly catalog: ShopCatalog
  readonly plan: ReadonlyArray<PlannedOrder>
  readonly parallel?: number
}): Promise<ReadonlyArray<SeededOrder>> {
  const placed = new Array<SeededOrder>(options.plan.length)
  const queue = options.plan.entries()
  const buyer = async () => {
    for (const [index, planned] of queue) {
      placed[index] = await placeOrder(options.shopApi, options.catalog, planned)
    }
  }
  await Promise.all(Array.from({ length: options.parallel ?? 3 }, buyer))
  return placed
}

const ORDER_OR_ERROR =
  "{ __typename ... on Order { id code state } ... on ErrorResult { errorCode message } }"

const ADD_ITEM = `mutation($id: ID!, $quantity: Int!) {
  addItemToOrder(productVariantId: $id, quantity: $quantity) ${ORDER_OR_ERROR} }`

const SET_CUSTOMER = `mutation($input: CreateCustomerInput!) { setCustomerForOrder(input: $input) ${ORDER_OR_ERROR} }`

const SET_ADDRESS = `mutation($input: CreateAddressInput!) { setOrderShippingAddress(input: $input) ${ORDER_OR_ERROR} }`

const SET_METHOD = `mutation($id: [ID!]!) { setOrderShippingMethod(shippingMethodId: $id) ${ORDER_OR_ERROR} }`

const TO_PAYMENT = `mutation { transitionOrderToState(state: "ArrangingPayment") ${ORDER_OR_ERROR} }`

const PAY = `mutation { addPaymentToOrder(input: { method: "prepaid", metadata: {} }) {
  __typename
  ... on Order { id code state lines { id quantity productVariant { sku } } }
  ... on ErrorResult { errorCode message } } }`

interface PaidOrder {
  readonly id: string
  readonly code: string
  readonly state: string
  readonly lines: ReadonlyArray<{
    readonly id: string
    readonly quantity: number
    readonly productVariant: { readonly sku: string }
  }>
}

/** One guest: fills the basket, says who and where, picks a method, pays. */
async function placeOrder(
  shopApi: string,
  catalog: ShopCatalog,
  planned: PlannedOrder
): Promise<SeededOrder> {
  const guest = new GraphqlSession(shopApi)
  for (const line of planned.lines) {
    const product = productFor(catalog, line.supplier, line.product)
    await guest.get("addItemToOrder", ADD_ITEM, { id: product.variantId, quantity: line.quantity })
  }
  const { address, ...customer } = planned.buyer
  await guest.get("setCustomerForOrder", SET_CUSTOMER, { input: customer })
  await guest.get("setOrderShippingAddress", SET_ADDRESS, { input: address })
  const method = catalog.shippingMethods.find((one) => one.name === planned.methodName)
  if (method === undefined) throw new Error(`the shop has no shipping method ${planned.methodName}`)
  await guest.get("setOrderShippingMethod", SET_METHOD, { id: [method.id] })
  await guest.get("transitionOrderToState", TO_PAYMENT)
  const paid = await guest.get<PaidOrder>("addPaymentToOrder", PAY)
  if (paid.state !== "PaymentSettled")
    throw new Error(`order ${paid.code} is ${paid.state}, not PaymentSettled`)
  return {
    id: paid.id,
    code: paid.code,
    oddities: planned.oddities,
    methodName: method.name,
    lines: paid.lines.map((line) => seededLine(catalog, line))
  }
}

function productFor(catalog: ShopCatalog, supplier: SupplierName, index: number) {
  const products = catalog.products.filter((product) => product.supplier === supplier)
  const product = products[index % products.length]
  if (product === undefined) throw new Error(`the shop sells nothing of supplier ${supplier}`)
  return product
}

function seededLine(catalog: ShopCatalog, line: PaidOrder["lines"][number]): SeededLine {
  const { sku } = line.productVariant
  const product = catalog.products.find((one) => one.sku === sku)
  if (product === undefined) throw new Error(`the shop sold ${sku}, which nobody seeded`)
  return { lineId: line.id, sku, supplier: product.supplier, quantity: line.quantity }
}
