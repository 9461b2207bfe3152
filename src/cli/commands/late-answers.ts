import * as Effect from "effect/Effect"
import { orderName } from "../../domain/model/order.ts"
import { listLateAnswers } from "../../domain/operations/list-late-answers.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { number } from "../input.ts"
import { moment } from "../moment.ts"

const hourMs = 3_600_000

/** `3 h 20 min`, `40 min`. */
const lateness = (ms: number): string => {
  const hours = Math.floor(ms / hourMs)
  const minutes = `${Math.floor((ms % hourMs) / 60_000)} min`
  return hours === 0 ? minutes : `${hours} h ${minutes}`
}

export const exceptions: Run = (input) =>
  Effect.gen(function* () {
    const late = yield* listLateAnswers(number(input, "limit") ?? 100)
    const rows = late.map((l) => [
      l.number,
      orderName(l.channelOrderNumber),
      l.supplier,
      l.awaited,
      moment(l.sentAt),
      moment(l.dueAt),
      lateness(l.lateMs)
    ])
    const shown = table(["purchase order", "order", "supplier", "awaited", "sent", "due", ">late"], rows)
    return answer({ late }, listOr("No supplier is late with an answer.", shown))
  })
