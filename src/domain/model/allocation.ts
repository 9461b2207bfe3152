import type { OrderLineId } from "./order.ts"
import type { SupplierId } from "./supplier.ts"

/** One supplier's offer of one product. */
export interface SupplierOffer {
  readonly productId: number
  readonly supplierId: SupplierId
  readonly supplierSku: string
  readonly cost: string | null
  /** Lower goes first. */
  readonly priority: number
}

export interface LineToAllocate {
  readonly lineId: OrderLineId
  readonly productId: number
  readonly open: number
}

export interface AllocatedLine {
  readonly lineId: OrderLineId
  readonly quantity: number
  readonly offer: SupplierOffer
}

export interface Allocation {
  /** One entry per supplier: what becomes one purchase order. */
  readonly bySupplier: ReadonlyMap<SupplierId, ReadonlyArray<AllocatedLine>>
  /** Lines that no supplier offers. */
  readonly unplaced: ReadonlyArray<LineToAllocate>
}

type Ordering = (a: SupplierOffer, b: SupplierOffer) => number

const byPriority: Ordering = (a, b) => a.priority - b.priority
const byCost: Ordering = (a, b) =>
  Number(a.cost ?? Number.POSITIVE_INFINITY) - Number(b.cost ?? Number.POSITIVE_INFINITY)
const byAge: Ordering = (a, b) => a.supplierId - b.supplierId

/** The chain of rules: the first that tells two offers apart decides. */
const chain: ReadonlyArray<Ordering> = [byPriority, byCost, byAge]

const better: Ordering = (a, b) => {
  for (const rule of chain) {
    const order = rule(a, b)
    if (order !== 0 && !Number.isNaN(order)) return order
  }
  return 0
}

export const chooseOffer = (
  productId: number,
  offers: ReadonlyArray<SupplierOffer>
): SupplierOffer | undefined => offers.filter((o) => o.productId === productId).sort(better)[0]

/** Splits the open quantity of the lines over suppliers: nothing is lost, nothing is invented. */
export const allocate = (
  lines: ReadonlyArray<LineToAllocate>,
  offers: ReadonlyArray<SupplierOffer>
): Allocation => {
  const bySupplier = new Map<SupplierId, Array<AllocatedLine>>()
  const unplaced: Array<LineToAllocate> = []
  for (const line of lines) {
    if (line.open <= 0) continue
    const offer = chooseOffer(line.productId, offers)
    if (offer === undefined) {
      unplaced.push(line)
      continue
    }
    const taken = bySupplier.get(offer.supplierId) ?? []
    taken.push({ lineId: line.lineId, quantity: line.open, offer })
    bySupplier.set(offer.supplierId, taken)
  }
  return { bySupplier, unplaced }
}
