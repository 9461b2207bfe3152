import type { OutsideReason } from "../domain/ports/failure.ts"
import { foreignText } from "./foreign-text.ts"

const longestWaitMs = 24 * 3_600_000

/** Retry-After says seconds, or an HTTP date. Null when it is absent or says nothing. */
export const retryAfterMs = (header: string | null, at: Date): number | null => {
  if (header === null) return null
  const wait = /^\s*\d{1,9}\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - at.getTime()
  return Number.isNaN(wait) ? null : Math.min(longestWaitMs, Math.max(1000, wait))
}

/** Where a redirect points, without the query, in which tokens travel. */
const target = (location: string | null, origin: string): string => {
  if (location === null || !URL.canParse(location, origin)) return "another address"
  const url = new URL(location, origin)
  return foreignText(`${url.origin}${url.pathname}`)
}

export interface StatusVerdict {
  readonly reason: OutsideReason
  readonly message: string
}

/** What a status says about a request; null when the body is to be read. */
export const judgeStatus = (
  status: number,
  waitMs: number | null,
  location: string | null,
  origin: string
): StatusVerdict | null => {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400)
    return {
      reason: "Misconfigured",
      message: `${origin} redirects to ${target(location, origin)}. Redirects are not followed: write the final address.`
    }
  if (status === 401 || status === 403)
    return { reason: "Unauthorized", message: `${origin} refuses the credentials (HTTP ${status}).` }
  if (status === 404 || status === 405 || status === 410)
    return { reason: "Misconfigured", message: `${origin} has no API at this address (HTTP ${status}).` }
  if (status === 408 || status === 425 || status === 429 || (status === 503 && waitMs !== null))
    return { reason: "Throttled", message: `${origin} asks to wait (HTTP ${status}).` }
  // The request arrived and something behind it broke: what was done is not known.
  if (status >= 500) return { reason: "NoAnswer", message: `${origin} failed (HTTP ${status}).` }
  return { reason: "Rejected", message: `${origin} refused the request (HTTP ${status}).` }
}
