import * as Effect from "effect/Effect"
import { keepPayloads } from "../../domain/operations/keep-payloads.ts"
import { PayloadKeeping } from "../../domain/ports/payload-keeping.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { number } from "../input.ts"
import { moment } from "../moment.ts"
import { countOf } from "../wording.ts"

export const keep: Run = (input) =>
  Effect.gen(function* () {
    const days = number(input, "days")
    const now = days === undefined ? yield* (yield* PayloadKeeping).look() : yield* keepPayloads(days)
    return answer({ ...now }, [
      `What channels sent of an order is forgotten ${countOf(now.days, "day")} after it was completed or canceled.`,
      `Kept just now: that of ${countOf(now.kept, "order")}. ${
        now.walkedAt === null
          ? "A worker looks through it within a minute."
          : `Looked through last: ${moment(now.walkedAt)}.`
      }`
    ])
  })
