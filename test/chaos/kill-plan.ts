import { type CrashLabel, crashLabels } from "../../src/domain/ports/crash-point.ts"
import { chance, pick } from "../../src/sandbox/chance.ts"

/** How a life ends that was not asked to go. */
export type Death =
  | { readonly kind: "label"; readonly label: CrashLabel; readonly chance: number }
  /** So long after it was ready. */
  | { readonly kind: "random"; readonly afterMs: number }
  /** So long after it was started, most likely before it is ready. */
  | { readonly kind: "unborn"; readonly afterMs: number }

/**
 * Where orders, sends, answers and pushes can be cut. No channel of this world is told of stock: those labels have a run of
 * their own, test/intake/stock-pushes.ts.
 */
export const stormLabels: ReadonlyArray<CrashLabel> = crashLabels.filter(
  (label) => !label.startsWith("inventory.")
)

const labelShare = 0.68
const unbornShare = 0.04
const longestLifeMs = 1_600
const chances = [1, 1, 0.5] as const

const someLabels = stormLabels as readonly [CrashLabel, ...Array<CrashLabel>]

/** Of what happens within a life. */
export const lifeSeed = (seed: number, seat: number, life: number): number =>
  seed * 1_000 + seat * 100_000 + life

/** The same for the same seed, seat and number of the life: which worker meets which work is what a replay cannot repeat. */
export const deathOf = (seed: number, seat: number, life: number): Death => {
  const draw = (what: string) => chance(seed, "death", seat, life, what)
  const kind = draw("kind")
  if (kind < labelShare)
    return {
      kind: "label",
      label: pick(someLabels, draw("label")),
      chance: pick(chances, draw("chance"))
    }
  const afterMs = Math.floor(draw("time") * longestLifeMs)
  return kind < labelShare + unbornShare
    ? { kind: "unborn", afterMs: Math.floor(afterMs / 6) }
    : { kind: "random", afterMs: afterMs + 50 }
}
