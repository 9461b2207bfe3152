import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const bytesMove: Figure = {
  name: "bytes_move",
  unit: "bytes",
  target: 400,
  better: "lower",
  measure: async (bench) => {
    const { move } = await frameCosts(bench)
    return {
      value: move.bytes,
      detail: `written to the terminal, the cursor moves by a row; 120x44, mean of ${move.frames} frames`
    }
  }
}
