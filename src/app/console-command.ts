import { appendFileSync, writeSync } from "node:fs"
import { setImmediate as laterTurn } from "node:timers/promises"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { commandTable } from "../cli/command-table.ts"
import { openConsole } from "../tui/console.tsx"
import { compileForKeys } from "./compile-for-keys.ts"
import { type AppConfig, ConfigError } from "./config.ts"
import { isInterrupt, messageOf } from "./ending.ts"
import { fileLogger, logPathOf } from "./log.ts"
import { version } from "./program.ts"

/** Loaded in a later turn of the event loop, when the first frame is on the screen. */
const house = (config: AppConfig) =>
  Layer.unwrap(
    Effect.gen(function* () {
      yield* Effect.promise(() => laterTurn())
      const { consoleHouse } = yield* Effect.promise(() => import("./console-house.ts"))
      return consoleHouse(config)
    })
  ).pipe(Layer.provide(fileLogger(logPathOf(config.home))))

const longestGoodByeMs = 4000
/** As after SIGHUP: a terminal that takes nothing any more has gone. */
const terminalGone = 129

/** Says it on the shell's own screen: the console's restores it first, because its handler was registered before. */
const sayAtExit = (message: string): void => {
  process.once("exit", () => writeSync(2, `switchyard: ${message.replace(/[^\P{C}\t]/gu, "�")}\n`))
}

const endWith = (cause: Cause.Cause<unknown>): void => {
  sayAtExit(messageOf(cause))
  process.exit(Cause.squash(cause) instanceof ConfigError ? 2 : 1)
}

const databaseName = (config: AppConfig): string =>
  config.database === null ? "embedded" : `${config.database.host}/${config.database.database}`

/** Opens the console; `world` runs beside it (the demo's) and ends with it. */
export const consoleCommand = async <E>(
  config: AppConfig,
  actor: string,
  world: () => Effect.Effect<unknown, E>
): Promise<number> => {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    process.stderr.write(
      "switchyard: the console needs a terminal. Over SSH: ssh -t host switchyard console\n"
    )
    return 1
  }
  const log = (line: string) => appendFileSync(logPathOf(config.home), `${line}\n`, { mode: 0o600 })
  const failed = (exit: Exit.Exit<unknown, unknown>): void => {
    if (Exit.isSuccess(exit) || isInterrupt(exit)) return
    log(Cause.pretty(exit.cause))
    endWith(exit.cause)
  }
  const runtime = ManagedRuntime.make(house(config))
  void runtime.runPromiseExit(Effect.void).then(failed)
  const leaving = new AbortController()
  const told = new AbortController()
  let exitCode = 0
  // The shared database server stops with its last user: who is told to go says good-bye, but not for ever.
  const end = (code: number): void => {
    if (exitCode !== 0) return
    exitCode = code
    // Later: Ink's own listener ends the process at once if it finds that it is the last one for this signal.
    setImmediate(() => told.abort())
    // A screen that a fault keeps from being left must not keep the server running with it.
    setTimeout(() => {
      leaving.abort()
      void runtime.dispose()
    }, longestGoodByeMs / 2).unref()
    setTimeout(() => process.exit(code), longestGoodByeMs).unref()
  }
  // Order data in an uncaught error's text must not land on the screen; the log has it.
  const fault = (error: unknown): void => {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error))
    if (exitCode === 0)
      sayAtExit(`a fault of the program ended the console; ${logPathOf(config.home)} has the details`)
    end(1)
  }
  process.on("uncaughtException", fault)
  for (const stream of [process.stdout, process.stdin]) stream.on("error", () => end(terminalGone))
  const beside = Effect.runPromiseExit(world().pipe(Effect.provide(fileLogger(logPathOf(config.home)))), {
    signal: leaving.signal
  })
  void beside.then(failed)
  await openConsole({
    runtime,
    environment: config.environment,
    databaseName: databaseName(config),
    actor,
    version: version(),
    env: process.env,
    commands: commandTable.map(({ path, summary }) => ({ line: path.join(" "), summary })),
    log,
    onSignal: end,
    onKey: compileForKeys(),
    leave: told.signal
  }).catch(fault)
  leaving.abort()
  await beside
  await runtime.dispose()
  return exitCode
}
