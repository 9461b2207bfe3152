interface Key {
  readonly placedAt: Date
  readonly id: number
  /** What else the list is sorted by. */
  readonly rank?: string
}

/** The last row of a page as one word: `2026-11-22T03:25:47.000Z_123`, with what it is sorted by behind it. */
export const pageKeyText = ({ placedAt, id, rank }: Key): string =>
  `${placedAt.toISOString()}_${id}${rank === undefined ? "" : `_${rank}`}`

/** A moment, an amount, or that there is none. */
const ranks = /^(?:\d{4}-\d\d-\d\dT[\d:.]{8,12}Z|\d{1,15}(?:\.\d{1,4})?|~)$/

export const pageKeyOf = (given: string): Key | null => {
  const parts = /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)_(\d{1,16})(?:_(.+))?$/.exec(given)
  const placedAt = new Date(parts?.[1] ?? Number.NaN)
  if (parts === null || Number.isNaN(placedAt.getTime())) return null
  const rank = parts[3]
  if (rank !== undefined && !ranks.test(rank)) return null
  return { placedAt, id: Number(parts[2]), ...(rank === undefined ? {} : { rank }) }
}
