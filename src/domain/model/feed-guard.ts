/** ignored: older than one that was used. held: too much is missing, a person decides. */
export const feedStates = ["taken", "ignored", "held", "rejected"] as const
export type FeedState = (typeof feedStates)[number]

export interface FeedSize {
  readonly skus: number
  readonly pieces: number
}

/** A feed that lost more than so much of its SKUs or pieces is more often a broken export than an empty warehouse. */
export const mostDropPercent = 30

const isDrop = (before: number, after: number): boolean => (before - after) * 100 > before * mostDropPercent

/** Why a feed has to wait for a person, beside the last one that was used; null: it may be used. */
export const feedDrop = (before: FeedSize | null, after: FeedSize): string | null => {
  if (before === null) return null
  if (before.pieces > 0 && after.pieces === 0) return `all ${before.pieces} pieces are gone`
  if (isDrop(before.skus, after.skus)) return `${before.skus - after.skus} of ${before.skus} SKUs are missing`
  return isDrop(before.pieces, after.pieces)
    ? `${before.pieces - after.pieces} of ${before.pieces} pieces are gone`
    : null
}

export const feedSize = (
  rows: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>
): FeedSize => ({
  skus: new Set(rows.map((r) => r.sku)).size,
  pieces: rows.reduce((sum, r) => sum + r.quantity, 0)
})

export interface FeedChange {
  readonly sku: string
  readonly warehouse: string
  /** null: it was not, or is not, in the feed. */
  readonly before: number | null
  readonly after: number | null
}

interface FeedRow {
  readonly sku: string
  readonly warehouse: string
  readonly quantity: number
}

const byPlace = (rows: ReadonlyArray<FeedRow>): ReadonlyMap<string, FeedRow> => {
  const sums = new Map<string, FeedRow>()
  for (const row of rows) {
    const key = JSON.stringify([row.sku, row.warehouse])
    sums.set(key, { ...row, quantity: row.quantity + (sums.get(key)?.quantity ?? 0) })
  }
  return sums
}

/** What a feed says otherwise than the one before it, the largest losses first. */
export const feedChanges = (
  before: ReadonlyArray<FeedRow>,
  after: ReadonlyArray<FeedRow>
): ReadonlyArray<FeedChange> => {
  const [old, now] = [byPlace(before), byPlace(after)]
  return [...new Map([...old, ...now])]
    .map(([key, { sku, warehouse }]) => ({
      sku,
      warehouse,
      before: old.get(key)?.quantity ?? null,
      after: now.get(key)?.quantity ?? null
    }))
    .filter((c) => c.before !== c.after)
    .toSorted((a, b) => (a.after ?? 0) - (a.before ?? 0) - ((b.after ?? 0) - (b.before ?? 0)))
}
