import { tearing, tearingInTmux } from "../contests/console-costs.ts"
import type { Figure } from "../figure.ts"

export const tornFrames: Figure = {
  name: "torn_frames",
  unit: "chunks",
  target: 0,
  better: "lower",
  measure: async (bench) => {
    const direct = await tearing(bench)
    const tmux = await tearingInTmux(bench)
    return {
      value: direct.torn + direct.outside + tmux.torn,
      detail: `60 keys with 10 changes a second: ${direct.torn} of ${direct.chunks} chunks left a row of the list blank, ${direct.outside} characters came outside of a synchronized frame; through ${tmux.version} ${tmux.torn} of ${tmux.chunks}`
    }
  }
}
