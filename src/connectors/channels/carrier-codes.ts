/** One row of a channel's own table of carriers: what a supplier may call the carrier, and the channel's code for it. */
export type CarrierRow = readonly [RegExp, string]

/**
 * The channel's code for a carrier as a supplier names it ("FEDEX_GROUND", "U.S. Mail"); null when the table has none. The
 * first row that fits wins, so the narrower names stand above the wider ones.
 */
export const carrierCode = (table: ReadonlyArray<CarrierRow>, carrier: string): string | null => {
  const words = carrier
    .slice(0, 200)
    .toLowerCase()
    .replace(/[_\-/]+/g, " ")
    .replace(/\s+/g, " ")
    .trim()
  return table.find(([pattern]) => pattern.test(words))?.[1] ?? null
}
