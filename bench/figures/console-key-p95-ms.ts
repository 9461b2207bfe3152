import { consoleFigures } from "../contests/console-screen.ts"
import type { Figure } from "../figure.ts"
import { quantile, shown } from "../numbers.ts"

export const consoleKeyP95Ms: Figure = {
  name: "console_key_p95_ms",
  unit: "ms",
  target: null,
  better: "lower",
  measure: async (bench) => {
    const { keys } = await consoleFigures(bench)
    return {
      value: quantile(keys, 0.95),
      detail: `key j to its last byte in a pseudo-terminal of 120x40 over 10,000 orders: p50 ${shown(quantile(keys, 0.5))} ms of ${keys.length} keys`
    }
  }
}
