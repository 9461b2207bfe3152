import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { Database, databaseLayer } from "../../src/store/database.ts"
import { type PolledRead, polledStores } from "../../test/fixtures/polled-reads.ts"
import type { Bench } from "../bench-context.ts"
import { quantile, shown } from "../numbers.ts"
import { secondsOf } from "../slices.ts"
import { fillJobs } from "../world/fill-jobs.ts"
import { millionBoard } from "./million.ts"

export interface PolledCost {
  readonly name: string
  readonly p50: number
  readonly p95: number
}

export interface PolledWorld {
  readonly orders: number
  readonly jobs: number
  /** Milliseconds of each read, as a screen waits for it; the slowest first. */
  readonly costs: (reads: ReadonlyArray<PolledRead>) => Promise<ReadonlyArray<PolledCost>>
  /** The same of a statement that reads no table and computes about as long as a read: what the load of the machine adds. */
  readonly floor: () => Promise<PolledCost>
}

/** Each of the four connections plans a statement anew some six times before it keeps a plan; a screen asks for hours. */
const warmUp = 40
const looks = 100

interface Asked {
  readonly name: string
  readonly read: Effect.Effect<unknown, unknown, Layer.Success<typeof polledStores> | Database>
}

const open = async (bench: Bench): Promise<PolledWorld> => {
  const { connection, orders } = await millionBoard(bench)
  const jobs = bench.quick ? 100_000 : 1_000_000
  await fillJobs(connection, jobs)
  const runtime = ManagedRuntime.make(
    Layer.provideMerge(polledStores, databaseLayer({ ...connection, max: 4 }))
  )
  bench.atEnd(() => runtime.dispose())
  const cost = async ({ name, read }: Asked): Promise<PolledCost> => {
    const times: Array<number> = []
    for (let i = -warmUp; i < looks; i++) {
      const seconds = await secondsOf(() => runtime.runPromise(read))
      if (i >= 0) times.push(seconds * 1000)
    }
    return { name, p50: quantile(times, 0.5), p95: quantile(times, 0.95) }
  }
  return {
    orders,
    jobs,
    floor: () =>
      cost({
        name: "no table",
        read: Effect.flatMap(Database, ({ query }) =>
          query((sql) => sql`select count(*) from generate_series(1, 10000)`)
        )
      }),
    costs: async (reads) => {
      const costs: Array<PolledCost> = []
      for (const read of reads) costs.push(await cost(read))
      return costs.toSorted((a, b) => b.p95 - a.p95)
    }
  }
}

/** The million orders with a million jobs beside them. */
const polledWorld = (bench: Bench): Promise<PolledWorld> => bench.once("polled", () => open(bench))

/** The dearest of some reads, by its p95, and the three slowest by name. */
export const dearest = async (bench: Bench, reads: ReadonlyArray<PolledRead>, who: string) => {
  const world = await polledWorld(bench)
  const costs = await world.costs(reads)
  const floor = await world.floor()
  const worst = costs
    .slice(0, 3)
    .map(({ name, p50, p95 }) => `${name} p50 ${shown(p50)}, p95 ${shown(p95)} ms`)
  return {
    value: Math.max(...costs.map(({ p95 }) => p95)),
    detail: `${world.jobs} jobs and ${world.orders} orders, ${costs.length} reads that ${who} repeats; the slowest: ${worst.join("; ")}; a statement that reads no table: p50 ${shown(floor.p50)}, p95 ${shown(floor.p95)} ms`
  }
}
