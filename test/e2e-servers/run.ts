// `npm run e2e:servers`: OpenSSH, vsftpd (TLS session reuse required), Postfix and Dovecot from Debian's packages, our own
// commands, and workers that are killed around the rename and the end of a mail. What is judged lies at the servers.
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { startOrAttach } from "../../src/app/embedded-postgres/embedded-postgres.ts"
import { Sandbox } from "../chaos/sandbox.ts"
import { Switchyard } from "../e2e-vendure/run/switchyard.ts"
import { Verdict } from "../e2e-vendure/run/verdict.ts"
import { answerAll } from "./run/answers.ts"
import { testConnections, testRefusals } from "./run/connection-tests.ts"
import { runFileChannels } from "./run/file-channels.ts"
import { judgeAll } from "./run/judge.ts"
import { addShop, plan, type Stage, sendWithDeaths, takeOrders } from "./run/story.ts"
import { addSuppliers, dune } from "./run/suppliers.ts"
import { Workers } from "./run/workers.ts"
import { findPrograms, type Programs } from "./world/packages.ts"
import { startWorld } from "./world/world.ts"

const sandboxProgram = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "dist", "sandbox.mjs")

const startedAt = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`)

const story = async (stage: Stage, distrustful: Switchyard): Promise<void> => {
  const { world, program, folder, verdict } = stage
  await addSuppliers(world, program, folder)
  await addShop(stage)
  say("suppliers and shop are set up by commands")
  await testConnections(program, verdict)
  await testRefusals(world, program, distrustful, folder, verdict)
  await testConnections(program, verdict)
  const orders = await takeOrders(stage)
  for (const [supplier, numbers] of orders) await sendWithDeaths(stage, supplier, numbers)
  const bouncing = plan[dune]?.orders ?? 0
  await answerAll(stage, [...orders.values()].flat().length - bouncing)
  await judgeAll(stage)
  await runFileChannels(stage, folder)
}

/** What has to be ended, the newest first, whatever happens. */
const endings: Array<() => unknown> = []
const endThem = async () => {
  for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end()
}

/** A signal and the end of the run may both ask for it: who comes second waits for the first. */
let ending: Promise<void> = Promise.resolve()
const endAll = (): Promise<void> => {
  ending = ending.then(endThem)
  return ending
}

const play = async (programs: Programs, verdict: Verdict): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-servers-"))
  if (process.env.SWITCHYARD_E2E_KEEP === "1") say(`kept: ${folder}`)
  else endings.push(() => rm(folder, { recursive: true, force: true }))
  // PostgreSQL and the servers run as other users, who must be able to enter.
  await chmod(folder, 0o711)
  const postgres = await startOrAttach({ base: join(folder, "postgres") })
  endings.push(() => postgres.release())
  const world = await startWorld(programs, join(folder, "servers"))
  endings.push(world.close)
  const shop = await Sandbox.open({ program: sandboxProgram, folder, orders: 1, seed: 1, speed: 1 })
  endings.push(() => shop.close())
  say("OpenSSH, vsftpd, Postfix, Dovecot and a shop are running")
  const home = join(folder, "home")
  const own = join(folder, "own")
  await mkdir(own, { mode: 0o700 })
  const trusting = { NODE_EXTRA_CA_CERTS: world.tls.authority }
  const program = new Switchyard(home, postgres.url, trusting)
  const distrustful = new Switchyard(home, postgres.url, { NODE_EXTRA_CA_CERTS: "" })
  const workers = new Workers(program)
  endings.push(() => workers.close())
  await story({ world, shop, program, workers, folder: own, verdict, say }, distrustful)
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => void endAll().finally(() => process.exit(1)))

const programs = await findPrograms(say)
if (!programs.available) {
  console.log(`skipped: the end-to-end run with OpenSSH, vsftpd, Postfix and Dovecot (${programs.reason})`)
  console.log("0 passed, 0 failed, 1 skipped")
} else {
  const verdict = new Verdict(say)
  try {
    await play(programs, verdict)
  } catch (cause) {
    verdict.check("the run comes to its end", false, cause instanceof Error ? cause.message : String(cause))
  } finally {
    await endAll()
  }
  console.log(`${verdict.passed} passed, ${verdict.failed} failed, 0 skipped`)
  process.exitCode = verdict.failed > 0 ? 1 : 0
}
process.exit()
