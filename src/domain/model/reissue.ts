import type { SupplierOffer } from "./allocation.ts"
import type { Order, OrderLineId } from "./order.ts"
import type { SupplierId } from "./supplier.ts"
import type { NumberPolicy } from "./supplier-terms.ts"

/** A purchase order as far as placing its pieces anew is concerned. */
export interface PlacedOrder {
  readonly supplierId: SupplierId
  readonly state: string
  /** Whether an attempt to send it was made: what never left was refused by nobody. */
  readonly tried: boolean
  readonly lines: ReadonlyArray<{
    readonly orderLineId: OrderLineId
    readonly quantity: number
    readonly shipped: number
    readonly canceled: number
    readonly rejected: number
  }>
}

/** Who has said no to a line, or to the purchase order that held it: not asked again for it by themselves. */
export const refusersOf = (
  placed: ReadonlyArray<PlacedOrder>
): ReadonlyMap<OrderLineId, ReadonlySet<SupplierId>> => {
  const refusers = new Map<OrderLineId, Set<SupplierId>>()
  for (const po of placed) {
    const refusedWhole = po.state === "failed" || (po.state === "canceled" && po.tried)
    for (const line of po.lines) {
      if (!refusedWhole && line.rejected === 0) continue
      const known = refusers.get(line.orderLineId) ?? new Set()
      refusers.set(line.orderLineId, known.add(po.supplierId))
    }
  }
  return refusers
}

/** Pieces that would be free once the failed purchase orders are withdrawn; `free` are those that are free already. */
export const placeablePieces = (
  placed: ReadonlyArray<PlacedOrder>,
  free: ReadonlyArray<{ readonly orderLineId: OrderLineId; readonly free: number }>
): ReadonlyMap<OrderLineId, number> => {
  const pieces = new Map(free.map((f) => [f.orderLineId, f.free]))
  for (const po of placed.filter((p) => p.state === "failed"))
    for (const l of po.lines) {
      const held = Math.max(0, l.quantity - l.canceled - l.rejected - l.shipped)
      pieces.set(l.orderLineId, (pieces.get(l.orderLineId) ?? 0) + held)
    }
  return pieces
}

/** The order as if only these pieces had ever been ordered: the rules of the first time judge it again. */
export const orderOfPieces = (order: Order, pieces: ReadonlyMap<OrderLineId, number>): Order => ({
  ...order,
  lines: order.lines.flatMap((line) => {
    const ordered = pieces.get(line.id) ?? 0
    return line.ships && ordered > 0 ? [{ ...line, ordered, shipped: 0, backordered: 0, canceled: 0 }] : []
  })
})

/** Offers that may be chosen: of the named supplier, else of all who have not refused a line of that product. */
export const offersFor = (
  offers: ReadonlyArray<SupplierOffer>,
  refusedBy: (productId: number) => ReadonlySet<SupplierId>,
  to: SupplierId | null
): ReadonlyArray<SupplierOffer> =>
  offers.filter((o) => (to === null ? !refusedBy(o.productId).has(o.supplierId) : o.supplierId === to))

/**
 * The number of a purchase order that goes to the same supplier again: the old one with the next revision, where the
 * supplier's policy wants a suffix and it fits. null: it takes a new number.
 */
export const reissueNumber = (
  before: { readonly number: string; readonly revision: number },
  policy: NumberPolicy | undefined
): { readonly number: string; readonly revision: number } | null => {
  const suffix = policy?.reissueSuffix
  if (suffix === undefined) return null
  const mark = `${suffix}${before.revision}`
  const base =
    before.revision > 1 && before.number.endsWith(mark) ? before.number.slice(0, -mark.length) : before.number
  const revision = before.revision + 1
  const number = `${base}${suffix}${revision}`
  return number.length > (policy?.maxLength ?? Number.POSITIVE_INFINITY) ? null : { number, revision }
}
