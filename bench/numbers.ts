const sorted = (values: ReadonlyArray<number>): ReadonlyArray<number> => [...values].sort((a, b) => a - b)

/** The value below which this part of the values lies; 0.5 is the median. */
export const quantile = (values: ReadonlyArray<number>, part: number): number => {
  const order = sorted(values)
  return order[Math.min(order.length - 1, Math.floor(order.length * part))] ?? Number.NaN
}

export const median = (values: ReadonlyArray<number>): number => {
  const order = sorted(values)
  const middle = Math.floor(order.length / 2)
  const upper = order[middle] ?? Number.NaN
  return order.length % 2 === 1 ? upper : (upper + (order[middle - 1] ?? Number.NaN)) / 2
}

/** A figure in a sentence. */
export const shown = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(3)))
