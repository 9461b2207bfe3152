import * as Schema from "effect/Schema"

/** What Shopify answers, piece by piece, as the documents ask for it. Each piece is read on its own in a test of recordings. */

export const Text = Schema.NullOr(Schema.String)
export const Quantity = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2_147_483_647 }))
const Instant = Schema.DateFromString.check(
  Schema.makeFilter((at) => (Number.isNaN(at.getTime()) ? "Expected a time" : undefined))
)
const Amount = Schema.String.check(Schema.isPattern(/^-?\d{1,15}(\.\d{1,4})?$/))

export const Money = Schema.Struct({
  shopMoney: Schema.Struct({
    amount: Amount,
    currencyCode: Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/))
  })
})

export const PageInfo = Schema.Struct({ hasNextPage: Schema.Boolean, endCursor: Text })

export const pageOf = <S extends Schema.Decoder<unknown>>(node: S) =>
  Schema.Struct({ nodes: Schema.Array(node), pageInfo: PageInfo })

export const Line = Schema.Struct({
  id: Schema.NonEmptyString,
  sku: Text,
  name: Schema.String,
  quantity: Quantity,
  currentQuantity: Quantity,
  requiresShipping: Schema.Boolean,
  isGiftCard: Schema.Boolean,
  originalUnitPriceSet: Money
})
export type Line = typeof Line.Type

export const WorkLine = Schema.Struct({
  id: Schema.NonEmptyString,
  totalQuantity: Quantity,
  remainingQuantity: Quantity,
  lineItem: Schema.Struct({ id: Schema.NonEmptyString })
})
export type WorkLine = typeof WorkLine.Type

export const Hold = Schema.Struct({ reason: Schema.String, reasonNotes: Text })

export const AssignedLocation = Schema.Struct({
  name: Schema.String,
  // Null after the location was deleted.
  location: Schema.NullOr(Schema.Struct({ id: Schema.String, isFulfillmentService: Schema.Boolean }))
})

/** Shopify's FulfillmentOrder: what is to be sent from one location. */
export const Work = Schema.Struct({
  id: Schema.NonEmptyString,
  status: Schema.String,
  requestStatus: Schema.String,
  fulfillAt: Schema.NullOr(Instant),
  fulfillBy: Schema.NullOr(Instant),
  assignedLocation: AssignedLocation,
  deliveryMethod: Schema.NullOr(Schema.Struct({ methodType: Schema.String })),
  fulfillmentHolds: Schema.Array(Hold),
  lineItems: pageOf(WorkLine)
})
export type Work = typeof Work.Type

export const ShippingAddress = Schema.Struct({
  name: Text,
  company: Text,
  address1: Text,
  address2: Text,
  city: Text,
  province: Text,
  provinceCode: Text,
  zip: Text,
  countryCodeV2: Text,
  phone: Text
})

export const Risk = Schema.Struct({
  recommendation: Schema.String,
  assessments: Schema.Array(Schema.Struct({ riskLevel: Schema.String }))
})

export const ShopOrder = Schema.Struct({
  id: Schema.NonEmptyString,
  name: Schema.NonEmptyString,
  processedAt: Instant,
  updatedAt: Instant,
  cancelledAt: Schema.NullOr(Instant),
  displayFinancialStatus: Text,
  email: Text,
  phone: Text,
  tags: Schema.Array(Schema.String),
  totalPriceSet: Money,
  shippingAddress: Schema.NullOr(ShippingAddress),
  billingAddress: Schema.NullOr(Schema.Struct({ name: Text, phone: Text })),
  shippingLines: Schema.Struct({ nodes: Schema.Array(Schema.Struct({ title: Schema.String })) }),
  risk: Schema.NullOr(Risk),
  lineItems: pageOf(Line),
  fulfillmentOrders: pageOf(Work)
})
export type ShopOrder = typeof ShopOrder.Type

export const ParcelLine = Schema.Struct({
  quantity: Schema.NullOr(Quantity),
  lineItem: Schema.Struct({ id: Schema.NonEmptyString })
})

/** A parcel that the shop knows of: Shopify's Fulfillment. */
export const Parcel = Schema.Struct({
  id: Schema.NonEmptyString,
  status: Schema.String,
  trackingInfo: Schema.Array(Schema.Struct({ number: Text })),
  fulfillmentLineItems: pageOf(ParcelLine)
})
export type Parcel = typeof Parcel.Type

export const ParcelsOrder = Schema.Struct({
  id: Schema.NonEmptyString,
  name: Schema.String,
  cancelledAt: Schema.NullOr(Instant),
  fulfillments: Schema.Array(Parcel),
  fulfillmentOrders: pageOf(Work)
})
export type ParcelsOrder = typeof ParcelsOrder.Type

export const StockItem = Schema.Struct({
  id: Schema.NonEmptyString,
  sku: Text,
  tracked: Schema.Boolean,
  inventoryLevel: Schema.NullOr(
    Schema.Struct({
      quantities: Schema.Array(Schema.Struct({ name: Schema.String, quantity: Schema.Int }))
    })
  )
})
export type StockItem = typeof StockItem.Type

export const ShopLocation = Schema.Struct({
  id: Schema.NonEmptyString,
  name: Schema.String,
  isActive: Schema.Boolean,
  isFulfillmentService: Schema.Boolean
})
export type ShopLocation = typeof ShopLocation.Type
