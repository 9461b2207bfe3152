import * as Effect from "effect/Effect"
import { type Judged, judgeOrders } from "../judge-orders.ts"
import { inBatches } from "../model/job-request.ts"
import type { IncomingOrder, OrderId } from "../model/order.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { type Agreement, agreementOf, type ShopOutcome, shopOutcome } from "../model/shadow.ts"
import { shipMethodFor } from "../model/validation.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { SalesChannels } from "../ports/sales-channels.ts"
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
  /** Channels that did not answer: the last known word counts. */
  readonly notAsked: ReadonlyArray<{ readonly channel: string; readonly why: string }>
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

const rowOf = (judged: Judged, now: Standing | undefined): ShadowReportRow => {
  const { order, channel, verdict } = judged
  const held = verdict.findings.map((f) => f.message)
  const { standing, channelStatus } = now ?? order
  const outcome = shopOutcome(standing, channelStatus)
  const wouldSend = held.length > 0 ? [] : sharesOf(judged)
  return {
    orderId: order.id,
    number: order.channelOrderNumber,
    channel: channel.name,
    placedAt: order.placedAt,
    wouldSend,
    held,
    outcome,
    channelStatus,
    agreement: agreementOf(wouldSend.length > 0, outcome)
  }
}

type Standing = Pick<IncomingOrder, "standing" | "channelStatus">

/** An order that is fulfilled leaves the list of a download, so the shop is asked for these by name. */
const askShop = Effect.fn("askShop")(function* (channel: SalesChannel, judged: ReadonlyArray<Judged>) {
  const ids = judged.map((j) => j.order.channelOrderId)
  const asked = yield* Effect.result((yield* SalesChannels).readOrders(channel, ids))
  if (asked._tag === "Success")
    return {
      why: null,
      standings: new Map<string, Standing>(asked.success.map((o) => [o.channelOrderId, o]))
    }
  if (asked.failure._tag === "StoreFailure") return yield* asked.failure
  return { why: asked.failure.message, standings: new Map<string, Standing>() }
})

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
  const silent = new Map<string, string>()
  for (const ids of inBatches(found.slice(0, mostOrders), 500)) {
    const judged = yield* judgeOrders(yield* (yield* OrderStore).load(ids))
    for (const group of Map.groupBy(judged, (j) => j.channel.id).values()) {
      const [first] = group
      if (first === undefined) continue
      const { standings, why } = yield* askShop(first.channel, group)
      if (why !== null) silent.set(first.channel.name, why)
      rows.push(...group.map((j) => rowOf(j, standings.get(j.order.channelOrderId))))
    }
  }
  return {
    since,
    rows,
    counts: countsOf(rows),
    notAsked: [...silent].map(([name, why]) => ({ channel: name, why })),
    cut: found.length > mostOrders
  } satisfies ShadowReport
})
