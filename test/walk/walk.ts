// The walk: the demo world as a newcomer runs it without a terminal, then the commands on what it left behind. Real
// processes, real protocols, a database of its own; ends in one line of counts.
import { spawn } from "node:child_process"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const launcher = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "bin", "switchyard.mjs")
const home = await mkdtemp(join(tmpdir(), "switchyard-walk-"))
// As root PostgreSQL runs as another user, who must be able to enter.
await chmod(home, 0o711)

const counts = { passed: 0, failed: 0 }
const check = (what: string, holds: boolean, otherwise: unknown = ""): void => {
  counts[holds ? "passed" : "failed"] += 1
  console.log(
    `${holds ? "ok  " : "FAIL"} ${what}${holds ? "" : `: ${JSON.stringify(otherwise).slice(0, 800)}`}`
  )
}

interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

const run = (args: ReadonlyArray<string>, timeoutMs = 60_000): Promise<Said> =>
  new Promise((resolve) => {
    const from = performance.now()
    const env = {
      ...process.env,
      SWITCHYARD_HOME: join(home, "world"),
      SWITCHYARD_WORLD: "sandbox",
      SWITCHYARD_ACTOR: "walk"
    }
    const child = spawn(process.execPath, [launcher, ...args], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs
    })
    let stdout = ""
    let stderr = ""
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk
    })
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk
    })
    child.once("close", (code) => resolve({ code: code ?? 1, stdout, stderr, ms: performance.now() - from }))
  })

const json = async <A>(args: ReadonlyArray<string>): Promise<A> =>
  JSON.parse((await run([...args, "--json"])).stdout) as A

const numbersOf = (line: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...line.matchAll(/(\d+) ([a-z]+(?: doubt)?)/g)].map(([, n, what]) => [what ?? "", Number(n)])
  )

interface Row {
  readonly id: number
  readonly channelOrderNumber: string
  readonly status: string
  readonly action: string | null
}

const demo = async (): Promise<void> => {
  const said = await run(["demo", "--headless", "--orders", "60", "--speed", "2"], 280_000)
  const line = said.stdout.trimEnd().split("\n").at(-1) ?? ""
  check("the headless demo ends with exit code 0", said.code === 0, said)
  const n = numbersOf(line)
  const parts =
    (n.completed ?? 0) + (n.held ?? 0) + (n.failed ?? 0) + (n["in doubt"] ?? 0) + (n.canceled ?? 0)
  check(
    "its last line is the demo line, and the parts add up",
    line.startsWith("demo: ") && n.orders === parts,
    line
  )
  check(
    "0 lost, 0 doubled, at least 80 % completed",
    n.lost === 0 && n.doubled === 0 && (n.completed ?? 0) >= 0.8 * (n.orders ?? 1),
    line
  )
  console.log(line)
}

const commands = async (): Promise<void> => {
  const { orders } = await json<{ orders: ReadonlyArray<Row> }>(["orders", "list", "--limit", "500"])
  const odd = orders.filter(
    (o) => (o.status === "not_processed") !== (o.action === "resolve" || o.action === "process")
  )
  check(
    "every Not Processed order shows RESOLVE or PROCESS, no other one does",
    orders.length > 50 && odd.length === 0,
    odd
  )
  const held = orders.find((o) => o.action === "resolve")
  const done = orders.find((o) => o.status === "completed")
  if (held === undefined || done === undefined) return check("there is a held and a completed order", false)
  const refused = await run(["orders", "process", String(held.id), "--yes"])
  check("an order on hold is not processed by a command", refused.code === 1, refused)
  const shown = await run(["orders", "show", String(done.id)])
  check(
    "a completed order shows its purchase orders with proof and its history",
    shown.code === 0 && /SY-\d{6}/.test(shown.stdout),
    shown
  )
  const control = (await run(["orders", "list", "--limit", "500"])).stdout.replaceAll("\n", "")
  check("no control character of an order reaches the terminal", !/\p{Cc}/u.test(control))
  const history = await json<{ runs: ReadonlyArray<{ service: string }> }>([
    "sync",
    "history",
    "--limit",
    "50"
  ])
  const services = new Set(history.runs.map((r) => r.service))
  check(
    "sync history holds orders, tracking and fulfillment runs",
    ["orders", "tracking", "fulfillment"].every((s) => services.has(s)),
    [...services]
  )
  const wrong = await run(["orders", "lst"])
  check(
    "a wrong word is exit 2 with the nearest command",
    wrong.code === 2 && wrong.stderr.includes("list"),
    wrong
  )
  const quarantined = await run(["quarantine", "list"])
  check(
    "what could not be read is kept, with its reason",
    /MG-\d+|lines/.test(quarantined.stdout),
    quarantined
  )
}

/** The sandbox is gone now: the shop cannot be reached, and that has to be said and survived. */
const unreachable = async (): Promise<void> => {
  const tested = await run(["channels", "test", "acme-shop"])
  check(
    "an unreachable shop is named in one line",
    tested.code === 1 && tested.stderr.trim().split("\n").length === 1,
    tested
  )
  const drained = await run(["worker", "--drain"], 150_000)
  check("worker --drain ends by itself and says that something needs a person", drained.code === 1, drained)
  const doctor = await run(["doctor"])
  check(
    "doctor says that no worker runs, and how to start one",
    doctor.code === 1 && /switchyard worker/.test(doctor.stdout),
    doctor
  )
  const stopped = await run(["db", "status"])
  check("the last one out has stopped the database", /stopped/.test(stopped.stdout), stopped)
}

try {
  await demo()
  await commands()
  await unreachable()
} finally {
  await run(["db", "stop"])
  await rm(home, { recursive: true, force: true })
}
console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`)
process.exit(counts.failed > 0 ? 1 : 0)
