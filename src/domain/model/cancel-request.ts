import type { OrderLineId } from "./order.ts"

/** Why something is canceled, in our words. */
export const cancelCodes = {
  buyer_request: "the buyer does not want it any more",
  out_of_stock: "it cannot be delivered",
  address: "the address cannot be delivered to",
  price: "the price was wrong",
  fraud: "the order is suspected to be fraud",
  duplicate: "it was ordered twice",
  other: "something else"
} as const
export type CancelCode = keyof typeof cancelCodes

export const isCancelCode = (code: string): code is CancelCode => Object.hasOwn(cancelCodes, code)

/** The channels' own words, by kind of channel. A kind that is not here has none (Vendure): ours is recorded alone. */
const channelCodes: Readonly<Record<string, Readonly<Record<CancelCode, string>>>> = {
  shopify: {
    buyer_request: "CUSTOMER",
    out_of_stock: "INVENTORY",
    address: "OTHER",
    price: "OTHER",
    fraud: "FRAUD",
    duplicate: "OTHER",
    other: "OTHER"
  }
}

/** Empty where the channel has no code. */
export const channelCancelCode = (channelKind: string, code: CancelCode): string =>
  channelCodes[channelKind]?.[code] ?? ""

/** The supplier's own word for our code; ours, where its terms have none. */
export const supplierCancelCode = (
  words: Readonly<Record<string, string>> | undefined,
  code: CancelCode
): string => words?.[code] ?? code

/** A line of a sent purchase order, as far as it can be taken back. */
export interface CancelableLine {
  readonly orderLineId: OrderLineId
  readonly sku: string
  readonly supplierSku: string
  /** Neither shipped nor canceled nor given back nor asked for by another request. */
  readonly cancelable: number
}

export interface CancelWish {
  readonly sku: string
  readonly quantity: number
}

export interface CanceledPart<L extends CancelableLine> {
  readonly line: L
  readonly quantity: number
}

/**
 * Spreads what a person wants canceled over the lines that can give it, first come first served. null wishes: all there is.
 * What does not fit is told, and then nothing is canceled: a half-done wish surprises more than a refused one.
 */
export const chooseCancels = <L extends CancelableLine>(
  lines: ReadonlyArray<L>,
  wishes: ReadonlyArray<CancelWish> | null
): { readonly parts: ReadonlyArray<CanceledPart<L>>; readonly missing: ReadonlyArray<CancelWish> } => {
  const all = lines.filter((l) => l.cancelable > 0)
  if (wishes === null) return { parts: all.map((line) => ({ line, quantity: line.cancelable })), missing: [] }
  const taken = new Map<L, number>()
  const missing: Array<CancelWish> = []
  for (const wish of wishes) {
    let left = wish.quantity
    for (const line of all.filter((l) => l.sku === wish.sku || l.supplierSku === wish.sku)) {
      const quantity = Math.min(left, line.cancelable - (taken.get(line) ?? 0))
      if (quantity <= 0) continue
      taken.set(line, (taken.get(line) ?? 0) + quantity)
      left -= quantity
    }
    if (left > 0) missing.push({ sku: wish.sku, quantity: left })
  }
  return { parts: [...taken].map(([line, quantity]) => ({ line, quantity })), missing }
}
