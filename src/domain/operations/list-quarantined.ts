import * as Effect from "effect/Effect"
import { withoutContacts } from "../model/contacts-in-text.ts"
import { coveredText, coveredUnless } from "../model/covered-text.ts"
import { noteActivity } from "../note-activity.ts"
import { Quarantine } from "../ports/quarantine.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const none: ReadonlySet<number> = new Set()

/** Open inputs. A broken row may hold a whole order, so its raw form is covered unless somebody asked for it. */
export const listQuarantined = Effect.fn("listQuarantined")(function* (
  limit: number,
  revealed: ReadonlySet<number> = none
) {
  const inputs = yield* (yield* Quarantine).open(limit)
  return inputs.map((input) =>
    coveredUnless(revealed.has(input.id), input, {
      raw: coveredText,
      place: withoutContacts(input.place),
      reason: withoutContacts(input.reason)
    })
  )
})

/** Somebody wants to see these as they came: written down before anything is shown. */
export const revealInputs = Effect.fn("revealInputs")(function* (ids: ReadonlyArray<number>) {
  const noted = Effect.forEach(ids, (id) =>
    noteActivity(
      "revealed",
      { kind: "input", id, name: String(id) },
      [],
      `quarantined input ${id} as it came`
    )
  )
  yield* (yield* UnitOfWork).run(noted)
})
