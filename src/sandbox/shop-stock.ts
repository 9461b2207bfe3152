import { quantityFulfilled, quantityLeft, type ShopOrder } from "./shop-order.ts"

const plenty = 1_000_000

/** What a shop has on hand, by SKU. What nobody ever set is plenty. */
export class ShopStock {
  readonly #onHand = new Map<string, number>()

  onHand(sku: string): number {
    return this.#onHand.get(sku) ?? plenty
  }

  set(sku: string, quantity: number): void {
    this.#onHand.set(sku, quantity)
  }

  /** A fulfillment takes its pieces away when it is made; one that is canceled puts them back. */
  move(
    order: ShopOrder,
    lines: ReadonlyArray<{ orderLineId: string; quantity: number }>,
    sign: 1 | -1
  ): void {
    for (const { orderLineId, quantity } of lines) {
      const sku = order.placed.lines.find((line) => line.id === orderLineId)?.sku
      if (sku !== undefined) this.set(sku, this.onHand(sku) + sign * quantity)
    }
  }
}

/** Pieces that paid orders wait for, by SKU: Vendure holds them back from what it sells. */
export function allocatedPieces(orders: ReadonlyArray<ShopOrder>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const order of orders)
    for (const line of order.placed.lines) {
      const open = quantityLeft(order, line.id) - quantityFulfilled(order, line.id)
      if (open > 0) sums.set(line.sku, (sums.get(line.sku) ?? 0) + open)
    }
  return sums
}
