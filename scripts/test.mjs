// `npm test`: everything, on a bare machine, with nothing started. Plain JavaScript for Node 20: it comes before the
// packages. Prints what each step did and, last, one line: N passed, N failed, N skipped.
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { ensureBuilt, ensureInstalled, node24 } from "./ensure.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const total = { passed: 0, failed: 0, skipped: 0 }
const notes = []

const count = (result) => {
  for (const key of Object.keys(total)) total[key] += result[key] ?? 0
}

const finish = () => {
  for (const note of notes) console.log(note)
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exit(total.failed > 0 ? 1 : 0)
}

/** Runs a program of ours or of our packages under a Node that is new enough; its output is shown as it comes. */
function run(args, { env = {}, timeoutMs }) {
  const node = node24()
  const path = [dirname(node), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter)
  return new Promise((resolve) => {
    const child = spawn(node, args, {
      cwd: root,
      env: { ...process.env, ...env, PATH: path },
      stdio: ["ignore", "pipe", "inherit"]
    })
    let output = ""
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      process.stdout.write(chunk)
      output = (output + chunk).slice(-200_000)
    })
    const timer = setTimeout(() => child.kill("SIGTERM"), timeoutMs)
    child.once("close", (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, output })
    })
  })
}

const bin = (name) => join("node_modules", name)
const minutes = (n) => n * 60_000

/** A step that either holds or does not. */
const check = (name, args, timeoutMs = minutes(3)) => ({
  name,
  run: async () => ((await run(args, { timeoutMs })).code === 0 ? { passed: 1 } : { failed: 1 })
})

/** A vitest project; its own counts are taken from its report, not from its closing line. */
const vitest = (name, project, env = {}, when = () => null) => ({
  name,
  skip: when,
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), "switchyard-test-"))
    const report = join(folder, "report.json")
    const args = [bin("vitest/vitest.mjs"), "run", "--project", project, "--reporter=dot", "--reporter=json"]
    const { code } = await run([...args, `--outputFile.json=${report}`], { env, timeoutMs: minutes(15) })
    const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null
    rmSync(folder, { recursive: true, force: true })
    if (result === null) return { failed: 1 }
    const failed = result.numFailedTests
    return {
      passed: result.numPassedTests,
      // A file that could not be loaded fails the run without a failed test.
      failed: code !== 0 && failed === 0 ? 1 : failed,
      skipped: result.numPendingTests + (result.numTodoTests ?? 0)
    }
  }
})

/** A program that ends in `N passed, N failed, N skipped` of its own, with the reason of a skip above it. */
const program = (name, args, timeoutMs) => ({
  name,
  run: async () => {
    const { code, output } = await run(args, { timeoutMs })
    const line = [...output.matchAll(/(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/g)].at(-1)
    if (line === undefined) return code === 0 ? { passed: 1 } : { failed: 1 }
    const [, passed, failed, skipped] = line.map((n) => Number(n ?? 0))
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: skipped || 0 }
  }
})

const debianPostgres = "/usr/lib/postgresql/15/bin"
const withDebian = () => (existsSync(debianPostgres) ? null : "Debian's PostgreSQL 15 is not installed")

const steps = [
  check("types", [bin("typescript/bin/tsc"), "--noEmit"]),
  check("lint", [bin("@biomejs/biome/bin/biome"), "ci", "."]),
  check("import rules", ["scripts/arch.mjs"]),
  check("generated docs", ["scripts/docs.ts", "--check"]),
  vitest("fast tests", "fast"),
  vitest("console tests", "console"),
  vitest("store tests on the embedded PostgreSQL 18", "store"),
  vitest("store tests on PostgreSQL 15", "store", { SWITCHYARD_TEST_BINARIES: debianPostgres }, withDebian),
  program("the walk: the demo world, headless", ["test/walk/walk.ts"], minutes(5)),
  program("trouble: bad input, broken worlds, killed workers", ["test/walk/trouble.ts"], minutes(5)),
  program(
    "20 workers killed while they import",
    ["test/intake/kills.ts", "--kills", "20", "--orders", "1500"],
    minutes(10)
  ),
  program(
    "8 workers killed while they tell shops what may be sold",
    ["test/intake/stock-pushes.ts", "--kills", "10", "--changes", "5000"],
    minutes(10)
  ),
  program(
    "the same without the lease, which must be seen",
    ["test/intake/stock-pushes.ts", "--kills", "0", "--changes", "1000", "--without", "lease"],
    minutes(10)
  ),
  program("60 s of seeded chaos", ["test/chaos/run.ts", "--seconds", "60", "--seed", "1"], minutes(10)),
  program("real servers: OpenSSH, vsftpd, Postfix, Dovecot", ["test/e2e-servers/run.ts"], minutes(10)),
  program("a real Vendure shop, real suppliers, 50 kills", ["test/e2e-vendure/run.ts"], minutes(15))
]

/** By words of their names: `npm test -- types walk`. A word that names none must not pass as nothing failed. */
const words = process.argv.slice(2)
const unknown = words.filter((word) => !steps.some((step) => step.name.includes(word)))
if (unknown.length > 0) {
  console.log(`No step is called ${unknown.join(", ")}. The steps are:`)
  for (const step of steps) console.log(`  ${step.name}`)
  process.exit(2)
}
const chosen = steps.filter((step) => words.length === 0 || words.some((word) => step.name.includes(word)))

try {
  await ensureInstalled()
  await ensureBuilt()
} catch (error) {
  console.log(error.message)
  total.failed += 1
  finish()
}

for (const step of chosen) {
  const from = performance.now()
  const why = step.skip?.() ?? null
  console.log(`\n== ${step.name}`)
  if (why !== null) {
    notes.push(`skipped: ${step.name} (${why})`)
    count({ skipped: 1 })
    continue
  }
  const result = await step.run()
  count(result)
  const seconds = ((performance.now() - from) / 1000).toFixed(1)
  console.log(`== ${step.name}: ${result.passed ?? 0} passed, ${result.failed ?? 0} failed (${seconds} s)`)
}
finish()
