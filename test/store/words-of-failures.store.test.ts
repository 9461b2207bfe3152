import { randomUUID } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeAll, expect, it } from "vitest"
import type { DispatchIntentId } from "../../src/domain/model/dispatch-intent.ts"
import type { JobRequest } from "../../src/domain/model/job-request.ts"
import { SyncRunId } from "../../src/domain/model/sync-run.ts"
import { AlertStore } from "../../src/domain/ports/alert-store.ts"
import { Breakers } from "../../src/domain/ports/breakers.ts"
import { SyncBoard } from "../../src/domain/ports/sync-board.ts"
import { SyncRunStore } from "../../src/domain/ports/sync-run-store.ts"
import { saidOfFailure } from "../../src/jobs/failed-attempts.ts"
import { fromConnection } from "../../src/jobs/pg-boss-adapter.ts"
import { alertStoreLayer } from "../../src/store/alert-store.ts"
import { breakersLayer } from "../../src/store/breakers.ts"
import { syncBoardLayer } from "../../src/store/sync-board.ts"
import { syncRunStoreLayer } from "../../src/store/sync-run-store.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt, plantIntent, plantOrder, plantParties, plantPurchaseOrder } from "./plant.ts"
import { buyer, plantedSentence, plantedWords } from "./reader-sees.ts"

const store = withTestDatabase(
  Layer.mergeAll(breakersLayer, alertStoreLayer, syncBoardLayer, syncRunStoreLayer)
)
let orderId: number
let intentId: number

beforeAll(async () => {
  const sql = store.sql()
  await plantParties(sql)
  orderId = await plantOrder(sql, { number: "#1" })
  await sql`update orders set customer_name = ${buyer.name}, ship_name = ${buyer.name}, customer_email = ${buyer.email},
    company = ${buyer.company}, address1 = ${buyer.address1}, address2 = ${buyer.address2}, city = ${buyer.city},
    postal_code = ${buyer.postalCode}, phone = ${buyer.phone}`
  const purchaseOrderId = await plantPurchaseOrder(sql, orderId, { number: "SY-1", state: "queued" })
  intentId = await plantIntent(sql, purchaseOrderId, { key: "k1", state: "planned" })
})

const leaks = (value: unknown): ReadonlyArray<string> => {
  const text = JSON.stringify(value).toLowerCase()
  return plantedWords.filter((word) => text.includes(word))
}

const saidOf = (request: JobRequest): Promise<string> =>
  store
    .sql()
    .begin((tx) =>
      saidOfFailure(
        fromConnection(tx),
        { id: randomUUID(), queue: request.job, data: request, retryCount: 0, retryLimit: 3, priority: 0 },
        `order 1043: ${plantedSentence}`
      )
    ) as Promise<string>

it("a job that failed says nothing of whom its orders are for, whichever way it names them", async () => {
  const requests: ReadonlyArray<JobRequest> = [
    { job: "orders.process", orderIds: [orderId as never], actor: "ann" },
    { job: "purchase-orders.send", supplierId: 1 as never, intentIds: [intentId as never] }
  ]
  for (const request of requests) {
    const said = await saidOf(request)
    expect(said).toMatch(/^order 1043: 550 timed out: /)
    expect([request.job, leaks(said)]).toEqual([request.job, []])
  }
})

it("a breaker and its opening keep what the supplier said without the buyer of the order that was sent", async () => {
  const breakers = await store.run(
    Effect.gen(function* () {
      const breakers = yield* Breakers
      const [{ supplierId } = { supplierId: 0 as never }] = yield* breakers.list()
      for (let n = 0; n < 5; n++)
        yield* breakers.failed(
          {
            supplierId,
            intentId: intentId as DispatchIntentId,
            reason: "Unreachable",
            message: plantedSentence
          },
          plantedAt
        )
      return yield* breakers.list()
    })
  )
  expect(breakers[0]).toMatchObject({ state: "open", message: expect.stringContaining("550 timed out: ***") })
  const kept = await store.sql()`select message from breakers union all select message from breaker_openings`
  expect(kept).toHaveLength(2)
  expect([leaks(breakers), leaks(kept)]).toEqual([[], []])
})

it("a record of a run keeps what the channel said of a parcel without the buyer of its order", async () => {
  const [run] = await store.sql()<Array<{ id: number }>>`
    insert into sync_runs (service, channel_id, trigger, started_at) values ('fulfillment', 1, 'schedule', ${plantedAt})
    returning id::int as id`
  const records = await store.run(
    Effect.gen(function* () {
      const id = SyncRunId(run?.id ?? 0)
      yield* (yield* SyncRunStore).record(id, [
        { reference: "#1 1Z999", result: "rejected", detail: plantedSentence },
        { reference: "#2 1Z998", result: "accepted", detail: "" }
      ])
      return yield* (yield* SyncBoard).records(id, 10)
    })
  )
  expect(records.map(({ reference }) => reference)).toEqual(["#1 1Z999", "#2 1Z998"])
  expect(records[0]?.detail).toMatch(/^550 timed out: \*\*\*/)
  expect(leaks(records)).toEqual([])
})

it("an alert names the supplier's failure without the buyer", async () => {
  const sql = store.sql()
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`update channels set auto_processing = true, auto_processing_by = 'ann', auto_processing_at = now(),
      alert_tested_at = now(), alert_address = 'a@b'`
    await tx`update purchase_orders set state = 'failed', failure = ${plantedSentence}`
  })
  const causes = await store.run(Effect.flatMap(AlertStore, (alerts) => alerts.causes(plantedAt)))
  const failed = causes.filter(({ cause }) => cause.startsWith("failed/"))
  expect(failed.map(({ title }) => title)).toEqual([expect.stringContaining("550 timed out: ***")])
  expect(leaks(failed)).toEqual([])
  expect(JSON.stringify(failed)).not.toMatch(/quillwort|staircase/i)
})
