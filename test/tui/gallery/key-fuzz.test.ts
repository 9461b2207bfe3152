import "../presenter/force-color.ts"
import { beforeAll, describe, expect, it } from "vitest"
import { nothingBetween } from "../world/between.ts"
import { stopTime } from "./easel.tsx"
import { screenNames } from "./gallery-rows.ts"
import { fuzzScreen } from "./key-fuzz.ts"
import { LiveChanges } from "./live-changes.ts"
import { usualWorld } from "./usual-world.ts"

const steps = 24

beforeAll(stopTime)

describe("any keys, on any screen, while others change what it shows and the database goes and comes", () => {
  it("changes what every screen reads", () => {
    expect(new LiveChanges(usualWorld(), nothingBetween()).size).toBeGreaterThan(30)
  })

  for (const [seed, name] of screenNames.entries())
    it(`${name} (seed ${seed}) shows what a full paint shows, and changes nothing without a yes`, async () => {
      const { faults, forbidden } = await fuzzScreen(name, seed, steps)
      expect(faults).toEqual([])
      expect(forbidden).toEqual([])
    }, 180_000)
})
