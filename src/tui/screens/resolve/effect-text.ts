import { whenSent } from "../../../domain/model/mapping-words.ts"
import { exceeds, formatSum, type Money } from "../../../domain/model/money.ts"
import type { MappingEffect } from "../../../domain/operations/preview-mapping.ts"

/** What saving does, counted, before the yes. `isIncluded`: the order at hand is one of those that it frees. */
export const effectText = (effect: MappingEffect, isIncluded: boolean, isStopped: boolean): string => {
  const blocked = effect.stillBlocked === 0 ? "" : `; ${effect.stillBlocked} more wait for something else too`
  if (effect.frees === 0) return `frees no order now${blocked}`
  const own = isIncluded ? ", this one among them" : ""
  const sent =
    effect.sentNow === 0
      ? "none is sent by itself"
      : `${effect.sentNow} on auto-processing will be SENT ${whenSent(isStopped)} (${formatSum(effect.sentNowTotals)})`
  const wait =
    effect.waitForYou === 0
      ? ""
      : `, ${effect.waitForYou} ${effect.waitForYou === 1 ? "waits" : "wait"} for you`
  return `frees ${effect.frees}${own}: ${sent}${wait}${blocked}`
}

const ordersWithoutCount = 10
const amountWithoutCount = "1000"

/** Above 10 orders or 1,000 in money of one currency a person types the count (decisions A15). */
export const mustTypeCount = (count: number, totals: ReadonlyArray<Money>): boolean =>
  count > ordersWithoutCount || totals.some(({ amount }) => exceeds(amount, amountWithoutCount))
