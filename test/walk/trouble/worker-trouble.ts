import type { ChildProcess } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import type { Operator } from "./operator.ts"
import type { Report } from "./report.ts"

interface Running {
  readonly child: ChildProcess
  readonly said: () => string
  readonly ended: Promise<{ readonly code: number | null; readonly at: number }>
}

const readyWithinMs = 20_000

const startWorker = async (operator: Operator, name: string): Promise<Running> => {
  const child = operator.start(["worker", "--name", name])
  let text = ""
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk
    })
  const ended = new Promise<{ code: number | null; at: number }>((resolve) =>
    child.once("close", (code) => resolve({ code, at: performance.now() }))
  )
  const deadline = performance.now() + readyWithinMs
  while (!text.includes("is ready") && performance.now() < deadline && child.exitCode === null)
    await sleep(20)
  return { child, said: () => text, ended }
}

interface Told {
  readonly workers: ReadonlyArray<{ readonly name: string }>
  readonly gone: ReadonlyArray<{ readonly name: string; readonly ending: string }>
}

/** While the database is away nothing is told. */
const told = async (operator: Operator): Promise<Told> => {
  const { code, stdout } = await operator.run(["workers", "list", "--json"])
  return code === 0 ? (JSON.parse(stdout) as Told) : { workers: [], gone: [] }
}

const namesOf = async (operator: Operator): Promise<ReadonlyArray<string>> =>
  (await told(operator)).workers.map(({ name }) => name)

const until = async (withinMs: number, holds: () => Promise<boolean>): Promise<boolean> => {
  const deadline = performance.now() + withinMs
  while (performance.now() < deadline) {
    if (await holds()) return true
    await sleep(200)
  }
  return holds()
}

/** Told to stop, killed, two at once, and the database killed under them. */
export const workerTrouble = async (operator: Operator, report: Report): Promise<void> => {
  const one = await startWorker(operator, "one")
  const two = await startWorker(operator, "two")
  const both = await until(5_000, async () => (await namesOf(operator)).length === 2)
  report.check("two workers run beside each other", both, [one.said(), two.said()])

  const from = performance.now()
  one.child.kill("SIGTERM")
  const first = await one.ended
  report.check("SIGTERM: exit 0 within 5 s", first.code === 0 && first.at - from < 5_000, {
    first,
    said: one.said()
  })

  two.child.kill("SIGKILL")
  await two.ended
  const three = await startWorker(operator, "three")
  const alone = await until(10_000, async () => (await namesOf(operator)).join() === "three")
  report.check("after kill -9 the next worker is alone, and the dead one is gone", alone, three.said())
  const { gone } = await told(operator)
  const endings = gone.map(({ name, ending }) => `${name} ${ending}`).toSorted()
  report.check("who was stopped and who died is told", endings.join() === "one stopped,two died", gone)

  const { pid } = await operator.json<{ pid: number }>(["db", "status"])
  process.kill(pid, "SIGKILL")
  const back = await until(20_000, async () => (await namesOf(operator)).join() === "three")
  report.check(
    "a killed database comes back, and the worker with it",
    back && three.child.exitCode === null,
    three.said()
  )
  const run = await operator.run(["orders", "list"])
  report.check("commands work as before", run.code === 0, run)

  const stopped = await operator.run(["db", "stop"])
  report.refused("db stop under a worker", stopped, 1, /used by|connection/, /--force/)
  const forced = await operator.run(["db", "stop", "--force"])
  report.check("db stop --force stops it", forced.code === 0, forced)
  const again = await operator.run(["orders", "list"])
  report.check("the next command starts it again", again.code === 0, again)
  const reported = await until(20_000, async () => (await namesOf(operator)).join() === "three")
  report.check("and the worker goes on", reported && three.child.exitCode === null, three.said())
  three.child.kill("SIGTERM")
  report.check("and ends with 0", (await three.ended).code === 0, three.said())
}
