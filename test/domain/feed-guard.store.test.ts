import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { setSupplier } from "../../src/domain/operations/set-supplier.ts"
import { settleFeed } from "../../src/domain/operations/settle-feed.ts"
import { showFeed } from "../../src/domain/operations/show-feed.ts"
import { AlertStore } from "../../src/domain/ports/alert-store.ts"
import { FeedStore } from "../../src/domain/ports/feed-store.ts"
import { later } from "../fixtures/sample-world.ts"
import { withDomain } from "./domain-house.ts"
import { openBusiness, receiveTracking } from "./sample-business.ts"

const house = withDomain()
beforeEach(async () => {
  await openBusiness(house)
  await house.sql()`truncate activity`
})

/** North puts an inventory file of the given hour into its folder, and it is read. */
const feed = async (hour: number, stock: Readonly<Record<string, number>>) => {
  const name = `stock-${hour}.csv`
  const inventory = Object.entries(stock).map(([sku, quantity], i) => ({
    sku,
    quantity,
    warehouse: "",
    place: `${name}:${i + 2}`
  }))
  const document = {
    kind: "inventory" as const,
    reference: name,
    purchaseOrderNumber: "",
    issuedAt: later(hour * 3_600_000),
    inventory,
    raw: JSON.stringify(stock)
  }
  house.suppliers.files.set("North", [{ name, documents: [document] }])
  await receiveTracking(house)
}

const held = () => house.run(Effect.flatMap(FeedStore, (store) => store.list("held", null, 10)))
const heldId = async (): Promise<number> => {
  const [first] = await held()
  if (first === undefined) throw new Error("no feed is held")
  return first.id
}
const share = (feedDropPercent: number) =>
  house.run(setSupplier("North", { change: { terms: { feedDropPercent } }, shipMethods: [], secrets: {} }))
const causes = async () =>
  (await house.run(Effect.flatMap(AlertStore, (store) => store.causes(house.time.now())))).filter((cause) =>
    cause.cause.startsWith("feed/")
  )

describe("the share is the supplier's own", () => {
  test.each([
    ["30 % if nothing was set: a third less is held", null, 20, 1],
    ["40 %: a third less is let in", 40, 20, 0],
    ["0 %: one piece less is held", 0, 29, 1],
    ["100 %: all but one piece is let in", 100, 1, 0],
    ["100 %: nothing left is held all the same", 100, 0, 1]
  ])("%s", async (_, percent, left, waiting) => {
    if (percent !== null) await share(percent)
    await feed(1, { "N-1": 30 })
    await feed(2, { "N-1": left })
    expect(await held()).toHaveLength(waiting)
  })

  test("what a person sees names the share by which it was held, and the largest loss first", async () => {
    await share(10)
    await feed(1, { "N-1": 30, "N-2": 100 })
    await feed(2, { "N-1": 29, "N-2": 50 })
    const { before, changes, differences, drop, percent } = await house.run(
      showFeed(await heldId(), { skip: 0, limit: 1 })
    )
    expect({ before, differences, drop, percent }).toMatchObject({
      before: { skus: 2, pieces: 130 },
      differences: 2,
      drop: "51 of 130 pieces are gone",
      percent: 10
    })
    expect(changes).toEqual([{ sku: "N-2", warehouse: "", before: 100, after: 50 }])
  })
})

describe("a held feed is told", () => {
  test("one cause per supplier, not urgent, gone when it was settled; who did it is on record", async () => {
    await feed(1, { "N-1": 30 })
    expect(await causes()).toEqual([])
    await feed(2, { "N-1": 1 })
    expect(await causes()).toMatchObject([
      {
        cause: expect.stringMatching(/^feed\/\d+$/),
        count: 1,
        title: expect.stringContaining("North has 1 ")
      }
    ])
    const id = await heldId()
    await house.run(settleFeed(id, false, "their export is broken"), "bea")
    expect(await causes()).toEqual([])
    expect(
      await house.sql()`select actor, act, subject_kind as kind, subject_id as id, note from activity`
    ).toEqual([{ actor: "bea", act: "not let in", kind: "feed", id, note: "their export is broken" }])
  })

  test("somebody was faster: no second row", async () => {
    await feed(1, { "N-1": 30 })
    await feed(2, { "N-1": 1 })
    const id = await heldId()
    await house.run(settleFeed(id, true))
    await expect(house.run(settleFeed(id, true))).rejects.toThrow("only a held one is settled")
    expect(await house.sql()`select act from activity`).toEqual([{ act: "let in" }])
  })
})
