import * as ManagedRuntime from "effect/ManagedRuntime"
import type { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { type ConnectionOptions, connect } from "../../src/store/database.ts"
import type { Bench } from "../bench-context.ts"
import { interleave, type Rounds } from "../slices.ts"
import { queuedLayer, type ShopWindow } from "../world/bench-layer.ts"
import { foundBenchWorld } from "../world/bench-world.ts"
import { type CommitFloor, commitFloor } from "./commit-floor.ts"
import { noopJobs } from "./noop-jobs.ts"
import { directPipeline, queuedPipeline } from "./pipeline-slices.ts"

export interface PipelineContest {
  readonly rounds: Rounds<"pipeline" | "without queue" | "no-op jobs" | "commits">
  readonly floor: CommitFloor["by"]
  /** What the rows of an order are, counted in the database after the contest. */
  readonly written: string
}

const countWritten = async (connection: ConnectionOptions): Promise<string> => {
  const sql = connect({ ...connection, max: 1 })
  const [n] = await sql<[Record<"orders" | "lines" | "purchase" | "planned" | "history" | "open", number>]>`
    select (select count(*) from orders where status = 'processing') as orders, (select count(*) from order_lines) as lines,
      (select count(*) from purchase_orders) as purchase, (select count(*) from dispatch_intents) as planned,
      (select count(*) from order_history) as history, (select count(*) from orders where status <> 'processing') as open`
  await sql.end()
  if (n.open > 0 || n.planned !== n.purchase) throw new Error(`${n.open} orders were not processed`)
  const each = (count: number) => (count / n.orders).toFixed(2)
  return `an order: ${each(n.lines)} lines, ${each(n.purchase)} purchase orders with intents, ${each(n.history)} history rows`
}

/** One database for all: whatever its growth costs, it costs everybody. */
const contest = async (bench: Bench): Promise<PipelineContest> => {
  const connection = await bench.cluster.database("bench_pipelines")
  const shop: ShopWindow = { from: 0, count: 0 }
  const runtime = ManagedRuntime.make(queuedLayer(connection, shop))
  const channelId: ChannelId = await runtime.runPromise(foundBenchWorld)
  const orders = bench.quick ? 1_000 : 2_000
  const queued = await queuedPipeline(runtime, shop, channelId, orders)
  const direct = await directPipeline(connection, shop, channelId, orders)
  const noop = await noopJobs(connection, orders)
  const floor = await commitFloor(connection, bench.quick ? 1 : 2)
  try {
    const rounds = await interleave(
      {
        pipeline: queued.slice,
        "without queue": direct.slice,
        "no-op jobs": noop.slice,
        commits: floor.slice
      },
      bench.quick ? 3 : 9
    )
    await queued.close()
    return { rounds, floor: floor.by, written: await countWritten(connection) }
  } finally {
    await direct.close()
    await noop.close()
    await floor.close()
    await runtime.dispose()
  }
}

export const pipelineContest = (bench: Bench): Promise<PipelineContest> =>
  bench.once("pipelines", () => contest(bench))
