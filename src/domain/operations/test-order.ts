import * as Effect from "effect/Effect"
import { provesNothing } from "../model/dispatch-intent.ts"
import { type OrderId, orderName } from "../model/order.ts"
import type { OrderStatus } from "../model/order-status.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { Actor } from "../ports/actor.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderBoard, type OrderDetail, type OrderRow, type PurchaseOrderRow } from "../ports/order-board.ts"
import { OrderStore } from "../ports/order-store.ts"
import { PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { SalesChannels } from "../ports/sales-channels.ts"

/** One of the eight facts of the onboarding check (decisions A9), from what is recorded, never from a click alone. */
export interface TestOrderFact {
  readonly fact: string
  readonly state: "done" | "open" | "not applicable"
  readonly detail: string
}

/** Places an order where the channel can (sandbox); null on live channels, where one is only picked up. */
export const placeTestOrder = Effect.fn("placeTestOrder")(function* (channelName: string) {
  const channel = yield* (yield* ChannelStore).byName(channelName)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${channelName}”.` })
  // What is ordered on a live channel is real: no connector is even asked.
  if (channel.environment === "live") return null
  return yield* (yield* SalesChannels).placeTestOrder(channel)
})

const receiptOf = (po: PurchaseOrderRow) =>
  po.evidence.find(
    (e) =>
      (e.kind === "transport_receipt" || e.kind === "look_up" || e.kind === "person") && !provesNothing(e)
  )

const fact = (name: string, done: boolean, detail: string): TestOrderFact => ({
  fact: name,
  state: done ? "done" : "open",
  detail
})

const resolvedFact = (d: OrderDetail): TestOrderFact => {
  const first = d.holds[0]
  return fact("mapped and resolved", first === undefined, first?.message ?? "no hold is open")
}

const processedFact = (d: OrderDetail): TestOrderFact => {
  const pos = d.purchaseOrders
  const sent = pos.filter((po) => po.state === "sent" && receiptOf(po) !== undefined)
  const names = pos.map((po) => `${po.number} to ${po.supplier}: ${po.state}`).join(", ")
  return fact(
    "processed, with the receipt",
    pos.length > 0 && sent.length === pos.length,
    names || "process the order"
  )
}

const confirmedFact = (d: OrderDetail): TestOrderFact => {
  const waiting = d.purchaseOrders.filter((po) => po.receiptConfirmedBy === null)
  if (d.purchaseOrders.length > 0 && waiting.length === 0)
    return fact(
      "supplier confirmed receipt",
      true,
      d.purchaseOrders.map((po) => `${po.supplier}, ticked by ${po.receiptConfirmedBy}`).join("; ")
    )
  const ask = waiting.map(
    (po) => `ask ${po.supplier}${po.contact === "" ? "" : ` (${po.contact})`} about ${po.number}`
  )
  return fact("supplier confirmed receipt", false, ask.join("; ") || "there is no purchase order yet")
}

const shippedFact = (d: OrderDetail): TestOrderFact => {
  const name = "shipped and synced back to the channel"
  const pushes = d.shipments.map((s) => s.fulfillment)
  if (d.order.status === "completed" && pushes.length > 0 && pushes.every((p) => p === "not_applicable"))
    return {
      fact: name,
      state: "not applicable",
      detail: d.shipments[0]?.fulfillmentReason ?? "the channel cannot be told"
    }
  const tracking = d.shipments
    .map((s) => `${s.carrier} ${s.trackingNumber} (${s.fulfillment ?? "not pushed"})`)
    .join(", ")
  return fact(name, d.order.status === "completed", tracking || "no shipment yet")
}

/** People read it; of seconds nothing hangs here. */
const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`

/** The eight facts of one test order, in the order of the brief. */
export const testOrderFacts = Effect.fn("testOrderFacts")(function* (orderId: OrderId) {
  const detail = yield* (yield* OrderBoard).detail(orderId)
  if (detail === null) return yield* new Refusal({ message: "There is no such order." })
  const seven: ReadonlyArray<TestOrderFact> = [
    fact(
      "placed",
      true,
      `${orderName(detail.order.channelOrderNumber)} on ${detail.channel}, ${minute(detail.order.placedAt)}`
    ),
    { fact: "signed in", state: "not applicable", detail: "nothing to do here: the console runs as you" },
    fact("imported", true, minute(detail.order.importedAt)),
    resolvedFact(detail),
    processedFact(detail),
    confirmedFact(detail),
    shippedFact(detail)
  ]
  const open = seven.filter((f) => f.state === "open")
  const ready = fact(
    "ready to sell",
    open.length === 0,
    open.length === 0
      ? `switchyard channels set ${detail.channel} --auto-processing on, when you trust it`
      : `still open: ${open.map((f) => f.fact).join(", ")}`
  )
  return [...seven, ready]
})

/** How far an order has come: the test order is the one of the newest that came farthest. */
const progress: ReadonlyArray<OrderStatus> = [
  "completed",
  "shipped",
  "processed",
  "processing",
  "not_processed"
]
const lookedAt = 50

/** Of those that nothing was sent of, one that is ready has come farther than one that lacks something. */
const placeOf = ({ status, action }: OrderRow): number =>
  2 * progress.indexOf(status) + (action === "resolve" ? 1 : 0)

export interface Checklist {
  readonly orderNumber: string | null
  readonly facts: ReadonlyArray<TestOrderFact>
}

const nothingYet = (channel: SalesChannel): ReadonlyArray<TestOrderFact> => [
  fact("placed", false, `buy something small and cheap on ${channel.name}, then download: sync orders`),
  { fact: "signed in", state: "not applicable", detail: "nothing to do here: the console runs as you" },
  ...[
    "imported",
    "mapped and resolved",
    "processed, with the receipt",
    "supplier confirmed receipt",
    "shipped and synced back to the channel",
    "ready to sell"
  ].map((name) => fact(name, false, "waits for the order"))
]

/** The eight facts of a channel, from its own orders; nobody has to say which one was the test. */
export const channelChecklist = Effect.fn("channelChecklist")(function* (channel: SalesChannel) {
  const { rows } = yield* (yield* OrderBoard).page({ channelId: channel.id }, null, lookedAt)
  const [farthest] = rows
    .filter((row) => progress.includes(row.status))
    .toSorted((a, b) => placeOf(a) - placeOf(b))
  if (farthest === undefined) return { orderNumber: null, facts: nothingYet(channel) } satisfies Checklist
  const facts = yield* testOrderFacts(farthest.id)
  return { orderNumber: farthest.channelOrderNumber, facts } satisfies Checklist
})

/** The order that somebody placed in the shop and names here. Of this channel, where two have the same number. */
export const findTestOrder = Effect.fn("findTestOrder")(function* (
  reference: string,
  channelId?: SalesChannel["id"]
) {
  const store = yield* OrderStore
  const named = yield* store.find(reference)
  const ids =
    channelId === undefined
      ? named
      : (yield* store.load(named)).filter((o) => o.channelId === channelId).map((o) => o.id)
  const [id] = ids
  if (id === undefined)
    return yield* new Refusal({ message: `No order “${reference}” was imported yet. Sync orders first.` })
  if (ids.length > 1)
    return yield* new Refusal({ message: `“${reference}” names ${ids.length} orders. Give the id.` })
  return id
})

/** A person asked the supplier and was told that the purchase order is there. */
export const confirmReceipt = Effect.fn("confirmReceipt")(function* (number: string) {
  const done = yield* (yield* PurchaseOrderStore).confirmReceipt(number, yield* Actor, yield* now)
  if (!done) return yield* new Refusal({ message: `There is no sent purchase order ${number}.` })
})
