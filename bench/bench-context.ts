import type { Cluster } from "./cluster.ts"

/** What every figure is given. */
export interface Bench {
  /** Few and small rounds: to see that a figure works, not to believe it. */
  readonly quick: boolean
  readonly cluster: Cluster
  /** What several figures are taken from is measured once. */
  readonly once: <A>(key: string, measure: () => Promise<A>) => Promise<A>
}

export const benchContext = (cluster: Cluster, quick: boolean): Bench => {
  const known = new Map<string, Promise<unknown>>()
  return {
    quick,
    cluster,
    once: <A>(key: string, measure: () => Promise<A>) => {
      const running = (known.get(key) as Promise<A> | undefined) ?? measure()
      known.set(key, running)
      return running
    }
  }
}
