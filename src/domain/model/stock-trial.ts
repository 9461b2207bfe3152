/** What one listing is told under the rules that hold and under those that are tried; null: it is not told. */
export interface TriedListing {
  readonly sku: string
  readonly before: number | null
  readonly after: number | null
}

/** What other rules would change on a channel, listing by listing. A listing is in one of the counts. */
export interface StockTrial {
  /** Told under either. */
  readonly listings: number
  readonly toZero: number
  readonly down: number
  readonly up: number
  readonly fromZero: number
  /** Told only under the tried rules; told only under those that hold: another alias type or warehouse does that. */
  readonly added: number
  readonly gone: number
  /** Largest losses first. */
  readonly samples: ReadonlyArray<TriedListing>
}

const grouped = (n: number): string => n.toLocaleString("en-US")

const listings = (n: number): string => `${grouped(n)} ${n === 1 ? "listing" : "listings"}`

/** `37 listings would go to 0, 12 down, 4 up`: what hurts is said first, what does not happen is left out. */
export const trialWords = ({
  listings: all,
  toZero,
  down,
  up,
  fromZero,
  added,
  gone
}: StockTrial): string => {
  const parts = [
    toZero > 0 ? `${listings(toZero)} would go to 0` : "",
    gone > 0 ? `${grouped(gone)} would not be told any more` : "",
    down > 0 ? `${grouped(down)} down` : "",
    up > 0 ? `${grouped(up)} up` : "",
    fromZero > 0 ? `${grouped(fromZero)} would be sold again` : "",
    added > 0 ? `${grouped(added)} would be told for the first time` : ""
  ].filter((part) => part !== "")
  return parts.length === 0
    ? `Nothing would change: ${listings(all)} stay as they are.`
    : `Of ${listings(all)}: ${parts.join(", ")}.`
}
