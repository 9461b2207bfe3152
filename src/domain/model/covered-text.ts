/** In the place of words from outside that may name a buyer whom nobody can look up, so that nothing of them can be masked. */
export const coveredText = "hidden: may hold personal data"

export interface Covering {
  readonly isCovered: boolean
}

/** The row as it may be shown: as it came where somebody asked for it, else with what covers it. */
export const coveredUnless = <T extends object>(
  isRevealed: boolean,
  row: T,
  cover: Partial<T>
): T & Covering => (isRevealed ? { ...row, isCovered: false } : { ...row, ...cover, isCovered: true })
