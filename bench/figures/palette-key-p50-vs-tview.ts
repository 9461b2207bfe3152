import { updatesPerSecond } from "../contests/console-rivals.ts"
import { typingTimes } from "../contests/console-typing.ts"
import type { Figure } from "../figure.ts"
import { quantile, shown } from "../numbers.ts"

export const paletteKeyP50VsTview: Figure = {
  name: "palette_key_p50_vs_tview",
  unit: "ratio",
  target: null,
  better: "lower",
  measure: async (bench) => {
    const { ours, tview } = await typingTimes(bench, "palette")
    const say = (times: ReadonlyArray<number>): string =>
      `${shown(quantile(times, 0.5))} ms, p95 ${shown(quantile(times, 0.95))}`
    return {
      value: quantile(ours, 0.5) / quantile(tview, 0.5),
      detail: `a letter typed into the palette above the live list, or taken back; 120x40, 10,000 rows, ${updatesPerSecond} changes a second below: key to the field that shows it ${say(ours)}, a page of a tview program ${say(tview)}; ${ours.length} keys`
    }
  }
}
