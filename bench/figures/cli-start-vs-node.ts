import { fileURLToPath } from "node:url"
import { nodeStartMs } from "../contests/node-start.ts"
import type { Figure } from "../figure.ts"
import { interleave, medianRatio, medians } from "../slices.ts"

const bin = fileURLToPath(new URL("../../bin/switchyard.mjs", import.meta.url))

export const cliStartVsNode: Figure = {
  name: "cli_start_vs_node",
  unit: "ratio",
  target: 6,
  better: "lower",
  measure: async (bench) => {
    const rounds = await interleave(
      { switchyard: () => nodeStartMs([bin, "--help"]), node: () => nodeStartMs(["-e", ""]) },
      bench.quick ? 5 : 20
    )
    return {
      value: medianRatio(rounds, "switchyard", "node"),
      detail: `switchyard --help against node -e '': ${medians(rounds, " ms")}`
    }
  }
}
