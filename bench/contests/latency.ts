import type { Bench } from "../bench-context.ts"
import { quantile } from "../numbers.ts"
import { startGraphile } from "./graphile.ts"
import { startOwnQueue } from "./own-queue.ts"
import type { QueuePeer } from "./queue-peer.ts"

/** A queue and the moment its next job begins. */
class Starter {
  private peer: QueuePeer | undefined
  private begun: () => void = () => {}
  readonly times: Array<number> = []

  readonly onJob = (): void => this.begun()

  async open(opening: Promise<QueuePeer>): Promise<this> {
    this.peer = await opening
    return this
  }

  /** From asking for a job to its handler's first breath. */
  async startOne(keep: boolean): Promise<void> {
    const from = performance.now()
    const begun = new Promise<void>((resolve) => {
      this.begun = resolve
    })
    await Promise.all([
      this.peer?.addOne(),
      begun.then(() => keep && this.times.push(performance.now() - from))
    ])
  }

  async close(): Promise<void> {
    await this.peer?.close()
  }
}

const pauseMs = 10
const warmUp = 20

const open = async (bench: Bench): Promise<Record<"ours" | "graphile" | "graphileLocal", Starter>> => {
  const { database, emptyDatabase } = bench.cluster
  const ours = new Starter()
  const plain = new Starter()
  const local = new Starter()
  return {
    ours: await ours.open(startOwnQueue(await database("bench_latency"), undefined, ours.onJob)),
    graphile: await plain.open(
      startGraphile(await emptyDatabase("bench_latency_peer"), { localQueue: false }, plain.onJob)
    ),
    graphileLocal: await local.open(
      startGraphile(await emptyDatabase("bench_latency_peer_local"), { localQueue: true }, local.onJob)
    )
  }
}

export interface Latencies {
  readonly ours: ReadonlyArray<number>
  /** The faster of the peer's two settings. */
  readonly peer: ReadonlyArray<number>
  readonly peerSetting: string
}

/** One job at a time, in turn: ours, the peer without and with its local queue. */
export const latencyContest = async (bench: Bench): Promise<Latencies> => {
  const starters = await open(bench)
  const { ours, graphile, graphileLocal } = starters
  try {
    for (let i = -warmUp; i < (bench.quick ? 100 : 400); i++)
      for (const starter of Object.values(starters)) {
        await starter.startOne(i >= 0)
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    const localIsFaster = quantile(graphileLocal.times, 0.5) < quantile(graphile.times, 0.5)
    return {
      ours: ours.times,
      peer: localIsFaster ? graphileLocal.times : graphile.times,
      peerSetting: localIsFaster ? "with its local queue" : "without its local queue, the faster way"
    }
  } finally {
    for (const starter of Object.values(starters)) await starter.close()
  }
}
