/** What of our stock a channel is told. The arithmetic is Inventory's; here is what a person sets. */
export interface StockRules {
  /** Whose stock counts: one warehouse by its name; null: COMBINE ALL WAREHOUSES. */
  readonly warehouse: string | null
  /** The alias type whose SKU is sent; null: the master SKU. A product without that alias is left out, never zeroed. */
  readonly alias: string | null
  /** Less than this is told as 0 (strictly less). Only where the channel uses available quantity; null: none. */
  readonly minimumLevel: number | null
  /** Kept back before anything is offered. */
  readonly safetyStock: number
  /** How much of what is left is offered there, 0 to 100. */
  readonly sharePercent: number
  /** Never more than this is shown; null: no cap. */
  readonly cap: number | null
}

export const usualStock: StockRules = {
  warehouse: null,
  alias: null,
  minimumLevel: null,
  safetyStock: 0,
  sharePercent: 100,
  cap: null
}

const mostPieces = 1_000_000

const isWhole = (n: number, least: number, most: number): boolean =>
  Number.isInteger(n) && n >= least && n <= most

const isName = (text: string): boolean => text.trim() !== "" && text.length <= 80 && !/\p{Cc}/u.test(text)

/** What is wrong with these rules; null: nothing. */
export const stockFault = (rules: StockRules): string | null => {
  const { warehouse, alias, minimumLevel, safetyStock, sharePercent, cap } = rules
  if (warehouse !== null && !isName(warehouse)) return "A warehouse's name is one line of 1 to 80 characters."
  if (alias !== null && !isName(alias)) return "An alias type is one line of 1 to 80 characters."
  if (minimumLevel !== null && !isWhole(minimumLevel, 1, mostPieces))
    return "The minimum level is a whole number from 1, or none."
  if (!isWhole(safetyStock, 0, mostPieces)) return "Safety stock is a whole number from 0."
  if (!isWhole(sharePercent, 0, 100)) return "The share is a whole number from 0 to 100."
  return cap === null || isWhole(cap, 0, mostPieces) ? null : "The cap is a whole number from 0, or none."
}

/** `safety 5 · share 80 % · cap 20 · minimum 3 · Master SKU · all warehouses`: numbers first, where it may be cut. */
export const rulesWords = ({
  warehouse,
  alias,
  minimumLevel,
  safetyStock,
  sharePercent,
  cap
}: StockRules): string =>
  [
    `safety ${safetyStock}`,
    `share ${sharePercent} %`,
    `cap ${cap ?? "none"}`,
    `minimum ${minimumLevel ?? "none"}`,
    alias ?? "Master SKU",
    warehouse ?? "all warehouses"
  ].join(" · ")
