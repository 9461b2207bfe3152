import type { Bench } from "../bench-context.ts"
import { interleave, type Rounds, secondsOf } from "../slices.ts"
import { Tally } from "../world/tally.ts"
import { startGraphile } from "./graphile.ts"
import { startOwnQueue } from "./own-queue.ts"
import { type QueuePeer, untilSettled } from "./queue-peer.ts"

/** What our worker may hold of jobs that end at once: enough for few and large exchanges. */
const noopWidth = { concurrency: 1_024, maxBatch: 1_024 }

/** From the commit of the last job to the database knowing that all are done. */
const drained = async (peer: QueuePeer, tally: Tally, jobs: number): Promise<number> => {
  const ran = tally.until(jobs)
  await peer.addMany(jobs)
  const seconds = await secondsOf(async () => {
    await ran
    await untilSettled(peer)
  })
  return jobs / seconds
}

export const drainContest = async (bench: Bench): Promise<Rounds<"ours" | "graphile-worker">> => {
  const jobs = bench.quick ? 2_000 : 5_000
  const tallies = { own: new Tally(), graphile: new Tally() }
  const own = await startOwnQueue(await bench.cluster.database("bench_drain"), noopWidth, () =>
    tallies.own.add(1)
  )
  const graphile = await startGraphile(
    await bench.cluster.emptyDatabase("bench_drain_peer"),
    { localQueue: true },
    () => tallies.graphile.add(1)
  )
  try {
    return await interleave(
      {
        ours: () => drained(own, tallies.own, jobs),
        "graphile-worker": () => drained(graphile, tallies.graphile, jobs)
      },
      bench.quick ? 3 : 9
    )
  } finally {
    await own.close()
    await graphile.close()
  }
}
