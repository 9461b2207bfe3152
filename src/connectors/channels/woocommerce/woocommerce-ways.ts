import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import type { ChannelError } from "../../../domain/ports/sales-channels.ts"
import type { Said, Session } from "./woocommerce-session.ts"

/** How a shop can be told of a parcel. The first that it has is used. */
export type Way = "core" | "extension" | "note"

export const wayWords: Readonly<Record<Way, string>> = {
  core: "Shipments are told by WooCommerce's own order fulfillments, each with its lines.",
  extension: "Shipments are told by the Shipment Tracking extension: tracking numbers, without lines.",
  note: "Shipments are told by a note at the order, which is then set to completed: whole orders only. Order fulfillments are off, and there is no Shipment Tracking extension."
}

/** A shop may switch one on at any time. */
const rememberedMs = 60 * 60_000

export const fulfillmentsRoute = (orderId: number): string => `wc/v3/orders/${orderId}/fulfillments`
export const trackingsRoute = (orderId: number): string =>
  `wc-shipment-tracking/v3/orders/${orderId}/shipment-trackings`

export interface Ways {
  readonly of: (channel: SalesChannel, orderId: number) => Effect.Effect<Way, ChannelError>
  /** The shop does not have it any more. */
  readonly forget: (channel: SalesChannel) => Effect.Effect<void>
}

export const isNoRoute = (said: Said): boolean => said._tag === "Refused" && said.code === "rest_no_route"

/** Finds out which way a shop has, and remembers it for a while. A route that is not there is not asked for each parcel. */
export const makeWays = (session: Session): Ways => {
  const remembered = new Map<string, { readonly way: Way; readonly untilMs: number }>()
  const keyOf = (channel: SalesChannel) => `${channel.id}/${channel.version}/${channel.settings.url ?? ""}`

  const detect = Effect.fn("woocommerce.detectWay")(function* (channel: SalesChannel, orderId: number) {
    const has = (route: string) =>
      Effect.map(session.said(channel, { method: "GET", route }), (said) => !isNoRoute(said))
    if (yield* has(fulfillmentsRoute(orderId))) return "core"
    return (yield* has(trackingsRoute(orderId))) ? "extension" : "note"
  })

  return {
    of: Effect.fn("woocommerce.wayOf")(function* (channel, orderId) {
      const atMs = (yield* now).getTime()
      const known = remembered.get(keyOf(channel))
      if (known !== undefined && known.untilMs > atMs) return known.way
      const way: Way = yield* detect(channel, orderId)
      remembered.set(keyOf(channel), { way, untilMs: atMs + rememberedMs })
      return way
    }),
    forget: (channel) => Effect.sync(() => void remembered.delete(keyOf(channel)))
  }
}
