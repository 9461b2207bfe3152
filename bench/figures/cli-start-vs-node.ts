import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import type { Figure } from "../figure.ts"
import { interleave, medianRatio, medians, secondsOf } from "../slices.ts"

const bin = fileURLToPath(new URL("../../bin/switchyard.mjs", import.meta.url))

/** The very Node that runs us: the packaged one. */
const milliseconds = (args: ReadonlyArray<string>) => async (): Promise<number> => {
  const seconds = await secondsOf(async () => {
    const child = spawn(process.execPath, [...args], { stdio: "ignore" })
    const [code] = await once(child, "exit")
    if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}`)
  })
  return seconds * 1000
}

export const cliStartVsNode: Figure = {
  name: "cli_start_vs_node",
  unit: "ratio",
  target: 6,
  better: "lower",
  measure: async (bench) => {
    const rounds = await interleave(
      { switchyard: milliseconds([bin, "--help"]), node: milliseconds(["-e", ""]) },
      bench.quick ? 5 : 20
    )
    return {
      value: medianRatio(rounds, "switchyard", "node"),
      detail: `switchyard --help against node -e '': ${medians(rounds, " ms")}`
    }
  }
}
