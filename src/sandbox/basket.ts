import type { Buyer, ShopAddress } from "./buyers.ts"
import { channelMethods, sellable } from "./catalog.ts"
import type { PlannedLine } from "./plan.ts"
import type { ShopBook } from "./shop-book.ts"

type Text = string | null | undefined

interface CustomerInput {
  readonly firstName: string
  readonly lastName: string
  readonly emailAddress: string
}

type AddressInput = { readonly [field in Exclude<keyof ShopAddress, "country">]?: Text }

const refusal = (__typename: string, errorCode: string, message: string, more: object = {}) => ({
  __typename,
  errorCode,
  message,
  ...more
})

const products = [...sellable.northwind, ...sellable.baker]
const paymentMethod = "prepaid"
const mostPieces = 1_000

/** What a guest has in hand between the first click and the payment. It is nobody's order yet, and is not kept. */
export class Basket {
  readonly #book: ShopBook
  readonly #currencyCode: string
  #lines: ReadonlyArray<PlannedLine> = []
  #customer: CustomerInput | null = null
  #address: ShopAddress | null = null
  #methodName: string | null = null
  #state = "AddingItems"
  #code = ""
  #id = "0"

  constructor(book: ShopBook, currencyCode: string) {
    this.#book = book
    this.#currencyCode = currencyCode
  }

  /** Root values of the Shop API's queries and mutations. */
  readonly roots = {
    activeOrder: () => (this.#lines.length === 0 ? null : this.#view()),
    products: ({ options }: { options?: { skip?: number | null; take?: number | null } }) => {
      const skip = options?.skip ?? 0
      const page = products.slice(skip, skip + (options?.take ?? 100))
      return {
        items: page.map((p) => ({ id: p.sku, name: p.title, slug: p.sku, variants: [variantOf(p)] })),
        totalItems: products.length
      }
    },
    eligibleShippingMethods: () =>
      channelMethods.map((m, place) => ({ ...m, id: String(place + 1), priceWithTax: m.price })),
    eligiblePaymentMethods: () => [{ id: "1", code: paymentMethod, name: "Prepaid", isEligible: true }],
    addItemToOrder: (args: { productVariantId: string; quantity: number }) => this.#add(args),
    setCustomerForOrder: ({ input }: { input: CustomerInput }) =>
      this.#change(() => {
        this.#customer = input
      }),
    setOrderShippingAddress: ({ input }: { input: AddressInput }) =>
      this.#change(() => {
        this.#address = addressOf(input)
      }),
    setOrderShippingMethod: (args: { shippingMethodId: ReadonlyArray<string> }) => this.#chooseMethod(args),
    transitionOrderToState: ({ state }: { state: string }) => this.#transition(state),
    addPaymentToOrder: ({ input }: { input: { method: string } }) => this.#pay(input.method)
  }

  #add({ productVariantId, quantity }: { productVariantId: string; quantity: number }) {
    const product = products.find((p) => p.sku === productVariantId)
    if (product === undefined)
      throw new Error(`No ProductVariant with the id "${productVariantId}" could be found`)
    if (quantity < 1 || quantity > mostPieces)
      return refusal(
        "NegativeQuantityError",
        "NEGATIVE_QUANTITY_ERROR",
        "The quantity must be from 1 to 1000"
      )
    const { sku, title, price } = product
    const others = this.#lines.filter((line) => line.sku !== sku)
    const before = this.#lines.find((line) => line.sku === sku)?.quantity ?? 0
    this.#lines = [...others, { sku, title, price, quantity: before + quantity }]
    return this.#view()
  }

  #change(act: () => void) {
    if (this.#lines.length === 0) return noActiveOrder
    act()
    return this.#view()
  }

  #chooseMethod({ shippingMethodId }: { shippingMethodId: ReadonlyArray<string> }) {
    const method = channelMethods[Number(shippingMethodId[0]) - 1]
    if (method === undefined)
      return refusal(
        "IneligibleShippingMethodError",
        "INELIGIBLE_SHIPPING_METHOD_ERROR",
        "This Order is not eligible for the selected ShippingMethod"
      )
    return this.#change(() => {
      this.#methodName = method.name
    })
  }

  #transition(state: string) {
    const ready = this.#customer !== null && this.#address !== null && this.#methodName !== null
    if (this.#state === "AddingItems" && state === "ArrangingPayment" && this.#lines.length > 0 && ready) {
      this.#state = state
      return this.#view()
    }
    const transitionError = `Cannot transition Order from "${this.#state}" to "${state}"`
    const more = { transitionError, fromState: this.#state, toState: state }
    return refusal("OrderStateTransitionError", "ORDER_STATE_TRANSITION_ERROR", transitionError, more)
  }

  #pay(method: string) {
    const customer = this.#customer
    const address = this.#address
    if (
      this.#state !== "ArrangingPayment" ||
      customer === null ||
      address === null ||
      this.#methodName === null
    )
      return refusal(
        "OrderPaymentStateError",
        "ORDER_PAYMENT_STATE_ERROR",
        'A Payment may only be added when Order is in "ArrangingPayment" state'
      )
    if (method !== paymentMethod)
      return refusal(
        "IneligiblePaymentMethodError",
        "INELIGIBLE_PAYMENT_METHOD_ERROR",
        "This payment method is not eligible"
      )
    const buyer: Buyer = { ...customer, address }
    const order = placeTestOrder(this.#book, { buyer, methodName: this.#methodName, lines: this.#lines })
    this.#code = order.placed.code
    this.#id = order.placed.id
    this.#state = order.state
    return this.#view()
  }

  #view() {
    const total = this.#lines.reduce((sum, line) => sum + line.price * line.quantity, 0)
    return {
      __typename: "Order",
      id: this.#id,
      code: this.#code,
      state: this.#state,
      active: this.#code === "",
      lines: this.#lines.map((line, place) => ({
        id: String(place + 1),
        quantity: line.quantity,
        productVariant: variantOf(line)
      })),
      totalQuantity: this.#lines.reduce((sum, line) => sum + line.quantity, 0),
      totalWithTax: total,
      currencyCode: this.#currencyCode
    }
  }
}

const noActiveOrder = refusal(
  "NoActiveOrderError",
  "NO_ACTIVE_ORDER_ERROR",
  "There is no active Order associated with the current session"
)

const variantOf = (product: { readonly sku: string; readonly title: string; readonly price: number }) => ({
  id: product.sku,
  sku: product.sku,
  name: product.title,
  price: product.price,
  priceWithTax: product.price,
  stockLevel: "IN_STOCK"
})

const addressOf = (input: AddressInput): ShopAddress => ({
  fullName: input.fullName ?? "",
  company: input.company ?? null,
  streetLine1: input.streetLine1 ?? "",
  streetLine2: input.streetLine2 ?? "",
  city: input.city ?? "",
  province: input.province ?? "",
  postalCode: input.postalCode ?? "",
  country: new Intl.DisplayNames(["en"], { type: "region" }).of(input.countryCode ?? "ZZ") ?? "",
  countryCode: input.countryCode ?? "",
  phoneNumber: input.phoneNumber ?? null
})

const testPrefix = "TEST-"

/** An order beside the plan: it has a number of its own kind, so that nobody expects it. */
export function placeTestOrder(
  book: ShopBook,
  order: { readonly buyer: Buyer; readonly methodName: string; readonly lines: ReadonlyArray<PlannedLine> }
) {
  const before = book.orders.filter(({ placed }) => placed.code.startsWith(testPrefix)).length
  return book.place({ ...order, number: `${testPrefix}${before + 1}`, garbled: false }, new Date())
}
