import { readCommandLine, usage, WrongUsage } from "./command-line.ts"
import { WrongFolder } from "./deed.ts"
import { openWorld, type World } from "./world.ts"

const exitFailed = 1
const exitWrongUsage = 2

async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2))
  const world = await openWorld(options)
  // Waited for before the ready line: who reads it may kill us at once.
  const asked = askedToLeave(options.withParent)
  process.stdout.write(`${JSON.stringify(world.ready)}\n`)
  await asked
  await leave(world)
}

/** SIGTERM, SIGINT, or the end of the parent that holds our stdin. */
function askedToLeave(withParent: boolean): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve())
    if (!withParent) return
    process.stdin.once("end", () => resolve())
    process.stdin.once("error", () => resolve())
    process.stdin.resume()
  })
}

const longestLeaveMs = 2_000

async function leave(world: World): Promise<void> {
  // Everything that matters is in the ledgers already: nobody who hangs on a connection keeps us.
  setTimeout(() => process.exit(0), longestLeaveMs).unref()
  await world.close()
  process.exit(0)
}

main().catch((cause: Error) => {
  const wrong = cause instanceof WrongUsage
  const known = wrong || cause instanceof WrongFolder
  process.stderr.write(`sandbox: ${known ? cause.message : cause.stack}\n${wrong ? `\n${usage}\n` : ""}`)
  process.exit(wrong ? exitWrongUsage : exitFailed)
})
