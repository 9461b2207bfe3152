import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { layBeside } from "../lay-beside.ts"
import { channelFace, supplierFace } from "../model/activity-face.ts"
import type { OrderId } from "../model/order.ts"
import { buyerOfPage, maskKnown, maskTold } from "../model/personal.ts"
import { readableBytes } from "../model/readable-bytes.ts"
import { type Redaction, redacted } from "../model/redaction.ts"
import { type TimelineEntry, timelineWords } from "../model/timeline.ts"
import { escapeUnseen } from "../model/unseen-characters.ts"
import { Actor } from "../ports/actor.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { DispatchLedger } from "../ports/dispatch-ledger.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderBoard, type OrderDetail } from "../ports/order-board.ts"
import { OrderNotes } from "../ports/order-notes.ts"
import { OrderTimeline } from "../ports/order-timeline.ts"
import { SendGates } from "../ports/send-gates.ts"
import { SettingsStore } from "../ports/settings-store.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { SupportFiles } from "../ports/support-files.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { Vault } from "../ports/vault.ts"

export interface BundleWish {
  readonly orderId: OrderId
  /** Asked for by name, and told in history and activity. */
  readonly withPersonalData: boolean
  /** null: the installation's own folder. */
  readonly path: string | null
}

const mostEntries = 2000

/** Its sentences are made of masked words: in the middle of one, half a name at the end of what was cut is found no more. */
const timelineOf = Effect.fn("timelineOf")(function* (
  id: OrderId,
  shown: (e: TimelineEntry) => TimelineEntry
) {
  const entries: ReadonlyArray<TimelineEntry> = yield* (yield* OrderTimeline).page(
    id,
    "all",
    null,
    mostEntries
  )
  return entries.map((entry) => ({ ...entry, words: timelineWords(shown(entry), (at) => at.toISOString()) }))
})

const sendsOf = Effect.fn("sendsOf")(function* (orderId: OrderId) {
  const ledger = yield* DispatchLedger
  return yield* Effect.forEach(yield* ledger.recorded({ orderId }), (intent) =>
    Effect.map(ledger.evidence(intent.intentId), (evidence) => ({
      ...intent,
      // A text may hold a secret or a name; its hash says which bytes they were.
      content: readableBytes(intent.content),
      bytes: intent.content.length,
      evidence
    }))
  )
})

const suppliersOf = Effect.fn("suppliersOf")(function* ({ order }: OrderDetail) {
  const sends = yield* (yield* DispatchLedger).recorded({ orderId: order.id })
  const ids = [
    ...new Set([...sends.map((s) => s.supplierId), ...order.lines.flatMap((l) => l.supplierId ?? [])])
  ]
  const store = yield* SupplierStore
  return (yield* Effect.forEach(ids, (id) => store.get(id))).flatMap((supplier) => supplier ?? [])
})

/** Everything that the vault holds of these parties: it is taken out of whatever quotes it. */
const secretsOf = Effect.fn("secretsOf")(function* (owners: ReadonlyArray<string>) {
  const vault = yield* Vault
  const each = yield* Effect.forEach(owners, (owner) =>
    Effect.flatMap(vault.fields(owner), (fields) =>
      Effect.forEach(fields, (field) => Effect.map(vault.get(owner, field), Redacted.value))
    )
  )
  return each.flat()
})

const personalOf = ({ order }: OrderDetail): ReadonlyArray<string> => {
  const { name, company, address1, address2, postalCode, city, phone } = order.shipTo
  const whole = [order.customerName, order.customerEmail, name, company, address1, address2, city, phone]
  const names = [order.customerName, name].flatMap((one) =>
    one.split(/\s+/).filter((part) => part.length > 3)
  )
  return [...whole, postalCode, phone.replace(/\D/g, ""), ...names]
}

const withoutBuyer =
  (known: (text: string) => string) =>
  (entry: TimelineEntry): TimelineEntry => ({
    ...maskTold(entry, known),
    note: entry.note === null ? null : known(entry.note)
  })

const parsed = (payload: string): unknown => {
  try {
    return JSON.parse(payload)
  } catch {
    return payload
  }
}

const documentOf = Effect.fn("documentOf")(function* (detail: OrderDetail, wish: BundleWish) {
  const { order } = detail
  const channels = yield* ChannelStore
  const channel = yield* channels.get(order.channelId)
  const suppliers = yield* suppliersOf(detail)
  const owners = [`channel:${order.channelId}`, ...suppliers.map(({ id }) => `supplier:${id}`)]
  const known = maskKnown(buyerOfPage(detail))
  const redaction: Redaction = {
    secrets: yield* secretsOf(owners),
    personal: personalOf(detail),
    known,
    masksPersonal: !wish.withPersonalData
  }
  const payload = yield* (yield* OrderTimeline).payload(order.id)
  const clean = redacted(redaction)
  return clean({
    bundle: {
      about: `order ${order.channelOrderNumber}`,
      builtAt: yield* now,
      builtBy: yield* Actor,
      personalData: wish.withPersonalData ? "included" : "masked",
      versions: (yield* SupportFiles).versions,
      installation: yield* (yield* SettingsStore).installation()
    },
    order: detail.order,
    channel: channel === null ? detail.channel : channelFace(channel, yield* channels.client(channel.id)),
    suppliers: suppliers.map(supplierFace),
    holds: detail.holds,
    gates: yield* (yield* SendGates).facts(order.id),
    purchaseOrders: detail.purchaseOrders,
    sends: yield* sendsOf(order.id),
    shipments: detail.shipments,
    beside: yield* (yield* OrderNotes).of(order.id),
    payload: payload === null ? null : { ...payload, payload: parsed(payload.payload) },
    timeline: yield* timelineOf(order.id, wish.withPersonalData ? (entry) => entry : withoutBuyer(known))
  })
})

/** `order-1042-20261122T140207Z.json` */
const nameOf = (number: string, at: Date): string =>
  `order-${number.replace(/^#/, "")}-${at.toISOString().replace(/[-:]/g, "").replace(/\.\d+/, "")}.json`

const tell = Effect.fn("tell")(function* ({ order }: OrderDetail, withPersonalData: boolean) {
  const what = withPersonalData ? "with personal data" : "personal data masked"
  const about = { orderId: order.id, channelOrderNumber: order.channelOrderNumber }
  const entry = { event: "support bundle" as const, subject: what, before: null, after: null, detail: {} }
  yield* layBeside([{ order: about, act: "support bundle built", note: what, entry }])
})

/** All that is known of an order in one file, without secrets, the buyer masked unless asked for by name. */
export const buildSupportBundle = Effect.fn("buildSupportBundle")(function* (wish: BundleWish) {
  // What is to be masked has to be known; whether it was is told below, first of all.
  const detail = yield* (yield* OrderBoard).unmasked(wish.orderId)
  if (detail === null) return yield* new Refusal({ message: "There is no such order any more." })
  const document = yield* documentOf(detail, wish)
  // Told first: nobody gets personal data of which nobody knows.
  yield* (yield* UnitOfWork).run(tell(detail, wish.withPersonalData))
  // Whoever helps looks at it with cat: what a buyer typed must not reach that terminal as a command.
  const text = `${escapeUnseen(JSON.stringify(document, null, 2))}\n`
  const name = nameOf(detail.order.channelOrderNumber, yield* now)
  return yield* (yield* SupportFiles).write(wish.path, name, text)
})
