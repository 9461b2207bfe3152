import * as Effect from "effect/Effect"
import { changesBetween } from "../model/activity.ts"
import { mostPayloadDays } from "../model/order-payload.ts"
import { noteActivity, ofInstallation } from "../note-activity.ts"
import { Refusal } from "../ports/failure.ts"
import { PayloadKeeping } from "../ports/payload-keeping.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

/** For how many days after an order is over what its channel said of it is kept. Fewer days forget at the next sweep. */
export const keepPayloads = Effect.fn("keepPayloads")(function* (days: number) {
  if (!Number.isInteger(days) || days < 1 || days > mostPayloadDays)
    return yield* new Refusal({
      message: `It is a whole number of days, from 1 to ${mostPayloadDays.toLocaleString("en-US")}.`
    })
  const keeping = yield* PayloadKeeping
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const before = yield* keeping.look()
      if (before.days !== days) {
        yield* keeping.setDays(days)
        yield* noteActivity(
          "changed",
          ofInstallation,
          changesBetween({ payloadDays: before.days }, { payloadDays: days })
        )
      }
      return yield* keeping.look()
    })
  )
})
