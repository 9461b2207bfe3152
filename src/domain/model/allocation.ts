import type { AllocationPlan, AllocationRule } from "./allocation-plan.ts"
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
  /** What the supplier said that it has, less what it was asked for since. null: nobody knows, which counts as enough. */
  readonly stock: number | null
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

const usualRules: ReadonlyArray<AllocationRule> = ["priority", "cost"]

type Ordering = (a: SupplierOffer, b: SupplierOffer) => number
/** Whether an offer holds enough of its product for the order. */
type Suffices = (offer: SupplierOffer) => boolean

const ranked = (preferred: ReadonlyArray<SupplierId>, id: SupplierId): number => {
  const at = preferred.indexOf(id)
  return at < 0 ? preferred.length : at
}

/** One small rule each; 0 means that it cannot tell the two apart. */
const orderings: Readonly<Record<AllocationRule, (plan: AllocationPlan, suffices: Suffices) => Ordering>> = {
  preferred:
    ({ preferred = [] }) =>
    (a, b) =>
      ranked(preferred, a.supplierId) - ranked(preferred, b.supplierId),
  stock: (_, suffices) => (a, b) => Number(suffices(b)) - Number(suffices(a)),
  priority: () => (a, b) => a.priority - b.priority,
  cost: () => (a, b) =>
    Number(a.cost ?? Number.POSITIVE_INFINITY) - Number(b.cost ?? Number.POSITIVE_INFINITY)
}

/** The last word, so that the same order always goes to the same place: who was there first. */
const byAge: Ordering = (a, b) => a.supplierId - b.supplierId

const chainOf = (plan: AllocationPlan, suffices: Suffices): Ordering => {
  const chain = [...(plan.rules ?? usualRules).map((rule) => orderings[rule](plan, suffices)), byAge]
  return (a, b) => {
    for (const rule of chain) {
      const order = rule(a, b)
      if (order !== 0 && !Number.isNaN(order)) return order
    }
    return 0
  }
}

const sufficesFor =
  (wanted: ReadonlyMap<number, number>): Suffices =>
  (offer) =>
    offer.stock === null || offer.stock >= (wanted.get(offer.productId) ?? 0)

const wantedOf = (lines: ReadonlyArray<LineToAllocate>): ReadonlyMap<number, number> => {
  const wanted = new Map<number, number>()
  for (const l of lines) wanted.set(l.productId, (wanted.get(l.productId) ?? 0) + Math.max(0, l.open))
  return wanted
}

export const chooseOffer = (
  productId: number,
  offers: ReadonlyArray<SupplierOffer>,
  plan: AllocationPlan = {},
  wanted: ReadonlyMap<number, number> = new Map()
): SupplierOffer | undefined =>
  offers.filter((o) => o.productId === productId).sort(chainOf(plan, sufficesFor(wanted)))[0]

/** Whom the rules choose; if that one has too little and somebody else has enough, the first of those. */
const takerOf = (
  productId: number,
  offers: ReadonlyArray<SupplierOffer>,
  plan: AllocationPlan,
  wanted: ReadonlyMap<number, number>
): SupplierOffer | undefined => {
  const first = chooseOffer(productId, offers, plan, wanted)
  const suffices = sufficesFor(wanted)
  if (first === undefined || suffices(first) || plan.whenShort === "send") return first
  return chooseOffer(productId, offers.filter(suffices), plan, wanted) ?? first
}

/** The suppliers that offer every one of the products. */
const whoHaveAll = (
  productIds: ReadonlyArray<number>,
  offers: ReadonlyArray<SupplierOffer>
): ReadonlySet<SupplierId> => {
  const has = new Map<SupplierId, Set<number>>()
  for (const o of offers) has.set(o.supplierId, (has.get(o.supplierId) ?? new Set()).add(o.productId))
  return new Set([...has].flatMap(([id, products]) => (productIds.every((p) => products.has(p)) ? [id] : [])))
}

const place = (
  lines: ReadonlyArray<LineToAllocate>,
  offers: ReadonlyArray<SupplierOffer>,
  plan: AllocationPlan
): Allocation => {
  const wanted = wantedOf(lines)
  const bySupplier = new Map<SupplierId, Array<AllocatedLine>>()
  const unplaced: Array<LineToAllocate> = []
  for (const line of lines) {
    if (line.open <= 0) continue
    const offer = takerOf(line.productId, offers, plan, wanted)
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

/**
 * Who of those that offer all of it takes the whole: the first by the same rules, asked line by line; the supplier that wins
 * the most lines, then the first of them in the order of the lines.
 */
const wholeTaker = (
  lines: ReadonlyArray<LineToAllocate>,
  offers: ReadonlyArray<SupplierOffer>,
  plan: AllocationPlan
): SupplierId | undefined => {
  const open = lines.filter((l) => l.open > 0)
  const able = whoHaveAll([...new Set(open.map((l) => l.productId))], offers)
  const theirs = offers.filter((o) => able.has(o.supplierId))
  const wins = new Map<SupplierId, number>()
  for (const [supplierId, won] of place(open, theirs, plan).bySupplier) wins.set(supplierId, won.length)
  return [...wins].sort(([, a], [, b]) => b - a)[0]?.[0]
}

/** Of a product, a supplier has less than it is to ship. */
export interface Shortage {
  readonly lineId: OrderLineId
  readonly offer: SupplierOffer
  readonly wanted: number
  readonly short: number
}

/** Where the stock that is known does not suffice, one of each supplier and product. */
export const shortagesOf = ({ bySupplier }: Allocation): ReadonlyArray<Shortage> =>
  [...bySupplier.values()].flatMap((lines) =>
    [...Map.groupBy(lines, (l) => l.offer.productId).values()].flatMap((of): ReadonlyArray<Shortage> => {
      const [first] = of
      if (first === undefined || first.offer.stock === null) return []
      const wanted = of.reduce((sum, l) => sum + l.quantity, 0)
      const short = wanted - Math.max(0, first.offer.stock)
      return short > 0 ? [{ lineId: first.lineId, offer: first.offer, wanted, short }] : []
    })
  )

/** Splits the open quantity of the lines over suppliers: nothing is lost, nothing is invented. */
export const allocate = (
  lines: ReadonlyArray<LineToAllocate>,
  offers: ReadonlyArray<SupplierOffer>,
  plan: AllocationPlan = {},
  /** Decimal, in the order's currency. */
  value: string | null = null
): Allocation => {
  const split = place(lines, offers, plan)
  const isSmall = value !== null && plan.splitFrom !== undefined && Number(value) < Number(plan.splitFrom)
  if (!isSmall || split.bySupplier.size < 2) return split
  const taker = wholeTaker(lines, offers, plan)
  if (taker === undefined) return split
  const whole = place(
    lines,
    offers.filter((o) => o.supplierId === taker),
    plan
  )
  const isWorse = plan.whenShort !== "send" && shortagesOf(whole).length > shortagesOf(split).length
  return isWorse ? split : whole
}
