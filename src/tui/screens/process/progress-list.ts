import type { OrderId } from "../../../domain/model/order.ts"
import type { OrderRow } from "../../../domain/ports/order-board.ts"
import { RowList } from "../../components/row-list.ts"
import { safe } from "../../safe-text.ts"
import type { Role, Theme } from "../../theme.ts"
import { type Sending, sendingOf } from "./sending.ts"

/** Immutable, as the table wants it: another look is another object. */
export interface ProgressRow {
  readonly order: OrderRow
  readonly receipt: string | null
}

const roles: Readonly<Record<Sending, Role>> = {
  queued: "dim",
  sending: "text",
  sent: "done",
  failed: "need",
  "in doubt": "doubt",
  held: "need",
  canceled: "need"
}

/** The word is printed in capitals where a person is needed: the color alone says nothing. */
const wordOf = (sending: Sending): string =>
  roles[sending] === "need" || sending === "in doubt" ? sending.toUpperCase() : sending

const saidOf = ({ order, receipt }: ProgressRow): string => {
  const sending = sendingOf(order)
  if (sending === "queued") return "waits for a worker"
  return sending === "sent" ? (receipt ?? "receipt held") : order.message || order.why
}

export const progressList = (theme: Theme): RowList<ProgressRow> => {
  const list: RowList<ProgressRow> = new RowList<ProgressRow>({
    keyOf: ({ order }) => String(order.id),
    header: (out) => {
      out.cell(safe("STATE"), 9, theme.of("dim"))
      out.cell(safe("ORDER"), 14, theme.of("dim"))
      out.cell(safe("WHAT IS RECORDED"), Math.max(0, out.width - 25), theme.of("dim"))
    },
    format: (row, out) => {
      const sending = sendingOf(row.order)
      out.cell(safe(wordOf(sending)), 9, theme.of(roles[sending]))
      out.cell(safe(`#${row.order.channelOrderNumber}`), 14, theme.of("text"))
      out.cell(
        safe(saidOf(row)),
        Math.max(0, out.width - 25),
        theme.of(sending === "failed" ? "need" : "text")
      )
    }
  })
  return list
}

/** Keeps the objects of rows that look as before, so that only what changed is formatted. */
export const merged = (
  before: ReadonlyArray<ProgressRow>,
  orders: ReadonlyArray<OrderRow>,
  receipts: ReadonlyMap<OrderId, string>
): ReadonlyArray<ProgressRow> => {
  const old = new Map(before.map((row) => [row.order.id, row]))
  return orders.map((order) => {
    const known = old.get(order.id)
    const receipt = receipts.get(order.id) ?? null
    const isSame =
      known !== undefined &&
      known.receipt === receipt &&
      known.order.status === order.status &&
      known.order.action === order.action &&
      known.order.message === order.message
    return isSame ? known : { order, receipt }
  })
}
