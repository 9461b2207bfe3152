import * as Schema from "effect/Schema"

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))
const Quantity = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2_147_483_647 }))
const Instant = Schema.DateFromString.check(
  Schema.makeFilter((at) => (Number.isNaN(at.getTime()) ? "Expected a time" : undefined))
)
const maybe = <S extends Schema.Top>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

const Amount = Schema.Struct({
  value: Schema.String.check(Schema.isPattern(/^-?\d{1,15}(\.\d{1,10})?$/)),
  currency: Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/))
})

const Contact = Schema.Struct({
  fullName: Text,
  companyName: Text,
  contactAddress: maybe(
    Schema.Struct({
      addressLine1: Text,
      addressLine2: Text,
      city: Text,
      stateOrProvince: Text,
      postalCode: Text,
      countryCode: Text
    })
  ),
  primaryPhone: maybe(Schema.Struct({ phoneNumber: Text })),
  email: Text
})
export type Contact = typeof Contact.Type

const Instruction = Schema.Struct({
  fulfillmentInstructionsType: Text,
  shippingStep: maybe(
    Schema.Struct({ shipTo: maybe(Contact), shipToReferenceId: Text, shippingServiceCode: Text })
  )
})
export type Instruction = typeof Instruction.Type

const LineItem = Schema.Struct({
  lineItemId: Schema.NonEmptyString,
  legacyItemId: Text,
  legacyVariationId: Text,
  sku: Text,
  title: Text,
  quantity: Quantity,
  lineItemCost: Amount,
  lineItemFulfillmentInstructions: maybe(Schema.Struct({ shipByDate: maybe(Instant) }))
})
export type LineItem = typeof LineItem.Type

/** What we read of an order of the Fulfillment API. */
export const EbayOrder = Schema.Struct({
  orderId: Schema.NonEmptyString,
  creationDate: Instant,
  lastModifiedDate: Instant,
  orderFulfillmentStatus: Schema.NonEmptyString,
  orderPaymentStatus: Text,
  buyer: maybe(
    Schema.Struct({
      username: Text,
      buyerRegistrationAddress: maybe(Schema.Struct({ fullName: Text, email: Text }))
    })
  ),
  pricingSummary: Schema.Struct({ total: Amount }),
  cancelStatus: maybe(
    Schema.Struct({
      cancelState: Text,
      cancelRequests: maybe(Schema.Array(Schema.Struct({ cancelRequestState: Text })))
    })
  ),
  fulfillmentStartInstructions: maybe(Schema.Array(Instruction)),
  lineItems: Schema.NonEmptyArray(LineItem)
})
export type EbayOrder = typeof EbayOrder.Type
