import * as Effect from "effect/Effect"
import { orderName } from "../../domain/model/order.ts"
import { now } from "../../domain/ports/clock.ts"
import { SupplierReceipts } from "../../domain/ports/supplier-receipts.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { moment } from "../moment.ts"

const mostShown = 200

export const overdue: Run = () =>
  Effect.gen(function* () {
    const late = yield* (yield* SupplierReceipts).overdue(yield* now, mostShown)
    const rows = late.map((r) => [
      r.number,
      orderName(r.channelOrderNumber),
      r.supplier,
      r.controlNumber,
      moment(r.sentAt),
      moment(r.dueAt),
      r.contact
    ])
    const columns = ["purchase order", "order", "supplier", "control number", "sent", "997 due", "ask"]
    const none = "No 997 is overdue. A supplier's time for it is receiptWithinMinutes of its terms."
    return answer({ overdue: late }, listOr(none, table(columns, rows)))
  })
