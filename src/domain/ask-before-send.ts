import * as Effect from "effect/Effect"
import { advance } from "./advance.ts"
import { applyRules } from "./apply-rules.ts"
import type { IncomingOrder, OrderId } from "./model/order.ts"
import type { SalesChannel } from "./model/sales-channel.ts"
import { ChannelStore } from "./ports/channel-store.ts"
import { OrderStore } from "./ports/order-store.ts"
import { SalesChannels } from "./ports/sales-channels.ts"
import { UnitOfWork } from "./ports/unit-of-work.ts"
import { prepareOrders, takeOrders } from "./take-orders.ts"

/** What the channel says now, as a download would have brought it, and judged at once. */
const take = Effect.fn("takeAsked")(function* (channel: SalesChannel, orders: ReadonlyArray<IncomingOrder>) {
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const compared = yield* prepareOrders(channel, orders)
      const changed = yield* advance(
        Effect.map(takeOrders(channel, compared), (taken) => ({
          value: taken.changed.map((i) => i.id),
          orders: taken.changed.map((i) => i.id),
          history: taken.history
        }))
      )
      if (changed.length > 0) yield* advance(applyRules(changed))
    })
  )
})

/**
 * Some channels do not say in a download that a buyer asked to cancel (eBay: only the single order tells). Their orders are
 * read once more right before purchase orders are written; what changed is taken, and its holds keep the order here. While
 * such a channel cannot be asked, its orders are not processed: the job is tried again.
 */
export const askBeforeSend = Effect.fn("askBeforeSend")(function* (orderIds: ReadonlyArray<OrderId>) {
  const channels = yield* SalesChannels
  const asked = new Set(channels.kinds.filter((k) => k.capabilities.askBeforeSend).map((k) => k.kind))
  const own = (yield* (yield* ChannelStore).list()).filter((c) => asked.has(c.kind))
  if (own.length === 0) return
  const waiting = (yield* (yield* OrderStore).load(orderIds)).filter((o) => o.action === "process")
  for (const channel of own) {
    const ids = waiting.filter((o) => o.channelId === channel.id).map((o) => o.channelOrderId)
    if (ids.length > 0) yield* take(channel, yield* channels.readOrders(channel, ids))
  }
})
