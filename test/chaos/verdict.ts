import type { CrashLabel } from "../../src/domain/ports/crash-point.ts"
import { callsPerHourOf } from "../../src/sandbox/carrier.ts"
import { carrierKeys } from "../../src/sandbox/carrier-dialect.ts"
import type { WorldBooks } from "../../src/sandbox/world-books.ts"
import type { Judgment } from "./judge.ts"
import { stormLabels } from "./kill-plan.ts"
import type { Observed } from "./observer.ts"

export interface Check {
  readonly what: string
  readonly holds: boolean
  /** What was seen, in a few words. */
  readonly seen: string
}

const shown = 8

const some = (names: ReadonlyArray<string>): string =>
  names.length === 0
    ? "none"
    : `${names.length}: ${names.slice(0, shown).join("; ")}${names.length > shown ? "; ..." : ""}`

const none = (what: string, names: ReadonlyArray<string>): Check => ({
  what,
  holds: names.length === 0,
  seen: some(names)
})

export const allDelivered = "every parcel that its carrier delivered is known as delivered"
export const allCounted = "every order has come to a counted state"

/** What a run is worth whatever it was made of: the books agree. */
export const bookChecks = (judgment: Judgment): ReadonlyArray<Check> => [
  none("nothing is lost", judgment.lost),
  none("nothing is doubled", judgment.doubled),
  none("on every line ordered = open + shipped + backordered + canceled", judgment.wrongQuantities),
  none(allCounted, judgment.moving),
  none(allDelivered, judgment.underWay)
]

const settledWithinSeconds = 60
const settledShare = 0.99

/** Doubt is for answers that were truly lost, and where somebody can be asked it does not last. */
export const doubtChecks = (
  judgment: Judgment,
  observed: Observed,
  lostByFaults: number,
  canAsk: ReadonlySet<string>
): ReadonlyArray<Check> => {
  const lost = observed.cutByDeath + lostByFaults
  const asked = observed.doubts.filter((d) => canAsk.has(d.supplier))
  const inTime = asked.filter((d) => d.settled && d.seconds <= settledWithinSeconds).length
  const slowest = Math.max(0, ...asked.map((d) => d.seconds))
  return [
    {
      what: "no more in doubt than answers were lost",
      holds: judgment.inDoubt.length <= lost,
      seen: `${judgment.inDoubt.length} in doubt; ${lostByFaults} answers lost by faults, ${observed.cutByDeath} by deaths`
    },
    {
      what: `where a look-up exists, 99 % of the doubts are settled within ${settledWithinSeconds} s`,
      holds: inTime >= settledShare * asked.length,
      seen: `${inTime} of ${asked.length}, the slowest after ${slowest.toFixed(1)} s`
    }
  ]
}

/** A carrier that grants so many calls an hour counts them itself. */
export const callChecks = (callsAnHour: WorldBooks["callsAnHour"]): ReadonlyArray<Check> =>
  carrierKeys.flatMap((key) => {
    const [limit, seen] = [callsPerHourOf(key), callsAnHour[key]]
    if (limit === null || seen === undefined) return []
    return [
      {
        what: `${key} was asked no more than ${limit} times an hour`,
        holds: seen <= limit,
        seen: String(seen)
      }
    ]
  })

/** From so many kills on a label that was never hit is no bad luck any more. */
const longRun = 200
const veryLongRun = 1_000
const leastHits = 20

export const labelChecks = (
  total: number,
  labelled: Readonly<Record<CrashLabel, number>>
): ReadonlyArray<Check> => {
  if (total < longRun) return []
  const least = total >= veryLongRun ? leastHits : 1
  const short = stormLabels.filter((label) => labelled[label] < least)
  return [
    {
      what: `every labelled point was hit at least ${least === 1 ? "once" : `${least} times`}`,
      holds: short.length === 0,
      seen: some(short.map((label) => `${label} ${labelled[label]}`))
    }
  ]
}

const resumeWithinSeconds = 3

export const restartChecks = (resumed: ReadonlyArray<number>): ReadonlyArray<Check> => {
  const sorted = [...resumed].sort((a, b) => a - b)
  const slowest = sorted.at(-1) ?? 0
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  return [
    {
      what: `work goes on within ${resumeWithinSeconds} s of the database's return`,
      holds: sorted.length > 0 && slowest <= resumeWithinSeconds,
      seen: `${sorted.length} restarts, median ${median.toFixed(2)} s, slowest ${slowest.toFixed(2)} s`
    }
  ]
}

/** The line that a run ends in. */
export const closingLine = (kills: number, judgment: Judgment, seed: number): string =>
  `kills=${kills} orders=${judgment.orders} lost=${judgment.lost.length} doubled=${judgment.doubled.length} in_doubt=${judgment.inDoubt.length} seed=${seed}`
