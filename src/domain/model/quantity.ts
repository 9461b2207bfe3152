/** What became of the pieces of one order line: `ordered = open + shipped + backordered + canceled`, always. */
export interface LineQuantities {
  readonly ordered: number
  readonly shipped: number
  readonly backordered: number
  readonly canceled: number
}

export const openQuantity = (q: LineQuantities): number => q.ordered - q.shipped - q.backordered - q.canceled

export interface QuantitySums extends LineQuantities {
  readonly open: number
}

export const sumQuantities = (lines: ReadonlyArray<LineQuantities>): QuantitySums =>
  lines.reduce<QuantitySums>(
    (sum, line) => ({
      ordered: sum.ordered + line.ordered,
      shipped: sum.shipped + line.shipped,
      backordered: sum.backordered + line.backordered,
      canceled: sum.canceled + line.canceled,
      open: sum.open + openQuantity(line)
    }),
    { ordered: 0, shipped: 0, backordered: 0, canceled: 0, open: 0 }
  )
