import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SalesChannel } from "../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../domain/ports/failure.ts"
import type { RequestBudgets } from "../../domain/ports/request-budgets.ts"
import { SalesChannels } from "../../domain/ports/sales-channels.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import { foreignText } from "../foreign-text.ts"
import { defaultLimits, type HttpLimits, makeHttp } from "../http.ts"
import { makeAmazon } from "./amazon/amazon.ts"
import { makeBigcommerce } from "./bigcommerce/bigcommerce.ts"
import type { ChannelConnector } from "./channel-connector.ts"
import { makeChannelHttp } from "./channel-http.ts"
import { makeEbay } from "./ebay/ebay.ts"
import { defaultFilesTimes, type FilesTimes, makeFilesRows } from "./files/files-rows.ts"
import { makeMedusa } from "./medusa/medusa.ts"
import { makeShopify } from "./shopify/shopify.ts"
import { makeVendure } from "./vendure/vendure.ts"
import { makeWoocommerce } from "./woocommerce/woocommerce.ts"

export interface SalesChannelsOptions {
  readonly limits?: HttpLimits
  readonly filesTimes?: FilesTimes
}

const byKind =
  (table: ReadonlyMap<string, ChannelConnector>) =>
  (channel: SalesChannel): Effect.Effect<ChannelConnector, ChannelFailure> => {
    const connector = table.get(channel.kind)
    if (connector !== undefined) return Effect.succeed(connector)
    return new ChannelFailure({
      reason: "Misconfigured",
      message: `No connector for "${foreignText(channel.kind)}". Known: ${[...table.keys()].join(", ")}.`
    })
  }

const listsNothing = (label: string) =>
  new ChannelFailure({ reason: "Misconfigured", message: `${label} offers no list of its SKUs.` })

/** Adding a channel: its own file or folder, and its row in `rows`. */
export const salesChannelsLayer = (
  options: SalesChannelsOptions = {}
): Layer.Layer<SalesChannels, never, Vault | RequestBudgets> =>
  Layer.effect(
    SalesChannels,
    Effect.gen(function* () {
      const http = yield* makeHttp(options.limits ?? defaultLimits)
      const asking = yield* makeChannelHttp(http)
      const rows: ReadonlyArray<ChannelConnector> = [
        yield* makeVendure(http, asking),
        ...(yield* makeFilesRows(options.filesTimes ?? defaultFilesTimes)),
        yield* makeAmazon(http, asking),
        yield* makeBigcommerce(asking),
        yield* makeEbay(asking),
        yield* makeMedusa(asking),
        yield* makeWoocommerce(asking),
        yield* makeShopify(asking)
      ]
      const connector = byKind(new Map(rows.map((row) => [row.kind.kind, row])))
      return SalesChannels.of({
        kinds: rows.map((row) => row.kind),
        downloadPage: (channel, since, cursor) =>
          Effect.flatMap(connector(channel), (c) => c.downloadPage(channel, since, cursor)),
        readOrders: (channel, ids) => Effect.flatMap(connector(channel), (c) => c.readOrders(channel, ids)),
        pushFulfillment: (channel, push) =>
          Effect.flatMap(connector(channel), (c) => c.pushFulfillment(channel, push)),
        uploadInventory: (channel, key, levels) =>
          Effect.flatMap(connector(channel), (c) => c.uploadInventory(channel, key, levels)),
        readInventory: (channel, skus) =>
          Effect.flatMap(connector(channel), (c) => c.readInventory(channel, skus)),
        readListings: (channel, cursor) =>
          Effect.flatMap(connector(channel), (c) =>
            c.readListings === undefined ? listsNothing(c.kind.label) : c.readListings(channel, cursor)
          ),
        test: (channel) => Effect.flatMap(connector(channel), (c) => c.test(channel)),
        placeTestOrder: (channel) => Effect.flatMap(connector(channel), (c) => c.placeTestOrder(channel))
      })
    })
  )
