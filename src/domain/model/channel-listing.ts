/** One thing that a channel lists: its own SKU of it, and the numbers that are printed on it there. */
export interface ChannelListing {
  readonly sku: string
  readonly title: string
  /** EAN, UPC, GTIN, ISBN: whatever the channel keeps of these. */
  readonly barcodes: ReadonlyArray<string>
}

/** A product that a listing may be, and by what. */
export interface ListingCandidate {
  readonly productId: number
  readonly sku: string
}

/**
 * Which product a listing is. Ambiguous: its names say different products; a person says which (map sku), and nothing is
 * guessed meanwhile, because the wrong one of the two would be oversold.
 */
export type ListingMatch =
  | { readonly _tag: "Matched"; readonly listing: ChannelListing; readonly product: ListingCandidate }
  | {
      readonly _tag: "Ambiguous"
      readonly listing: ChannelListing
      readonly products: ReadonlyArray<string>
    }
  | { readonly _tag: "Unmatched"; readonly listing: ChannelListing }

/** Alias types that hold what is printed on a product, however somebody wrote them. */
export const barcodeTypes = ["barcode", "ean", "gtin", "isbn", "upc"] as const

export const isBarcodeType = (type: string): boolean =>
  barcodeTypes.some((known) => known === type.toLowerCase())

const barcodeLengths = [8, 12, 13, 14] as const

/** A barcode as somebody may have written it down: 012345678905 is 0012345678905, and 00012345678905. */
export const barcodeForms = (barcode: string): ReadonlyArray<string> => {
  if (!/^\d{8,14}$/.test(barcode)) return barcode === "" ? [] : [barcode]
  const digits = barcode.replace(/^0+/, "")
  const padded = barcodeLengths.flatMap((n) => (digits.length <= n ? [digits.padStart(n, "0")] : []))
  return [...new Set([barcode, ...padded])]
}

/** What the channel's own SKU was mapped to by a person says it alone; else all names have to say the same product. */
export const matchListing = (
  listing: ChannelListing,
  mapped: ListingCandidate | null,
  named: ReadonlyArray<ListingCandidate>
): ListingMatch => {
  if (mapped !== null) return { _tag: "Matched", listing, product: mapped }
  const products = new Map(named.map((candidate) => [candidate.productId, candidate]))
  const [only, ...others] = products.values()
  if (only === undefined) return { _tag: "Unmatched", listing }
  return others.length === 0
    ? { _tag: "Matched", listing, product: only }
    : { _tag: "Ambiguous", listing, products: [...products.values()].map((p) => p.sku).sort() }
}
