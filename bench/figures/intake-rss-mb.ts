import { openIntake } from "../contests/intake.ts"
import type { Figure } from "../figure.ts"
import { shown } from "../numbers.ts"

export const intakeRssMb: Figure = {
  name: "intake_rss_mb",
  unit: "MB",
  target: 250,
  better: "lower",
  measure: async (bench) => {
    const world = await openIntake(bench, "bench_intake_rss")
    const many = bench.quick ? 10_000 : 100_000
    const few = 1_000
    const take = async (from: number, count: number) => {
      await world.show({ from, count })
      return (await world.worker({ do: "import" })).rssMb ?? Number.NaN
    }
    try {
      const small = await take(0, few)
      const large = await take(few, many)
      return {
        value: Math.max(small, large),
        detail: `the most that the process of the worker, bundled and started as it ships, held while it imported ${few} orders: ${shown(small)} MB, then ${many}: ${shown(large)} MB`
      }
    } finally {
      await world.close()
    }
  }
}
