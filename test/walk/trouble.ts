// The unlucky operator: wrong settings, a wrong or newer database, a lost key, a shop that answers rubbish, half a file at
// the supplier, a full disk, killed workers and databases. Real processes; ends in one line of counts.
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { severalAtOnce, wrongDatabaseUrl, wrongHome } from "./trouble/configuration.ts"
import { fullDisk } from "./trouble/full-disk.ts"
import { keyTrouble, newerDatabase, wrongWorld } from "./trouble/installation.ts"
import { Operator } from "./trouble/operator.ts"
import { outsideTrouble } from "./trouble/outside.ts"
import { Report } from "./trouble/report.ts"
import { workerTrouble } from "./trouble/worker-trouble.ts"
import { wrongProducts, wrongSettings } from "./trouble/wrong-input.ts"

const folder = await mkdtemp(join(tmpdir(), "switchyard-trouble-"))
// As root PostgreSQL runs as another user, who must be able to enter.
await chmod(folder, 0o711)

const report = new Report()
const live = new Operator(join(folder, "live"), "live")
const sandbox = new Operator(join(folder, "sandbox"), "sandbox")
/** By name on the command line: `node test/walk/trouble.ts key worker`. */
const asked = process.argv.slice(2)
const parts: ReadonlyArray<readonly [string, () => Promise<void>]> = [
  ["database url", () => wrongDatabaseUrl(live, report)],
  ["configuration", () => severalAtOnce(live, report)],
  ["home", () => wrongHome(live, report)],
  ["newer database", () => newerDatabase(live, report)],
  ["world, live", () => wrongWorld(live, report, "sandbox")],
  ["key", () => keyTrouble(live, report)],
  ["settings", () => wrongSettings(live, report)],
  ["products", () => wrongProducts(live, report, folder)],
  ["worker", () => workerTrouble(live, report)],
  ["outside", () => outsideTrouble(sandbox, report, folder)],
  ["world, sandbox", () => wrongWorld(sandbox, report, "live")],
  ["disk", () => fullDisk(report, folder)]
]

const begin = async (operator: Operator): Promise<void> => {
  const started = await operator.run(["db", "start"])
  const migrated = await operator.run(["orders", "list"])
  report.check("a first start", started.code === 0 && migrated.code === 0, { started, migrated })
}

try {
  for (const operator of [live, sandbox]) await begin(operator)
  for (const [name, part] of parts)
    if (asked.length === 0 || asked.some((word) => name.includes(word))) await part()
} finally {
  for (const operator of [live, sandbox]) await operator.run(["db", "stop", "--force"])
  await rm(folder, { recursive: true, force: true })
}
const { passed, failed, skipped } = report.counts
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed > 0 ? 1 : 0)
