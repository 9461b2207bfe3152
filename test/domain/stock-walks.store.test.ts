import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { expect, test } from "vitest"
import { availableKinds } from "../../src/domain/channel-availability.ts"
import { InventoryStore } from "../../src/domain/ports/inventory-store.ts"
import { recomputeStock } from "../../src/domain/recompute-stock.ts"
import { later } from "../fixtures/sample-world.ts"
import { alsoOffers } from "./answering-business.ts"
import { withDomain } from "./domain-house.ts"
import { openBusiness, orderOf, shopShows, syncOrders } from "./sample-business.ts"
import { type AnswerStep, answerStep, takeAnswerStep } from "./walk-of-answers.ts"
import { heal, takeStep, type WalkStep, walkStep } from "./walk-of-operations.ts"
import { type StockStep, stockStep, takeStockStep } from "./walk-of-stock.ts"

const house = withDomain()

type Step = { readonly stock: StockStep } | { readonly answer: AnswerStep } | { readonly other: WalkStep }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: stockStep.map((stock) => ({ stock })) },
  { weight: 1, arbitrary: answerStep.map((answer) => ({ answer })) },
  { weight: 2, arbitrary: walkStep.map((other) => ({ other })) }
)

let walked = 0
const reached = { changed: 0, gone: 0 }

const toldRows = () =>
  house.sql()`select channel_id, sku, product_id, quantity, version from channel_stock order by 1, 2`

/** What the marks alone made of the rows is what a look at everything makes of them: no change went by without a mark. */
const expectFresh = async (after: unknown): Promise<void> => {
  const before = await toldRows()
  await house.run(recomputeStock())
  const told = await toldRows()
  reached.changed += told.filter((r) => !before.some((b) => b.version === r.version)).length
  reached.gone += before.filter(
    (b) => !told.some((r) => r.channel_id === b.channel_id && r.sku === b.sku)
  ).length
  const missed = await house.run(
    Effect.gen(function* () {
      const scope = { channelIds: null, products: null, availableKinds: yield* availableKinds }
      return yield* (yield* InventoryStore).recompute(scope, later(0))
    })
  )
  expect(missed, `after ${JSON.stringify(after)}`).toEqual({ changed: 0, gone: 0, channelIds: [] })
  expect([...(await house.sql()`select 1 from stock_marks`)]).toEqual([])
}

const take = (one: Step): Promise<void> => {
  if ("stock" in one) return takeStockStep(house, one.stock)
  return "answer" in one ? takeAnswerStep(house, one.answer) : takeStep(house, one.other)
}

const walk = async (steps: ReadonlyArray<Step>): Promise<void> => {
  await house.restart()
  await openBusiness(house)
  await alsoOffers(house, "South", "SKU-1")
  for (const supplier of [0, 1, 2])
    await takeStockStep(house, {
      do: "levels",
      supplier,
      skus: [0, 1, 2, 3],
      onHand: 40,
      warehouse: "",
      age: 10
    })
  shopShows(house, orderOf(1, ["SKU-1", "SKU-3"]), orderOf(2, ["SKU-1"]), orderOf(3, ["SKU-4", "SKU-1"]))
  await syncOrders(house)
  await expectFresh("the beginning")
  for (const one of steps) {
    await take(one)
    await expectFresh(one)
  }
  await heal(house)
  await expectFresh("the healing")
  walked += 1
}

test("whatever happens in whatever order, the marks name every product of which another number is to be told", async () => {
  const seed = Number(process.env.SWITCHYARD_WALK_SEED ?? "20261122")
  const numRuns = Number(process.env.SWITCHYARD_WALKS ?? "6")
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30 }), walk), {
    seed,
    numRuns,
    interruptAfterTimeLimit: 60_000,
    markInterruptAsFailure: false
  })
  expect(walked).toBeGreaterThan(0)
  expect(Math.min(...Object.values(reached)), JSON.stringify(reached)).toBeGreaterThan(0)
}, 120_000)
