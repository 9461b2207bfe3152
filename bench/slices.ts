import { median, shown } from "./numbers.ts"

/** Runs one slice of work and says how much was done per second (or how long it took: the caller knows). */
export type Slice = () => Promise<number>

/** What each candidate did in each round. */
export type Rounds<Name extends string> = { readonly [N in Name]: ReadonlyArray<number> }

/**
 * A shared machine moves by a factor between minutes, so all candidates take turns in short slices, and a round's ratio
 * is taken within the round. Who begins changes, so that nobody always follows the same neighbor. One round warms up.
 */
export const interleave = async <Name extends string>(
  candidates: { readonly [N in Name]: Slice },
  rounds: number
): Promise<Rounds<Name>> => {
  const names = Object.keys(candidates) as Array<Name>
  const taken = Object.fromEntries(names.map((n) => [n, [] as Array<number>])) as {
    [N in Name]: Array<number>
  }
  for (let round = 0; round <= rounds; round++)
    for (let i = 0; i < names.length; i++) {
      const name = names[(round + i) % names.length] as Name
      const value = await candidates[name]()
      if (round > 0) taken[name].push(value)
    }
  return taken
}

export const medianRatio = <Name extends string>(rounds: Rounds<Name>, a: Name, b: Name): number =>
  median(rounds[a].map((value, i) => value / (rounds[b][i] ?? Number.NaN)))

/** The medians beside the ratio, so that a reader can see what was divided. */
export const medians = <Name extends string>(rounds: Rounds<Name>, unit: string): string => {
  const names = Object.keys(rounds) as Array<Name>
  const parts = names.map((n) => `${n} ${shown(median(rounds[n]))}${unit}`)
  return `${parts.join(", ")} (medians of ${rounds[names[0] as Name].length} rounds)`
}

/** Seconds that the work took. */
export const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}
