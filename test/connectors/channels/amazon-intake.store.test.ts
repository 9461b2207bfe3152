import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeEach, expect, test } from "vitest"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import { SyncRunId } from "../../../src/domain/model/sync-run.ts"
import { downloadOrders } from "../../../src/domain/pipelines/download-orders.ts"
import { RequestBudgets } from "../../../src/domain/ports/request-budgets.ts"
import { SalesChannels } from "../../../src/domain/ports/sales-channels.ts"
import { startSync } from "../../../src/domain/start-sync.ts"
import { withDomain } from "../../domain/domain-house.ts"
import { openBusiness } from "../../domain/sample-business.ts"
import { AmazonAccount, fakeOrder } from "./amazon-account.ts"
import { AmazonClient, amazonChannel } from "./amazon-fixture.ts"

const house = withDomain()
let world: Awaited<ReturnType<typeof openBusiness>>

beforeEach(async () => {
  world = await openBusiness(house, { earliestOrderAt: new Date("2026-11-22T11:00:00Z") })
})

const placed = { createdTime: "2026-11-22T11:10:00Z" }

/** The domain on a real database, its channel an account at Amazon. */
const openAmazon = async () => {
  const account = await AmazonAccount.open()
  const budgets = await house.run(RequestBudgets.use((all) => Effect.succeed(all)))
  const client = new AmazonClient(Layer.succeed(RequestBudgets, budgets))
  const connector = await client.connector()
  const amazon = (channel: SalesChannel): SalesChannel => {
    const { kind, settings, eligibleStatuses } = amazonChannel(account.server.url)
    // The house's own vault is not asked: the test's has the secrets of channel 7.
    return { ...channel, id: amazonChannel("").id, kind, settings, eligibleStatuses }
  }
  const channels = Effect.map(SalesChannels, (fake) =>
    SalesChannels.of({
      ...fake,
      downloadPage: (channel, since, mark) => connector.downloadPage(amazon(channel), since, mark)
    })
  )
  const channelId = world.channelId
  return {
    account,
    /** One wake-up of the run's job. */
    wake: (runId: SyncRunId) =>
      house.run(
        Effect.result(
          downloadOrders({ channelId, runId }).pipe(Effect.provideServiceEffect(SalesChannels, channels))
        )
      ),
    start: async (trigger: "demand" | "schedule") =>
      (await house.run(startSync("orders", { channelId }, trigger))) ?? SyncRunId(0),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
      await account[Symbol.asyncDispose]()
    }
  }
}

const count = async () => {
  const [row] = await house.sql()<Array<{ n: number }>>`select count(*)::int as n from orders`
  return row?.n ?? -1
}

test("a scheduled run rests when fifteen requests are used up, and goes on with the next page", async () => {
  await using amazon = await openAmazon()
  amazon.account.mostOnPage = 2
  amazon.account.orders = Array.from({ length: 40 }, (_, n) => fakeOrder(n, placed))
  const runId = await amazon.start("schedule")
  expect(await amazon.wake(runId)).toMatchObject({ failure: { reason: "Throttled" } })
  expect(amazon.account.server.calls).toHaveLength(15)
  expect(await count()).toBe(30)
  // An hour passes for the budgets alone, which live by the database's clock.
  await house.sql()`delete from request_budgets`
  expect(await amazon.wake(runId)).toMatchObject({ _tag: "Success" })
  expect(await count()).toBe(40)
  expect(amazon.account.server.calls).toHaveLength(20)
  expect(await house.sql()`select state from sync_runs`).toEqual([{ state: "done" }])
  expect(await house.sql()`select watermark from cursors where service = 'orders'`).toEqual([
    { watermark: new Date("2026-11-22T11:58:00Z") }
  ])
})

test("an order whose address Amazon keeps back comes in and waits for RESOLVE", async () => {
  await using amazon = await openAmazon()
  const { recipient: _, ...order } = fakeOrder(1, placed)
  amazon.account.orders = [order]
  const runId = await amazon.start("demand")
  expect(await amazon.wake(runId)).toMatchObject({ _tag: "Success" })
  await house.drain()
  expect(await house.order(order.orderId)).toMatchObject({ status: "not_processed", action: "resolve" })
  const holds = await house.sql()<Array<{ field: string }>>`
    select field from holds where kind = 'address_missing' order by field`
  expect(holds.map((hold) => hold.field)).toContain("address1")
})
