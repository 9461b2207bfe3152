import * as fc from "fast-check"
import { expect, test } from "vitest"
import { withDomain } from "./domain-house.ts"
import { expectQuantities, expectSaidOnce, expectSettled, expectStatusFromFacts } from "./invariants.ts"
import { openBusiness, orderOf, shopShows, syncOrders } from "./sample-business.ts"
import { heal, takeStep, type WalkStep, walkStep } from "./walk-of-operations.ts"

const house = withDomain()

let walked = 0

const walk = async (steps: ReadonlyArray<WalkStep>): Promise<void> => {
  await house.restart()
  await openBusiness(house)
  shopShows(house, orderOf(1, ["SKU-1", "SKU-3"]), orderOf(2, ["SKU-2"]), orderOf(3, ["SKU-4", "SKU-1"]))
  await syncOrders(house)
  for (const step of steps) {
    await takeStep(house, step)
    await expectQuantities(house)
    await expectStatusFromFacts(house)
    await expectSaidOnce(house)
    if (step.do === "process" || step.do === "retry") await house.drain()
  }
  await heal(house)
  await expectQuantities(house)
  await expectStatusFromFacts(house)
  await expectSaidOnce(house)
  await expectSettled(house)
  walked += 1
}

test("RP-1, laws 3, 4 and 7: whatever happens in whatever order, quantities add up, the status is what the facts say, and nothing is said twice", async () => {
  const seed = Number(process.env.SWITCHYARD_WALK_SEED ?? "20261122")
  const numRuns = Number(process.env.SWITCHYARD_WALKS ?? "12")
  await fc.assert(fc.asyncProperty(fc.array(walkStep, { minLength: 15, maxLength: 30 }), walk), {
    seed,
    numRuns,
    interruptAfterTimeLimit: 60_000,
    markInterruptAsFailure: false
  })
  // The time limit may cut the walks short; that none was walked to its end must not pass.
  expect(walked).toBeGreaterThan(0)
}, 120_000)
