import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { arrayOf } from "./woocommerce-answer.ts"
import { givenUp, idOf, orderFields } from "./woocommerce-order.ts"
import type { Session } from "./woocommerce-session.ts"
import { placedSince, strictlyAfter } from "./woocommerce-time.ts"

export const ordersPerPage = 100

/** As people write them, and as the shop's own tables call them (`wc-processing`). */
export const eligibleStatuses = (channel: SalesChannel): ReadonlyArray<string> =>
  channel.eligibleStatuses
    .map((status) => status.trim().toLowerCase().replace(/^wc-/, ""))
    .filter((s) => s !== "")

/** What may be ordered, and what tells that an order which we have must not be. */
export const statusFilter = (channel: SalesChannel): string =>
  [...new Set([...eligibleStatuses(channel), ...givenUp, "refunded"])].join(",")

export interface OrderList {
  readonly items: ReadonlyArray<unknown>
  /** How many orders answer the question; null where the host drops the header. */
  readonly total: number | null
  /** When the shop answered, by its own clock. */
  readonly at: Date | null
}

const timeOf = (text: string | null): Date | null => {
  const at = new Date(text ?? "")
  return Number.isNaN(at.getTime()) ? null : at
}

const totalOf = (text: string | null): number | null => (/^\d{1,9}$/.test(text ?? "") ? Number(text) : null)

const isSorted = (items: ReadonlyArray<unknown>): boolean => {
  const ids = items.map(idOf).filter((id) => id !== null)
  return ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? id))
}

/** Orders changed since, from a place in the list on, sorted by id. */
export const listOrders = (session: Session) =>
  Effect.fn("woocommerce.listOrders")(function* (channel: SalesChannel, since: Date, offset: number) {
    const answer = yield* session.ask(channel, {
      method: "GET",
      route: "wc/v3/orders",
      query: {
        status: statusFilter(channel),
        modified_after: strictlyAfter(since),
        after: placedSince(channel),
        dates_are_gmt: "true",
        orderby: "id",
        order: "asc",
        per_page: ordersPerPage,
        offset,
        _fields: orderFields
      }
    })
    const items = yield* arrayOf(answer.json, "orders")
    if (!isSorted(items))
      return yield* new ChannelFailure({
        reason: "Malformed",
        message:
          "The shop does not sort its orders by id, though it was asked to; orders could be missed. A plug-in changes its lists: switch that off for the REST API."
      })
    return {
      items,
      total: totalOf(answer.header("x-wp-total")),
      at: timeOf(answer.header("date"))
    } satisfies OrderList
  })
