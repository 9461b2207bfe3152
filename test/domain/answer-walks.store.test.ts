import * as fc from "fast-check"
import { expect, test } from "vitest"
import { alsoOffers } from "./answering-business.ts"
import { withDomain } from "./domain-house.ts"
import { expectLivePieces, expectQuantities, expectSaidOnce, expectStatusFromFacts } from "./invariants.ts"
import { openBusiness, orderOf, shopShows, syncOrders } from "./sample-business.ts"
import { type AnswerStep, answerStep, takeAnswerStep } from "./walk-of-answers.ts"
import { heal, takeStep, type WalkStep, walkStep } from "./walk-of-operations.ts"

const house = withDomain()

type Step = { readonly answer: AnswerStep } | { readonly other: WalkStep }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: answerStep.map((answer) => ({ answer })) },
  { weight: 2, arbitrary: walkStep.map((other) => ({ other })) }
)

let walked = 0
const reached = { rejected: 0, canceled: 0, reopened: 0, backordered: 0, anew: 0 }

const expectLaws = async () => {
  await expectQuantities(house)
  await expectLivePieces(house)
  await expectStatusFromFacts(house)
  await expectSaidOnce(house)
}

const count = async () => {
  const [found] = await house.sql()<Array<Record<keyof typeof reached, number>>>`
    select (select count(*) from purchase_order_lines where rejected > 0)::int as rejected,
      (select count(*) from supplier_request_lines where canceled > 0)::int as canceled,
      (select count(*) from supplier_request_lines where reopened > 0)::int as reopened,
      (select count(*) from purchase_order_lines where backordered > 0)::int as backordered,
      (select count(*) from order_history where event = 'purchase-order.written' and detail ->> 'instead' <> '')::int as anew`
  for (const name of Object.keys(reached) as Array<keyof typeof reached>) reached[name] += found?.[name] ?? 0
}

const walk = async (auto: boolean, steps: ReadonlyArray<Step>): Promise<void> => {
  await house.restart()
  await openBusiness(house)
  await alsoOffers(house, "South", "SKU-1")
  await alsoOffers(house, "Mail", "SKU-1")
  if (auto)
    await house.sql()`update channels set auto_processing = true, auto_processing_by = 'ann',
      auto_processing_at = now(), alert_tested_at = now()`
  shopShows(house, orderOf(1, ["SKU-1", "SKU-3"]), orderOf(2, ["SKU-1"]), orderOf(3, ["SKU-4", "SKU-1"]))
  await syncOrders(house)
  for (const n of [1, 2, 3]) await takeStep(house, { do: "process directly", order: n })
  await house.drain()
  for (const one of steps) {
    if ("answer" in one) await takeAnswerStep(house, one.answer)
    else await takeStep(house, one.other)
    await expectLaws()
  }
  await count()
  await heal(house)
  await expectLaws()
  walked += 1
}

test("A3, law 3: whatever suppliers answer and people ask, pieces add up, none is at two suppliers, and nothing is said twice", async () => {
  const seed = Number(process.env.SWITCHYARD_WALK_SEED ?? "20261122")
  const numRuns = Number(process.env.SWITCHYARD_WALKS ?? "10")
  const steps = fc.array(step, { minLength: 15, maxLength: 30 })
  await fc.assert(fc.asyncProperty(fc.boolean(), steps, walk), {
    seed,
    numRuns,
    interruptAfterTimeLimit: 60_000,
    markInterruptAsFailure: false
  })
  // The time limit may cut the walks short; that none was walked to its end must not pass.
  expect(walked).toBeGreaterThan(0)
}, 180_000)
