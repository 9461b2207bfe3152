import * as Effect from "effect/Effect"
import { nextOpening } from "../../domain/model/send-calendar.ts"
import type { SendCalendar } from "../../domain/model/supplier-terms.ts"
import { setSupplier } from "../../domain/operations/set-supplier.ts"
import { now } from "../../domain/ports/clock.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findSupplier } from "../find-party.ts"
import { calendarOf, weekdayNames } from "../given-calendar.ts"
import { argument, has, number } from "../input.ts"
import { moment } from "../moment.ts"

const calendarText = (c: SendCalendar): string =>
  `${weekdayNames(c.weekdays)}, ${c.opensAt ?? "00:00"} to ${c.cutOffAt ?? "24:00"} ${c.zone}${
    c.holidays === undefined ? "" : `, not on ${c.holidays.join(", ")}`
  }`

const opensText = (c: SendCalendar, at: Date): string => {
  const opening = nextOpening(c, at)
  if (opening === null) return "It never opens: nothing is sent."
  return opening > at ? `It takes orders again from ${moment(opening)}.` : "It takes orders now."
}

/** Of what is processed from now on; what is queued keeps its time. */
export const calendar: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* findSupplier(argument(input, "supplier"))
    const given = calendarOf(input)
    const { calendar: before, ...rest } = supplier.terms
    const at = yield* now
    const after = has(input, "none") ? undefined : (given ?? before)
    if (has(input, "none") || given !== null)
      yield* setSupplier(supplier.name, {
        change: { terms: after === undefined ? rest : { ...rest, calendar: after } },
        shipMethods: [],
        secrets: {},
        seen: supplier
      })
    return answer(
      { supplier: supplier.name, calendar: after ?? null },
      after === undefined
        ? [`${supplier.name} has no calendar: purchase orders leave at any time.`]
        : [`${supplier.name}: ${calendarText(after)}`, opensText(after, at)]
    )
  })

export const pace: Run = (input) =>
  Effect.gen(function* () {
    const supplier = yield* findSupplier(argument(input, "supplier"))
    const { sendsPerMinute: _, ...rest } = supplier.terms
    const perMinute = number(input, "per-minute")
    const terms = perMinute === undefined ? rest : { ...rest, sendsPerMinute: perMinute }
    yield* setSupplier(supplier.name, {
      change: { terms },
      shipMethods: [],
      secrets: {},
      seen: supplier
    })
    return answer({ supplier: supplier.name, sendsPerMinute: perMinute ?? null }, [
      perMinute === undefined
        ? `${supplier.name} is sent to as fast as it takes.`
        : `${supplier.name} is sent at most ${perMinute} a minute, oldest first.`
    ])
  })
