import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** Places where a worker can be made to die in the test world, so that each window is hit and not waited for. */
export const crashLabels = [
  "download.before-commit",
  "send.claimed",
  "send.marked",
  "send.accepted",
  "send.committed",
  "receive.committed",
  "push.claimed",
  "push.accepted",
  "push.committed",
  "inventory.feed-merged",
  "inventory.before-upload",
  "inventory.after-upload",
  "inventory.settled"
] as const
export type CrashLabel = (typeof crashLabels)[number]

/** Does nothing, unless the application wired a killer for the sandbox world. */
export const CrashPoint = Context.Reference<(label: CrashLabel) => Effect.Effect<void>>(
  "switchyard/CrashPoint",
  {
    defaultValue: () => () => Effect.void
  }
)

export const crashPoint = (label: CrashLabel): Effect.Effect<void> =>
  Effect.flatMap(CrashPoint, (reach) => reach(label))
