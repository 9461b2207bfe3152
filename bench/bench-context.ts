import type { Cluster } from "./cluster.ts"

/** What every figure is given. */
export interface Bench {
  /** Few and small rounds: to see that a figure works, not to believe it. */
  readonly quick: boolean
  readonly cluster: Cluster
  /** What several figures are taken from is measured once. */
  readonly once: <A>(key: string, measure: () => Promise<A>) => Promise<A>
  /** For what is shared and stays open: closed after the last figure, before the cluster. */
  readonly atEnd: (close: () => Promise<void>) => void
}

export type OpenBench = Bench & { readonly close: () => Promise<void> }

export const benchContext = (cluster: Cluster, quick: boolean): OpenBench => {
  const known = new Map<string, Promise<unknown>>()
  const closers: Array<() => Promise<void>> = []
  return {
    quick,
    cluster,
    once: <A>(key: string, measure: () => Promise<A>) => {
      const running = (known.get(key) as Promise<A> | undefined) ?? measure()
      known.set(key, running)
      return running
    },
    atEnd: (close) => {
      closers.push(close)
    },
    close: async () => {
      for (const close of closers) await close()
    }
  }
}
