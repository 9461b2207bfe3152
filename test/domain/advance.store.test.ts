import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { advance, advanceIntents } from "../../src/domain/advance.ts"
import type { OrderId } from "../../src/domain/model/order.ts"
import { processOrders } from "../../src/domain/pipelines/process-orders.ts"
import { ChangeFeed } from "../../src/domain/ports/change-feed.ts"
import { StoreFailure } from "../../src/domain/ports/failure.ts"
import { JobQueue } from "../../src/domain/ports/job-queue.ts"
import { OrderStore } from "../../src/domain/ports/order-store.ts"
import { connect } from "../../src/store/database.ts"
import { withDomain } from "./domain-house.ts"
import { importOrders, openBusiness, orderOf } from "./sample-business.ts"

const house = withDomain()
let order = 0 as OrderId

beforeEach(async () => {
  await openBusiness(house)
  const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
  order = id as OrderId
})

/** Everything that one step of the door leaves behind, counted. */
const traces = async () => {
  const [row] = await house.sql()`select
    (select count(*) from purchase_orders)::int as orders, (select count(*) from dispatch_intents)::int as intents,
    (select count(*) from order_history)::int as history, (select count(*) from evidence)::int as evidence,
    (select count(*) from pgboss.job where state = 'created')::int as jobs, (select count(*) from order_counts)::int as counts,
    (select string_agg(status || version, ',') from orders) as status,
    (select coalesce(sum(canceled), 0)::int from order_lines) as canceled`
  return row
}

/** Where workers and consoles listen. */
const feeds = ["switchyard_jobs", "switchyard_changes"] as const

/** Notifications that reach a listener while `work` runs. */
const heard = async (work: () => Promise<unknown>): Promise<ReadonlyArray<string>> => {
  const listener = connect({ ...house.options(), max: 1 })
  const told: Array<string> = []
  const last = "that was all"
  await new Promise<void>((ended, failed) => {
    const listenTo = (channel: string) =>
      listener.listen(channel, (text) => (text === last ? ended() : void told.push(channel)))
    Promise.all(feeds.map(listenTo))
      .then(work)
      .then(() => house.sql().notify(feeds[0], last))
      .catch(failed)
  })
  await listener.end({ timeout: 1 })
  return told
}

const broken = new StoreFailure({ reason: "Unavailable", message: "the database went away" })

describe("law 4: rows, history, jobs and the notice are one", () => {
  test.each([
    ["the job queue", JobQueue, { enqueue: () => Effect.fail(broken) }],
    ["the change feed", ChangeFeed, { publish: () => Effect.fail(broken), changes: undefined }]
  ] as const)("when %s fails, nothing of it has happened", async (_, port, failing) => {
    const before = await traces()
    const told = await heard(() =>
      expect(
        house.run(
          Effect.provideService(
            processOrders({ orderIds: [order], actor: "ann" }),
            port as never,
            failing as never
          )
        )
      ).rejects.toThrow("went away")
    )
    expect(await traces()).toEqual(before)
    expect(told).toEqual([])
  })

  test("when it goes well, all of it has", async () => {
    const before = await traces()
    const told = await heard(() => house.run(processOrders({ orderIds: [order], actor: "ann" })))
    const after = await traces()
    expect(after).toMatchObject({ orders: 1, intents: 1, jobs: 1, history: before?.history + 2 })
    expect(new Set(told)).toEqual(new Set<string>(feeds))
  })

  test("a step that fails after it wrote takes its own writes back, also inside another one", async () => {
    const before = await traces()
    const inner = advance(
      Effect.gen(function* () {
        yield* (yield* OrderStore).cancelOpen([order])
        return { value: 0, orders: [order] }
      })
    )
    const outer = advance(Effect.andThen(inner, Effect.die(new Error("killed"))))
    await expect(house.run(outer)).rejects.toThrow("killed")
    expect(await traces()).toEqual(before)
  })

  test("an interrupted step leaves nothing", async () => {
    const before = await traces()
    const waiting = advance(
      Effect.gen(function* () {
        yield* (yield* OrderStore).cancelOpen([order])
        yield* Effect.sleep(10_000)
        return { value: 0, orders: [order] }
      })
    )
    await house.run(Effect.timeoutOption(waiting, 50))
    expect(await traces()).toEqual(before)
  })
})

test("somebody was faster: no move, no evidence, no history, no job", async () => {
  await house.run(processOrders({ orderIds: [order], actor: "ann" }))
  await house.drain()
  const before = await traces()
  const [intent] = await house.sql()<
    Array<{ id: number; attempt: number }>
  >`select id, attempt from dispatch_intents`
  for (const event of ["confirm", "refuse", "doubt", "deny", "retry", "release", "withdraw"] as const) {
    const move = { id: intent?.id as never, attempt: null }
    const evidence = { id: move.id, attempt: 1, evidence: { kind: "person" as const, detail: {} } }
    expect(await house.run(advanceIntents(event, [move], [evidence])), event).toEqual([])
  }
  expect(await traces()).toEqual(before)
})

test("an event that no state answers is a fault of ours, said loudly", async () => {
  await expect(house.run(advanceIntents("explode" as never, []))).rejects.toThrow("no state answers explode")
})
