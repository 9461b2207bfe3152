import { stock } from "../contests/inventory.ts"
import type { Figure } from "../figure.ts"
import { interleave, medianRatio, medians } from "../slices.ts"

/** A tenth of what suppliers have is another number each time: what has to be written of it is written, by both. */
export const recomputeVsQueryPerSku: Figure = {
  name: "recompute_vs_query_per_sku",
  unit: "ratio",
  target: 50,
  better: "higher",
  measure: async (bench) => {
    const world = await stock(bench)
    const perMillion = (seconds: number): number => seconds * 1_000_000
    const rounds = await interleave(
      {
        "a query per SKU": async () => {
          await world.changeTenth()
          return perMillion(await world.oneByOne())
        },
        "all at once": async () => {
          await world.changeTenth()
          return perMillion(await world.recompute())
        }
      },
      bench.quick ? 2 : 3
    )
    return {
      value: medianRatio(rounds, "a query per SKU", "all at once"),
      detail: `${world.products} SKUs x 5 channels; ${medians(rounds, " s a million")}`
    }
  }
}
