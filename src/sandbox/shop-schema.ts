/** The part of Vendure 3.7's Admin API that an order tool uses, stock included, under Vendure's own names. */
export const shopSchema = /* GraphQL */ `
scalar DateTime
scalar Money
scalar JSON
enum SortOrder { ASC DESC }
enum OrderType { Regular Seller Aggregate }
enum LanguageCode { en }

interface Node { id: ID! }
interface ErrorResult { errorCode: String! message: String! }

input StringOperators { eq: String notEq: String contains: String notContains: String in: [String!] notIn: [String!] regex: String isNull: Boolean }
input IDOperators { eq: String notEq: String in: [String!] notIn: [String!] isNull: Boolean }
input BooleanOperators { eq: Boolean isNull: Boolean }
input NumberRange { start: Float! end: Float! }
input NumberOperators { eq: Float lt: Float lte: Float gt: Float gte: Float between: NumberRange isNull: Boolean }
input DateRange { start: DateTime! end: DateTime! }
input DateOperators { eq: DateTime before: DateTime after: DateTime between: DateRange isNull: Boolean }

input OrderFilterParameter {
  customerLastName: StringOperators
  transactionId: StringOperators
  id: IDOperators
  createdAt: DateOperators
  updatedAt: DateOperators
  type: StringOperators
  orderPlacedAt: DateOperators
  code: StringOperators
  state: StringOperators
  active: BooleanOperators
  totalQuantity: NumberOperators
  subTotal: NumberOperators
  subTotalWithTax: NumberOperators
  currencyCode: StringOperators
  shipping: NumberOperators
  shippingWithTax: NumberOperators
  total: NumberOperators
  totalWithTax: NumberOperators
  _and: [OrderFilterParameter!]
  _or: [OrderFilterParameter!]
}
input OrderSortParameter {
  customerLastName: SortOrder
  id: SortOrder
  createdAt: SortOrder
  updatedAt: SortOrder
  orderPlacedAt: SortOrder
  code: SortOrder
  state: SortOrder
  totalQuantity: SortOrder
  total: SortOrder
  totalWithTax: SortOrder
}
enum LogicalOperator { AND OR }
input OrderListOptions { skip: Int take: Int sort: OrderSortParameter filter: OrderFilterParameter filterOperator: LogicalOperator }

type CurrentUserChannel { id: ID! token: String! code: String! permissions: [String!]! }
type CurrentUser { id: ID! identifier: String! channels: [CurrentUserChannel!]! }
type InvalidCredentialsError implements ErrorResult { errorCode: String! message: String! authenticationError: String! }
union NativeAuthenticationResult = CurrentUser | InvalidCredentialsError
union AuthenticationResult = CurrentUser | InvalidCredentialsError
input NativeAuthInput { username: String! password: String! }
input AuthenticationInput { native: NativeAuthInput }
type Success { success: Boolean! }

type Channel implements Node { id: ID! token: String! code: String! defaultCurrencyCode: String! currencyCode: String! defaultLanguageCode: LanguageCode! pricesIncludeTax: Boolean! }
type Customer implements Node { id: ID! title: String firstName: String! lastName: String! phoneNumber: String emailAddress: String! }
type OrderAddress { fullName: String company: String streetLine1: String streetLine2: String city: String province: String postalCode: String country: String countryCode: String phoneNumber: String }
type ShippingMethod implements Node { id: ID! code: String! name: String! description: String! fulfillmentHandlerCode: String! }
type ShippingLine { id: ID! shippingMethod: ShippingMethod! price: Money! priceWithTax: Money! discountedPrice: Money! discountedPriceWithTax: Money! }
enum GlobalFlag { TRUE FALSE INHERIT }
type StockLocation implements Node { id: ID! name: String! description: String! }
type StockLocationList { items: [StockLocation!]! totalItems: Int! }
type StockLevel implements Node { id: ID! stockLocationId: ID! stockOnHand: Int! stockAllocated: Int! stockLocation: StockLocation! }
type GlobalSettings { id: ID! trackInventory: Boolean! outOfStockThreshold: Int! }
type ProductVariant implements Node {
  id: ID! sku: String! name: String! price: Money! priceWithTax: Money! currencyCode: String!
  trackInventory: GlobalFlag! outOfStockThreshold: Int! stockOnHand: Int! stockAllocated: Int! stockLevels: [StockLevel!]!
}
type ProductVariantList { items: [ProductVariant!]! totalItems: Int! }
input ProductVariantFilterParameter {
  id: IDOperators sku: StringOperators name: StringOperators price: NumberOperators priceWithTax: NumberOperators
  _and: [ProductVariantFilterParameter!] _or: [ProductVariantFilterParameter!]
}
input ProductVariantSortParameter { id: SortOrder sku: SortOrder name: SortOrder price: SortOrder priceWithTax: SortOrder }
input ProductVariantListOptions { skip: Int take: Int sort: ProductVariantSortParameter filter: ProductVariantFilterParameter filterOperator: LogicalOperator }
input StockLocationListOptions { skip: Int take: Int }
input StockLevelInput { stockLocationId: ID! stockOnHand: Int! }
input UpdateProductVariantInput { id: ID! stockOnHand: Int stockLevels: [StockLevelInput!] }
type FulfillmentLine { orderLineId: ID! orderLine: OrderLine! quantity: Int! fulfillmentId: ID! fulfillment: Fulfillment! }
type Fulfillment implements Node { id: ID! createdAt: DateTime! updatedAt: DateTime! state: String! nextStates: [String!]! method: String! trackingCode: String! lines: [FulfillmentLine!]! }
type OrderLine implements Node {
  id: ID! createdAt: DateTime! updatedAt: DateTime! productVariant: ProductVariant!
  quantity: Int! orderPlacedQuantity: Int! taxRate: Float!
  unitPrice: Money! unitPriceWithTax: Money! discountedUnitPrice: Money! discountedUnitPriceWithTax: Money!
  proratedUnitPrice: Money! proratedUnitPriceWithTax: Money!
  linePrice: Money! linePriceWithTax: Money! lineTax: Money! discountedLinePrice: Money! discountedLinePriceWithTax: Money!
  fulfillmentLines: [FulfillmentLine!]
}
type Refund implements Node { id: ID! createdAt: DateTime! state: String! total: Money! reason: String }
type Payment implements Node { id: ID! createdAt: DateTime! state: String! method: String! amount: Money! transactionId: String errorMessage: String refunds: [Refund!]! }
type Order implements Node {
  id: ID! createdAt: DateTime! updatedAt: DateTime! type: OrderType! orderPlacedAt: DateTime code: String! state: String! nextStates: [String!]! active: Boolean!
  customer: Customer shippingAddress: OrderAddress billingAddress: OrderAddress
  lines: [OrderLine!]! shippingLines: [ShippingLine!]! couponCodes: [String!]! payments: [Payment!] fulfillments: [Fulfillment!]
  totalQuantity: Int! subTotal: Money! subTotalWithTax: Money! currencyCode: String!
  shipping: Money! shippingWithTax: Money! total: Money! totalWithTax: Money! customFields: JSON
}
type OrderList { items: [Order!]! totalItems: Int! }

input ConfigArgInput { name: String! value: String! }
input ConfigurableOperationInput { code: String! arguments: [ConfigArgInput!]! }
input OrderLineInput { orderLineId: ID! quantity: Int! }
input FulfillOrderInput { lines: [OrderLineInput!]! handler: ConfigurableOperationInput! }
input CancelOrderInput { orderId: ID! lines: [OrderLineInput!] reason: String cancelShipping: Boolean }

type ItemsAlreadyFulfilledError implements ErrorResult { errorCode: String! message: String! }
type EmptyOrderLineSelectionError implements ErrorResult { errorCode: String! message: String! }
type InvalidFulfillmentHandlerError implements ErrorResult { errorCode: String! message: String! }
type InsufficientStockOnHandError implements ErrorResult { errorCode: String! message: String! productVariantId: ID! productVariantName: String! stockOnHand: Int! }
type CreateFulfillmentError implements ErrorResult { errorCode: String! message: String! fulfillmentHandlerError: String! }
type FulfillmentStateTransitionError implements ErrorResult { errorCode: String! message: String! transitionError: String! fromState: String! toState: String! }
type OrderStateTransitionError implements ErrorResult { errorCode: String! message: String! transitionError: String! fromState: String! toState: String! }
type QuantityTooGreatError implements ErrorResult { errorCode: String! message: String! }
union AddFulfillmentToOrderResult = Fulfillment | EmptyOrderLineSelectionError | ItemsAlreadyFulfilledError | InsufficientStockOnHandError | InvalidFulfillmentHandlerError | FulfillmentStateTransitionError | CreateFulfillmentError
union TransitionFulfillmentToStateResult = Fulfillment | FulfillmentStateTransitionError
union TransitionOrderToStateResult = Order | OrderStateTransitionError
union CancelOrderResult = Order | EmptyOrderLineSelectionError | QuantityTooGreatError

type Query {
  me: CurrentUser
  activeChannel: Channel!
  order(id: ID!): Order
  orders(options: OrderListOptions): OrderList!
  globalSettings: GlobalSettings!
  stockLocations(options: StockLocationListOptions): StockLocationList!
  productVariants(options: ProductVariantListOptions): ProductVariantList!
}
type Mutation {
  login(username: String!, password: String!, rememberMe: Boolean): NativeAuthenticationResult!
  authenticate(input: AuthenticationInput!, rememberMe: Boolean): AuthenticationResult!
  logout: Success!
  addFulfillmentToOrder(input: FulfillOrderInput!): AddFulfillmentToOrderResult!
  transitionFulfillmentToState(id: ID!, state: String!): TransitionFulfillmentToStateResult!
  transitionOrderToState(id: ID!, state: String!): TransitionOrderToStateResult
  cancelOrder(input: CancelOrderInput!): CancelOrderResult!
  updateProductVariants(input: [UpdateProductVariantInput!]!): [ProductVariant]!
}
`
