import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { RequestAllowance } from "../../../domain/ports/sales-channels.ts"
import type { Cost } from "./shopify-answer.ts"

/** What a shop of the smallest plan allows, in points of Shopify's query cost: 100 a second, 2,000 at once. */
export const standardAllowance: RequestAllowance = { requests: 100, perMs: 1000, burst: 2000 }

const leastWaitMs = 1000
const mostWaitMs = 5 * 60_000

/** What was learned from a shop's answers: larger plans restore more points a second, and each question has its own price. */
export interface Learned {
  readonly allowanceOf: (channel: SalesChannel) => RequestAllowance
  /** What this question cost the last time; `guess` before the first. */
  readonly costOf: (document: string, guess: number) => number
  readonly learn: (channel: SalesChannel, document: string, cost: Cost | null) => void
}

const isSane = (n: number): boolean => Number.isFinite(n) && n > 0 && n < 1e7

export const makeLearned = (): Learned => {
  const allowances = new Map<number, RequestAllowance>()
  const costs = new Map<string, number>()
  return {
    allowanceOf: (channel) => allowances.get(channel.id) ?? standardAllowance,
    costOf: (document, guess) => costs.get(document) ?? guess,
    learn: (channel, document, cost) => {
      const spent = cost?.actualQueryCost ?? null
      if (spent !== null && isSane(spent)) costs.set(document, spent)
      const status = cost?.throttleStatus
      if (status === undefined || status === null) return
      if (isSane(status.restoreRate) && isSane(status.maximumAvailable))
        allowances.set(channel.id, {
          requests: status.restoreRate,
          perMs: 1000,
          burst: status.maximumAvailable
        })
    }
  }
}

/**
 * How long to stay away until the bucket holds what this question asks for, which is more than it spends: Shopify wants the
 * whole requested cost to be there, and gives the rest back. 0: it is there.
 */
export const waitForPoints = (cost: Cost | null, isThrottled: boolean): number => {
  const status = cost?.throttleStatus
  if (cost === null || status === undefined || status === null || !isSane(status.restoreRate))
    return isThrottled ? leastWaitMs : 0
  const lacking = Math.min(cost.requestedQueryCost, status.maximumAvailable) - status.currentlyAvailable
  const waitMs = Math.ceil((lacking / status.restoreRate) * 1000)
  if (waitMs <= 0) return isThrottled ? leastWaitMs : 0
  return Math.min(mostWaitMs, isThrottled ? Math.max(leastWaitMs, waitMs) : waitMs)
}
