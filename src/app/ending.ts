import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

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
