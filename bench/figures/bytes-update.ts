import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const bytesUpdate: Figure = {
  name: "bytes_update",
  unit: "bytes",
  target: 200,
  better: "lower",
  measure: async (bench) => {
    const { update } = await frameCosts(bench)
    return {
      value: update.bytes,
      detail: `written to the terminal, three rows on the screen change; 120x44, mean of ${update.frames} frames`
    }
  }
}
