import { type ChildProcess, spawn } from "node:child_process"
import { openSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import * as Effect from "effect/Effect"
import { Refusal } from "../../domain/ports/failure.ts"
import { makeHome } from "../home-folder.ts"
import { launcher, sandboxProgram } from "../program.ts"
import type { SandboxReady } from "./sandbox-ready.ts"

const readyWithinMs = 20_000
const leaveWithinMs = 5_000
const exitFailed = 1

/** Ends the child in good order, and hard if it does not go. */
const end = (child: ChildProcess): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (child.exitCode !== null || child.signalCode !== null) return resume(Effect.void)
    const timer = setTimeout(() => child.kill("SIGKILL"), leaveWithinMs)
    child.once("exit", () => {
      clearTimeout(timer)
      resume(Effect.void)
    })
    child.kill("SIGTERM")
  })

/** Own process group: a ctrl-z or Ctrl-C meant for the console must not reach the world or the worker. */
const launch = (
  args: ReadonlyArray<string>,
  home: string,
  log: string,
  env: NodeJS.ProcessEnv,
  first: "pipe" | "ignore"
) => {
  makeHome(home)
  const logFile = openSync(join(home, log), "a", 0o600)
  return spawn(process.execPath, args, {
    detached: true,
    env: { ...process.env, ...env },
    stdio: first === "pipe" ? ["pipe", "pipe", logFile] : ["ignore", logFile, logFile, "ipc"]
  })
}

/** What the sandbox wrote last about why it ended, for whoever asked for a world that cannot be. */
const lastWords = (log: string): string | undefined =>
  /^sandbox: (.+)$/.exec(readFileSync(log, "utf8").trimEnd().split("\n").at(-1) ?? "")?.[1]

const whyEnded = (code: number | null, log: string): string => {
  const said = code === exitFailed ? lastWords(log) : undefined
  return said === undefined
    ? `it ended with ${code}; see ${log}`
    : said.replace("give another --dir", "name another folder in SWITCHYARD_HOME")
}

const readyOf = (child: ChildProcess, log: string): Effect.Effect<SandboxReady, Refusal> =>
  Effect.callback<SandboxReady, Refusal>((resume) => {
    const fail = (why: string) =>
      resume(Effect.fail(new Refusal({ message: `The sandbox did not start: ${why}` })))
    const timer = setTimeout(() => fail(`no answer; see ${log}`), readyWithinMs)
    child.once("exit", (code) => fail(whyEnded(code, log)))
    child.once("error", (cause) => fail(cause.message))
    if (child.stdout === null) return fail("no output")
    createInterface({ input: child.stdout }).once("line", (line) => {
      clearTimeout(timer)
      resume(Effect.succeed(JSON.parse(line) as SandboxReady))
    })
  })

export interface SandboxOptions {
  readonly home: string
  readonly orders: number | null
  readonly seed: number | null
  readonly speed: number
}

/** The outside world in a process of its own; it dies with its parent, however the parent dies. */
export const startSandbox = Effect.fn("startSandbox")(function* (options: SandboxOptions) {
  const args = [
    sandboxProgram(),
    ...["--dir", join(options.home, "world")],
    ...(options.orders === null ? [] : ["--orders", String(options.orders)]),
    ...(options.seed === null ? [] : ["--seed", String(options.seed)]),
    ...["--speed", String(options.speed), "--with-parent"]
  ]
  const child = yield* Effect.acquireRelease(
    Effect.sync(() => launch(args, options.home, "sandbox.log", {}, "pipe")),
    end
  )
  return yield* readyOf(child, join(options.home, "sandbox.log"))
})

/** A worker as on a server: another process. */
export const startWorker = Effect.fn("startWorker")(function* (home: string) {
  const env = { SWITCHYARD_WORLD: "sandbox", SWITCHYARD_HOME: home }
  return yield* Effect.acquireRelease(
    Effect.sync(() => launch([launcher(), "worker", "--name", "demo"], home, "worker.log", env, "ignore")),
    end
  )
})
