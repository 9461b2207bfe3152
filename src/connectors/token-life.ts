/** A token that ends while a request is on its way is no use: it is replaced so long before. */
export const marginMs = 60_000
const usualLifeMs = 300_000
const longestLifeMs = 24 * 3_600_000

/** How long a token lives by what its giver says in `expires_in` (seconds): five minutes if nothing, a day at most. */
export const lifeMsOf = (expiresIn: unknown): number => {
  const seconds = Number(expiresIn)
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(longestLifeMs, seconds * 1000) : usualLifeMs
}
