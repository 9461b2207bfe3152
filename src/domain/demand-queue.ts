import * as Effect from "effect/Effect"
import { Refusal } from "./ports/failure.ts"
import { JobBoard } from "./ports/job-board.ts"

/** A queue that there is not is refused, with the names of those that there are. */
export const demandQueue = Effect.fn("demandQueue")(function* (queue: string) {
  const names = (yield* (yield* JobBoard).queues()).filter((line) => !line.isDeadLetters).map((q) => q.queue)
  if (!names.includes(queue))
    return yield* new Refusal({ message: `There is no queue “${queue}”. The queues: ${names.join(", ")}.` })
})
