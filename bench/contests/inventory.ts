import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { vendureKind } from "../../src/connectors/channels/vendure/vendure.ts"
import { listInventory } from "../../src/domain/operations/list-inventory.ts"
import { refreshInventory } from "../../src/domain/operations/refresh-inventory.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { SalesChannels } from "../../src/domain/ports/sales-channels.ts"
import { channelStoreLayer } from "../../src/store/channel-store.ts"
import { connect, databaseLayer } from "../../src/store/database.ts"
import { inventoryStoreLayer } from "../../src/store/inventory-store.ts"
import type { Bench } from "../bench-context.ts"
import { secondsOf } from "../slices.ts"
import { fillStock } from "../world/fill-stock.ts"
import { queryPerSku } from "./query-per-sku.ts"

export interface Screen {
  readonly after: string | null
  readonly search: string
}

export interface Stock {
  readonly products: number
  /**
   * What suppliers have of a tenth of the products is another number now, unless there is such a tenth already of which not all
   * is computed; which tenth goes round.
   */
  readonly changeTenth: () => Promise<void>
  /** Computes all products for all channels; seconds a product. */
  readonly recompute: () => Promise<number>
  /** The same by a query per product, of a sample; seconds a product. */
  readonly oneByOne: () => Promise<number>
  /** Milliseconds until the first page of the screen is known, each after some to warm up. */
  readonly look: (screens: ReadonlyArray<Screen>, times: number) => Promise<Array<number>>
}

const rowsAPage = 50
const warmUp = 5

const never = (name: string) => () => Effect.die(new Error(`the bench does not ask for ${name}`))

/** A kind that shows what can be sold: a minimum level counts there. */
const shops = Layer.succeed(
  SalesChannels,
  SalesChannels.of({
    kinds: [vendureKind],
    downloadPage: never("orders"),
    readOrders: never("orders by name"),
    pushFulfillment: never("pushes"),
    uploadInventory: never("uploads"),
    readInventory: never("stock"),
    readListings: never("listings"),
    placeTestOrder: never("test orders"),
    test: never("tests")
  })
)

const open = async (bench: Bench): Promise<Stock> => {
  const connection = await bench.cluster.database("bench_stock")
  const products = bench.quick ? 50_000 : 1_000_000
  await fillStock(connection, products, products / 4)
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(inventoryStoreLayer, channelStoreLayer, shops).pipe(
      Layer.provideMerge(databaseLayer({ ...connection, max: 2 }))
    )
  )
  const sql = connect({ ...connection, max: 4 })
  bench.atEnd(async () => {
    await runtime.dispose()
    await sql.end()
  })
  const refresh = () => runtime.runPromise(refreshInventory(null))
  await refresh()
  await sql.unsafe("vacuum analyze channel_stock")
  // What is settled by it is history, as it is after a night of a running house.
  await sql.unsafe("vacuum analyze order_lines")
  const channel = await runtime.runPromise(Effect.flatMap(ChannelStore, (s) => s.byName("shop-2")))
  if (channel === null) throw new Error("shop-2 is not there")
  let tenth = 0
  let isComputed = true
  return {
    products,
    changeTenth: async () => {
      if (!isComputed) return
      isComputed = false
      tenth = (tenth + 1) % 10
      await sql`update stock_levels set on_hand = on_hand + 5 where supplier_id = 1 and product_id % 10 = ${tenth}`
    },
    recompute: async () => {
      const seconds = await secondsOf(refresh)
      isComputed = true
      return seconds / products
    },
    oneByOne: () => queryPerSku(sql, products, bench.quick ? 200 : 500),
    look: async (screens, times) => {
      const taken: Array<number> = []
      for (const { after, search } of screens)
        for (let i = -warmUp; i < times; i++) {
          const seconds = await secondsOf(() =>
            runtime.runPromise(listInventory(channel, null, after, rowsAPage, search))
          )
          if (i >= 0) taken.push(seconds * 1000)
        }
      return taken
    }
  }
}

/** A catalog of a million products with five channels. It stays open for all figures that look at it. */
export const stock = (bench: Bench): Promise<Stock> => bench.once("stock", () => open(bench))
