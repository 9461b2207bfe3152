// `npm run check`: what to run before each commit. Types, lint, import rules, stale docs, fast tests.
import { spawnSync } from "node:child_process"

const steps = [
  ["tsc", "--noEmit"],
  ["biome", "ci", "."],
  ["node", "scripts/arch.mjs"],
  ["node", "scripts/docs.ts", "--check"],
  ["vitest", "run", "--project", "fast", "--reporter=dot"]
]
for (const [program, ...args] of steps) {
  const from = performance.now()
  const { status } = spawnSync(program, args, { stdio: "inherit" })
  console.log(
    `${status === 0 ? "ok  " : "FAIL"} ${program} ${args.join(" ")} (${((performance.now() - from) / 1000).toFixed(1)} s)`
  )
  if (status !== 0) process.exit(1)
}
