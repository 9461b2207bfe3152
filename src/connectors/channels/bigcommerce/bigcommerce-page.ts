import * as Effect from "effect/Effect"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import { withPayload } from "../../../domain/model/order-payload.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ChannelError, OrderPage } from "../../../domain/ports/sales-channels.ts"
import { brokenOrder } from "../broken-item.ts"
import { withoutNul } from "../decoded.ts"
import { type Head, readHead, readOrder, standingOf } from "./bigcommerce-order.ts"
import { partsOf } from "./bigcommerce-parts.ts"
import type { Ask } from "./bigcommerce-session.ts"
import { statusLabel } from "./bigcommerce-status.ts"

export interface ListedOrders extends Pick<OrderPage, "orders" | "broken" | "skipped"> {
  /** Of all that could be read, wanted or not. */
  readonly newestAt: Date | null
}

/** Whether an order is to be handed over; the reason why not, else null. */
export type Skip = (head: Head) => string | null

export const skipReason =
  (channel: SalesChannel): Skip =>
  (head) => {
    if (head.date_created < channel.earliestOrderAt)
      return `placed ${head.date_created.toISOString()}, before the earliest order date of this channel`
    // Canceled and refunded orders are handed over whatever the settings say: they may be some that we hold.
    const status = String(head.status_id)
    if (standingOf(head) !== "ok" || channel.eligibleStatuses.includes(status)) return null
    return `${statusLabel(status)} is not an eligible status of this channel`
  }

const rawOf = (item: unknown): string => JSON.stringify(item) ?? "null"

const newest = (heads: ReadonlyArray<Head>): Date | null =>
  heads.length === 0 ? null : new Date(Math.max(...heads.map((h) => h.date_modified.getTime())))

/** Reads each listed order on its own, so that a broken one does not take its page with it. */
export const readListed = (
  ask: Ask,
  channel: SalesChannel,
  items: ReadonlyArray<unknown>,
  skip: Skip
): Effect.Effect<ListedOrders, ChannelError> =>
  Effect.gen(function* () {
    const heads = items.map((item, i) => ({ item, i, head: withoutNul(item, readHead) }))
    const read = heads.flatMap(({ item, i, head }) =>
      head._tag === "Read"
        ? [{ item, i, id: String(head.value.id), head: head.value, why: skip(head.value) }]
        : []
    )
    const wanted = read.filter((r) => r.why === null)
    const parts = yield* partsOf(ask, channel, wanted)
    const orders: Array<IncomingOrder> = []
    const broken = heads.flatMap(({ item, i, head }) =>
      head._tag === "Odd" ? [brokenOrder(item, "id", i, head.reason)] : []
    )
    for (const [n, listed] of wanted.entries()) {
      const its = parts[n]
      if (its === undefined) continue
      const order = readOrder(listed.head, its)
      // Its lines, address and refunds are answers of their own.
      const said = () => rawOf({ order: listed.item, parts: its })
      if (order._tag === "Read") orders.push(withPayload(order.value, said))
      else broken.push({ place: listed.id, reason: order.reason, raw: said() })
    }
    return {
      orders,
      broken,
      skipped: read.flatMap((r) => (r.why === null ? [] : [{ channelOrderNumber: r.id, reason: r.why }])),
      newestAt: newest(read.map((r) => r.head))
    }
  })
