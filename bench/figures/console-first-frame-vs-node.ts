import { consoleFigures } from "../contests/console-screen.ts"
import { nodeStartMs } from "../contests/node-start.ts"
import type { Figure } from "../figure.ts"
import { median, shown } from "../numbers.ts"

export const consoleFirstFrameVsNode: Figure = {
  name: "console_first_frame_vs_node",
  unit: "ratio",
  target: 10,
  better: "lower",
  measure: async (bench) => {
    const { firstFrames } = await consoleFigures(bench)
    const node: Array<number> = []
    for (let i = 0; i < firstFrames.length; i++) node.push(await nodeStartMs(["-e", ""]))
    return {
      value: median(firstFrames) / median(node),
      detail: `from a stopped database to the first frame with rows of 10,000 orders: ${shown(median(firstFrames))} ms, node -e '' ${shown(median(node))} ms (medians of ${firstFrames.length})`
    }
  }
}
