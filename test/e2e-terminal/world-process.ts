// The sandbox world with its worker, as `switchyard demo` has it beside its console, and no console: those are opened by the
// tests. Says where the control API is, and that everything is set up; ends with SIGTERM.
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { readConfig } from "../../src/app/config.ts"
import { animate, openDemo } from "../../src/app/demo/demo.ts"
import { isInterrupt, messageOf, runToEnd } from "../../src/app/ending.ts"
import { fileLogger, logPathOf } from "../../src/app/log.ts"
import { withHouse } from "../../src/app/run.ts"

const orders = Number(process.argv[2])
const config = readConfig({ ...process.env, SWITCHYARD_WORLD: "sandbox" })

const world = Effect.gen(function* () {
  const ready = yield* openDemo(config, { orders, seed: 1, speed: 20 })
  const said = Effect.sync(() => process.stdout.write(`${JSON.stringify(ready.control)}\n`))
  yield* withHouse(config, Effect.andThen(animate(config, ready), Effect.andThen(said, Effect.never)))
}).pipe(Effect.scoped, Effect.provide(fileLogger(logPathOf(config.home))))

const exit = await runToEnd(world)
if (Exit.isFailure(exit) && !isInterrupt(exit)) process.stderr.write(`${messageOf(exit.cause)}\n`)
process.exit(0)
