import "./force-color.ts"
import { expect, it } from "vitest"
import { fuzzConsole } from "./console-fuzz.tsx"

it.each([1, 2])(
  "shows the right picture after any operations (seed %i)",
  async (seed) => {
    const { faults, judgedRows, forbidden } = await fuzzConsole(seed, 150)
    expect(faults.slice(0, 3)).toEqual([])
    expect(forbidden).toEqual([])
    expect(judgedRows).toBeGreaterThan(1000)
  },
  20_000
)
