import { startOwnQueue } from "../contests/own-queue.ts"
import type { Figure } from "../figure.ts"
import { median, shown } from "../numbers.ts"
import { secondsOf } from "../slices.ts"
import { Tally } from "../world/tally.ts"

const burst = 300

export const burst300StartedS: Figure = {
  name: "burst_300_started_s",
  unit: "s",
  target: 0.5,
  better: "lower",
  measure: async (bench) => {
    const tally = new Tally()
    const queue = await startOwnQueue(await bench.cluster.database("bench_burst"), undefined, () =>
      tally.add(1)
    )
    const seconds: Array<number> = []
    try {
      for (let i = 0; i < (bench.quick ? 3 : 9); i++) {
        const started = tally.until(burst)
        const adding = () => Promise.all(Array.from({ length: burst }, queue.addOne))
        seconds.push(await secondsOf(() => Promise.all([adding(), started])))
      }
    } finally {
      await queue.close()
    }
    return {
      value: median(seconds),
      detail: `300 jobs asked for one by one, each in a transaction of its own, until the last has begun, at the worker's usual width; slowest ${shown(Math.max(...seconds))} s of ${seconds.length}`
    }
  }
}
