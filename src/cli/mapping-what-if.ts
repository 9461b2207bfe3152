import * as Effect from "effect/Effect"
import type { MappingChange } from "../domain/model/mapping-change.ts"
import { hindsightText, trialText } from "../domain/model/mapping-words.ts"
import { lookBack, tryMapping } from "../domain/operations/try-mapping.ts"
import { answer } from "./answer.ts"
import { sendsStopped } from "./sends-stopped.ts"

/** What a change of a mapping would do to orders that wait, and would have meant for the last ones. */
export const whatIf = Effect.fn("whatIf")(function* (change: MappingChange, says: string) {
  const trial = yield* tryMapping(change)
  const back = yield* lookBack(change)
  return answer({ done: false, change, trial, back }, [
    `What if: ${says}`,
    trialText(trial, yield* sendsStopped),
    hindsightText(change, back),
    "Nothing was saved."
  ])
})
