import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { databaseLayer } from "../../src/store/database.ts"
import { type PolledRead, polledStores } from "../../test/fixtures/polled-reads.ts"
import type { Bench } from "../bench-context.ts"
import { quantile } from "../numbers.ts"
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
}

const warmUp = 15
const looks = 100

const open = async (bench: Bench): Promise<PolledWorld> => {
  const { connection, orders } = await millionBoard(bench)
  const jobs = bench.quick ? 100_000 : 1_000_000
  await fillJobs(connection, jobs)
  const runtime = ManagedRuntime.make(Layer.provide(polledStores, databaseLayer({ ...connection, max: 4 })))
  bench.atEnd(() => runtime.dispose())
  const cost = async ({ name, read }: PolledRead): Promise<PolledCost> => {
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
    costs: async (reads) => {
      const costs: Array<PolledCost> = []
      for (const read of reads) costs.push(await cost(read))
      return costs.toSorted((a, b) => b.p95 - a.p95)
    }
  }
}

/** The million orders with a million jobs beside them. */
export const polledWorld = (bench: Bench): Promise<PolledWorld> => bench.once("polled", () => open(bench))
