import * as Effect from "effect/Effect"
import { type ActivityAct, type ActivitySubject, keptEntry } from "./model/activity.ts"
import { inBatches } from "./model/job-request.ts"
import { namesAtOnce } from "./name-holders.ts"
import { ActivityLog } from "./ports/activity-log.ts"
import { Actor } from "./ports/actor.ts"
import { type AliasMark, AliasStore, type NewAlias } from "./ports/alias-store.ts"
import { now } from "./ports/clock.ts"

const ofAliasType = (name: string): ActivitySubject => ({ kind: "alias-type", id: null, name })

/** Later than whatever was given before, even by a clock that stands still: one moment is one act. */
export const newMark = Effect.fn("newMark")(function* () {
  const at = yield* now
  const [last] = yield* (yield* ActivityLog).page({ subject: { kind: "alias-type" } }, null, 1)
  const after = last === undefined ? 0 : last.at.getTime() + 1
  return { by: yield* Actor, at: new Date(Math.max(at.getTime(), after)) } satisfies AliasMark
})

/** In the log at a moment of its own, so that the newest row is what happened last. */
export const noteAliases = Effect.fn("noteAliases")(function* (
  act: ActivityAct,
  types: string,
  note: string
) {
  const mark = yield* newMark()
  const entry = keptEntry({ act, subject: ofAliasType(types), changes: [], note })
  yield* (yield* ActivityLog).record([entry], mark.by, mark.at)
  return mark
})

/**
 * Gives products aliases, many at once, and notes it at the very moment that the aliases bear: by it they are found again.
 * Called in a transaction. Returns that mark; null: there was none to give.
 */
export const giveAliases = Effect.fn("giveAliases")(function* (
  act: Extract<ActivityAct, "aliases given" | "aliases downloaded">,
  types: string,
  aliases: ReadonlyArray<NewAlias>,
  from: string
) {
  if (aliases.length === 0) return null
  const store = yield* AliasStore
  const mark = yield* noteAliases(act, types, `${aliases.length} from ${from}`)
  for (const some of inBatches(aliases, namesAtOnce)) yield* store.add(some, mark)
  return mark
})
