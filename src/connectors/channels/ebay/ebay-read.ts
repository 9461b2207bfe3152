import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError } from "../../../domain/ports/sales-channels.ts"
import { problemsOf, refusalWords } from "./ebay-answer.ts"
import { readItems } from "./ebay-page.ts"
import type { Ask } from "./ebay-session.ts"

const atOnce = 4
/** "Invalid order ID": there is no such order, or none of this seller. */
const unknownOrder = 32_100

/** An id that may stand in an address. */
export const isOrderId = (id: string): boolean => /^[A-Za-z0-9!_-]{1,60}$/.test(id)

/** One order, as getOrder tells it: with its cancel requests, which a list never has. Null: eBay does not know it. */
export const readRaw = (
  ask: Ask,
  channel: SalesChannel,
  orderId: string
): Effect.Effect<unknown, ChannelError> =>
  Effect.gen(function* () {
    if (!isOrderId(orderId)) return null
    const path = `/sell/fulfillment/v1/order/${orderId}`
    const answer = yield* ask(channel, { path, understands: [400, 404] })
    if (answer.status === 404) return null
    if (answer.status < 300) return answer.json ?? null
    if (problemsOf(answer.json).some((p) => p.errorId === unknownOrder)) return null
    return yield* new ChannelFailure({
      reason: "Rejected",
      message: `eBay refused to show order ${orderId}. ${refusalWords(answer.json)}`.trim()
    })
  })

/** Orders as they stand now, whatever their status; what eBay does not know, or nobody can read, is left out. */
export const readOrders = (ask: Ask) =>
  Effect.fn("ebay.readOrders")(function* (channel: SalesChannel, channelOrderIds: ReadonlyArray<string>) {
    const items = yield* Effect.forEach(channelOrderIds, (id) => readRaw(ask, channel, id), {
      concurrency: atOnce
    })
    return readItems(
      items.filter((item) => item !== null),
      () => null
    ).orders
  })
