import * as Effect from "effect/Effect"
import { orderName } from "../../domain/model/order.ts"
import { listRestored, releaseRestored } from "../../domain/operations/release-restored.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import type { RestoredOrder } from "../../domain/ports/hold-store.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrders } from "../find-order.ts"
import { has, number, text } from "../input.ts"
import { moment } from "../moment.ts"

const none = "No order waits since a restore."

const row = (o: RestoredOrder) => [
  orderName(o.channelOrderNumber),
  o.channel,
  moment(o.placedAt),
  `${o.total} ${o.currency}`,
  o.message
]

export const list: Run = (input) =>
  Effect.gen(function* () {
    const orders = yield* listRestored(null, number(input, "limit") ?? 50)
    const shown = table(["order", "channel", "placed", ">total", "why"], orders.map(row))
    return answer({ orders }, listOr(none, shown))
  })

const timeOf = Effect.fn("timeOf")(function* (given: string) {
  const at = new Date(given)
  if (!Number.isNaN(at.getTime())) return at
  return yield* new Refusal({ message: `“${given}” is not a time. Write it like 2026-11-22T03:00Z.` })
})

const chosen = Effect.fn("chosen")(function* (references: ReadonlyArray<string>) {
  const ids = new Set(yield* findOrders(references))
  const orders = (yield* listRestored(null)).filter((o) => ids.has(o.orderId))
  if (orders.length < ids.size)
    return yield* new Refusal({
      message: `${ids.size - orders.length} of these orders do not wait since a restore. See: switchyard restore list`
    })
  return orders
})

const effect = (orders: ReadonlyArray<RestoredOrder>): string => {
  const auto = orders.filter((o) => o.autoProcessing).length
  return auto === 0
    ? "They show PROCESS; nothing is sent until somebody processes them."
    : `They show PROCESS. ${auto} are on channels that process by themselves and are sent the next time they change.`
}

export const release: Run = (input) =>
  Effect.gen(function* () {
    const before = text(input, "all-before")
    const orders =
      before === undefined ? yield* chosen(input.rest) : yield* listRestored(yield* timeOf(before))
    if (orders.length === 0) return answer({ released: 0 }, [none])
    if (!has(input, "yes"))
      return answer({ released: 0, would: orders.length }, [
        `This says that nothing was sent for ${orders.length} order(s). Repeat with --yes if you have checked at the suppliers.`,
        effect(orders)
      ])
    const released = yield* releaseRestored(orders)
    return answer({ released }, [`${released} order(s) released.`, effect(orders)])
  })
