import * as Effect from "effect/Effect"
import { type Judged, judgeOrders } from "../judge-orders.ts"
import { inBatches } from "../model/job-request.ts"
import type { OrderId } from "../model/order.ts"
import { type Agreement, agreementOf, type ShopOutcome, shopOutcome } from "../model/shadow.ts"
import { shipMethodFor } from "../model/validation.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { SendGates } from "../ports/send-gates.ts"

/** One order in shadow: what we would have done, beside what the shop says happened. */
export interface ShadowReportRow {
  readonly orderId: OrderId
  readonly number: string
  readonly channel: string
  readonly placedAt: Date
  /** The purchase orders that we would have sent; empty where it is held. */
  readonly wouldSend: ReadonlyArray<{
    readonly supplier: string
    readonly method: string
    readonly units: number
  }>
  /** Why not, in the words of its holds. */
  readonly held: ReadonlyArray<string>
  readonly outcome: ShopOutcome
  /** The channel's own word for it. */
  readonly channelStatus: string
  readonly agreement: Agreement
}

export interface ShadowReport {
  readonly since: Date
  readonly rows: ReadonlyArray<ShadowReportRow>
  readonly counts: Readonly<Record<Agreement, number>>
  /** There are more than were read. */
  readonly cut: boolean
}

/** Orders of one report: newer ones first. */
const mostOrders = 5_000
const dayMs = 24 * 60 * 60_000

const sharesOf = ({ order, context, verdict }: Judged): ShadowReportRow["wouldSend"] =>
  [...verdict.allocation.bySupplier].map(([supplierId, lines]) => {
    const method = shipMethodFor(order, supplierId, context)
    return {
      supplier: context.suppliers.get(supplierId)?.name ?? String(supplierId),
      method: `${method.carrier} ${method.method}`.trim(),
      units: lines.reduce((sum, l) => sum + l.quantity, 0)
    }
  })

const rowOf = (judged: Judged): ShadowReportRow => {
  const { order, channel, verdict } = judged
  const held = verdict.findings.map((f) => f.message)
  const outcome = shopOutcome(order.standing, order.channelStatus)
  const wouldSend = held.length > 0 ? [] : sharesOf(judged)
  return {
    orderId: order.id,
    number: order.channelOrderNumber,
    channel: channel.name,
    placedAt: order.placedAt,
    wouldSend,
    held,
    outcome,
    channelStatus: order.channelStatus,
    agreement: agreementOf(wouldSend.length > 0, outcome)
  }
}

const countsOf = (rows: ReadonlyArray<ShadowReportRow>): ShadowReport["counts"] => {
  const of = (agreement: Agreement) => rows.filter((r) => r.agreement === agreement).length
  return { agrees: of("agrees"), differs: of("differs"), open: of("open") }
}

/** The orders in shadow that were placed in these days, judged by the rules and mappings as they stand now. */
export const readShadowReport = Effect.fn("readShadowReport")(function* (
  channelName: string | null,
  days: number
) {
  const channel = channelName === null ? null : yield* (yield* ChannelStore).byName(channelName)
  if (channelName !== null && channel === null)
    return yield* new Refusal({ message: `There is no channel “${channelName}”.` })
  const since = new Date((yield* now).getTime() - days * dayMs)
  const found = yield* (yield* SendGates).shadowed(channel?.id ?? null, since, mostOrders + 1)
  const rows: Array<ShadowReportRow> = []
  for (const ids of inBatches(found.slice(0, mostOrders), 500))
    rows.push(...(yield* judgeOrders(yield* (yield* OrderStore).load(ids))).map(rowOf))
  return { since, rows, counts: countsOf(rows), cut: found.length > mostOrders } satisfies ShadowReport
})
