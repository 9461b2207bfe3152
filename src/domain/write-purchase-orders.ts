import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Judged } from "./judge-orders.ts"
import type { AllocatedLine } from "./model/allocation.ts"
import { valuesFor } from "./model/channel-value.ts"
import { unsendableReason } from "./model/dispatch-intent.ts"
import type { HoldFinding } from "./model/hold.ts"
import { times, total } from "./model/money.ts"
import * as PurchaseOrder from "./model/purchase-order.ts"
import type { Supplier } from "./model/supplier.ts"
import { shipMethodFor } from "./model/validation.ts"
import { ChannelStore } from "./ports/channel-store.ts"
import type { NewPurchaseOrder } from "./ports/purchase-order-store.ts"
import { SupplierTransports } from "./ports/supplier-transports.ts"

export interface Share {
  readonly judged: Judged
  readonly supplier: Supplier
  readonly lines: ReadonlyArray<AllocatedLine>
}

/** One share per order and supplier: what becomes one purchase order. */
export const sharesOf = (judged: Judged): ReadonlyArray<Share> =>
  [...judged.verdict.allocation.bySupplier].flatMap(([supplierId, lines]) => {
    const supplier = judged.context.suppliers.get(supplierId)
    return supplier === undefined ? [] : [{ judged, supplier, lines }]
  })

/** Whose number it is: one a share, whether a preview reserved it or processing takes it. */
export const shareKey = (share: Share) => ({
  orderId: share.judged.order.id,
  supplierId: share.supplier.id
})

const costOf = (lines: ReadonlyArray<AllocatedLine>): string | null => {
  const costs = lines.flatMap((l) => (l.offer.cost === null ? [] : times(l.offer.cost, l.quantity)))
  // An unknown cost makes the whole cost unknown; it is never guessed.
  return costs.length < lines.length ? null : total(costs)
}

/** A number that was taken: as it is written, and its place in the sequence. */
export interface TakenNumber {
  readonly number: string
  readonly sequence: number
  /** Above one for a re-issue under the old number with a suffix; absent: the first. */
  readonly revision?: number
}

/** The number of a share's purchase order, from its place in the sequence. */
export const numberOf = (share: Share, sequence: number): TakenNumber => {
  const number = PurchaseOrder.purchaseOrderNumber(share.supplier.purchaseOrderPrefix, sequence)
  return { number, sequence }
}

/** Cut short it would not be unique any more: nothing is written, and a person shortens the prefix. */
const numberFault = ({ name, terms }: Supplier, number: string): string | null =>
  PurchaseOrder.numberFits(number, terms.numbers)
    ? null
    : `${number} is longer than ${name} takes (${terms.numbers?.maxLength}). Shorten its prefix: switchyard suppliers set.`

const notSendable = ({ id, name }: Supplier, reason: string): HoldFinding => ({
  kind: "not_sendable",
  field: name,
  message: `${name} cannot take this order as it is: ${reason}`.slice(0, 1000),
  detail: { supplierId: id }
})

const purchaseOrderOf = (
  share: Share,
  { number, sequence, revision = 1 }: TakenNumber,
  orderSource: string
): PurchaseOrder.PurchaseOrder => {
  const { order, context } = share.judged
  const lineOf = new Map(order.lines.map((l) => [l.id, l]))
  return {
    number,
    revision,
    sequence,
    orderId: order.id,
    supplierId: share.supplier.id,
    orderedAt: order.placedAt,
    orderSource,
    channelOrderNumber: order.channelOrderNumber,
    shipTo: order.shipTo,
    email: order.customerEmail,
    shipMethod: shipMethodFor(order, share.supplier.id, context),
    currency: share.supplier.currency,
    channelValues: valuesFor(share.supplier, share.judged.channel.supplierValues),
    lines: share.lines.map((l) => ({
      orderLineId: l.lineId,
      supplierSku: l.offer.supplierSku,
      quantity: l.quantity,
      unitCost: l.offer.cost,
      title: lineOf.get(l.lineId)?.title ?? ""
    }))
  }
}

/**
 * The bytes are rendered and written down now, so that what was previewed is what is sent. What the supplier's transport cannot
 * say is a finding: a person sees it before anything is sent.
 */
export const intentOf = Effect.fn("intentOf")(function* (
  share: Share,
  taken: TakenNumber,
  orderSource: string
) {
  const transports = yield* SupplierTransports
  const purchaseOrder = purchaseOrderOf(share, taken, orderSource)
  yield* transports.prepare(share.supplier)
  const rendered = transports.render(share.supplier, purchaseOrder)
  const reason = numberFault(share.supplier, taken.number) ?? unsendableReason(rendered)
  if (reason !== null) return Result.fail(notSendable(share.supplier, reason))
  return Result.succeed({
    orderId: purchaseOrder.orderId,
    supplierId: purchaseOrder.supplierId,
    number: purchaseOrder.number,
    revision: purchaseOrder.revision,
    shipMethod: purchaseOrder.shipMethod,
    currency: purchaseOrder.currency,
    cost: costOf(share.lines),
    transport: share.supplier.transport,
    dispatchKey: PurchaseOrder.dispatchKey(share.supplier.id, purchaseOrder.number, purchaseOrder.revision),
    rendered,
    contentHash: createHash("sha256").update(rendered.content).digest("hex"),
    lines: purchaseOrder.lines
  } satisfies NewPurchaseOrder)
})

export const orderSources = Effect.fn("orderSources")(function* (judged: ReadonlyArray<Judged>) {
  const channels = yield* ChannelStore
  const sources = new Map<number, string>()
  for (const id of new Set(judged.map((j) => j.channel.id))) sources.set(id, yield* channels.orderSource(id))
  return sources
})
