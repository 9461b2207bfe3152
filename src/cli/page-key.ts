/** The last row of a page as one word: `2026-11-22T03:25:47.000Z_123`. */
export const pageKeyText = (row: { readonly placedAt: Date; readonly id: number }): string =>
  `${row.placedAt.toISOString()}_${row.id}`

export const pageKeyOf = (given: string): { readonly placedAt: Date; readonly id: number } | null => {
  const parts = /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)_(\d{1,15})$/.exec(given)
  const placedAt = new Date(parts?.[1] ?? Number.NaN)
  return parts === null || Number.isNaN(placedAt.getTime()) ? null : { placedAt, id: Number(parts[2]) }
}
