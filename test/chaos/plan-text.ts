import { Faults, faultKinds } from "../../src/sandbox/faults.ts"
import type { ChaosOptions } from "./command-line.ts"
import { comesTwice, doubledJobs } from "./doubled-jobs.ts"
import { type Death, deathOf, lifeSeed } from "./kill-plan.ts"
import { fallBackOf } from "./numbers.ts"
import { type Dials, droppedAnswers, usualDials } from "./parties.ts"
import { pauseBefore } from "./restarter.ts"

const livesShown = 12
const actsDrawn = 200
const faultsShown = 6
const momentsShown = 8

const deathText = (death: Death): string => {
  if (death.kind === "label") return `${death.label} (${death.chance})`
  return death.kind === "unborn" ? `unborn ${death.afterMs} ms` : `${death.afterMs} ms`
}

const deaths = ({ seed, workers }: ChaosOptions): ReadonlyArray<string> =>
  Array.from({ length: workers }, (_, seat) => {
    const lives = Array.from({ length: livesShown }, (_, n) => deathText(deathOf(seed, seat, n + 1)))
    return `seat ${seat} dies at: ${lives.join(", ")}, ...`
  })

/** As the sandbox draws them: the nth act of a party. What means nothing at that act's place is left out there. */
const faultsOf = (seed: number, party: string, dials: Dials[string]): string => {
  const faults = new Faults(seed, party)
  faults.set(dials)
  const drawn = Array.from({ length: actsDrawn }, (_, act) => ({ act, fault: faults.draw(faultKinds) }))
  const met = drawn.flatMap(({ act, fault }) => (fault === null ? [] : [`${act} ${fault.kind}`]))
  return met.length === 0 ? "none" : `${met.slice(0, faultsShown).join(", ")}, ...`
}

/** Which of its jobs come twice. */
const doubled = (seed: number): string =>
  Array.from({ length: actsDrawn }, (_, n) => n + 1)
    .filter((n) => comesTwice(lifeSeed(seed, 0, 1), n, doubledJobs))
    .slice(0, momentsShown)
    .join(", ")

const restarts = (seed: number): string => {
  const pauses = Array.from({ length: momentsShown }, (_, n) => `${Math.round(pauseBefore(seed, n + 1))} ms`)
  return `the database is restarted after: ${pauses.join(", ")}, ...`
}

/** What the seed has in store, as far as it can be told before a run: the same text for the same options. */
export const planText = (options: ChaosOptions): ReadonlyArray<string> => {
  const { seed, mode } = options
  const dials = mode === "drop-answers" ? droppedAnswers() : usualDials()
  const fallBacks = Array.from({ length: momentsShown }, (_, n) => fallBackOf(seed, n + 1))
  return [
    ...deaths(options),
    ...Object.entries(dials).map(
      ([party, wish]) => `faults of ${party} by act: ${faultsOf(seed, party, wish)}`
    ),
    `the number sequence falls back by: ${fallBacks.join(", ")}, ...`,
    ...(mode === "restarts" ? [restarts(seed)] : []),
    `jobs of the first life that come twice: ${doubled(seed)}, ...`
  ]
}
