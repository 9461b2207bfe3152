/** The part of Vendure 3.7's Shop API that a guest needs to buy one thing, under Vendure's own names. */
export const buyerSchema = /* GraphQL */ `
scalar Money
scalar JSON
interface ErrorResult { errorCode: String! message: String! }
type ProductVariant { id: ID! sku: String! name: String! price: Money! priceWithTax: Money! stockLevel: String! }
type Product { id: ID! name: String! slug: String! variants: [ProductVariant!]! }
type ProductList { items: [Product!]! totalItems: Int! }
input ProductListOptions { skip: Int take: Int }
type OrderLine { id: ID! quantity: Int! productVariant: ProductVariant! }
type Order { id: ID! code: String! state: String! active: Boolean! lines: [OrderLine!]! totalQuantity: Int! totalWithTax: Money! currencyCode: String! }
type ShippingMethodQuote { id: ID! code: String! name: String! price: Money! priceWithTax: Money! }
type PaymentMethodQuote { id: ID! code: String! name: String! isEligible: Boolean! }
input CreateCustomerInput { title: String firstName: String! lastName: String! phoneNumber: String emailAddress: String! }
input CreateAddressInput { fullName: String company: String streetLine1: String! streetLine2: String city: String province: String postalCode: String countryCode: String! phoneNumber: String }
input PaymentInput { method: String! metadata: JSON! }
type NoActiveOrderError implements ErrorResult { errorCode: String! message: String! }
type OrderStateTransitionError implements ErrorResult { errorCode: String! message: String! transitionError: String! fromState: String! toState: String! }
type OrderPaymentStateError implements ErrorResult { errorCode: String! message: String! }
type NegativeQuantityError implements ErrorResult { errorCode: String! message: String! }
type IneligibleShippingMethodError implements ErrorResult { errorCode: String! message: String! }
type IneligiblePaymentMethodError implements ErrorResult { errorCode: String! message: String! }
union UpdateOrderItemsResult = Order | NegativeQuantityError
union SetCustomerForOrderResult = Order | NoActiveOrderError
union ActiveOrderResult = Order | NoActiveOrderError
union SetOrderShippingMethodResult = Order | NoActiveOrderError | IneligibleShippingMethodError
union TransitionOrderToStateResult = Order | OrderStateTransitionError
union AddPaymentToOrderResult = Order | NoActiveOrderError | OrderPaymentStateError | IneligiblePaymentMethodError
type Query {
  activeOrder: Order
  products(options: ProductListOptions): ProductList!
  eligibleShippingMethods: [ShippingMethodQuote!]!
  eligiblePaymentMethods: [PaymentMethodQuote!]!
}
type Mutation {
  addItemToOrder(productVariantId: ID!, quantity: Int!): UpdateOrderItemsResult!
  setCustomerForOrder(input: CreateCustomerInput!): SetCustomerForOrderResult!
  setOrderShippingAddress(input: CreateAddressInput!): ActiveOrderResult!
  setOrderShippingMethod(shippingMethodId: [ID!]!): SetOrderShippingMethodResult!
  transitionOrderToState(state: String!): TransitionOrderToStateResult
  addPaymentToOrder(input: PaymentInput!): AddPaymentToOrderResult!
}
`
