import { userInfo } from "node:os"
import type { Invocation } from "../cli/run-command.ts"
import { runCommand } from "../cli/run-command.ts"
import { ConfigError, readConfig } from "./config.ts"
import { logPathOf } from "./log.ts"
import { version } from "./program.ts"

/** Writes and waits until it left, so that nothing of an answer is cut off by the end of the process. */
const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  text === "" ? Promise.resolve() : new Promise((resolve) => stream.write(text, () => resolve()))

const loginName = (): string => {
  try {
    return userInfo().username
  } catch {
    // A uid without a name in the password file, as containers have.
    return `uid ${process.getuid?.() ?? "?"}`
  }
}

/** Everything heavy is loaded here, after help and wrong usage were dealt with. */
const carryOut = async (invocation: Exclude<Invocation, { kind: "print" }>): Promise<number> => {
  const config = readConfig(process.env)
  // The demo is the sandbox world by its name.
  const noteworthy = !invocation.quiet && !invocation.format.json && invocation.path[0] !== "demo"
  if (config.note !== null && noteworthy) await write(process.stderr, `${config.note}\n`)
  const { actorName } = await import("../cli/actor.ts")
  const actor = actorName(invocation.as, process.env, loginName())
  if (invocation.kind === "app") {
    const { runAppCommand } = await import("./app-commands.ts")
    return runAppCommand(config, actor, invocation)
  }
  const { runEffectCommand } = await import("./effect-commands.ts")
  const outcome = await runEffectCommand(config, actor, invocation)
  await write(process.stdout, outcome.stdout)
  await write(process.stderr, outcome.stderr)
  return outcome.code
}

/** The sandbox or live home decides where faults are logged; wrong configuration must not hide the usage message. */
const logPath = (): string | null => {
  try {
    return logPathOf(readConfig(process.env).home)
  } catch {
    return null
  }
}

const main = async (): Promise<number> => {
  const invocation = await runCommand(process.argv.slice(2), {
    env: process.env,
    version: version(),
    output: { isTTY: process.stdout.isTTY === true, columns: process.stdout.columns ?? 80 },
    logPath: logPath()
  })
  if (invocation.kind !== "print") return carryOut(invocation)
  await write(process.stdout, invocation.stdout)
  await write(process.stderr, invocation.stderr)
  return invocation.code
}

main().then(
  (code) => process.exit(code),
  (cause: unknown) => {
    const lines =
      cause instanceof ConfigError ? cause.problems : [cause instanceof Error ? cause.message : String(cause)]
    for (const line of lines) process.stderr.write(`switchyard: ${line.replace(/[^\P{C}\t]/gu, "�")}\n`)
    process.exit(cause instanceof ConfigError ? 2 : 1)
  }
)
