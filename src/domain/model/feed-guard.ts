/** ignored: older than one that was used. held: too much is missing, a person decides. */
export const feedStates = ["taken", "ignored", "held", "rejected"] as const
export type FeedState = (typeof feedStates)[number]

export interface FeedSize {
  readonly skus: number
  readonly pieces: number
}

/** A feed that lost more than so much of its SKUs or pieces is more often a broken export than an empty warehouse. */
export const usualDropPercent = 30

/** What the supplier's own terms say of it (`SupplierTerms.feedDropPercent`), else the usual share. */
export const dropPercentOf = (terms: { readonly feedDropPercent?: number }): number =>
  terms.feedDropPercent ?? usualDropPercent

/**
 * Why a feed has to wait for a person, beside the last one that was used; null: it may be used. Exactly the share is still
 * let in; nothing left at all never is, whatever the share.
 */
export const feedDrop = (
  before: FeedSize | null,
  after: FeedSize,
  percent: number = usualDropPercent
): string | null => {
  const isDrop = (was: number, is: number): boolean => (was - is) * 100 > was * percent
  if (before === null) return null
  if (before.pieces > 0 && after.pieces === 0) return `all ${before.pieces} pieces are gone`
  if (isDrop(before.skus, after.skus)) return `${before.skus - after.skus} of ${before.skus} SKUs are missing`
  return isDrop(before.pieces, after.pieces)
    ? `${before.pieces - after.pieces} of ${before.pieces} pieces are gone`
    : null
}

export interface FeedChange {
  readonly sku: string
  readonly warehouse: string
  /** null: it was not, or is not, in the feed. */
  readonly before: number | null
  readonly after: number | null
}
