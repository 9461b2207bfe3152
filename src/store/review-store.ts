import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { IncomingLetter, LetterMatch, LetterNames } from "../domain/model/letter.ts"
import type { OrderId } from "../domain/model/order.ts"
import type { PurchaseOrderId } from "../domain/model/purchase-order.ts"
import type { IncomingShipmentRow } from "../domain/model/shipment.ts"
import type { SupplierId } from "../domain/model/supplier.ts"
import { type LetterSubject, type Review, ReviewStore } from "../domain/ports/review-store.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"
import { storableText } from "./storable-text.ts"

/** What is kept of one letter; the mail itself stays in the mailbox's archive. */
const limits = {
  messageId: 400,
  from: 320,
  subject: 500,
  text: 50_000,
  note: 300,
  notes: 20,
  suggestion: 500
}

const strengths = ["token", "message_id", "subject"] as const satisfies ReadonlyArray<LetterMatch>

interface FoundOrder {
  readonly strength: number
  readonly id: PurchaseOrderId
  readonly number: string
  readonly orderId: OrderId
}

/** Two rows are enough to see that the strongest names name several. */
const findOrders = (sql: Sql, supplierId: SupplierId, names: LetterNames) => sql<ReadonlyArray<FoundOrder>>`
  with found as (
    select 1 as strength, i.purchase_order_id as id from dispatch_intents i
    where i.supplier_id = ${supplierId} and i.identifiers ->> 'replyTo' = any(${names.replyAddresses}::text[])
    union
    select 2, i.purchase_order_id from dispatch_intents i
    where i.supplier_id = ${supplierId} and i.identifiers ->> 'messageId' = any(${names.messageIds}::text[])
    union
    select 3, p.id from purchase_orders p
    where p.supplier_id = ${supplierId} and p.number = any(${names.words}::text[])
  )
  select f.strength, p.id, p.number, p.order_id as "orderId"
  from found f join purchase_orders p on p.id = f.id
  where f.strength = (select min(strength) from found)
  order by p.id limit 2`

const subjectIn = (found: ReadonlyArray<FoundOrder>): LetterSubject => {
  const [first, second] = found
  if (first === undefined) return { how: "none", purchaseOrder: null }
  if (second !== undefined) return { how: "several", purchaseOrder: null }
  const { id, number, orderId } = first
  return { how: strengths[first.strength - 1] ?? "subject", purchaseOrder: { id, number, orderId } }
}

const insertLetter = (
  sql: Sql,
  supplierId: SupplierId,
  letter: IncomingLetter,
  subject: LetterSubject,
  at: Date
) => sql<ReadonlyArray<{ id: number }>>`
  insert into reviews (supplier_id, message_id, sender, subject, body, received_at, read_at, sender_known,
    purchase_order_id, matched_by, notes, suggestion, state)
  values (${supplierId}, ${storableText(letter.messageId, limits.messageId)}, ${storableText(letter.from, limits.from)},
    ${storableText(letter.subject, limits.subject)}, ${storableText(letter.text, limits.text)}, ${letter.receivedAt}, ${at},
    ${letter.senderKnown}, ${subject.purchaseOrder?.id ?? null}, ${subject.how},
    ${letter.notes.slice(0, limits.notes).map((note) => storableText(note, limits.note))}::text[],
    ${rowParameter(letter.suggestion.slice(0, limits.suggestion))}::text::jsonb,
    ${letter.kind === "letter" ? "open" : "noted"})
  on conflict (supplier_id, message_id) do nothing
  returning id`

type StoredRow = Omit<IncomingShipmentRow, "shippedAt"> & { readonly shippedAt: string }
type StoredReview = Omit<Review, "suggestion"> & { readonly suggestion: ReadonlyArray<StoredRow> }

const selectReviews = (sql: Sql, where: ReturnType<Sql>) => sql<ReadonlyArray<StoredReview>>`
  select r.id, r.supplier_id as "supplierId", s.name as supplier, r.message_id as "messageId", r.sender as "from",
    r.subject, r.body as "text", r.received_at as "receivedAt", r.sender_known as "senderKnown", r.matched_by as how,
    p.number as "purchaseOrderNumber", p.order_id as "orderId", o.channel_order_number as "channelOrderNumber",
    r.notes, r.suggestion, r.state, r.settled_by as "settledBy", r.settled_at as "settledAt", r.reason
  from reviews r
  join suppliers s on s.id = r.supplier_id
  left join purchase_orders p on p.id = r.purchase_order_id
  left join orders o on o.id = p.order_id
  ${where}`

const reviewOf = (row: StoredReview): Review => ({
  ...row,
  suggestion: row.suggestion.map((one) => ({ ...one, shippedAt: new Date(one.shippedAt) }))
})

export const reviewStoreLayer: Layer.Layer<ReviewStore, never, Database> = Layer.effect(
  ReviewStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return ReviewStore.of({
      subjectOf: Effect.fn("ReviewStore.subjectOf")(function* (supplierId, names) {
        return subjectIn(yield* query((sql) => findOrders(sql, supplierId, names)))
      }),
      keep: Effect.fn("ReviewStore.keep")(function* (supplierId, letter, subject, at) {
        const [row] = yield* query((sql) => insertLetter(sql, supplierId, letter, subject, at))
        return row?.id ?? null
      }),
      open: Effect.fn("ReviewStore.open")(function* (limit) {
        const rows = yield* query((sql) =>
          selectReviews(sql, sql`where r.state = 'open' order by r.received_at, r.id limit ${limit}`)
        )
        return rows.map(reviewOf)
      }),
      get: Effect.fn("ReviewStore.get")(function* (id) {
        const [row] = yield* query((sql) => selectReviews(sql, sql`where r.id = ${id}`))
        return row === undefined ? null : reviewOf(row)
      }),
      settle: Effect.fn("ReviewStore.settle")(function* (id, state, reason, actor, at) {
        const rows = yield* query(
          (sql) => sql`
            update reviews set state = ${state}, reason = ${reason}, settled_by = ${actor}, settled_at = ${at}
            where id = ${id} and state = 'open' returning id`
        )
        return rows.length > 0
      })
    })
  })
)
