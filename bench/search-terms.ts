import { quantile, shown } from "./numbers.ts"

export interface SearchTimes {
  readonly p50: number
  readonly p95: number
  /** The terms whose p95 is the greatest, in words. */
  readonly slowest: string
}

const named = 3

/** Every term looked up so often, in milliseconds; one slow term among many must be seen. */
export const searchTimes = async (
  terms: ReadonlyArray<string>,
  look: (term: string) => Promise<ReadonlyArray<number>>
): Promise<SearchTimes> => {
  const all: Array<number> = []
  const slowest: Array<readonly [term: string, p95: number]> = []
  for (const term of terms) {
    const times = await look(term)
    all.push(...times)
    slowest.push([term, quantile(times, 0.95)])
  }
  slowest.sort((a, b) => b[1] - a[1])
  return {
    p50: quantile(all, 0.5),
    p95: quantile(all, 0.95),
    slowest: slowest
      .slice(0, named)
      .map(([term, p95]) => `${term} ${shown(p95)} ms`)
      .join(", ")
  }
}
