import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { expect, test } from "vitest"
import { RequestBudgets } from "../../../src/domain/ports/request-budgets.ts"
import type { OrderPage } from "../../../src/domain/ports/sales-channels.ts"
import { requestBudgetsLayer } from "../../../src/store/request-budgets.ts"
import { withTestDatabase } from "../../fixtures/test-database.ts"
import { AmazonAccount, fakeOrder } from "./amazon-account.ts"
import { AmazonClient, amazonChannel } from "./amazon-fixture.ts"

const store = withTestDatabase(requestBudgetsLayer)
const since = new Date("2026-11-22T11:00:00Z")

const budgetsOfTheDatabase = async () =>
  Layer.succeed(RequestBudgets, await store.run(RequestBudgets.use((budgets) => Effect.succeed(budgets))))

test("searchOrders: twenty requests leave at once, the next waits three minutes, for every worker and no other operation", async () => {
  await using account = await AmazonAccount.open()
  account.orders = Array.from({ length: 2_500 }, (_, n) => fakeOrder(n))
  account.listings.set("SKU/1", 7)
  const budgets = await budgetsOfTheDatabase()
  await using worker = new AmazonClient(budgets)
  await using another = new AmazonClient(budgets)
  const channel = amazonChannel(account.server.url)
  let mark: string | null = null
  for (let pages = 0; pages < 20; pages++) {
    const page: OrderPage = await worker.run((c) => c.downloadPage(channel, since, mark))
    mark = page.next
  }
  for (const client of [worker, another]) {
    const failure = await client.failure((c) => c.downloadPage(channel, since, mark))
    expect(failure).toMatchObject({ reason: "Throttled" })
    const { retryAfterMs } = failure as { readonly retryAfterMs?: number }
    expect(retryAfterMs).toBeGreaterThan(60_000)
    expect(retryAfterMs).toBeLessThanOrEqual(Math.ceil(1000 / 0.0056))
  }
  expect(account.server.calls).toHaveLength(20)
  expect(await another.run((c) => c.readInventory(channel, ["SKU/1"]))).toEqual([
    { sku: "SKU/1", quantity: 7 }
  ])
})
