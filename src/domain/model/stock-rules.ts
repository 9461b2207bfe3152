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
