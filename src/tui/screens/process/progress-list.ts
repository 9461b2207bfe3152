import type { OrderRow, SendRow } from "../../../domain/ports/order-board.ts"
import { RowList } from "../../components/row-list.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { partText, type Sending, sendingOf, sendingOfPart } from "./sending.ts"

/** A purchase order of an order; an order of which none is written yet, or which waits, stands by itself. Immutable. */
export interface ProgressRow {
  readonly order: OrderRow
  readonly part: SendRow | null
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

export const sendingOfRow = ({ order, part }: ProgressRow): Sending =>
  part === null ? sendingOf(order) : sendingOfPart(part)

/** The word is printed in capitals where a person is needed: the color alone says nothing. */
const wordOf = (sending: Sending): string =>
  roles[sending] === "need" || sending === "in doubt" ? sending.toUpperCase() : sending

export const saidOf = ({ order, part }: ProgressRow, { clock }: Pick<Desk, "clock">): string => {
  if (part !== null) return partText(part, (at) => clock.seconds(at))
  return sendingOf(order) === "queued" ? "waits for a worker" : order.message || order.why
}

const widths = { state: 9, order: 12, number: 12 }
const taken = widths.state + widths.order + widths.number + 3

export const progressList = (desk: Pick<Desk, "theme" | "clock">): RowList<ProgressRow> => {
  const { theme } = desk
  return new RowList<ProgressRow>({
    keyOf: ({ order, part }) => (part === null ? String(order.id) : `${order.id}/${part.number}`),
    header: (out) => {
      out.cell(safe("STATE"), widths.state, theme.of("dim"))
      out.cell(safe("ORDER"), widths.order, theme.of("dim"))
      out.cell(safe("PURCHASE ORDER"), widths.number + 3, theme.of("dim"))
      out.cell(safe("WHAT IS RECORDED"), Math.max(0, out.width - taken - 3), theme.of("dim"))
    },
    format: (row, out) => {
      const sending = sendingOfRow(row)
      out.cell(safe(wordOf(sending)), widths.state, theme.of(roles[sending]))
      out.cell(safe(`#${row.order.channelOrderNumber}`), widths.order, theme.of("text"))
      out.cell(safe(row.part?.number ?? ""), widths.number + 3, theme.of("text"))
      out.cell(
        safe(saidOf(row, desk)),
        Math.max(0, out.width - taken - 3),
        theme.of(sending === "failed" ? "need" : "text")
      )
    }
  })
}

const isSameOrder = (a: OrderRow, b: OrderRow): boolean =>
  a.status === b.status && a.action === b.action && a.message === b.message

const isSamePart = (a: SendRow | null, b: SendRow | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.state === b.state &&
    a.failure === b.failure &&
    a.keptBy === b.keptBy &&
    a.leavesAt?.getTime() === b.leavesAt?.getTime() &&
    (a.proof === null) === (b.proof === null))

const keyOf = (order: OrderRow, part: SendRow | null): string => `${order.id}/${part?.number ?? ""}`

/** Keeps the objects of rows that look as before, so that only what changed is formatted. */
export const merged = (
  before: ReadonlyArray<ProgressRow>,
  orders: ReadonlyArray<OrderRow>,
  parts: ReadonlyArray<SendRow>
): ReadonlyArray<ProgressRow> => {
  const old = new Map(before.map((row) => [keyOf(row.order, row.part), row]))
  const partsOf = Map.groupBy(parts, ({ orderId }) => orderId)
  return orders.flatMap((order) =>
    (partsOf.get(order.id) ?? [null]).map((part) => {
      const known = old.get(keyOf(order, part))
      const isSame = known !== undefined && isSameOrder(known.order, order) && isSamePart(known.part, part)
      return isSame ? known : { order, part }
    })
  )
}
