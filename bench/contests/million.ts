import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { OrderBoard, type OrderFilter } from "../../src/domain/ports/order-board.ts"
import { type ConnectionOptions, databaseLayer } from "../../src/store/database.ts"
import { orderBoardLayer } from "../../src/store/order-board.ts"
import type { Bench } from "../bench-context.ts"
import { secondsOf } from "../slices.ts"
import { fillOrders } from "../world/fill-orders.ts"

export interface MillionBoard {
  readonly connection: ConnectionOptions
  readonly orders: number
  /** Milliseconds of each refresh, after some to warm up, and how many rows the last one showed. */
  readonly refresh: (filter: OrderFilter, times: number) => Promise<{ times: Array<number>; rows: number }>
}

const rowsAPage = 50
const warmUp = 20

const open = async (bench: Bench): Promise<MillionBoard> => {
  const connection = await bench.cluster.database("bench_million")
  const orders = bench.quick ? 100_000 : 1_000_000
  await fillOrders(connection, orders, "sandbox")
  const runtime = ManagedRuntime.make(
    Layer.provide(orderBoardLayer, databaseLayer({ ...connection, max: 2 }))
  )
  bench.atEnd(() => runtime.dispose())
  const page = (filter: OrderFilter) =>
    runtime.runPromise(Effect.flatMap(OrderBoard, (board) => board.page(filter, null, rowsAPage)))
  return {
    connection,
    orders,
    refresh: async (filter, times) => {
      const taken: Array<number> = []
      let rows = 0
      for (let i = -warmUp; i < times; i++) {
        const seconds = await secondsOf(async () => {
          rows = (await page(filter)).rows.length
        })
        if (i >= 0) taken.push(seconds * 1000)
      }
      return { times: taken, rows }
    }
  }
}

/** The console's board over a million orders with three lines each. It stays open for all figures that look at it. */
export const millionBoard = (bench: Bench): Promise<MillionBoard> => bench.once("million", () => open(bench))
