import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Refusal, StoreFailure } from "../domain/ports/failure.ts"
import { Refusal as Refused } from "../domain/ports/failure.ts"
import { SettingsStore } from "../domain/ports/settings-store.ts"
import type { AppConfig } from "./config.ts"
import type { EmbeddedPostgresError } from "./embedded-postgres/failure.ts"
import { type Live, liveLayer } from "./live.ts"
import { openMigrated } from "./open-database.ts"

export type StartFailure = EmbeddedPostgresError | StoreFailure | Refusal

/** A live installation must never be driven as a sandbox, and the other way round (decisions B8). */
export const demandWorld = (config: AppConfig) =>
  Effect.gen(function* () {
    const installation = yield* (yield* SettingsStore).found(config.environment)
    if (installation.environment !== config.environment)
      return yield* new Refused({
        message: `This database belongs to a ${installation.environment} installation, and you asked for ${config.environment}. Set SWITCHYARD_WORLD=${installation.environment}, or name another database or SWITCHYARD_HOME.`
      })
  })

/** Opens the database, migrates it, wires every port, and runs the work in it. */
export const withHouse = <A, E, R>(
  config: AppConfig,
  work: Effect.Effect<A, E, R>,
  options: { readonly supervise: boolean } = { supervise: false }
): Effect.Effect<A, E | StartFailure, Exclude<R, Live>> =>
  Effect.gen(function* () {
    const connection = yield* openMigrated(config)
    return yield* Effect.andThen(demandWorld(config), work).pipe(
      Effect.provide(liveLayer(config, { connection, supervise: options.supervise }))
    )
  }).pipe(Effect.scoped) as Effect.Effect<A, E | StartFailure, Exclude<R, Live>>

/** Runs until it ends or the process is asked to: SIGINT, SIGTERM and SIGHUP interrupt it in good order. */
export const runToEnd = async <A, E>(work: Effect.Effect<A, E>): Promise<Exit.Exit<A, E>> => {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
  for (const signal of signals) process.on(signal, abort)
  try {
    return await Effect.runPromiseExit(work, { signal: controller.signal })
  } finally {
    for (const signal of signals) process.off(signal, abort)
  }
}

/** One line for a person; a defect keeps its details for the log. */
export const messageOf = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  return error instanceof Error && error.message !== "" ? error.message : String(error)
}

export const isInterrupt = (exit: Exit.Exit<unknown, unknown>): boolean =>
  Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
