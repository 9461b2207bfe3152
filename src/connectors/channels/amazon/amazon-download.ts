import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import type { OrderPage } from "../../../domain/ports/sales-channels.ts"
import type { AmazonAsk } from "./amazon-ask.ts"
import { placeOf } from "./amazon-marketplace.ts"
import { type ReadOrder, readOrder } from "./amazon-order.ts"
import { type SearchQuery, searchOrders } from "./amazon-orders-api.ts"
import type { WithPersonalData } from "./amazon-personal-data.ts"
import { demandKnownStatuses, statusesToAsk, whyNotEligible } from "./amazon-status.ts"
import { afterPage, openPlace, type WindowPlace } from "./amazon-window.ts"

const ordersPerPage = 100

const skipReason = (channel: SalesChannel, read: ReadOrder & { _tag: "Order" }): string | null => {
  if (read.byAmazon) return "fulfilled by Amazon"
  if (read.order.placedAt < channel.earliestOrderAt)
    return `placed ${read.order.placedAt.toISOString()}, before the earliest order date of this channel`
  return whyNotEligible(channel.eligibleStatuses, read.order.channelStatus)
}

/** Sorted by change: Amazon does not say how it sorts. */
const sorted = (channel: SalesChannel, reads: ReadonlyArray<ReadOrder>) => {
  const judged = reads
    .filter((read) => read._tag === "Order")
    .map((read) => ({ order: read.order, reason: skipReason(channel, read) }))
    .sort((a, b) => a.order.updatedAt.getTime() - b.order.updatedAt.getTime())
  return {
    broken: reads.flatMap((read) => (read._tag === "Broken" ? [read.broken] : [])),
    orders: judged.filter((j) => j.reason === null).map((j) => j.order),
    skipped: judged.flatMap((j) =>
      j.reason === null ? [] : [{ channelOrderNumber: j.order.channelOrderNumber, reason: j.reason }]
    ),
    newest: judged.at(-1)?.order.updatedAt ?? null
  }
}

/** Pages of one window ask the same question: Amazon's token is good for no other. */
const questionOf = (
  channel: SalesChannel,
  place: WindowPlace,
  marketplaceId: string,
  includedData: NonNullable<SearchQuery["includedData"]>
): SearchQuery => ({
  lastUpdatedAfter: place.from,
  ...(place.to === null ? {} : { lastUpdatedBefore: place.to }),
  fulfillmentStatuses: statusesToAsk(channel.eligibleStatuses),
  marketplaceIds: [marketplaceId],
  fulfilledBy: ["MERCHANT"],
  maxResultsPerPage: ordersPerPage,
  includedData,
  ...(place.token === null ? {} : { paginationToken: place.token })
})

export const downloadPage = (ask: AmazonAsk, withPersonalData: WithPersonalData) => {
  const search = searchOrders(ask)
  return Effect.fn("amazon.downloadPage")(function* (
    channel: SalesChannel,
    since: Date,
    mark: string | null
  ) {
    const account = yield* placeOf(channel)
    yield* demandKnownStatuses(channel)
    const place = openPlace(mark, since, yield* now, channel.version)
    const found = yield* withPersonalData(channel, (includedData) =>
      search(channel, account, questionOf(channel, place, account.marketplaceId, includedData))
    )
    const page = sorted(
      channel,
      found.orders.map((item, i) => readOrder(item, i, account.currency))
    )
    const { next, completeTo } = afterPage(place, { ...found, newest: page.newest }, yield* now)
    return {
      orders: page.orders,
      broken: page.broken,
      skipped: page.skipped,
      next: next === null ? null : JSON.stringify(next),
      newestAt: completeTo
    } satisfies OrderPage
  })
}
