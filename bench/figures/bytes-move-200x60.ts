import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const bytesMove200x60: Figure = {
  name: "bytes_move_200x60",
  unit: "bytes",
  target: null,
  better: "lower",
  measure: async (bench) => {
    const { move } = await frameCosts(bench, "wide")
    return {
      value: move.bytes,
      detail: `written to the terminal, the cursor moves by a row; 200x60, 10,000 orders in memory, ${move.frames} frames in ${move.writes} writes`
    }
  }
}
