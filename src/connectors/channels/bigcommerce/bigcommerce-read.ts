import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { readListed } from "./bigcommerce-page.ts"
import { orderIncludes } from "./bigcommerce-parts.ts"
import type { Ask } from "./bigcommerce-session.ts"

const atOnce = 4

/** Orders as they stand now, whatever their status; what the store does not know, or nobody can read, is left out. */
export const readOrders = (ask: Ask) =>
  Effect.fn("bigcommerce.readOrders")(function* (
    channel: SalesChannel,
    channelOrderIds: ReadonlyArray<string>
  ) {
    const answers = yield* Effect.forEach(
      channelOrderIds.filter((id) => /^\d{1,15}$/.test(id)),
      (id) => ask(channel, { path: `/v2/orders/${id}?${orderIncludes}`, understands: [404] }),
      { concurrency: atOnce }
    )
    const items = answers.flatMap((a) => (a.status === 404 || a.json === undefined ? [] : [a.json]))
    return (yield* readListed(ask, channel, items, () => null)).orders
  })
