import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { decoder } from "./woocommerce-answer.ts"
import type { Session } from "./woocommerce-session.ts"
import type { ShopOrder } from "./woocommerce-shop-order.ts"

const decodeStatus = decoder(Schema.Struct({ status: Schema.String }), "an order's status")

interface OrderChange {
  readonly status?: "completed"
  readonly meta_data?: ReadonlyArray<{ readonly key: string; readonly value: unknown }>
}

/** Changes an order in one request. Gives the status that it has then: a plug-in may decide otherwise. */
export const changeOrder = (session: Session) =>
  Effect.fn("woocommerce.changeOrder")(function* (
    channel: SalesChannel,
    order: ShopOrder,
    change: OrderChange
  ) {
    const answer = yield* session.ask(channel, {
      method: "PUT",
      route: `wc/v3/orders/${order.id}`,
      query: { _fields: "id,status" },
      body: change
    })
    return (yield* decodeStatus(answer.json)).status
  })
