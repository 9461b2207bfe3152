import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"
import type { Http } from "../../http.ts"
import { channelFailure } from "../channel-http.ts"
import { dataOf, decodeField, malformed } from "./vendure-answer.ts"
import type { Fields } from "./vendure-session.ts"

const orderOrError = "{ __typename ... on Order { code state } ... on ErrorResult { errorCode message } }"

const productsQuery = "query { products(options: { take: 10 }) { items { variants { id stockLevel } } } }"
const methodsQuery = "query { eligibleShippingMethods { id } eligiblePaymentMethods { code isEligible } }"
const addItem = `mutation($id: ID!) { step: addItemToOrder(productVariantId: $id, quantity: 1) ${orderOrError} }`
const setCustomer = `mutation($input: CreateCustomerInput!) { step: setCustomerForOrder(input: $input) ${orderOrError} }`
const setAddress = `mutation($input: CreateAddressInput!) { step: setOrderShippingAddress(input: $input) ${orderOrError} }`
const setMethod = `mutation($id: [ID!]!) { step: setOrderShippingMethod(shippingMethodId: $id) ${orderOrError} }`
const toPayment = `mutation { step: transitionOrderToState(state: "ArrangingPayment") ${orderOrError} }`
const pay = `mutation($method: String!) { step: addPaymentToOrder(input: { method: $method, metadata: {} }) ${orderOrError} }`

const buyer = { firstName: "Test", lastName: "Order", emailAddress: "test-order@example.com" }
const address = {
  fullName: "Test Order",
  streetLine1: "101 Main Street",
  city: "Springfield",
  province: "IL",
  postalCode: "62702",
  countryCode: "US",
  phoneNumber: "+12175550100"
}

const Products = Schema.Struct({
  items: Schema.Array(
    Schema.Struct({ variants: Schema.Array(Schema.Struct({ id: Schema.String, stockLevel: Schema.String })) })
  )
})
const ShippingMethods = Schema.Array(Schema.Struct({ id: Schema.String }))
const PaymentMethods = Schema.Array(Schema.Struct({ code: Schema.String, isEligible: Schema.Boolean }))
const Step = Schema.Struct({
  __typename: Schema.String,
  code: Schema.optionalKey(Schema.String),
  state: Schema.optionalKey(Schema.String),
  errorCode: Schema.optionalKey(Schema.String)
})

const refused = (message: string): ChannelFailure => new ChannelFailure({ reason: "Rejected", message })

type AskAsBuyer = (query: string, variables?: Fields) => Effect.Effect<Fields, ChannelFailure>

/** One guest's basket: the shop tells the session's token with its first answers, and wants it back. */
const guest = (http: Http, url: string): AskAsBuyer => {
  let token: Redacted.Redacted | null = null
  return Effect.fn("vendure.guest")(function* (query, variables = {}) {
    const authorization =
      token === null ? {} : { authorization: Redacted.make(`Bearer ${Redacted.value(token)}`) }
    const answer = yield* http
      .postJson({ url, headers: authorization, body: { query, variables } })
      .pipe(Effect.mapError(channelFailure))
    const given = answer.header("vendure-auth-token")
    if (given !== null && given !== "") token = Redacted.make(given)
    return yield* dataOf(answer.json, token === null ? [] : [token])
  })
}

const decodeStep = decodeField(Step, "step", "the test order")

const step = Effect.fn("vendure.testOrderStep")(function* (
  ask: AskAsBuyer,
  query: string,
  variables: Fields
) {
  const said = yield* decodeStep(yield* ask(query, variables))
  if (said.__typename !== "Order")
    return yield* refused(
      `The shop refused the test order: ${foreignText(said.errorCode ?? said.__typename)}.`
    )
  return said
})

const buy = Effect.fn("vendure.buy")(function* (ask: AskAsBuyer) {
  const products = yield* decodeField(Products, "products", "products")(yield* ask(productsQuery))
  const variants = products.items.flatMap((item) => item.variants)
  const variant = variants.find((v) => v.stockLevel !== "OUT_OF_STOCK")
  if (variant === undefined) return yield* refused("The shop has no product in stock for a test order.")
  yield* step(ask, addItem, { id: variant.id })
  yield* step(ask, setCustomer, { input: buyer })
  yield* step(ask, setAddress, { input: address })
  const methods = yield* ask(methodsQuery)
  const [shipping] = yield* decodeField(ShippingMethods, "eligibleShippingMethods", "ship methods")(methods)
  const payments = yield* decodeField(PaymentMethods, "eligiblePaymentMethods", "payments")(methods)
  const payment = payments.find((p) => p.isEligible)
  if (shipping === undefined || payment === undefined)
    return yield* refused("The shop offers no ship method, or no way to pay, for a test order.")
  yield* step(ask, setMethod, { id: [shipping.id] })
  yield* step(ask, toPayment, {})
  return yield* step(ask, pay, { method: payment.code })
})

/** Orders as a buyer would. On live channels a test order is only ever picked up, never placed (decisions A9). */
export const placeTestOrder = (http: Http) =>
  Effect.fn("vendure.placeTestOrder")(function* (channel: SalesChannel) {
    const url = (channel.settings.shopUrl ?? "").trim()
    if (channel.environment !== "sandbox" || url === "") return null
    const placed = yield* buy(guest(http, url))
    return placed.code ?? (yield* malformed("the test order"))
  })
