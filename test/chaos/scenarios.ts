import type { ChaosWorld } from "./chaos-world.ts"
import type { Drained } from "./drain.ts"
import type { Guard } from "./life.ts"
import { dropUniqueNumbers } from "./numbers.ts"
import { calmDials, slowShops } from "./parties.ts"
import { runStorm, type StormOptions } from "./storm.ts"
import { wakeZombie } from "./zombie.ts"

export interface ScenarioInput {
  readonly guard: Guard
  /** False: the guard is in its place, and the scenario must pass. */
  readonly without: boolean
  readonly seed: number
  readonly orders: number
  readonly workers: number
  readonly say: (line: string) => void
  readonly progress: (line: string) => void
  readonly stopped: () => boolean
}

const drainMs = 150_000

/** No deaths: only what the guard is for. */
const quietStorm = (input: ScenarioInput): StormOptions => ({
  seed: input.seed,
  kills: 0,
  orders: input.orders,
  seats: input.workers,
  without: input.without ? [input.guard] : [],
  dials: calmDials(),
  doubledJobs: 0,
  numbersFallBackEvery: null,
  restarts: false,
  leastMs: 0,
  enough: null,
  limitMs: drainMs,
  drainMs,
  untilDoubled: input.without,
  say: input.say,
  progress: input.progress,
  stopped: input.stopped
})

const bigOrders = 60
const bigOrderSkus = ["CB-1", "DN-2", "EM-1", "FJ-2"] as const
const piecesEach = 6

/**
 * Every job comes twice, to several workers, and the shops are slow: two are at the same parcel at the same time. Many orders
 * are for several pieces, which leave in two parcels: of those a shop takes the first parcel twice without a word.
 */
const lease = async (world: ChaosWorld, input: ScenarioInput) => {
  for (let n = 0; n < bigOrders; n += 1)
    await world.sandbox.place({
      shop: "marigold",
      sku: bigOrderSkus[n % bigOrderSkus.length] ?? bigOrderSkus[0],
      quantity: piecesEach
    })
  return runStorm(world, { ...quietStorm(input), doubledJobs: 1, dials: slowShops(), leastMs: 20_000 })
}

/** The sequence of purchase-order numbers gives out again what it gave before, as after a fail-over. */
const unique = async (world: ChaosWorld, input: ScenarioInput) => {
  if (input.without) input.say(`dropped: ${(await dropUniqueNumbers(world.house.sql)).join(", ")}`)
  return runStorm(world, { ...quietStorm(input), without: [], numbersFallBackEvery: 5, leastMs: 12_000 })
}

const fence = (world: ChaosWorld, input: ScenarioInput) =>
  wakeZombie(world, { ...input, without: input.without ? ["fence"] : [] })

/** In the scenario of a guard nothing but that guard stands between the work and a doubled order. */
export const runScenario = (world: ChaosWorld, input: ScenarioInput): Promise<Drained> => {
  if (input.guard === "lease") return lease(world, input)
  if (input.guard === "fence") return fence(world, input)
  if (input.guard === "unique") return unique(world, input)
  throw new Error(`${input.guard} is tried by the storm itself`)
}
