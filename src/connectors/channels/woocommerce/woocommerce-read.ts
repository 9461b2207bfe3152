import * as Effect from "effect/Effect"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { arrayOf } from "./woocommerce-answer.ts"
import type { IncomingOrders } from "./woocommerce-beside.ts"
import { hasLines, idOf, orderFields, readOrder, type ToldOrder } from "./woocommerce-order.ts"
import type { Session } from "./woocommerce-session.ts"

const atOnce = 100

/** The ids that can be one of the shop's: it reads what is no number as 0, and would answer with another order. */
const shopIds = (ids: ReadonlyArray<string>): ReadonlyArray<string> =>
  ids.filter((id) => /^[1-9]\d{0,15}$/.test(id))

/** Orders as they stand now, whatever their status; what the shop does not know, or nobody can read, is left out. */
export const readOrders = (session: Session, toIncoming: IncomingOrders) => {
  const ask = Effect.fn("woocommerce.readByIds")(function* (
    channel: SalesChannel,
    ids: ReadonlyArray<string>,
    status: string
  ) {
    if (ids.length === 0) return []
    const answer = yield* session.ask(channel, {
      method: "GET",
      route: "wc/v3/orders",
      query: { include: ids.join(","), status, per_page: atOnce, orderby: "id", _fields: orderFields }
    })
    return yield* arrayOf(answer.json, "orders")
  })

  return Effect.fn("woocommerce.readOrders")(function* (
    channel: SalesChannel,
    channelOrderIds: ReadonlyArray<string>
  ) {
    const found: Array<unknown> = []
    for (const ids of inBatches(shopIds(channelOrderIds), atOnce)) {
      const living = yield* ask(channel, ids, "any")
      const seen = new Set(living.map((item) => String(idOf(item))))
      // "any" leaves out the trash.
      const trashed = yield* ask(
        channel,
        ids.filter((id) => !seen.has(id)),
        "trash"
      )
      found.push(...living, ...trashed)
    }
    const reads = found.map(readOrder)
    return yield* toIncoming(
      channel,
      reads.flatMap((r): ReadonlyArray<ToldOrder> => (r._tag === "Order" && hasLines(r.order) ? [r] : []))
    )
  })
}
