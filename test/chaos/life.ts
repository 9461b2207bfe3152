import type { CrashLabel } from "../../src/domain/ports/crash-point.ts"

export const guards = ["lookup", "lease", "fence", "unique"] as const
export type Guard = (typeof guards)[number]

/** Where a worker stops itself as a paused machine would, with its work in hand: it has the supplier's answer, we do not. */
export type FreezePoint = "denied" | "taken"

/** How one life of a worker goes, told by its environment. */
export interface Life {
  readonly seed: number
  /** A labelled point at which it kills itself, with this chance each time that it comes by. */
  readonly crash: { readonly label: CrashLabel; readonly chance: number } | null
  readonly freeze: FreezePoint | null
  /** Guards that are taken away in this world. */
  readonly without: ReadonlyArray<Guard>
  /** A job is only a wake-up: this share of them comes twice. */
  readonly doubledJobs: number
}

export const lifeVariable = "CHAOS_LIFE"

export const quietLife: Life = { seed: 0, crash: null, freeze: null, without: [], doubledJobs: 0 }

export const lifeFrom = (env: Readonly<Record<string, string | undefined>>): Life =>
  JSON.parse(env[lifeVariable] ?? JSON.stringify(quietLife)) as Life
