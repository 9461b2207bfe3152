// One worker of the chaos world: the product's own worker, wired by the product's own house, in a process that may be told
// to die or to freeze at a point, or to leave a guard out.

import { flushCompileCache } from "node:module"
import { join } from "node:path"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { readConfig } from "../../src/app/config.ts"
import { isInterrupt, runToEnd } from "../../src/app/ending.ts"
import { fileLogger } from "../../src/app/log.ts"
import { withHouse } from "../../src/app/run.ts"
import { workerCommand } from "../../src/app/worker-command.ts"
import { lifeFrom } from "./life.ts"
import { sabotaged } from "./sabotage.ts"

/** By then what a life mostly does has been done once, and the parts that are loaded when they are needed are there. */
const keepCompiledAfterMs = 2_000

const say = (line: string) => {
  process.stderr.write(`${line}\n`)
  // Compiled code is kept at an orderly end, which few have here: the first that gets so far keeps it for all the others.
  if (line.includes("is ready")) setTimeout(flushCompileCache, keepCompiledAfterMs).unref()
}

// Whoever started it is gone, however that came: then it has nobody to work for.
process.stdin.once("end", () => process.kill(process.pid, "SIGTERM")).resume()

const given = readConfig(process.env)
// Each connection is a process of the server's own that begins with empty caches: few are enough for what one life does.
const config = { ...given, database: given.database === null ? null : { ...given.database, max: 4 } }
if (config.environment !== "sandbox") throw new Error("chaos is for the sandbox world")
const work = workerCommand({ name: process.argv[2] ?? null, drain: false, say })
const exit = await runToEnd(
  withHouse(config, sabotaged(lifeFrom(process.env), work), { supervise: true }).pipe(
    Effect.provide(fileLogger(join(config.home, "worker.log")))
  )
)
if (Exit.isFailure(exit) && !isInterrupt(exit)) {
  say(`failed ${Cause.pretty(exit.cause)}`)
  process.exit(1)
}
process.exit(0)
