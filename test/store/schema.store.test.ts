import { readFileSync } from "node:fs"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, expect, test } from "vitest"
import { dumpSchema, schemaFile } from "../../scripts/db.ts"
import {
  type AlertUrgency,
  type RouteKind,
  type TellingKind,
  tellingLife
} from "../../src/domain/model/alert.ts"
import type { EvidenceKind, IntentKind } from "../../src/domain/model/dispatch-intent.ts"
import { dispatchLife } from "../../src/domain/model/dispatch-intent.ts"
import type { DownloadService } from "../../src/domain/model/download-place.ts"
import type { Environment } from "../../src/domain/model/environment.ts"
import { fulfillmentLife } from "../../src/domain/model/fulfillment.ts"
import { reviewLife } from "../../src/domain/model/letter.ts"
import { statesOf } from "../../src/domain/model/lifecycle.ts"
import type { ChannelStanding } from "../../src/domain/model/order.ts"
import { type OrderAction, orderStatuses, orderStatusTable } from "../../src/domain/model/order-status.ts"
import { purchaseOrderLife } from "../../src/domain/model/purchase-order.ts"
import type { ChannelService, Plan } from "../../src/domain/model/sales-channel.ts"
import type { ScheduledService } from "../../src/domain/model/schedule.ts"
import { trackingStates } from "../../src/domain/model/shipment.ts"
import { type StockVerdict, stockPushLife } from "../../src/domain/model/stock-push.ts"
import type { IncomingDocument } from "../../src/domain/model/supplier-answer.ts"
import { lineAnswers } from "../../src/domain/model/supplier-answer.ts"
import { requestSubjects, supplierRequestLife } from "../../src/domain/model/supplier-request.ts"
import type { RecordResult, SyncService, SyncState, SyncTrigger } from "../../src/domain/model/sync-run.ts"
import { type ConnectionOptions, connect } from "../../src/store/database.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"
import { catalogOf } from "./catalog-of.ts"
import { createEmptyDatabase, dropDatabase } from "./empty-database.ts"

const migrated = withTestDatabase(Layer.empty)
let fromText: ConnectionOptions

beforeAll(async () => {
  fromText = await createEmptyDatabase(migrated.options())
})
afterAll(() => dropDatabase(fromText))

test("schema.sql makes what the migrations make", async () => {
  const sql = connect({ ...fromText, max: 1 })
  try {
    await sql.unsafe(readFileSync(schemaFile, "utf8")).simple()
    expect(await catalogOf(sql)).toEqual(await catalogOf(migrated.sql()))
    expect(await dumpSchema(sql)).toBe(readFileSync(schemaFile, "utf8"))
  } finally {
    await sql.end({ timeout: 2 })
  }
})

test("schema.sql is not stale: `node scripts/db.ts dump` would write it as it stands", async () => {
  expect(await dumpSchema(migrated.sql())).toBe(readFileSync(schemaFile, "utf8"))
})

test("the comparison sees what differs", async () => {
  const sql = migrated.sql()
  const before = await catalogOf(sql)
  const planted = [
    "alter table alerts alter column value drop default",
    "alter table clients add constraint planted check (name <> '')",
    "drop index orders_number",
    "drop trigger evidence_append_only on evidence"
  ]
  for (const change of planted) {
    await sql
      .begin(async (tx) => {
        await tx.unsafe(change)
        expect(await catalogOf(tx as unknown as typeof sql)).not.toEqual(before)
        throw new Error("undo")
      })
      .catch((error: Error) => expect(error.message).toBe("undo"))
  }
  expect(await catalogOf(sql)).toEqual(before)
})

/** A record with a key for each member of a union: a member that is missing or too many does not compile. */
const members = <A extends string>(all: Readonly<Record<A, true>>): ReadonlyArray<string> => Object.keys(all)

const laws: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
  ["orders_status", orderStatuses],
  ["orders_status", orderStatusTable.map((row) => row.status)],
  ["purchase_orders_state", statesOf(purchaseOrderLife)],
  ["dispatch_intents_state", statesOf(dispatchLife)],
  ["fulfillments_state", statesOf(fulfillmentLife)],
  ["stock_pushes_state", statesOf(stockPushLife)],
  [
    "channel_stock_answer",
    members<StockVerdict>({
      accepted: true,
      stale: true,
      unknown: true,
      rejected: true,
      unnamed: true,
      unheard: true,
      waits: true
    })
  ],
  ["supplier_requests_state", statesOf(supplierRequestLife)],
  ["supplier_requests_about", requestSubjects],
  ["acknowledgement_lines_answer", lineAnswers],
  ["reviews_state", statesOf(reviewLife)],
  ["alert_tellings_state", statesOf(tellingLife)],
  ["alert_tellings_kind", members<TellingKind>({ mail: true, digest: true, page: true, resolve: true })],
  ["alert_routes_kind", members<RouteKind>({ email: true, webhook: true, pagerduty: true })],
  ["alerts_urgency", members<AlertUrgency>({ digest: true, page: true })],
  ["shipments_state", trackingStates],
  ["supplier_documents_kind", members<IncomingDocument["kind"]>({ invoice: true, inventory: true })],
  [
    "orders_action",
    members<OrderAction>({
      resolve: true,
      process: true,
      retry: true,
      settle: true,
      push: true,
      authorize: true
    })
  ],
  ["orders_channel_standing", members<ChannelStanding>({ ok: true, canceled: true, refunded: true })],
  ["channels_plan", members<Plan>({ basic: true, plus: true, vip: true })],
  ["channels_environment", members<Environment>({ live: true, sandbox: true })],
  ["suppliers_environment", members<Environment>({ live: true, sandbox: true })],
  ["installation_environment", members<Environment>({ live: true, sandbox: true })],
  [
    "channel_services_service",
    members<ChannelService>({ order_download: true, shipment_upload: true, inventory_upload: true })
  ],
  [
    "schedules_service",
    members<ScheduledService>({
      orders: true,
      tracking: true,
      fulfillment: true,
      inventory: true,
      sweep: true,
      look_back: true
    })
  ],
  [
    "sync_runs_service",
    members<SyncService>({ orders: true, tracking: true, fulfillment: true, inventory: true })
  ],
  ["cursors_service", members<DownloadService>({ orders: true, look_back: true })],
  ["sync_runs_trigger", members<SyncTrigger>({ schedule: true, demand: true, event: true, look_back: true })],
  ["sync_runs_state", members<SyncState>({ running: true, done: true, failed: true, canceled: true })],
  [
    "sync_run_records_result",
    members<RecordResult>({
      new: true,
      updated: true,
      unchanged: true,
      skipped: true,
      quarantined: true,
      accepted: true,
      rejected: true
    })
  ],
  [
    "evidence_kind",
    members<EvidenceKind>({
      attempt: true,
      transport_receipt: true,
      look_up: true,
      refusal: true,
      failure: true,
      person: true,
      answer: true
    })
  ],
  ["dispatch_intents_kind", members<IntentKind>({ order: true, cancel: true, change: true, authorize: true })]
]

test.each(laws)("the check %s has the states of its table", async (constraint, states) => {
  const [row] = await migrated.sql()<Array<{ definition: string }>>`
    select pg_get_constraintdef(oid) as definition from pg_constraint where conname = ${constraint}`
  const literals = [...(row?.definition ?? "").matchAll(/'((?:[^']|'')*)'/g)].map((match) => match[1] ?? "")
  expect([...literals].sort()).toEqual([...states].sort())
})

test("a state outside its table is refused by the database", async () => {
  const sql = migrated.sql()
  await sql`insert into clients (name) values ('Acme')`
  await expect(
    sql`insert into channels (client_id, name, kind, environment, plan, eligible_statuses, earliest_order_at)
      values (1, 'shop', 'vendure', 'sandbox', 'gold', '{}', now())`
  ).rejects.toThrow(/channels_plan/)
})
