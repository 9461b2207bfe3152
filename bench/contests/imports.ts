import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type { IncomingOrder } from "../../src/domain/model/order.ts"
import type { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { OrderStore } from "../../src/domain/ports/order-store.ts"
import { catalogLayer } from "../../src/store/catalog.ts"
import { channelStoreLayer } from "../../src/store/channel-store.ts"
import { connect, databaseLayer } from "../../src/store/database.ts"
import { mappingStoreLayer } from "../../src/store/mapping-store.ts"
import { orderStoreLayer } from "../../src/store/order-store.ts"
import { supplierStoreLayer } from "../../src/store/supplier-store.ts"
import type { Bench } from "../bench-context.ts"
import { interleave, type Rounds, secondsOf } from "../slices.ts"
import { benchOrders } from "../world/bench-orders.ts"
import { foundBenchWorld } from "../world/bench-world.ts"
import { copyOrders, createCopyTables } from "./plain-copy.ts"
import { fingerprint } from "./row-versions.ts"

export interface ImportContest {
  readonly rounds: Rounds<"import" | "again" | "COPY">
  /** Whether a repeated import left every row of every table as it was, locks included. */
  readonly wroteNothing: boolean
}

const ordersACall = 500

const importLayer = Layer.mergeAll(
  catalogLayer,
  channelStoreLayer,
  mappingStoreLayer,
  orderStoreLayer,
  supplierStoreLayer
)

/** Both sides begin with the same decoded orders and end with a commit of each five hundred, on one connection. */
const contest = async (bench: Bench): Promise<ImportContest> => {
  const connection = await bench.cluster.database("bench_imports")
  const runtime = ManagedRuntime.make(
    Layer.provideMerge(importLayer, databaseLayer({ ...connection, max: 1 }))
  )
  const sql = connect({ ...connection, max: 1 })
  const channelId: ChannelId = await runtime.runPromise(foundBenchWorld)
  await createCopyTables(sql)
  const calls = bench.quick ? 2 : 6
  let from = 0
  const nextPages = () => {
    const pages = Array.from({ length: calls }, (_, i) => benchOrders(from + i * ordersACall, ordersACall))
    from += calls * ordersACall
    return pages
  }
  let known = nextPages()
  const importAll = (pages: ReadonlyArray<ReadonlyArray<IncomingOrder>>) =>
    runtime.runPromise(
      Effect.flatMap(OrderStore, (orders) =>
        Effect.forEach(pages, (page) => orders.importPage(channelId, page, new Date()), { discard: true })
      )
    )
  const rate = async (work: () => Promise<unknown>) => (calls * ordersACall) / (await secondsOf(work))
  const first = () => {
    known = nextPages()
    return rate(() => importAll(known))
  }
  const copy = () => {
    const pages = nextPages()
    return rate(async () => {
      for (const page of pages) await copyOrders(sql, channelId, page)
    })
  }
  try {
    const rounds = await interleave(
      { import: first, again: () => rate(() => importAll(known)), COPY: copy },
      bench.quick ? 3 : 9
    )
    const before = await fingerprint(sql)
    await importAll(known)
    return { rounds, wroteNothing: before === (await fingerprint(sql)) }
  } finally {
    await runtime.dispose()
    await sql.end()
  }
}

export const importContest = (bench: Bench): Promise<ImportContest> =>
  bench.once("imports", () => contest(bench))
