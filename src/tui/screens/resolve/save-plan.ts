import { whenSent } from "../../../domain/model/mapping-words.ts"
import { formatSum, type Money, sumByCurrency } from "../../../domain/model/money.ts"
import { mustTypeCount } from "./effect-text.ts"
import { choicesOf, type ResolveForm } from "./resolve-form.ts"
import { type Effects, effectKey } from "./resolve-read.ts"

export interface SaveEffect {
  readonly sentNow: number
  readonly totals: ReadonlyArray<Money>
  readonly frees: number
  /** Two names saved at once may free orders that wait for both: these are not in the counts of either. */
  readonly mayBeMore: number
}

export const saveEffect = (form: ResolveForm, effects: Effects): SaveEffect => {
  const saved = choicesOf(form).flatMap((c) => effects.get(effectKey(c.supplierId, c.save)) ?? [])
  return {
    sentNow: saved.reduce((sum, e) => sum + e.sentNow, 0),
    totals: sumByCurrency(saved.flatMap((e) => e.sentNowTotals)),
    frees: saved.reduce((sum, e) => sum + e.frees, 0),
    mayBeMore: saved.length > 1 ? Math.max(...saved.map((e) => e.stillBlocked)) : 0
  }
}

export interface SaveQuestion {
  readonly text: string
  readonly typed?: string
}

/**
 * What has to be asked before saving. Small effects were read and answered in the form; asked again is what is big, what
 * grew since it was read, and what cannot be counted.
 */
export const saveQuestion = (
  shown: SaveEffect | null,
  now: SaveEffect,
  isStopped = false
): SaveQuestion | null => {
  const sends = `UPDATE sends ${now.sentNow} orders ${whenSent(isStopped)} (${formatSum(now.totals)})`
  if (mustTypeCount(now.sentNow, now.totals)) return { text: `${sends}.`, typed: String(now.sentNow) }
  if (now.mayBeMore > 0)
    return {
      text: `${sends}, and up to ${now.mayBeMore} more that wait for both names may be sent too. Update?`
    }
  const grew = shown !== null && now.sentNow > shown.sentNow
  return grew
    ? { text: `${sends}: ${now.sentNow - shown.sentNow} more than when you read it. Update?` }
    : null
}
