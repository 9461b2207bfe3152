// `npm test`: everything, on a bare machine, with nothing started. Plain JavaScript for Node 20: it comes before the
// packages. Prints what each step did and, last, one line: N passed, N failed, N skipped.
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join, relative } from "node:path"
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

/** One run of a vitest project, or of some of its files: its report, not its closing line; none if it wrote none. */
async function vitestReport(project, env, files) {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-test-"))
  const report = join(folder, "report.json")
  const args = [
    bin("vitest/vitest.mjs"),
    "run",
    "--project",
    project,
    "--reporter=dot",
    "--reporter=json",
    ...files
  ]
  const { code } = await run([...args, `--outputFile.json=${report}`], { env, timeoutMs: minutes(15) })
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null
  rmSync(folder, { recursive: true, force: true })
  return { code, result }
}

/** What failed in a report: the file, the test (a file that could not be loaded has none), the first line of why. */
const failuresOf = (result) =>
  result.testResults.flatMap((file) => {
    const path = relative(root, file.name)
    const failed = file.assertionResults.filter((one) => one.status === "failed")
    if (failed.length === 0) return file.status === "failed" ? [{ path, name: path, why: file.message }] : []
    return failed.map((one) => ({
      path,
      name: `${path} > ${one.fullName}`,
      why: one.failureMessages.join(" ").split("\n")[0].slice(0, 300)
    }))
  })

/** The parts of a project whose tools are not here are named, as whole steps are. */
const noteSkipped = (name, result) => {
  const skipped = result.testResults
    .flatMap((file) => file.assertionResults)
    .filter((one) => one.status === "skipped" || one.status === "pending")
  const parts = new Set(skipped.map((one) => one.ancestorTitles.find((title) => title !== "") ?? one.title))
  for (const part of parts) notes.push(`skipped: ${name}: ${part}`)
}

const passedIn = (result, paths) =>
  result.testResults
    .filter((file) => paths.has(relative(root, file.name)))
    .flatMap((file) => file.assertionResults)
    .filter((one) => one.status === "passed").length

/**
 * A vitest project. A file that fails is run once more, alone: a test that then passes was unsteady, which is said at
 * the end with its reason; one that fails again has failed.
 */
const vitest = (name, project, env = {}, when = () => null) => ({
  name,
  skip: when,
  run: async () => {
    const { code, result } = await vitestReport(project, env, [])
    if (result === null) return { failed: 1 }
    const passed = result.numPassedTests
    const skipped = result.numPendingTests + (result.numTodoTests ?? 0)
    noteSkipped(name, result)
    const failures = failuresOf(result)
    // An error outside any test (an unhandled rejection) fails the run without a failed test.
    if (failures.length === 0) return { passed, skipped, failed: code === 0 ? 0 : 1 }

    const files = new Set(failures.map((one) => one.path))
    const again = await vitestReport(project, env, [...files])
    const still = again.result === null ? failures : failuresOf(again.result)
    const failed = again.code !== 0 && still.length === 0 ? failures : still
    const unsteady = failures.filter((one) => !failed.some((other) => other.name === one.name))
    for (const one of unsteady) notes.push(`unsteady: ${name}: ${one.name}: ${one.why}`)
    for (const one of failed) notes.push(`failed: ${name}: ${one.name}: ${one.why}`)
    const passedAgain = again.result?.numPassedTests ?? 0
    return { passed: passed - passedIn(result, files) + passedAgain, skipped, failed: failed.length }
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
    const missed = output.split("\n").filter((one) => /\bFAIL\b/.test(one))
    for (const one of missed.slice(0, 20)) notes.push(`failed: ${name}: ${one.trim().slice(0, 300)}`)
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
  vitest("operators at a real terminal: tmux, sshd", "terminal"),
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
  if ((result.failed ?? 0) > 0 && !notes.some((note) => note.includes(step.name)))
    notes.push(`failed: ${step.name}`)
  const seconds = ((performance.now() - from) / 1000).toFixed(1)
  console.log(`== ${step.name}: ${result.passed ?? 0} passed, ${result.failed ?? 0} failed (${seconds} s)`)
}
finish()
