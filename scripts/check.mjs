// `npm run check`: what to run before each commit. Types, lint, import rules and stale docs beside one another, then the
// fast tests, some of which hold others to a time. (The console's and the store's tests are part of `npm test`.)
import { spawn } from "node:child_process"

const looks = [
  ["tsc", "--noEmit"],
  ["biome", "ci", "."],
  ["node", "scripts/arch.mjs"],
  ["node", "scripts/docs.ts", "--check"]
]
const tests = ["vitest", "run", "--project", "fast", "--reporter=default", "--silent=passed-only"]

/** Its output is kept until it ended, so that two steps never write into one another's lines. */
const run = ([program, ...args]) =>
  new Promise((resolve) => {
    const from = performance.now()
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] })
    const output = []
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk))
    const end = (isOk) => {
      const seconds = ((performance.now() - from) / 1000).toFixed(1)
      if (!isOk) process.stdout.write(Buffer.concat(output))
      console.log(`${isOk ? "ok  " : "FAIL"} ${program} ${args.join(" ")} (${seconds} s)`)
      resolve(isOk)
    }
    child.once("error", (error) => {
      output.push(Buffer.from(`${error.message}\n`))
      end(false)
    })
    child.once("close", (code) => end(code === 0))
  })

const results = await Promise.all(looks.map(run))
results.push(await run(tests))
process.exit(results.every(Boolean) ? 0 : 1)
