import * as Effect from "effect/Effect"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { foreignText } from "../../foreign-text.ts"
import type { AmazonAsk } from "./amazon-ask.ts"
import { getListingsItem } from "./amazon-listings-api.ts"
import { type AmazonPlace, placeOf, sellerIdOf } from "./amazon-marketplace.ts"
import { personalDataRole } from "./amazon-operation.ts"
import { readOrder } from "./amazon-order.ts"
import { searchOrders } from "./amazon-orders-api.ts"
import type { WithPersonalData } from "./amazon-personal-data.ts"
import type { AmazonSession } from "./amazon-session.ts"
import { demandKnownStatuses } from "./amazon-status.ts"

const lookBackMs = 30 * 24 * 3_600_000

const orderLine = (order: IncomingOrder): string =>
  `Read order ${foreignText(order.channelOrderNumber)} (${foreignText(order.channelStatus)}, ${order.total} ${order.currency}).`

/** Amazon leaves out what the application may not see, without a word. */
const addressLine = (order: IncomingOrder): string =>
  order.shipTo.name !== "" && order.shipTo.address1 !== ""
    ? "Names and addresses come with the orders."
    : `Names and addresses do NOT come with the orders: the application lacks the role "${personalDataRole}". Ask Amazon for it, add it to the application and authorize it again. Until then each order waits for RESOLVE and its address is entered by hand.`

/** What is set here, and Amazon does not ask about. */
const mailLines = (channel: SalesChannel): ReadonlyArray<string> =>
  channel.notifyCustomer
    ? []
    : [
        "Amazon tells its buyers of each shipment by itself: that this channel shall not notify customers changes nothing there."
      ]

/** Signs in, reads one order, and the listing of its first SKU: what works and what not, one line each. */
export const testChannel = (ask: AmazonAsk, session: AmazonSession, withPersonalData: WithPersonalData) => {
  const search = searchOrders(ask)
  const getListing = getListingsItem(ask)

  const newestOrder = Effect.fn("amazon.newestOrder")(function* (channel: SalesChannel, place: AmazonPlace) {
    const createdAfter = new Date((yield* now).getTime() - lookBackMs).toISOString()
    return yield* withPersonalData(channel, (includedData) =>
      search(channel, place, {
        createdAfter,
        fulfillmentStatuses: ["UNSHIPPED"],
        marketplaceIds: [place.marketplaceId],
        fulfilledBy: ["MERCHANT"],
        maxResultsPerPage: 1,
        includedData
      })
    )
  })

  const listingLine = Effect.fn("amazon.listingLine")(function* (
    channel: SalesChannel,
    place: AmazonPlace,
    sellerId: string,
    sku: string
  ) {
    const listing = yield* getListing(channel, place, { sellerId, sku })
    return listing === null
      ? `The account ${foreignText(sellerId)} has no listing ${foreignText(sku)}: check the setting sellerId.`
      : `Read the listing ${foreignText(sku)}.`
  })

  const ordersOf = Effect.fn("amazon.ordersOf")(function* (channel: SalesChannel) {
    const place = yield* placeOf(channel)
    const sellerId = yield* sellerIdOf(channel)
    yield* demandKnownStatuses(channel)
    yield* session.signIn(channel, place)
    const signedIn = `Signed in. Talking to ${new URL(place.endpoint).host} about marketplace ${place.marketplaceId}.`
    const [item] = (yield* newestOrder(channel, place)).orders
    if (item === undefined)
      return [
        signedIn,
        "Reading orders is allowed. None of the last 30 days waits for shipment; whether names and addresses come with them, and whether listings may be read, shows with the first."
      ]
    const read = readOrder(item, 0, place.currency)
    if (read._tag === "Broken")
      return [signedIn, `Order ${read.broken.place} cannot be understood: ${read.broken.reason}`]
    const sku = read.order.lines[0]?.sku ?? ""
    const listing = yield* Effect.result(listingLine(channel, place, sellerId, sku))
    return [
      signedIn,
      orderLine(read.order),
      addressLine(read.order),
      listing._tag === "Success"
        ? listing.success
        : `Inventory Upload will not work: ${listing.failure.message}`
    ]
  })
  return Effect.fn("amazon.test")(function* (channel: SalesChannel) {
    return [...(yield* ordersOf(channel)), ...mailLines(channel)]
  })
}
