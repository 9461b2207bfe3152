import { beforeEach, expect, test } from "vitest"
import { withDomain } from "../domain/domain-house.ts"
import { openBusiness, receiveTracking } from "../domain/sample-business.ts"
import { later } from "../fixtures/sample-world.ts"
import { performed } from "./performed.ts"
import { typed } from "./surroundings.ts"

const house = withDomain()
beforeEach(() => openBusiness(house))

const perform = (...argv: ReadonlyArray<string>) => performed(house, argv)
const json = async (...argv: ReadonlyArray<string>) => JSON.parse((await perform(...argv, "--json")).stdout)

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
const states = async (...flags: ReadonlyArray<string>) =>
  (await json("inventory", "feeds", ...flags)).feeds.map((f: { file: string; state: string }) => [
    f.file,
    f.state
  ])
const onHand = () => house.sql()<Array<{ sku: string; onHand: number }>>`
  select p.sku, l.on_hand as "onHand" from stock_levels l join products p on p.id = l.product_id order by p.sku`
const idOfHeld = async () => (await json("inventory", "feeds", "--state", "held")).feeds[0].id

test("a feed is used, an older one is ignored, and SKUs that are not ours are named", async () => {
  await feed(2, { "N-1": 10, "N-2": 20, "X-9": 5 })
  await feed(1, { "N-1": 99, "N-2": 99, "X-9": 99 })
  expect(await states()).toEqual([
    ["stock-1.csv", "ignored"],
    ["stock-2.csv", "taken"]
  ])
  expect(await onHand()).toEqual([
    { sku: "SKU-1", onHand: 10 },
    { sku: "SKU-2", onHand: 20 }
  ])
  const records = await house.sql()<Array<{ result: string; detail: string }>>`
    select result, detail from sync_run_records where reference = 'inventory stock-1.csv'`
  expect([...records]).toEqual([
    { result: "skipped", detail: "kept and not used: a newer inventory was read before" }
  ])
  const { feeds } = await json("inventory", "feeds", "--state", "taken")
  expect(feeds).toMatchObject([{ lines: 3, skus: 3, pieces: 35, unknown: 1, supplier: "North" }])
  const { stdout } = await perform("inventory", "feeds", "show", String(feeds[0].id))
  expect(stdout).toContain("1 SKU that the supplier does not offer us: X-9")
})

test("a feed that falls to zero is held; let in, it counts, and it is let in once", async () => {
  await feed(1, { "N-1": 10, "N-2": 20 })
  await feed(2, { "N-1": 0, "N-2": 0 })
  expect(await states("--state", "held")).toEqual([["stock-2.csv", "held"]])
  expect((await onHand()).map((l) => l.onHand)).toEqual([10, 20])
  const id = String(await idOfHeld())
  const shown = await perform("inventory", "feeds", "show", id)
  expect(shown.stdout).toContain("Beside the last used one: all 30 pieces are gone.")
  expect(shown.stdout).toMatch(/N-2 +- +20 +0/)
  expect(await json("inventory", "feeds", "accept", id)).toMatchObject({ state: "taken", changed: 2 })
  expect((await onHand()).map((l) => l.onHand)).toEqual([0, 0])
  const again = await perform("inventory", "feeds", "accept", id)
  expect(again).toMatchObject({ code: 1, stdout: "" })
  expect(again.stderr).toContain("only a held one is settled")
  expect((await json("inventory", "feeds", "show", id)).feed).toMatchObject({ settledBy: "bea" })
})

test("a held feed that is thrown away changes nothing, and is no measure for the next one", async () => {
  await feed(1, { "N-1": 10, "N-2": 20 })
  await feed(3, { "N-1": 10 })
  const id = String(await idOfHeld())
  expect((await perform("inventory", "feeds", "reject", id)).stdout).toContain("What was known before stays.")
  // Older than the rejected one, newer than the last that was used.
  await feed(2, { "N-1": 9, "N-2": 18 })
  expect(await states()).toEqual([
    ["stock-2.csv", "taken"],
    ["stock-3.csv", "rejected"],
    ["stock-1.csv", "taken"]
  ])
  expect((await onHand()).map((l) => l.onHand)).toEqual([9, 18])
})

test("a held feed is settled by the next one that is used: its rows go, and it cannot be let in any more", async () => {
  await feed(1, { "N-1": 10, "N-2": 20 })
  await feed(2, { "N-1": 1, "N-2": 1 })
  const id = String(await idOfHeld())
  expect(await house.sql()`select sku, quantity from held_feed_rows order by sku`).toEqual([
    { sku: "N-1", quantity: 1 },
    { sku: "N-2", quantity: 1 }
  ])
  await feed(3, { "N-1": 8, "N-2": 18 })
  const late = await perform("inventory", "feeds", "accept", id)
  expect(late.stderr).toContain(`Feed ${id} is ignored`)
  expect((await onHand()).map((l) => l.onHand)).toEqual([8, 18])
  expect(await house.sql()`select from held_feed_rows`).toEqual([])
})

test("wrong ids are told apart from unknown ones, and pages end", async () => {
  expect(await typed("inventory", "feeds", "show", "x")).toMatchObject({ code: 2 })
  expect((await perform("inventory", "feeds", "show", "4711")).stderr).toContain("There is no feed 4711.")
  for (const hour of [1, 2, 3]) await feed(hour, { "N-1": 10 + hour })
  const first = await json("inventory", "feeds", "--limit", "2")
  expect(first.feeds).toHaveLength(2)
  expect(await states("--after", String(first.after))).toEqual([["stock-1.csv", "taken"]])
})
