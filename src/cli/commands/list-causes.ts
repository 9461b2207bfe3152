import * as Effect from "effect/Effect"
import { holdKinds } from "../../domain/model/hold.ts"
import { formatSum } from "../../domain/model/money.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import {
  type CauseKey,
  causeText,
  fixOf,
  isMoreThan,
  type WaitingCause
} from "../../domain/model/waiting-cause.ts"
import { listCauses } from "../../domain/operations/list-causes.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { number } from "../input.ts"
import { moment } from "../moment.ts"

const usualLimit = 50

/** The command that answers for all of them, or what takes each away. */
const fixFor = (cause: WaitingCause): string => {
  const { channel, supplier, subject } = cause
  switch (fixOf(cause satisfies CauseKey)) {
    case "method":
      return `${commandLine("map", "ship-method", channel ?? "", supplier ?? "", subject)} <carrier> <method>`
    case "product":
      return `${commandLine("map", "sku", channel ?? "", subject)} <our sku>`
    case "each":
      return `each: ${holdKinds[cause.kind].releasedBy}`
  }
}

export const list: Run = (input) =>
  Effect.gen(function* () {
    const causes = yield* listCauses()
    const limit = number(input, "limit") ?? usualLimit
    const rows = causes
      .slice(0, limit)
      .map((c) => [
        String(c.orders),
        String(c.alone),
        moment(c.oldestAt),
        formatSum(c.totals),
        causeText(c),
        fixFor(c)
      ])
    const more = causes.length - limit
    const isMore = isMoreThan(causes)
    const told = causes.map((c) => ({ ...c, says: causeText(c), fix: fixFor(c) }))
    return answer({ causes: told, isMore }, [
      ...listOr(
        "No order waits for RESOLVE.",
        table([">orders", ">only this", "oldest", ">money", "wait for", "fix"], rows)
      ),
      ...(more > 0 ? [`... and ${more} more: --limit ${causes.length}`] : []),
      ...(isMore ? ["There are more: these are the causes for which the most orders wait."] : [])
    ])
  })
