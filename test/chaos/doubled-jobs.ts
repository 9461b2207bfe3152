import { chance } from "../../src/sandbox/chance.ts"

/** "A job is a wake-up; losing or doubling one is harmless": this share of them comes twice. */
export const doubledJobs = 0.1

/** Whether the nth job that a life asks for comes twice. */
export const comesTwice = (lifeSeed: number, n: number, share: number): boolean =>
  chance(lifeSeed, "doubled", n) < share
