import * as Effect from "effect/Effect"
import { sumByCurrency } from "../model/money.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { atRisk, runsOutAt, shortBy, worthOf } from "../model/stock-risk.ts"
import { now } from "../ports/clock.ts"
import { StockRisks } from "../ports/stock-risks.ts"

/** Products that are looked at: the most wanted. */
const mostLookedAt = 20_000
const mostOfAChannel = 1_000

/**
 * What will be sold, or is sold already, and is not there: products whose demand is more than their supply now or within these
 * days, and channels (one, or null: all) that show more than there is.
 */
export const listAtRisk = Effect.fn("listAtRisk")(function* (
  channel: SalesChannel | null,
  days: number,
  limit: number
) {
  const store = yield* StockRisks
  const at = yield* now
  const found = atRisk(yield* store.risks(mostLookedAt, at), days, at)
  const oversold = yield* store.oversold(channel?.id ?? null, mostOfAChannel)
  return {
    count: found.length,
    products: found
      .slice(0, limit)
      .map((risk) => ({ ...risk, shortBy: shortBy(risk), runsOutAt: runsOutAt(risk, at) })),
    channels: oversold.map(({ rows, ...of }) => ({
      ...of,
      money: sumByCurrency(worthOf(rows)),
      rows: rows.slice(0, limit)
    }))
  }
})
export type AtRisk = Effect.Success<ReturnType<typeof listAtRisk>>
