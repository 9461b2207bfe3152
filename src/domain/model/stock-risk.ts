import type { Money } from "./money.ts"

/** How one product stands between what there is and what is wanted of it. */
export interface StockRisk {
  readonly sku: string
  readonly title: string
  readonly onHand: number
  readonly committed: number
  readonly unsentDemand: number
  /** Pieces sold a day, over the last days. */
  readonly perDay: number
  /** Orders that cannot be served whole, the last ones first to lose, and what they pay for what is missing. */
  readonly orders: number
  readonly money: ReadonlyArray<Money>
}

/** A channel that shows more of a product than there is to sell: it may sell what nobody can ship. */
export interface Oversold {
  readonly sku: string
  readonly shown: number
  readonly quantity: number
  /** Since when it is to be told less. */
  readonly since: Date
  /** What was paid last for one there. */
  readonly price: Money | null
}

/** The days over which the pace is taken. */
export const paceDays = 7
const dayMs = 86_400_000

const supplyOf = ({ onHand, committed }: StockRisk): number => Math.max(0, onHand - committed)

/** Pieces that are wanted and not there. */
export const shortBy = (risk: StockRisk): number => Math.max(0, risk.unsentDemand - supplyOf(risk))

/** When nothing is left at the pace of the last days; null: at that pace it lasts for ever. */
export const runsOutAt = (risk: StockRisk, at: Date): Date | null => {
  const free = Math.max(0, supplyOf(risk) - risk.unsentDemand)
  if (free === 0) return at
  return risk.perDay > 0 ? new Date(at.getTime() + (free / risk.perDay) * dayMs) : null
}

/** Short now, or within so many days at that pace. The shortest first, then who runs out first. */
export const atRisk = (risks: ReadonlyArray<StockRisk>, days: number, at: Date): ReadonlyArray<StockRisk> => {
  const end = at.getTime() + days * dayMs
  const outMs = (risk: StockRisk): number => runsOutAt(risk, at)?.getTime() ?? Number.POSITIVE_INFINITY
  return risks
    .filter((risk) => shortBy(risk) > 0 || (risk.perDay > 0 && outMs(risk) <= end))
    .toSorted((a, b) => shortBy(b) - shortBy(a) || outMs(a) - outMs(b) || (a.sku < b.sku ? -1 : 1))
}

/** What may be sold and not be there, at the last prices. */
export const worthOf = (rows: ReadonlyArray<Oversold>): ReadonlyArray<{ amount: string; currency: string }> =>
  rows.flatMap(({ price, shown, quantity }) =>
    price === null
      ? []
      : [{ amount: (Number(price.amount) * (shown - quantity)).toFixed(4), currency: price.currency }]
  )
