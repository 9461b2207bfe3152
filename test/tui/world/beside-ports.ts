import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { HistoryEntry } from "../../../src/domain/model/history.ts"
import type { OrderId } from "../../../src/domain/model/order.ts"
import type { BesideOrder, OrderNote, OrderNoteId } from "../../../src/domain/model/order-note.ts"
import type { Presence } from "../../../src/domain/model/presence.ts"
import type { TimelineEntry } from "../../../src/domain/model/timeline.ts"
import { OrderHistory } from "../../../src/domain/ports/order-history.ts"
import { type NoteWithOrder, OrderNotes } from "../../../src/domain/ports/order-notes.ts"
import { OrderPresence } from "../../../src/domain/ports/order-presence.ts"
import { type OrderPayload, OrderTimeline } from "../../../src/domain/ports/order-timeline.ts"
import { nowMs } from "./sample-orders.ts"

/** What people lay beside one order, in memory, and who else is there. */
export class BesideWorld {
  of: BesideOrder = { notes: [], tags: [], assignee: null }
  others: ReadonlyArray<Presence> = []
  /** Who this console said it is, by what it does. */
  readonly seats = new Set<string>()
  /** Newest first. */
  timeline: ReadonlyArray<TimelineEntry> = []
  payload: OrderPayload | null = null
  readonly history: Array<HistoryEntry> = []

  change(change: Partial<BesideOrder>): void {
    this.of = { ...this.of, ...change }
  }

  noteBy(id: OrderNoteId, change: Partial<OrderNote>): NoteWithOrder | null {
    const found = this.of.notes.find((note) => note.id === id)
    if (found === undefined) return null
    const note = { ...found, ...change }
    this.change({ notes: this.of.notes.map((one) => (one.id === id ? note : one)) })
    return withOrder(note)
  }
}

const order = { orderId: 42 as OrderId, channelOrderNumber: "1042" }
const withOrder = (note: OrderNote): NoteWithOrder => ({ ...note, ...order })

const notes = (world: BesideWorld): typeof OrderNotes.Service => ({
  of: () => Effect.sync(() => world.of),
  add: (_id, kind, text, by, at) =>
    Effect.sync(() => {
      const id = (world.of.notes.length + 1) as OrderNoteId
      const note: OrderNote = { id, kind, text, by, at, takenBy: null, takenAt: null }
      world.change({ notes: [note, ...world.of.notes] })
      return withOrder(note)
    }),
  takeBack: (id) =>
    Effect.sync(() => {
      const found = world.noteBy(id, {})
      world.change({ notes: world.of.notes.filter((note) => note.id !== id) })
      return found
    }),
  takeHandover: (id, takenBy, takenAt) => Effect.sync(() => world.noteBy(id, { takenBy, takenAt })),
  giveBackHandover: (id) => Effect.sync(() => world.noteBy(id, { takenBy: null, takenAt: null })),
  note: (id) => Effect.sync(() => world.noteBy(id, {})),
  openHandovers: () => Effect.succeed([]),
  tag: (_ids, tags, by, at) =>
    Effect.sync(() => {
      const fresh = tags.filter((tag) => !world.of.tags.some((one) => one.tag === tag))
      world.change({ tags: [...world.of.tags, ...fresh.map((tag) => ({ tag, by, at }))] })
      return fresh.map((tag) => ({ ...order, tag }))
    }),
  untag: (_ids, tags) =>
    Effect.sync(() => {
      const gone = world.of.tags.filter(({ tag }) => tags.includes(tag))
      world.change({ tags: world.of.tags.filter(({ tag }) => !tags.includes(tag)) })
      return gone.map(({ tag }) => ({ ...order, tag }))
    }),
  assign: (_ids, assignee, by, at) =>
    Effect.sync(() => {
      const before = world.of.assignee?.assignee ?? null
      world.change({ assignee: assignee === null ? null : { assignee, by, at } })
      return before === assignee ? [] : [{ ...order, before }]
    }),
  knownTags: () => Effect.sync(() => world.of.tags.map(({ tag }) => tag))
})

const isBefore = (entry: TimelineEntry, key: TimelineEntry): boolean =>
  entry.at < key.at || (entry.at.getTime() === key.at.getTime() && entry.id < key.id)

export const besidePorts = (world: BesideWorld) =>
  Context.empty().pipe(
    Context.add(OrderNotes, notes(world)),
    Context.add(OrderHistory, {
      append: (entries) => Effect.sync(() => void world.history.push(...entries))
    }),
    Context.add(OrderPresence, {
      beat: ({ doing }) =>
        Effect.sync(() => {
          const isNew = !world.seats.has(doing)
          world.seats.add(doing)
          return isNew
        }),
      leave: ({ doing }) => Effect.sync(() => world.seats.delete(doing)),
      others: () => Effect.sync(() => world.others)
    }),
    Context.add(OrderTimeline, {
      page: (_id, filter, before, limit) =>
        Effect.sync(() =>
          world.timeline
            .filter(({ isPerson, isFailure }) => {
              if (filter === "all") return true
              return filter === "failures" ? isFailure : isPerson === (filter === "people")
            })
            .filter((entry) => before === null || isBefore(entry, before as TimelineEntry))
            .slice(0, limit)
        ),
      payload: () => Effect.sync(() => world.payload)
    })
  )

const entry = (id: number, minutesAgo: number, given: Partial<TimelineEntry>): TimelineEntry => ({
  at: new Date(nowMs - minutesAgo * 60_000),
  source: "history",
  id,
  actor: "worker:h:1",
  event: "status",
  subject: "",
  before: null,
  after: null,
  detail: {},
  note: null,
  ref: "",
  job: null,
  from: null,
  isPerson: false,
  isFailure: false,
  ...given
})

const jobOf = (queue: string, id: string, attempt = 1): Partial<TimelineEntry> => ({
  job: { queue, id: `${id}-0000-4000-8000-000000000000`, attempt }
})
const pushJob = jobOf("fulfillments.push", "7c01d2aa")
const pollJob = jobOf("tracking.poll", "51be0f3c")
const secondSend = jobOf("purchase-orders.send", "3f2a91bc", 2)
const firstSend = jobOf("purchase-orders.send", "3f2a91bc")

/** One of each sort, newest first. */
export const sampleTimeline: ReadonlyArray<TimelineEntry> = [
  entry(9, 1, {
    event: "fulfillment.accept",
    subject: "1Z999AA10123456784",
    before: "pushing",
    after: "accepted",
    ref: "push 5521",
    ...pushJob
  }),
  entry(8, 2, {
    source: "scan",
    event: "in_transit",
    subject: "1Z999AA10123456784",
    after: "in transit",
    actor: "UPS",
    ...pollJob
  }),
  entry(7, 120, {
    event: "purchase-order.confirm",
    subject: "SY-000312",
    before: "transmitting",
    after: "sent",
    ...secondSend
  }),
  entry(6, 120, {
    source: "evidence",
    event: "transport_receipt",
    subject: "SY-000312",
    detail: { reply: "250 ok, id 4bXk2" },
    ref: "attempt 2 of send 311",
    ...secondSend
  }),
  entry(10, 121, {
    source: "job",
    event: "repeated",
    subject: "purchase-orders.send",
    detail: { message: "the database went away", orders: 3 },
    isFailure: true,
    ...firstSend
  }),
  entry(5, 121, {
    source: "evidence",
    event: "failure",
    subject: "SY-000312",
    detail: { reason: "Unreachable", message: "mail server refused the connection" },
    ref: "attempt 1 of send 311",
    isFailure: true,
    ...firstSend
  }),
  entry(4, 122, {
    event: "status",
    before: "not_processed",
    after: "processing",
    actor: "ana",
    isPerson: true
  }),
  entry(3, 125, { event: "noted", note: "buyer called", actor: "ben", isPerson: true }),
  entry(2, 126, {
    event: "edited",
    subject: "phone",
    before: "",
    after: "+1 217 555 0142",
    actor: "ana",
    isPerson: true
  }),
  entry(1, 180, { event: "imported", subject: "acme-shop", ...jobOf("orders.download", "0a94c2de") })
]
