import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { decoder } from "./woocommerce-answer.ts"
import type { Session } from "./woocommerce-session.ts"

const decodeProducts = decoder(Schema.Array(Schema.Struct({ id: Schema.Int })), "products")
const decodePlaced = decoder(Schema.Struct({ number: Schema.NonEmptyString }), "the test order")

const address = {
  first_name: "Test",
  last_name: "Order",
  address_1: "101 Main Street",
  city: "Springfield",
  state: "IL",
  postcode: "62702",
  country: "US",
  phone: "+12175550100"
}

/** An order of one piece of whatever is in stock. On live channels a test order is only ever picked up (decisions A9). */
export const placeTestOrder = (session: Session) =>
  Effect.fn("woocommerce.placeTestOrder")(function* (channel: SalesChannel) {
    if (channel.environment !== "sandbox") return null
    const products = yield* session.ask(channel, {
      method: "GET",
      route: "wc/v3/products",
      query: { status: "publish", type: "simple", stock_status: "instock", per_page: 1, _fields: "id" }
    })
    const [product] = yield* decodeProducts(products.json)
    if (product === undefined)
      return yield* new ChannelFailure({
        reason: "Rejected",
        message: "The shop has no product in stock for a test order."
      })
    const placed = yield* session.ask(channel, {
      method: "POST",
      route: "wc/v3/orders",
      query: { _fields: "number" },
      body: {
        set_paid: true,
        payment_method: "bacs",
        billing: { ...address, email: "test-order@example.com" },
        shipping: address,
        line_items: [{ product_id: product.id, quantity: 1 }],
        shipping_lines: [{ method_id: "flat_rate", method_title: "Flat rate", total: "0.00" }]
      }
    })
    return (yield* decodePlaced(placed.json)).number
  })
