import { type KnownBuyer, withoutBuyer } from "./known-buyer.ts"

type Clean = (text: string) => string

/** A page and what was scrolled past; each holds some words of one buyer. */
const mostKept = 500

const kept = new Map<string, Clean>()

const forgetOldest = (): void => {
  const [oldest] = kept.keys()
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
}

/**
 * `withoutBuyer` for `buyerText` as PostgreSQL wrote it. A live list reads the same rows again and again, and to take a buyer
 * apart costs more than to look for them. By the whole text: another address is another buyer.
 */
export const withoutBuyerWritten = (written: string): Clean => {
  const clean = kept.get(written) ?? withoutBuyer(JSON.parse(written) as KnownBuyer)
  kept.delete(written)
  kept.set(written, clean)
  forgetOldest()
  return clean
}
