import { setTimeout as sleep } from "node:timers/promises"
import type { Bench } from "../bench-context.ts"
import { openIntake } from "../contests/intake.ts"
import type { Figure } from "../figure.ts"
import { shown } from "../numbers.ts"

const channels = 200

/** What a worker takes of one core while nothing comes, in percent. */
const idlePct = async (bench: Bench, name: string, of: number): Promise<number> => {
  const world = await openIntake(bench, name)
  const cpuMs = async () => (await world.worker({ do: "cpu" })).cpuMs ?? Number.NaN
  try {
    await world.worker({ do: "idle", channels: of })
    // What a start compiles and plans is no part of standing idle.
    await sleep(bench.quick ? 3_000 : 15_000)
    const [from, before] = [performance.now(), await cpuMs()]
    await sleep(bench.quick ? 10_000 : 120_000)
    return (100 * ((await cpuMs()) - before)) / (performance.now() - from)
  } finally {
    await world.close()
  }
}

export const idle200ChannelsCpuPct: Figure = {
  name: "idle_200_channels_cpu_pct",
  unit: "%",
  target: 2,
  better: "lower",
  measure: async (bench) => {
    const none = await idlePct(bench, "bench_idle_none", 0)
    const all = await idlePct(bench, "bench_idle_200", channels)
    return {
      value: all - none,
      detail: `of one core, for ${channels} channels that are asked every 15 minutes and have nothing new: the worker's process takes ${shown(all)} % with them and ${shown(none)} % without any`
    }
  }
}
