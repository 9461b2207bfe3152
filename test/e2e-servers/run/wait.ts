import { setTimeout as sleep } from "node:timers/promises"

/** Far more than anything here takes: a slow machine waits longer and comes to the same end. */
const longestMs = 180_000

/** Looks until it holds; false: it never did. */
export const until = async (holds: () => Promise<boolean>, everyMs = 400): Promise<boolean> => {
  const from = performance.now()
  while (!(await holds())) {
    if (performance.now() - from > longestMs) return false
    await sleep(everyMs)
  }
  return true
}
