import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { OrderId } from "../../src/domain/model/order.ts"
import type { ParcelNews } from "../../src/domain/model/parcel-news.ts"
import { trackingStates } from "../../src/domain/model/shipment.ts"
import { TrackingStore } from "../../src/domain/ports/tracking-store.ts"
import { trackingStoreLayer } from "../../src/store/tracking-store.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt, plantOrder, plantParties, plantPurchaseOrder } from "./plant.ts"

const store = withTestDatabase(trackingStoreLayer)
const dayMs = 24 * 60 * 60_000
const ago = (days: number): Date => new Date(plantedAt.getTime() - days * dayMs)

let orderId: OrderId
let purchaseOrderId: number

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
  orderId = OrderId(await plantOrder(store.sql(), { number: "#7" }))
  purchaseOrderId = await plantPurchaseOrder(store.sql(), orderId, { number: "PO-7", state: "sent" })
})

const tracking = <A, E>(use: (s: typeof TrackingStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(TrackingStore, use))

interface Planted {
  readonly number: string
  readonly state?: string
  readonly days?: number
  readonly stateDays?: number
  readonly asked?: boolean
  readonly suspicion?: string
  readonly status?: string
}

const plant = async (...parcels: ReadonlyArray<Planted>): Promise<void> => {
  for (const p of parcels)
    await store.sql()`
      insert into shipments (order_id, purchase_order_id, supplier_id, carrier, service, tracking_number, state,
        shipped_at, recorded_at, source, carrier_code, suspicion, carrier_status, state_at, asked_at)
      values (${orderId}, ${purchaseOrderId}, 1, 'UPS', '', ${p.number}, ${p.state ?? "pending"},
        ${ago(p.days ?? 1)}, ${ago(p.days ?? 1)}, 'test', 'ups', ${p.suspicion ?? null}, ${p.status ?? ""},
        ${p.stateDays === undefined ? null : ago(p.stateDays)}, ${p.asked === false ? null : plantedAt})`
}

const listed = async (days = 3, limit = 100) =>
  (await tracking((s) => s.exceptions(plantedAt, days, limit))).map((e) => `${e.kind} ${e.trackingNumber}`)

describe("exceptions", () => {
  test("are the parcels that somebody should look at, the most urgent and oldest first", async () => {
    await plant(
      { number: "moved", state: "in_transit", days: 30 },
      { number: "arrived", state: "delivered" },
      { number: "fresh", days: 2 },
      { number: "lying", days: 4 },
      { number: "older", days: 9 },
      { number: "given-up", days: 60 },
      { number: "not-asked", days: 9, asked: false },
      { number: "odd", asked: false, suspicion: "fits no format of UPS" },
      { number: "odd-but-known", state: "in_transit", suspicion: "fits no format of UPS" },
      { number: "late", state: "delivery_delayed", stateDays: 1 },
      { number: "held", state: "on_hold", stateDays: 1 },
      { number: "back", state: "return_to_sender", stateDays: 2 },
      { number: "back-long-ago", state: "return_to_sender", days: 60, stateDays: 31 },
      { number: "failed", state: "delivery_failed", stateDays: 1 },
      { number: "failed-before", state: "delivery_failed", stateDays: 3 },
      { number: "ancient", state: "on_hold", days: 121 }
    )
    expect(await listed()).toEqual([
      "delivery_failed failed-before",
      "delivery_failed failed",
      "return_to_sender back",
      "on_hold held",
      "delivery_delayed late",
      "implausible_number odd",
      "never_moved older",
      "never_moved lying",
      "abandoned given-up"
    ])
    expect(await listed(5)).not.toContain("never_moved lying")
    expect(await listed(3, 2)).toHaveLength(2)
  })

  test("name the order, who sold and who ships it, and why", async () => {
    await plant(
      { number: "1Z9", state: "delivery_failed", stateDays: 1, status: "Business closed" },
      { number: "1Z8", suspicion: "looks like a number of FedEx, not of UPS" }
    )
    const found = await tracking((s) => s.exceptions(plantedAt, 3, 10))
    expect(found[0]).toEqual({
      kind: "delivery_failed",
      orderId,
      orderNumber: "#7",
      channel: "acme-shop",
      supplier: "Northwind",
      purchaseOrderNumber: "PO-7",
      carrier: "UPS",
      trackingNumber: "1Z9",
      state: "delivery_failed",
      detail: "Business closed",
      since: ago(1)
    })
    expect(found[1]).toMatchObject({ detail: "looks like a number of FedEx, not of UPS", since: ago(1) })
  })
})

describe("news", () => {
  const later = new Date(plantedAt.getTime() + 60_000)
  const record = (news: ParcelNews) => tracking((s) => s.record("ups", [news], plantedAt, later))

  test.each(trackingStates)(
    "of the state %s are kept, and are a change unless they say the same",
    async (state) => {
      await plant({ number: "1Z" })
      const changes = await record({ _tag: "Known", number: "1Z", state, status: "words", events: [] })
      expect(changes).toEqual(
        state === "pending"
          ? []
          : [
              {
                orderId,
                carrier: "UPS",
                trackingNumber: "1Z",
                before: "pending",
                after: state,
                status: "words"
              }
            ]
      )
    }
  )

  test("that are none leave the state and note that the carrier was asked; a refusal says why", async () => {
    await plant({ number: "1Z", state: "in_transit", asked: false, status: "On the way" })
    expect(await record({ _tag: "NotKnownYet", number: "1Z" })).toEqual([])
    const ofOrder = () => tracking((s) => s.ofOrder(orderId))
    expect(await ofOrder()).toMatchObject([
      { state: "in_transit", carrierStatus: "On the way", askedAt: plantedAt }
    ])
    await record({ _tag: "Refused", number: "1Z", reason: "Invalid inquiry number" })
    expect(await ofOrder()).toMatchObject([{ state: "in_transit", carrierStatus: "Invalid inquiry number" }])
  })

  test("with events of any text are kept, each once, newest first and those without a time last", async () => {
    await plant({ number: "1Z" })
    const event = (at: Date | null, description: string, place = "") => ({
      at,
      state: "in_transit" as const,
      description,
      place
    })
    const events = [
      event(null, "no time"),
      event(ago(2), "'); drop table tracking_events; --"),
      event(ago(1), "\ud83d\ude9a \ud800 \u0000", "x".repeat(200)),
      event(ago(1), "y".repeat(300), "z".repeat(200))
    ]
    const news: ParcelNews = { _tag: "Known", number: "1Z", state: "in_transit", status: "", events }
    await record(news)
    await record({ ...news, events: [...events, ...events, event(ago(0), "newest")] })
    const [parcel] = await tracking((s) => s.ofOrder(orderId))
    expect(parcel?.events.map((e) => e.description)).toEqual([
      "newest",
      "\ud83d\ude9a \ufffd \ufffd",
      "y".repeat(300),
      "'); drop table tracking_events; --",
      "no time"
    ])
    expect(parcel?.events.at(-2)?.at).toEqual(ago(2))
    expect(parcel?.events.at(-1)?.at).toBeNull()
  })
})
