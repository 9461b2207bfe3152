import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { has, pairs } from "../cli/input.ts"
import { renderAnswer } from "../cli/render-answer.ts"
import { renderFailure } from "../cli/render-failure.ts"
import type { Invocation } from "../cli/run-command.ts"
import { Actor } from "../domain/ports/actor.ts"
import { Refusal } from "../domain/ports/failure.ts"
import type { AppConfig } from "./config.ts"
import { EmbeddedPostgresError } from "./embedded-postgres/failure.ts"
import { isInterrupt, runToEnd } from "./ending.ts"
import { fileLogger, logPathOf, stderrLogger } from "./log.ts"

export type AppInvocation = Extract<Invocation, { kind: "app" }>

const print = (text: string) => process.stdout.write(text)

const failed = (config: AppConfig, invocation: AppInvocation, cause: Cause.Cause<unknown>): number => {
  const error = Cause.squash(cause)
  const known = error instanceof EmbeddedPostgresError ? new Refusal({ message: error.message }) : error
  const outcome = renderFailure(known, invocation.format, logPathOf(config.home))
  process.stdout.write(outcome.stdout)
  process.stderr.write(outcome.stderr)
  return outcome.code
}

/** A worker that handed its work back cleanly ends with 0, also when it was told to stop. */
const worker = async (config: AppConfig, invocation: AppInvocation): Promise<number> => {
  const { workerCommand } = await import("./worker-command.ts")
  const { withHouse } = await import("./run.ts")
  const { flags } = invocation.input
  const drain = flags.drain === true
  const say = (line: string) => invocation.quiet || process.stderr.write(`${line}\n`)
  const name = typeof flags.name === "string" ? flags.name : null
  const work = workerCommand({ name, drain, say })
  const exit = await runToEnd(
    withHouse(config, work, { supervise: true, changes: true }).pipe(Effect.provide(stderrLogger))
  )
  if (isInterrupt(exit)) return 0
  if (Exit.isFailure(exit)) return failed(config, invocation, exit.cause)
  const { value } = exit
  const text = `${value.done} jobs done, ${value.deadLettered} given up, ${value.needPerson} orders need a person, ${value.waitLonger} sends or pushes wait for later`
  print(renderAnswer({ json: value, text: [text] }, invocation.format))
  return value.deadLettered + value.needPerson + value.waitLonger > 0 ? 1 : 0
}

const openedConsole = async (
  config: AppConfig,
  actor: string,
  { input, format }: AppInvocation
): Promise<number> => {
  const given = pairs(input, "set")
  if (has(input, "print-config") || has(input, "check-config") || given.length > 0) {
    const { changedConfig, checkedConfig, printedConfig } = await import("./console-file-command.ts")
    const answer = has(input, "print-config")
      ? printedConfig()
      : has(input, "check-config")
        ? checkedConfig(process.env)
        : changedConfig(process.env, given)
    // A file to be kept is not cut to the terminal's width.
    print(renderAnswer(answer, { ...format, columns: null }))
    return answer.failed === true ? 1 : 0
  }
  const { consoleCommand } = await import("./console-command.ts")
  return consoleCommand(config, actor, () => Effect.void)
}

const database = async (config: AppConfig, actor: string, invocation: AppInvocation): Promise<number> => {
  const [, verb = "", roleVerb = ""] = invocation.path
  const work =
    verb === "role"
      ? (await import("./role-command.ts")).roleCommand(config, roleVerb, invocation.input)
      : (await import("./database-command.ts")).databaseCommand(config, actor, verb, invocation.input)
  const exit = await runToEnd(work.pipe(Effect.provide(fileLogger(logPathOf(config.home)))))
  if (Exit.isFailure(exit)) return failed(config, invocation, exit.cause)
  print(renderAnswer(exit.value, invocation.format))
  return exit.value.failed === true ? 1 : 0
}

const doctor = async (config: AppConfig, invocation: AppInvocation): Promise<number> => {
  const { examine } = await import("./doctor.ts")
  const answer = await Effect.runPromise(examine(config, invocation.input.flags.test === true))
  print(renderAnswer(answer, invocation.format))
  return answer.failed === true ? 1 : 0
}

const demo = async (config: AppConfig, actor: string, invocation: AppInvocation): Promise<number> => {
  const { demoCommand } = await import("./demo/demo-command.ts")
  const exit = await runToEnd(Effect.provideService(demoCommand(actor, invocation.input.flags), Actor, actor))
  if (isInterrupt(exit)) return 130
  return Exit.isFailure(exit) ? failed(config, invocation, exit.cause) : exit.value
}

/** The application's own commands: those that own the terminal, the worker or the server. */
export const runAppCommand = (
  config: AppConfig,
  actor: string,
  invocation: AppInvocation
): Promise<number> => {
  switch (invocation.path[0]) {
    case "worker":
      return worker(config, invocation)
    case "console":
      return openedConsole(config, actor, invocation)
    case "db":
      return database(config, actor, invocation)
    case "doctor":
      return doctor(config, invocation)
    case "demo":
      return demo(config, actor, invocation)
    default:
      throw new Error(`the application has no command ${invocation.path.join(" ")}`)
  }
}
