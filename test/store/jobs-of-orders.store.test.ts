import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { CurrentJob } from "../../src/domain/ports/current-job.ts"
import { OrderHistory } from "../../src/domain/ports/order-history.ts"
import { createSampleOrders, writeSide } from "../fixtures/sample-orders.ts"
import { noon } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(writeSide)
beforeEach(() => emptyTables(store.sql()))

const job = { queue: "orders.validate", id: "3f2a91bc-0000-4000-8000-000000000001", attempt: 2 }

test("what a job writes names its queue, its id and its attempt; what a person writes names none", async () => {
  const { orders } = await store.run(createSampleOrders(2))
  const entries = orders.map(({ id }) => ({
    orderId: id,
    event: "began to edit" as const,
    subject: "",
    before: null,
    after: null,
    detail: {}
  }))
  const append = (actor: string) => Effect.flatMap(OrderHistory, (h) => h.append(entries, actor, noon))
  await store.run(append("worker:h:1").pipe(Effect.provideService(CurrentJob, job)))
  await store.run(append("ann"))
  const rows = await store.sql()`
    select actor, job_queue as queue, job_id as id, job_attempt as attempt from order_history
    where event = 'began to edit' order by id`
  const byNobody = { actor: "ann", queue: null, id: null, attempt: null }
  expect(rows).toEqual([{ actor: "worker:h:1", ...job }, { actor: "worker:h:1", ...job }, byNobody, byNobody])
})
