import * as Effect from "effect/Effect"
import type { Breaker } from "../../domain/model/breaker.ts"
import { closeBreaker } from "../../domain/operations/close-breaker.ts"
import { Breakers } from "../../domain/ports/breakers.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { argument, has } from "../input.ts"
import { moment } from "../moment.ts"

const row = (b: Breaker): ReadonlyArray<string> => [
  b.supplier,
  b.state.toUpperCase(),
  moment(b.openedAt),
  b.state === "open" ? moment(b.nextProbeAt) : "-",
  String(b.parked),
  b.sendsPerMinute === null ? "-" : `${b.sendsPerMinute} a minute`,
  b.failures === 0 && b.state === "closed" ? "" : `${b.reason ?? ""}: ${b.message ?? ""}`
]

export const list: Run = (input) =>
  Effect.gen(function* () {
    const all = yield* (yield* Breakers).list()
    const breakers = all.filter((b) => has(input, "all") || b.state !== "closed")
    return answer(
      { breakers },
      listOr(
        "No supplier is in trouble: every breaker is closed.",
        table(
          ["supplier", "breaker", "since", "next probe", ">parked", "limit", "last failure"],
          breakers.map(row)
        )
      )
    )
  })

export const close: Run = (input) =>
  Effect.gen(function* () {
    const name = argument(input, "supplier")
    yield* closeBreaker(name)
    return answer({ supplier: name, state: "draining" }, [
      `The breaker of ${name} is closed by you. What waited leaves oldest first, at a limited rate: switchyard suppliers breakers`
    ])
  })
